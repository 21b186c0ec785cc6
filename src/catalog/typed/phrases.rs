//! A table of phrases, looked up in a text word by word, the longest first.

use std::collections::HashMap;

use super::words::Words;

/// Phrases of one or more words, each with what it may mean.
pub(super) struct Phrases<T> {
    by_first: HashMap<String, Vec<Phrase<T>>>,
}

struct Phrase<T> {
    rest: Vec<String>,
    meanings: Vec<T>,
}

/// A phrase found in a text.
pub(super) struct Found<'t, T> {
    /// The number of its first word.
    pub(super) at: usize,
    /// How many words it has.
    pub(super) len: usize,
    /// What it may mean.
    pub(super) meanings: &'t [T],
}

impl<T: PartialEq> Phrases<T> {
    /// No phrases.
    pub(super) fn new() -> Self {
        Phrases {
            by_first: HashMap::new(),
        }
    }

    /// Adds a phrase; one that is there gets the further meaning.
    pub(super) fn add(&mut self, phrase: &str, meaning: T) {
        let words = Words::of(phrase);
        let mut words = words.iter().map(str::to_owned);
        let Some(first) = words.next() else {
            return;
        };
        let rest: Vec<String> = words.collect();
        let list = self.by_first.entry(first).or_default();
        match list.iter_mut().find(|known| known.rest == rest) {
            Some(known) if known.meanings.contains(&meaning) => {}
            Some(known) => known.meanings.push(meaning),
            None => list.push(Phrase {
                rest,
                meanings: vec![meaning],
            }),
        }
        list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
    }

    /// How many phrases there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.by_first.values().map(Vec::len).sum()
    }

    /// The longest phrase that begins with this word.
    pub(super) fn at(&self, words: &Words<'_>, at: usize) -> Option<Found<'_, T>> {
        let list = self.by_first.get(words.get(at))?;
        let fits = |phrase: &&Phrase<T>| {
            let mut rest = phrase.rest.iter().zip(at + 1..);
            rest.all(|(word, at)| words.get(at) == word)
        };
        list.iter().find(fits).map(|phrase| Found {
            at,
            len: 1 + phrase.rest.len(),
            meanings: &phrase.meanings,
        })
    }

    /// Every phrase of a text, none over another; words that `skip` names are passed over.
    pub(super) fn all<'t>(
        &'t self,
        words: &Words<'_>,
        skip: &std::ops::Range<usize>,
    ) -> Vec<Found<'t, T>> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            if skip.contains(&at) {
                at = skip.end;
                continue;
            }
            match self.at(words, at) {
                Some(phrase) => {
                    at += phrase.len;
                    found.push(phrase);
                }
                None => at += 1,
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_and_a_skipped_word_is_none() {
        let mut table = Phrases::new();
        table.add("blue", 1);
        table.add("navy blue", 2);
        table.add("Navy-Blue", 3);
        assert_eq!(table.len(), 2);
        let words = Words::of("navy blue and blue");
        let found: Vec<_> = table
            .all(&words, &(0..0))
            .iter()
            .map(|f| (f.at, f.meanings.to_vec()))
            .collect();
        assert_eq!(found, [(0, vec![2, 3]), (3, vec![1])]);
        let found: Vec<_> = table.all(&words, &(0..2)).iter().map(|f| f.at).collect();
        assert_eq!(found, [3]);
        assert!(table.all(&Words::of(""), &(0..0)).is_empty());
    }
}
