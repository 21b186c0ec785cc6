//! Answers kept ready for the next who asks the same.
//!
//! The first key of a search finds half of a large catalogue and is the same key again and again; and what is typed next can
//! often be told. Owns: keeping answers as long as the catalogue stays as it is. Does not: find any.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::query::{Hits, ProductQuery};

/// So many products make an answer worth keeping, whoever asked for it.
pub(in crate::catalog) const LONG: u64 = 100_000;
/// As many long answers are kept, some 10 KB each.
const MOST_LONG: usize = 48;
/// As many answers to first letters are kept: every search begins with one, so no other answer pushes them out.
const MOST_LETTERS: usize = 64;
/// As many answers are kept that nobody asked for yet: those of the last few keys.
const MOST_FORESEEN: usize = 48;

/// Answers of one generation of the index.
#[derive(Default)]
pub(in crate::catalog) struct Ready {
    letters: Mutex<Answers>,
    long: Mutex<Answers>,
    foreseen: Mutex<Answers>,
}

/// Searches and what they found, the latest last.
#[derive(Default)]
struct Answers(Vec<(ProductQuery, Hits)>);

impl Ready {
    /// The answer that this generation gave to this query, or to one that wanted more rows of the same.
    pub(super) fn of(&self, generation: u64, query: &ProductQuery) -> Option<Hits> {
        let mut kept = [&self.letters, &self.long, &self.foreseen].into_iter();
        kept.find_map(|answers| locked(answers).of(generation, query))
    }

    /// Keeps an answer when it is long, or one to a first letter.
    pub(super) fn keep(&self, query: &ProductQuery, hits: &Hits) {
        if is_letter(query) {
            locked(&self.letters).put(query, hits, MOST_LETTERS);
        } else if hits.total >= LONG {
            locked(&self.long).put(query, hits, MOST_LONG);
        }
    }

    /// Keeps an answer that will probably be asked for soon, unless it is kept anyhow.
    pub(super) fn foresee(&self, query: &ProductQuery, hits: &Hits) {
        if !is_letter(query) && hits.total < LONG {
            locked(&self.foreseen).put(query, hits, MOST_FORESEEN);
        }
    }
}

/// Whether this is the first key of a search.
fn is_letter(query: &ProductQuery) -> bool {
    query.text.chars().count() == 1
}

impl Answers {
    fn of(&self, generation: u64, query: &ProductQuery) -> Option<Hits> {
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
        let (_, mut hits) = self.0.iter().rev().find(fits)?.clone();
        hits.hits.truncate(query.limit);
        Some(hits)
    }

    fn put(&mut self, query: &ProductQuery, hits: &Hits, most: usize) {
        self.0
            .retain(|(_, kept)| kept.generation == hits.generation);
        if self.0.len() >= most {
            self.0.remove(0);
        }
        self.0.push((query.clone(), hits.clone()));
    }
}

fn locked(answers: &Mutex<Answers>) -> MutexGuard<'_, Answers> {
    answers.lock().unwrap_or_else(PoisonError::into_inner)
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
        for at in 0..MOST_LONG + 5 {
            ready.keep(&ProductQuery::shopper(format!("q{at}")), &answer(1, 1));
        }
        let of = |text: &str| ready.of(1, &ProductQuery::shopper(text));
        let kept = |at: usize| of(&format!("q{at}")).is_some();
        assert!(!kept(4) && kept(5) && kept(MOST_LONG + 4));
        // What is foreseen, however short, pushes out what was foreseen before and nothing else.
        let short = Hits {
            total: 1,
            ..answer(1, 1)
        };
        for at in 0..=MOST_FORESEEN {
            ready.foresee(&ProductQuery::shopper(format!("next{at}")), &short);
        }
        assert!(kept(5) && of("next0").is_none() && of("next1").as_ref() == Some(&short));
        // Nor do long answers push out first letters.
        ready.keep(&ProductQuery::shopper("s"), &short);
        for at in 0..=MOST_LONG {
            ready.keep(&ProductQuery::shopper(format!("q{at}")), &answer(1, 1));
        }
        assert!(of("s").is_some());
    }
}
