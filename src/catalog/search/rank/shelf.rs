//! What the index knows about single words: where they stand and how many products have them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::query::Query;
use tantivy::schema::Field;
use tantivy::{Score, Searcher, SegmentReader, Term};

use super::fielded::{Fielded, Place};
use super::statistics::{documents, rarity};
use crate::catalog::index::schema::Fields;
use crate::catalog::search::asked::FieldName;
use crate::catalog::search::typos::{Guess, Guesses, Reach};

/// So many words that begin alike are looked at, by the alphabet.
const MOST_CONTINUED: usize = 5_000;

/// Fields at least so heavy are short.
const SHORT_FIELDS: Score = 1.0;

/// The index as a search looks at it.
#[derive(Clone, Copy)]
pub(in crate::catalog) struct Shelf<'a> {
    pub(in crate::catalog) searcher: &'a Searcher,
    pub(in crate::catalog) fields: &'a Fields,
    pub(in crate::catalog) guesses: &'a Guesses,
    pub(in crate::catalog) generation: u64,
}

/// A field, what a word counts in it, and how many words it holds on average.
///
/// The averages are constants, not measured, so that scores do not depend on how the index came about.
#[derive(Clone, Copy)]
pub(super) struct Weighted {
    pub(super) field: Field,
    pub(super) weight: Score,
    average_words: Score,
}

impl<'a> Shelf<'a> {
    /// The fields that a name means, the one that counts most first.
    ///
    /// A word of the title that names the thing itself counts in `title` and in `subject`.
    pub(super) fn fields_of(&self, name: Option<FieldName>) -> Vec<Weighted> {
        let fields = self.fields;
        let one = |field, weight, average_words| Weighted {
            field,
            weight,
            average_words,
        };
        let title = [
            one(fields.subject, 3.0, 8.0),
            one(fields.title, 1.5, 10.0),
            one(fields.title_hi, 3.0, 8.0),
        ];
        let brand = one(fields.brand, 2.0, 2.0);
        let category = one(fields.category, 1.2, 5.0);
        let attributes = one(fields.attributes, 0.8, 12.0);
        let description = one(fields.description, 0.4, 40.0);
        match name {
            None => {
                let rest = [brand, category, attributes, description];
                title.into_iter().chain(rest).collect()
            }
            Some(FieldName::Title) => title.to_vec(),
            Some(FieldName::Brand) => vec![brand],
            Some(FieldName::Category) => vec![category],
            Some(FieldName::Description) => vec![description],
            Some(
                FieldName::Attributes | FieldName::Color | FieldName::Size | FieldName::Material,
            ) => vec![attributes],
        }
    }

    /// How many products have a word in one of these fields, at least.
    pub(super) fn holding(&self, places: &[Weighted], word: &str) -> u64 {
        let counts = places.iter().map(|place| {
            let term = Term::from_field_text(place.field, word);
            self.searcher.doc_freq(&term).unwrap_or(0)
        });
        counts.max().unwrap_or(0)
    }

    /// How much a word says that so many products hold.
    pub(super) fn rarity(&self, holding: u64) -> Score {
        rarity(holding, documents(self.searcher))
    }

    /// A word in these fields; it counts `worth` at most.
    pub(super) fn word(&self, places: &[Weighted], word: &str, worth: Score) -> Fielded {
        let place = |weighted: &Weighted| Place {
            term: Term::from_field_text(weighted.field, word),
            weight: weighted.weight,
            average_words: weighted.average_words,
        };
        Fielded {
            places: places.iter().map(place).collect(),
            worth,
        }
    }

    /// The words of these fields nearest to one that was typed, the likeliest first.
    pub(super) fn near(&self, fields: &[Field], typed: &str, reach: Reach) -> Vec<Guess> {
        let index = (self.generation, self.searcher);
        self.guesses.near(index, fields, typed, reach)
    }

    /// How many products have a word in their title.
    pub(in super::super) fn in_titles(&self, word: &str) -> u64 {
        let title = Term::from_field_text(self.fields.title, word);
        self.searcher.doc_freq(&title).unwrap_or(0)
    }

    /// How much a word of the title says.
    pub(in super::super) fn rarity_in_titles(&self, word: &str) -> Score {
        self.rarity(self.in_titles(word))
    }

    /// A word of the title, counting by its rarity.
    pub(in super::super) fn title_word(&self, word: &str) -> Box<dyn Query> {
        let title = self.fields_of(Some(FieldName::Title));
        Box::new(self.word(&title, word, self.rarity_in_titles(word)))
    }

    /// The short ones of some fields, where every word tells: title, brand, category.
    pub(super) fn short(&self, fields: &[Weighted]) -> Vec<Field> {
        let short = fields.iter().filter(|field| field.weight >= SHORT_FIELDS);
        short.map(|weighted| weighted.field).collect()
    }

    /// The words of the short ones of these fields that begin so and go on, the most frequent first.
    pub(super) fn continued(&self, fields: &[Weighted], word: &str, most: usize) -> Vec<String> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for field in self.short(fields) {
            for segment in self.searcher.segment_readers() {
                // A damaged index has no such word here; the search itself will say so.
                let _ = continued(segment, field, word, &mut found);
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by_key(|(_, holding)| Reverse(*holding));
        found.into_iter().take(most).map(|(word, _)| word).collect()
    }
}

fn continued(
    segment: &SegmentReader,
    field: Field,
    word: &str,
    found: &mut BTreeMap<String, u64>,
) -> tantivy::Result<()> {
    let index = segment.inverted_index(field)?;
    let mut from = index.terms().range().gt(word).into_stream()?;
    let mut seen = 0;
    while from.advance() && from.key().starts_with(word.as_bytes()) && seen < MOST_CONTINUED {
        seen += 1;
        if let Ok(whole) = std::str::from_utf8(from.key()) {
            let holding = u64::from(from.value().doc_freq);
            let before = found.entry(whole.to_owned()).or_default();
            *before = holding.max(*before);
        }
    }
    Ok(())
}
