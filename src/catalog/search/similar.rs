//! More like this: products of the same kind, near in price, alike in what they are made of and look like.

use std::ops::Bound;

use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Score, Term};

use super::asked::Order;
use super::query::{Hits, ProductQuery};
use crate::catalog::index::facets::Side;
use crate::catalog::index::price_order;
use crate::catalog::index::{IndexError, PinnedIndex};
use crate::catalog::typed::Typed;
use crate::catalog::words::accessories;
use crate::catalog::words::fold::{fold, singular};
use crate::catalog::words::people::Wearer;
use crate::domain::{Money, Product};

/// At most so many words of the title are compared, the rarest.
const WORDS: usize = 8;
/// What it counts to share these, in the worth of one rare word.
const SAME_CATEGORY: Score = 6.0;
const NEAR_PRICE: Score = 2.5;
const SAME_BRAND: Score = 1.0;
const SAME_VALUE: Score = 1.5;

impl PinnedIndex {
    /// Products like this one, the most alike first, itself left out. Of another department none is.
    ///
    /// # Errors
    /// [`IndexError::Broken`] when the files are damaged.
    pub fn similar(&self, product: &Product, limit: usize) -> Result<Hits, IndexError> {
        let empty = Hits {
            generation: self.generation(),
            ..Hits::default()
        };
        let query = ProductQuery {
            limit,
            ..ProductQuery::default()
        };
        let Some(built) = self.like(product) else {
            return Ok(empty);
        };
        let answer = self
            .run(&built, &query, Order::Relevance)
            .map_err(|error| IndexError::of(&self.dir, error))?;
        Ok(Hits {
            hits: answer.hits,
            total: answer.total,
            ..empty
        })
    }

    fn like(&self, product: &Product) -> Option<BooleanQuery> {
        let fields = &self.fields;
        // The same kind: the same narrowest category, or a word that names the thing.
        let mut kind: Vec<(Occur, Box<dyn Query>)> = self.named_alike(product);
        // `Men` at the end of a path says for whom, not what.
        let wearers = |name: &&String| Wearer::of_text(name).is_empty();
        if let Some(name) = product.categories.iter().rev().find(wearers) {
            kind.push((
                Occur::Should,
                sharing(fields.key(Side::Category, name), SAME_CATEGORY),
            ));
        }
        if kind.is_empty() {
            return None;
        }
        let mut parts: Vec<(Occur, Box<dyn Query>)> = vec![
            (Occur::Must, Box::new(BooleanQuery::new(kind))),
            (
                Occur::Must,
                sharing(fields.key(Side::Domain, product.domain.code()), 0.0),
            ),
            (
                Occur::MustNot,
                sharing(Term::from_field_text(fields.id, product.id.as_str()), 0.0),
            ),
        ];
        let mut share = |term, worth| parts.push((Occur::Should, sharing(term, worth)));
        if let Some(brand) = &product.brand {
            share(fields.key(Side::Brand, brand), SAME_BRAND);
        }
        let typed = Typed::of(product);
        for (side, values) in [
            (Side::Color, typed.colors),
            (Side::Material, typed.materials),
        ] {
            for value in values {
                share(fields.key(side, &value), SAME_VALUE);
            }
        }
        let near = product.price.and_then(|price| self.near(price));
        parts.extend(near.map(|near| (Occur::Should, near)));
        Some(BooleanQuery::new(parts))
    }

    /// Products whose titles name the thing by the same words.
    fn named_alike(&self, product: &Product) -> Vec<(Occur, Box<dyn Query>)> {
        let shelf = self.shelf();
        let brand = fold(product.brand.as_deref().unwrap_or_default());
        let mut words: Vec<(u64, String)> = Vec::new();
        for word in accessories::subject(&product.title) {
            let mut key = fold(word);
            singular(&mut key);
            let told = key.chars().all(char::is_alphabetic) && !brand.contains(&key);
            let holding = shelf.in_titles(&key);
            if told && holding > 1 && !words.iter().any(|(_, had)| *had == key) {
                words.push((holding, key));
            }
        }
        words.sort();
        words.truncate(WORDS);
        let query = |(_, word): (u64, String)| (Occur::Should, shelf.title_word(&word));
        words.into_iter().map(query).collect()
    }

    /// Products at most half as dear again, and at least two thirds as dear.
    fn near(&self, price: Money) -> Option<Box<dyn Query>> {
        let money = |minor| Money { minor, ..price };
        let low = money(price.minor / 3 * 2);
        let high = money(price.minor.saturating_add(price.minor / 2));
        let (low, high) = price_order::within(Some(low), Some(high))?;
        let bound = |number| Bound::Included(Term::from_field_u64(self.fields.price, number));
        let within = RangeQuery::new(bound(low), bound(high));
        Some(Box::new(ConstScoreQuery::new(Box::new(within), NEAR_PRICE)))
    }
}

/// Products that have a term; having it counts so much.
pub(in crate::catalog) fn sharing(term: Term, worth: Score) -> Box<dyn Query> {
    let holding = TermQuery::new(term, IndexRecordOption::Basic);
    Box::new(ConstScoreQuery::new(Box::new(holding), worth))
}
