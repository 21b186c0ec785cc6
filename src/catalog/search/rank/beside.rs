//! How many products have a word beside the other words of a search: the company tells which of several words was meant.

use std::ops::Range;

use tantivy::query::PhraseQuery;
use tantivy::{Score, Term};

use super::fielded::Fielded;
use super::shelf::{Shelf, Weighted};
use super::sought::Sought;
use super::wanted::{singular_of, typed_word};
use super::way::{OneOf, Way};
use crate::catalog::search::asked::Wanted;

/// So many products are as good as any more.
const MOST: u64 = 300;
/// Fields less heavy than this hold long texts, in which words stand that tell nothing of the product.
const TELLING: Score = 0.8;

/// The other words of a search, those that the index knows.
pub(super) struct Beside<'a> {
    shelf: Shelf<'a>,
    fields: Vec<Weighted>,
    others: Vec<Vec<Vec<String>>>,
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
        let words = words.iter().map(|word| OneOf::words(vec![self.word(word)]));
        let others = self.others.iter().map(|choices| self.one_of(choices));
        let all = Sought {
            parts: words.chain(others).collect(),
            ..Sought::default()
        };
        all.count(self.shelf.searcher, most)
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
            .map(|phrase| Sought::of_query(Box::new(phrase)).count(self.shelf.searcher, MOST))
            .sum()
    }

    /// The choices that the index knows, word by word.
    fn choices(&self, wanted: &Wanted) -> Option<Vec<Vec<String>>> {
        let mut options = Vec::new();
        for choice in &wanted.choices {
            let words: Vec<String> = choice.words.iter().map(|w| singular_of(w)).collect();
            let known = |word: &String| self.shelf.holding(&self.fields, word) > 0;
            if !words.is_empty() && words.iter().all(known) {
                options.push(words);
            }
        }
        (!options.is_empty()).then_some(options)
    }

    fn one_of(&self, choices: &[Vec<String>]) -> OneOf {
        let words = |words: &Vec<String>| words.iter().map(|word| self.word(word)).collect();
        let ways = choices
            .iter()
            .map(|choice| (1.0, Way::Words(words(choice))));
        OneOf {
            ways: ways.collect(),
        }
    }

    fn word(&self, word: &str) -> Fielded {
        self.shelf.word(&self.fields, word, 0.0)
    }
}

/// The single word at a place, in the singular.
fn word_at(all: &[Wanted], at: usize) -> Option<String> {
    all.get(at).and_then(typed_word).map(singular_of)
}
