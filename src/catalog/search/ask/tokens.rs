//! The words, numbers and signs of a search.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::catalog::words::fold::{cut, fold};

/// One word, number or sign.
pub(super) struct Token {
    /// Where it stands in the text, in bytes.
    pub(super) at: Range<usize>,
    /// Folded, as the index keeps words.
    pub(super) text: String,
    /// Whether a reader has made something of it.
    pub(super) taken: bool,
    word: bool,
}

impl Token {
    /// Whether the index would keep it: a sign is no word.
    pub(super) fn is_word(&self) -> bool {
        self.word
    }

    /// Whether it is free and says this.
    pub(super) fn says(&self, text: &str) -> bool {
        !self.taken && self.text == text
    }
}

/// Cuts a text into tokens by UAX #29, white space left out, so that words are those of the index.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    for (at, raw) in text.split_word_bound_indices() {
        if raw.chars().all(char::is_whitespace) {
            continue;
        }
        let mut folded = fold(raw);
        cut(&mut folded);
        out.push(Token {
            at: at..at + raw.len(),
            word: !folded.is_empty() && raw.chars().any(char::is_alphanumeric),
            text: folded,
            taken: false,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_signs_stand_alone() {
        let text = "₹2,000 से कम, t-shirt";
        let all = tokens(text);
        let said: Vec<&str> = all.iter().map(|t| &text[t.at.clone()]).collect();
        assert_eq!(said, ["₹", "2,000", "से", "कम", ",", "t", "-", "shirt"]);
        assert_eq!(all.iter().filter(|t| t.is_word()).count(), 5);
    }
}
