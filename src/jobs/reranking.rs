//! The best products of a search, put in order by their meaning too.
//!
//! Owns: which text of a product is embedded, and how the two orders become one. Does not: find anything that the words did
//! not find. Without a server of embeddings nothing here is used.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::{Found, JobError, Lookup, Workspace};
use crate::catalog::{Order, VectorCache, vector_key};
use crate::domain::Product;
use crate::llm::{Embedder, Purpose};

/// How many of the best are put in order.
pub const MEANING_DEPTH: usize = 50;
/// How much of a product's text is embedded, in characters; small models read no more.
const TEXT: usize = 600;
/// The constant of reciprocal rank fusion: Cormack, Clarke and Buettcher, SIGIR 2009.
const FUSION: f32 = 60.0;

/// Puts products in order by words and meaning. Cheap to clone.
#[derive(Clone)]
pub struct Reranker {
    embedder: Arc<dyn Embedder>,
    cache: Arc<VectorCache>,
}

impl Reranker {
    /// One that keeps its vectors in this folder, a file for each model.
    ///
    /// # Errors
    /// When the file cannot be made or read.
    pub fn open(embedder: Arc<dyn Embedder>, folder: &Path) -> Result<Self, JobError> {
        let name = blake3::hash(embedder.name().as_bytes()).to_hex();
        let path = folder.join(format!("{}.vectors", &name[..16]));
        let cache = VectorCache::open(&path).map_err(JobError::file(&path, "opened"))?;
        Ok(Reranker {
            embedder,
            cache: Arc::new(cache),
        })
    }

    /// Puts products, which come in the order of the words, in the fused order.
    ///
    /// # Errors
    /// When the server of embeddings gives none.
    pub async fn order(&self, text: &str, rows: Vec<Product>) -> Result<Vec<Product>, JobError> {
        let query = self.embed(Purpose::Query, vec![text.to_owned()]).await?;
        let texts = rows.iter().map(passage).collect();
        let passages = self.embed(Purpose::Passage, texts).await?;
        let Some(query) = query.first() else {
            return Ok(rows);
        };
        let near: Vec<f32> = passages.iter().map(|vector| dot(query, vector)).collect();
        Ok(fused(rows, &near))
    }

    /// The vectors of the texts; those that are not kept yet are asked for.
    async fn embed(&self, purpose: Purpose, texts: Vec<String>) -> Result<Vec<Vec<f32>>, JobError> {
        let code = format!("{purpose:?}");
        let keys: Vec<_> = texts
            .iter()
            .map(|text| vector_key(self.embedder.name(), &code, text))
            .collect();
        let (cache, asked) = (self.cache.clone(), keys.clone());
        let mut vectors = tokio::task::spawn_blocking(move || cache.get(&asked)).await?;
        let missing: Vec<usize> = (0..texts.len()).filter(|i| vectors[*i].is_none()).collect();
        let wanted: Vec<String> = missing.iter().map(|i| texts[*i].clone()).collect();
        if !wanted.is_empty() {
            let made = self.embedder.embed(purpose, &wanted).await?;
            let kept: Vec<_> = missing
                .iter()
                .zip(&made)
                .map(|(i, v)| (keys[*i], v.as_slice()))
                .collect();
            // What cannot be kept is only embedded again.
            if let Err(error) = self.cache.put(&kept) {
                tracing::warn!(%error, "vectors could not be kept");
            }
            for (i, vector) in missing.into_iter().zip(made) {
                vectors[i] = Some(vector);
            }
        }
        Ok(vectors.into_iter().map(Option::unwrap_or_default).collect())
    }
}

impl Workspace {
    /// Searches the products and puts the best of them in order by their meaning too. An order that was asked for, such as
    /// the cheapest first, stays.
    ///
    /// # Errors
    /// As [`Workspace::look_up`], and when the server of embeddings gives none.
    pub async fn look_up_by_meaning(
        &self,
        lookup: Lookup,
        reranker: &Reranker,
    ) -> Result<Found, JobError> {
        let (wanted, offset, text) = (lookup.query.limit, lookup.offset, lookup.query.text.clone());
        if text.trim().is_empty() || offset >= MEANING_DEPTH {
            return self.look_up(lookup).await;
        }
        let mut deep = lookup;
        deep.offset = 0;
        deep.query.limit = MEANING_DEPTH.max(wanted.saturating_add(offset));
        let order = deep.query.order;
        let mut found = self.look_up(deep).await?;
        if order.unwrap_or(found.asked.order) != Order::Relevance {
            found.rows = found.rows.into_iter().skip(offset).take(wanted).collect();
            return Ok(found);
        }
        let rest = found.rows.split_off(found.rows.len().min(MEANING_DEPTH));
        let mut rows = reranker.order(&text, found.rows).await?;
        rows.extend(rest);
        found.rows = rows.into_iter().skip(offset).take(wanted).collect();
        Ok(found)
    }
}

/// What is embedded of a product.
fn passage(product: &Product) -> String {
    let mut text = product.title.clone();
    let more = [
        product.title_hi.as_deref(),
        product.brand.as_deref(),
        product.categories.last().map(String::as_str),
        product
            .new_description
            .as_deref()
            .or(product.description.as_deref()),
    ];
    for part in more.into_iter().flatten() {
        text.push_str(". ");
        text.push_str(part);
    }
    text.chars().take(TEXT).collect()
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Reciprocal rank fusion of the order that the rows have and the order by nearness; equal sums keep the order that they
/// have.
fn fused(rows: Vec<Product>, near: &[f32]) -> Vec<Product> {
    let mut by_meaning: Vec<usize> = (0..rows.len()).collect();
    by_meaning.sort_by(|a, b| near[*b].total_cmp(&near[*a]).then(a.cmp(b)));
    let ranks: HashMap<usize, usize> = by_meaning
        .into_iter()
        .enumerate()
        .map(|(rank, row)| (row, rank))
        .collect();
    let share = |rank: usize| 1.0 / (FUSION + 1.0 + rank as f32);
    let mut scored: Vec<(f32, usize, Product)> = rows
        .into_iter()
        .enumerate()
        .map(|(rank, product)| (share(rank) + share(ranks[&rank]), rank, product))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().map(|(_, _, product)| product).collect()
}
