//! Answers made ready before they are asked for: what a person types next can be told from the words of the catalogue.
//!
//! Between two keys a computer waits for a person. Owns: which texts are likely, one key further on. Does not: decide when there
//! is time for it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::schema::Field;

use super::query::{Hits, ProductQuery, Reading};
use crate::catalog::index::schema::SHORT_BEGINNING;
use crate::catalog::index::{IndexError, PinnedIndex, ProductIndex};
use crate::catalog::words::fold::fold;

/// As many texts are likely at most, when something is typed.
const MOST: usize = 10;
/// As many first letters at most.
const MOST_LETTERS: usize = 48;
/// Words of one field that are looked at in a segment.
const WORDS: usize = 20_000;

impl ProductIndex {
    /// The texts that stand in the field after the next key, as far as the words of titles, brands, categories and attributes
    /// tell, the most likely first.
    ///
    /// # Errors
    /// [`IndexError::Broken`] when the files are damaged.
    pub fn likely_next(&self, text: &str) -> Result<Vec<String>, IndexError> {
        self.pin().likely_next(text)
    }

    /// Finds the answer to a search and keeps it ready for whoever asks it next. Only searches of shoppers are kept; others
    /// are not even looked for.
    ///
    /// # Errors
    /// [`IndexError::Broken`] when the files are damaged.
    pub fn foresee(&self, query: &ProductQuery) -> Result<Hits, IndexError> {
        let index = self.pin();
        if query.reading != Reading::Shopper {
            return Ok(Hits::default());
        }
        if let Some(hits) = index.ready().of(index.generation(), query) {
            return Ok(hits);
        }
        let hits = index.shop(query)?;
        index.ready().foresee(query, &hits);
        Ok(hits)
    }
}

impl PinnedIndex {
    fn likely_next(&self, text: &str) -> Result<Vec<String>, IndexError> {
        let begun = text.rsplit(char::is_whitespace).next().unwrap_or_default();
        let letters = self
            .letters_after(&fold(begun))
            .map_err(|error| IndexError::of(&self.dir, error))?;
        let mut letters: Vec<(char, u64)> = letters.into_iter().collect();
        letters.sort_by_key(|(_, products)| Reverse(*products));
        letters.truncate(if text.is_empty() { MOST_LETTERS } else { MOST });
        let next = |(letter, _)| format!("{text}{letter}");
        Ok(letters.into_iter().map(next).collect())
    }

    /// What follows these letters in the words of the catalogue, a blank where one ends here, and in how many products, those
    /// of a product with two such words counted twice.
    fn letters_after(&self, begun: &str) -> tantivy::Result<BTreeMap<char, u64>> {
        let fields = &self.fields;
        let mut letters = BTreeMap::new();
        if begun.chars().count() < SHORT_BEGINNING {
            self.count_after(fields.begins, begun, &mut letters)?;
            letters.remove(&' ');
        } else {
            let (title, hindi) = (fields.title, fields.title_hi);
            for field in [
                title,
                hindi,
                fields.brand,
                fields.category,
                fields.attributes,
            ] {
                self.count_after(field, begun, &mut letters)?;
            }
        }
        Ok(letters)
    }

    fn count_after(
        &self,
        field: Field,
        begun: &str,
        letters: &mut BTreeMap<char, u64>,
    ) -> tantivy::Result<()> {
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut words = index.terms().range().ge(begun).into_stream()?;
            let mut seen = 0;
            while words.advance() && seen < WORDS {
                let Some(rest) = words.key().strip_prefix(begun.as_bytes()) else {
                    break;
                };
                let rest = std::str::from_utf8(rest).unwrap_or_default();
                let letter = rest.chars().next().unwrap_or(' ');
                // Among the beginnings of words those of two letters stand between those of one.
                let longer = begun.chars().count() + rest.chars().count() > 1;
                if field != self.fields.begins || longer != begun.is_empty() {
                    *letters.entry(letter).or_default() += u64::from(words.value().doc_freq);
                }
                seen += 1;
            }
        }
        Ok(())
    }
}
