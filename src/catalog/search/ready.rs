//! Long answers, kept ready for the next who asks the same.
//!
//! The first key of a search finds half of a large catalogue and is the same key again and again. Owns: keeping answers as
//! long as the catalogue stays as it is. Does not: find any.

use std::sync::{Mutex, PoisonError};

use super::query::{Hits, ProductQuery};

/// So many products make an answer worth keeping.
pub(in crate::catalog) const LONG: u64 = 100_000;
/// As many answers are kept, some 10 KB each.
const MOST: usize = 96;

/// Answers of one generation of the index, the latest last.
#[derive(Default)]
pub(in crate::catalog) struct Ready(Mutex<Vec<(ProductQuery, Hits)>>);

impl Ready {
    /// The answer that this generation gave to this query, or to one that wanted more rows of the same.
    pub(super) fn of(&self, generation: u64, query: &ProductQuery) -> Option<Hits> {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |kept: &ProductQuery| {
            let limit = kept.limit;
            limit >= query.limit
                && *kept
                    == ProductQuery {
                        limit,
                        ..query.clone()
                    }
        };
        let fits =
            |(kept, hits): &&(ProductQuery, Hits)| hits.generation == generation && same(kept);
        let (_, mut hits) = answers.iter().rev().find(fits)?.clone();
        hits.hits.truncate(query.limit);
        Some(hits)
    }

    /// Keeps an answer when it is long.
    pub(super) fn keep(&self, query: &ProductQuery, hits: &Hits) {
        if hits.total < LONG {
            return;
        }
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.retain(|(_, kept)| kept.generation == hits.generation);
        if answers.len() >= MOST {
            answers.remove(0);
        }
        answers.push((query.clone(), hits.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Hit;
    use crate::domain::ProductId;

    fn answer(generation: u64, rows: usize) -> Hits {
        let hit = |at| Hit {
            product: ProductId::from(format!("p{at}")),
            score: 1.0,
        };
        Hits {
            hits: (0..rows).map(hit).collect(),
            total: LONG,
            generation,
            ..Hits::default()
        }
    }

    #[test]
    fn an_answer_serves_its_generation_and_whoever_wants_no_more_rows() {
        let ready = Ready::default();
        let query = |text: &str, limit| ProductQuery {
            limit,
            ..ProductQuery::shopper(text)
        };
        ready.keep(&query("a", 10), &answer(1, 10));
        ready.keep(&query("short", 10), &Hits::default());
        assert_eq!(ready.of(1, &query("a", 4)), Some(answer(1, 4)));
        assert_eq!(ready.of(1, &query("a", 11)), None);
        assert_eq!(ready.of(1, &query("b", 4)), None);
        assert_eq!(ready.of(1, &query("short", 10)), None);
        assert_eq!(ready.of(2, &query("a", 4)), None);
        ready.keep(&query("b", 10), &answer(2, 10));
        assert_eq!(
            ready.of(1, &query("a", 4)),
            None,
            "forgotten with its generation"
        );
    }

    #[test]
    fn no_more_than_some_are_kept() {
        let ready = Ready::default();
        for at in 0..MOST + 5 {
            ready.keep(&ProductQuery::shopper(format!("q{at}")), &answer(1, 1));
        }
        let of = |at: usize| ready.of(1, &ProductQuery::shopper(format!("q{at}")));
        assert!(of(4).is_none() && of(5).is_some() && of(MOST + 4).is_some());
    }
}
