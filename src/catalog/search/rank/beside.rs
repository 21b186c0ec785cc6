//! How many products have a word beside the other words of a search: the company tells which of several words was meant.

use std::ops::Range;

use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query};
use tantivy::{DocSet, Score, Searcher, TERMINATED};

use super::shelf::{Shelf, Weighted};
use super::shopper::{all_of, best_of};
use crate::catalog::search::asked::Wanted;
use crate::catalog::words::fold::singular;

/// So many products are as good as any more.
const MOST: u64 = 300;
/// Fields less heavy than this hold long texts, in which words stand that tell nothing of the product.
const TELLING: Score = 0.8;

/// The other words of a search, those that the index knows.
pub(super) struct Beside<'a> {
    shelf: Shelf<'a>,
    fields: Vec<Weighted>,
    others: Vec<Box<dyn Query>>,
}

impl<'a> Beside<'a> {
    /// All that is wanted but what stands at these places.
    pub(super) fn of(shelf: Shelf<'a>, all: &[Wanted], but: Range<usize>) -> Self {
        let mut fields = shelf.fields_of(None);
        fields.retain(|field| field.weight >= TELLING);
        let mut beside = Beside {
            shelf,
            fields,
            others: Vec::new(),
        };
        for (at, wanted) in all.iter().enumerate() {
            if !but.contains(&at) && !wanted.optional {
                beside.others.extend(beside.choices(wanted));
            }
        }
        beside
    }

    /// Whether there is no other word.
    pub(super) fn is_empty(&self) -> bool {
        self.others.is_empty()
    }

    /// How many products have these words beside the others, none of them counted twice and no more than some hundreds.
    pub(super) fn holding(&self, words: &[&str]) -> u64 {
        let words = words.iter().map(|word| self.word(word));
        let others = self.others.iter().map(|other| other.box_clone());
        count(self.shelf.searcher, words.chain(others).collect())
    }

    /// Any of the choices that the index knows.
    fn choices(&self, wanted: &Wanted) -> Option<Box<dyn Query>> {
        let mut options = Vec::new();
        for choice in &wanted.choices {
            let mut words = choice.words.clone();
            words.iter_mut().for_each(singular);
            let known = |word: &String| self.shelf.holding(&self.fields, word) > 0;
            if !words.is_empty() && words.iter().all(known) {
                options.push((1.0, all_of(words.iter().map(|w| self.word(w)).collect())));
            }
        }
        (!options.is_empty()).then(|| best_of(options))
    }

    fn word(&self, word: &str) -> Box<dyn Query> {
        self.shelf.word(&self.fields, word, 0.0)
    }
}

/// How many products match all of these, counted up to [`MOST`].
fn count(searcher: &Searcher, all: Vec<Box<dyn Query>>) -> u64 {
    let all = all.into_iter().map(|query| (Occur::Must, query));
    let query = BooleanQuery::new(all.collect());
    // A damaged index counts nothing here; the search itself will say so.
    let Ok(weight) = query.weight(EnableScoring::disabled_from_searcher(searcher)) else {
        return 0;
    };
    let mut found = 0;
    for segment in searcher.segment_readers() {
        let Ok(mut matching) = weight.scorer(segment, 1.0) else {
            continue;
        };
        while matching.doc() != TERMINATED && found < MOST {
            found += 1;
            matching.advance();
        }
    }
    found
}
