//! Texts as numbers of words, so that a hundred thousand of them fit into memory.

use std::collections::HashMap;

use crate::quality::words::{Kind, tokens};

/// A word's number in a [`Lexicon`].
pub(super) type WordId = u32;

/// Every word met, with its number.
#[derive(Debug, Default)]
pub(super) struct Lexicon(HashMap<String, WordId>);

impl Lexicon {
    /// The words and numbers of a text, in order; lower case, signs dropped.
    pub(super) fn read(&mut self, text: &str) -> Vec<WordId> {
        let spoken = tokens(text)
            .into_iter()
            .filter(|token| matches!(token.kind, Kind::Word | Kind::Number));
        spoken.map(|token| self.number(token.folded)).collect()
    }

    /// Each word at the place of its number.
    pub(super) fn written(&self) -> Vec<&str> {
        let mut words = vec![""; self.0.len()];
        for (word, number) in &self.0 {
            words[*number as usize] = word;
        }
        words
    }

    fn number(&mut self, word: String) -> WordId {
        let next = self.0.len() as WordId;
        *self.0.entry(word).or_insert(next)
    }
}
