//! The first products of an answer, in its order.

use tantivy::DocSet;
use tantivy::TERMINATED;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Collector, TopDocs};
use tantivy::query::BooleanQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Order as Direction, Searcher};

use super::asked::Order;
use super::query::Hit;
use super::rank::Sought;
use crate::catalog::index::PinnedIndex;
use crate::catalog::index::price_order::{ByPrice, First};
use crate::catalog::index::schema::RATING_COLUMN;
use crate::domain::ProductId;

/// What products can be gathered from.
pub(in crate::catalog) trait Gather {
    /// Hands every product that is found to a collector, with scores that depend on the catalogue alone.
    fn gather<C: Collector>(&self, index: &PinnedIndex, collector: &C)
    -> tantivy::Result<C::Fruit>;
}

impl Gather for BooleanQuery {
    fn gather<C: Collector>(&self, index: &PinnedIndex, to: &C) -> tantivy::Result<C::Fruit> {
        index.collect(self, to)
    }
}

impl Gather for Sought {
    fn gather<C: Collector>(&self, index: &PinnedIndex, to: &C) -> tantivy::Result<C::Fruit> {
        self.collect(&index.searcher, to)
    }
}

/// The first products in this order, equal ones by id, and what `beside` gathers in the same pass.
///
/// Products without a price or rating come last when that is the order; of equal ones the better match comes first. By price,
/// the currency that most products of the catalogue have comes before the others, and no amount is compared with another
/// currency's.
pub(in crate::catalog) fn best<C: Collector>(
    index: &PinnedIndex,
    query: &impl Gather,
    order: Order,
    limit: usize,
    beside: C,
) -> tantivy::Result<(Vec<Hit>, C::Fruit)> {
    if limit == 0 {
        return Ok((Vec::new(), query.gather(index, &beside)?));
    }
    let first = TopDocs::with_limit(limit);
    let by_id = (index.by_id()?, Direction::Asc);
    let by_score = (SortBySimilarityScore, by_id);
    let price = |first| -> tantivy::Result<ByPrice> {
        let currency = index.currency()?;
        Ok(ByPrice { currency, first })
    };
    let rating = SortByStaticFastValue::<u64>::for_field(RATING_COLUMN);
    macro_rules! collected {
        ($by:expr, |$key:ident| $score_id:expr) => {{
            let (found, rest) = query.gather(index, &(first.order_by($by), beside))?;
            let hits = found.into_iter().filter_map(|($key, _)| hit($score_id));
            Ok((hits.collect(), rest))
        }};
    }
    match order {
        Order::Relevance => collected!(by_score, |key| key),
        Order::PriceUp => collected!((price(First::Cheapest)?, by_score), |key| key.1),
        Order::PriceDown => collected!((price(First::Dearest)?, by_score), |key| key.1),
        Order::Rating => collected!(((rating, Direction::Desc), by_score), |key| key.1),
    }
}

fn hit((score, id): (f32, Option<String>)) -> Option<Hit> {
    Some(Hit {
        product: ProductId::from(id?),
        score,
    })
}

/// The first products by id, without looking at the others.
pub(in crate::catalog) fn first_by_id(
    searcher: &Searcher,
    id: Field,
    limit: usize,
) -> tantivy::Result<Vec<Hit>> {
    let mut ids: Vec<String> = Vec::new();
    for segment in searcher.segment_readers() {
        let list = segment.inverted_index(id)?;
        let mut terms = list.terms().stream()?;
        let mut here = 0;
        while here < limit && terms.advance() {
            let mut postings =
                list.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
            // A product that was replaced has its old line too until the next merge.
            while postings.doc() != TERMINATED && segment.is_deleted(postings.doc()) {
                postings.advance();
            }
            if postings.doc() == TERMINATED {
                continue;
            }
            if let Ok(id) = std::str::from_utf8(terms.key()) {
                ids.push(id.to_owned());
                here += 1;
            }
        }
    }
    ids.sort_unstable();
    ids.truncate(limit);
    let hits = ids.into_iter().map(|id| Hit {
        product: ProductId::from(id),
        score: 0.0,
    });
    Ok(hits.collect())
}
