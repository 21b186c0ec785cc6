//! How many products have a word beside the other words of a search: the company tells which of several words was meant.

use std::ops::Range;

use tantivy::query::{PhraseQuery, Query};
use tantivy::{Score, Term};

use super::bounded;
use super::shelf::{Shelf, Weighted};
use super::shopper::{all_of, best_of};
use super::wanted::{singular_of, typed_word};
use crate::catalog::search::asked::Wanted;

/// So many products are as good as any more.
const MOST: u64 = 300;
/// Fields less heavy than this hold long texts, in which words stand that tell nothing of the product.
const TELLING: Score = 0.8;

/// The other words of a search, those that the index knows.
pub(super) struct Beside<'a> {
    shelf: Shelf<'a>,
    fields: Vec<Weighted>,
    others: Vec<Box<dyn Query>>,
    before: Option<String>,
    after: Option<String>,
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
            before: but.start.checked_sub(1).and_then(|at| word_at(all, at)),
            after: word_at(all, but.end),
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
        self.count(words, MOST)
    }

    /// Whether fewer than so many products have all the other words.
    pub(super) fn fewer_than(&self, many: u64) -> bool {
        self.count(&[], many) < many
    }

    fn count(&self, words: &[&str], most: u64) -> u64 {
        let words = words.iter().map(|word| self.word(word));
        let others = self.others.iter().map(|other| other.box_clone());
        let all = all_of(words.chain(others).collect());
        bounded::count(self.shelf.searcher, all.as_ref(), most)
    }

    /// How many titles have a word next to a word that it stands next to in the search, no more than some hundreds.
    pub(super) fn adjacent(&self, word: &str) -> u64 {
        let before = self.before.as_deref().map(|before| [before, word]);
        let after = self.after.as_deref().map(|after| [word, after]);
        let title = self.shelf.fields.title;
        let term = |word| Term::from_field_text(title, word);
        let pairs = [before, after].into_iter().flatten();
        pairs
            .map(|pair| PhraseQuery::new(pair.map(term).to_vec()))
            .map(|phrase| bounded::count(self.shelf.searcher, &phrase, MOST))
            .sum()
    }

    /// Any of the choices that the index knows.
    fn choices(&self, wanted: &Wanted) -> Option<Box<dyn Query>> {
        let mut options = Vec::new();
        for choice in &wanted.choices {
            let words: Vec<String> = choice.words.iter().map(|w| singular_of(w)).collect();
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

/// The single word at a place, in the singular.
fn word_at(all: &[Wanted], at: usize) -> Option<String> {
    all.get(at).and_then(typed_word).map(singular_of)
}
