//! Search in the products, with the rows to show.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use super::{JobError, Workspace};
use crate::catalog::{
    Asked, Facet, Facets, Hits, IndexError, Join, ProductIndex, ProductQuery, Reading,
};
use crate::domain::{Product, ProductId};

/// So many rows are read one after the other.
const ROWS_TOGETHER: usize = 22;
/// Of so many answers that are probably wanted next the rows are brought near.
const ANSWERS_NEAR: usize = 5;

/// What is looked for among the products.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Lookup {
    /// The search; its limit is how many rows are answered at most.
    pub query: ProductQuery,
    /// How many of the best to pass over.
    pub offset: usize,
}

impl From<ProductQuery> for Lookup {
    /// The first rows.
    fn from(query: ProductQuery) -> Self {
        Lookup { query, offset: 0 }
    }
}

impl Lookup {
    /// What the index is asked: the rows to pass over too.
    fn reaching(self) -> ProductQuery {
        ProductQuery {
            limit: self.query.limit.saturating_add(self.offset),
            ..self.query
        }
    }
}

/// Products that a search found, best first.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Found {
    /// The rows.
    pub rows: Vec<Product>,
    /// How well each of them fits; only the order means anything.
    pub scores: HashMap<ProductId, f32>,
    /// How many there are in all.
    pub total: u64,
    /// How they are spread, when that was asked for.
    pub facets: Vec<Facet>,
    /// How the text was understood.
    pub asked: Asked,
}

impl Workspace {
    /// As [`Workspace::look_up`], for words as they are typed: behind the answer those are made ready that the next key
    /// probably asks for, until another such search begins.
    ///
    /// # Errors
    /// As [`Workspace::look_up`].
    pub async fn look_up_typed(&self, lookup: Lookup) -> Result<Found, JobError> {
        // A page further on belongs to a search that was counted.
        if lookup.offset > 0 || lookup.query.facets == Facets::None {
            return self.look_up(lookup).await;
        }
        let searches = self.searches().clone();
        let turn = searches.fetch_add(1, Ordering::Relaxed) + 1;
        let query = lookup.query.clone();
        let found = self.look_up(lookup).await?;
        if found.total > 0 {
            let workspace = self.clone();
            let outrun = move || searches.load(Ordering::Relaxed) != turn;
            tokio::spawn(async move { workspace.look_ahead(query, outrun).await });
        }
        Ok(found)
    }

    /// Makes the answers ready that the next key probably asks for, then brings the rows of the likeliest near: until
    /// `outrun`. What fails here is told by the search that somebody waits for.
    async fn look_ahead(
        &self,
        query: ProductQuery,
        outrun: impl Fn() -> bool + Clone + Send + 'static,
    ) {
        let Ok(index) = self.index().await.cloned() else {
            return;
        };
        let stop = outrun.clone();
        let foreseen = move || foresee(&index, &query, &stop);
        for ids in tokio::task::spawn_blocking(foreseen)
            .await
            .unwrap_or_default()
        {
            for ids in ids.chunks(ROWS_TOGETHER) {
                if outrun() {
                    return;
                }
                // Read once, they lie in memory; what somebody else writes meanwhile is read anew when they are shown.
                let _ = self.store().products(ids.to_vec()).await;
            }
        }
    }

    /// Reads rows, some beside the others: those of a large catalogue lie far apart on the disk.
    async fn read_rows(&self, ids: &[ProductId]) -> Result<Vec<Product>, JobError> {
        let parts = ids.chunks(ROWS_TOGETHER);
        let parts: Vec<_> = parts
            .map(|ids| self.store().products(ids.to_vec()))
            .collect();
        let mut rows = Vec::with_capacity(ids.len());
        for part in parts {
            rows.extend(part.await?);
        }
        Ok(rows)
    }

    /// Searches the products.
    ///
    /// The first search of a process opens the index, which may have to be built first; [`Workspace::index_building`]
    /// shows how far that is.
    ///
    /// # Errors
    /// When index or store cannot be read; [`JobError::NoIndex`] when there is none and this process only reads.
    pub async fn look_up(&self, lookup: Lookup) -> Result<Found, JobError> {
        // Without products there is nothing to find, and for whoever only reads perhaps no index either.
        if self.read_only().is_some() && self.store().counts().await?.products == 0 {
            return Ok(Found::default());
        }
        let index = self.index().await?.clone();
        let offset = lookup.offset;
        let query = lookup.reaching();
        let hits = tokio::task::spawn_blocking(move || search(&index, query)).await??;
        let wanted = hits.hits.iter().skip(offset);
        let ids: Vec<ProductId> = wanted.map(|hit| hit.product.clone()).collect();
        let products = self.read_rows(&ids).await?;
        let mut by_id: HashMap<ProductId, Product> =
            products.into_iter().map(|p| (p.id.clone(), p)).collect();
        // A product that the index has and the store has no more is on its way out of the index too.
        let rows = ids.iter().filter_map(|id| by_id.remove(id)).collect();
        Ok(Found {
            rows,
            scores: hits
                .hits
                .into_iter()
                .map(|hit| (hit.product, hit.score))
                .collect(),
            total: hits.total,
            facets: hits.facets,
            asked: hits.asked,
        })
    }
}

/// Makes the answers ready that the next key probably asks for, until `outrun`; gives the products of the likeliest.
fn foresee(
    index: &ProductIndex,
    query: &ProductQuery,
    outrun: impl Fn() -> bool,
) -> Vec<Vec<ProductId>> {
    let mut near = Vec::new();
    for text in index.likely_next(&query.text).unwrap_or_default() {
        if outrun() {
            break;
        }
        let next = ProductQuery {
            text,
            ..query.clone()
        };
        let Ok(hits) = index.foresee(&next) else {
            break;
        };
        if near.len() < ANSWERS_NEAR {
            near.push(hits.hits.into_iter().map(|hit| hit.product).collect());
        }
    }
    near
}

/// Products that hold every word; when none does, those that hold some of them, the best first.
fn search(index: &ProductIndex, query: ProductQuery) -> Result<Hits, IndexError> {
    let hits = index.search(&query)?;
    if query.reading == Reading::Shopper {
        return Ok(hits);
    }
    let several = query.text.split_whitespace().nth(1).is_some();
    if hits.total > 0 || !several {
        return Ok(hits);
    }
    index.search(&ProductQuery {
        join: Join::Any,
        ..query
    })
}
