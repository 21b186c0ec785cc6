//! The words of a short text, folded, with where they stand.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::catalog::words::fold::fold_into;

/// A text cut at everything that is neither letter, digit nor vowel sign. A point between digits stays.
pub(in crate::catalog) struct Words<'a> {
    text: &'a str,
    folded: String,
    spots: Vec<Spot>,
    tail: usize,
}

struct Spot {
    raw: Range<usize>,
    folded: Range<usize>,
}

impl<'a> Words<'a> {
    /// Cuts a text.
    pub(in crate::catalog) fn of(text: &'a str) -> Self {
        let mut words = Words {
            text,
            folded: String::with_capacity(text.len()),
            spots: Vec::with_capacity(text.len() / 5 + 1),
            tail: usize::MAX,
        };
        let mut scratch = String::new();
        let mut start = None;
        for (at, c) in text.char_indices() {
            if words.is_inside(at, c) {
                start.get_or_insert(at);
                continue;
            }
            if let Some(from) = start.take() {
                words.push(from..at, &mut scratch);
            }
            if matches!(c, '(' | ',' | '[' | '|') || c == '-' && text[at..].starts_with("- ") {
                words.tail = words.spots.len();
            }
        }
        if let Some(from) = start {
            words.push(from..text.len(), &mut scratch);
        }
        words
    }

    fn is_inside(&self, at: usize, c: char) -> bool {
        if c.is_ascii() {
            return c.is_ascii_alphanumeric() || c == '.' && self.between_digits(at);
        }
        c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
    }

    fn between_digits(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let digit = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .is_some_and(u8::is_ascii_digit)
        };
        digit(at.checked_sub(1)) && digit(at.checked_add(1))
    }

    fn push(&mut self, raw: Range<usize>, scratch: &mut String) {
        let from = self.folded.len();
        let word = &self.text[raw.clone()];
        if word.is_ascii() {
            self.folded
                .extend(word.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        } else {
            fold_into(word, scratch);
            self.folded.push_str(scratch);
        }
        let folded = from..self.folded.len();
        self.spots.push(Spot { raw, folded });
    }

    /// How many words there are.
    pub(in crate::catalog) fn len(&self) -> usize {
        self.spots.len()
    }

    /// A word as it is compared; empty beyond the end.
    pub(in crate::catalog) fn get(&self, at: usize) -> &str {
        self.spots
            .get(at)
            .map_or("", |spot| &self.folded[spot.folded.clone()])
    }

    /// A word as it is written; empty beyond the end.
    pub(in crate::catalog) fn raw(&self, at: usize) -> &'a str {
        self.spots
            .get(at)
            .map_or("", |spot| &self.text[spot.raw.clone()])
    }

    /// What is written between a word and the next one, or the end.
    pub(in crate::catalog) fn gap_after(&self, at: usize) -> &'a str {
        let Some(spot) = self.spots.get(at) else {
            return "";
        };
        let end = self
            .spots
            .get(at + 1)
            .map_or(self.text.len(), |next| next.raw.start);
        &self.text[spot.raw.end..end]
    }

    /// Whether a word stands behind the last bracket, comma or dash: where titles name colour and size.
    pub(in crate::catalog) fn in_tail(&self, at: usize) -> bool {
        at >= self.tail
    }

    /// All words as they are compared.
    pub(in crate::catalog) fn iter(&self) -> impl Iterator<Item = &str> {
        self.spots
            .iter()
            .map(|spot| &self.folded[spot.folded.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_know_their_tail() {
        let words = Words::of("Men's नीला कुर्ता 6.1\" (Navy-Blue)");
        let all: Vec<&str> = words.iter().collect();
        assert_eq!(all, ["men", "s", "नीला", "कुर्ता", "6.1", "navy", "blue"]);
        assert_eq!(words.raw(5), "Navy");
        assert_eq!(words.gap_after(4), "\" (");
        assert!(words.in_tail(5) && !words.in_tail(4));
        assert_eq!(
            (words.get(99), words.raw(99), words.gap_after(99)),
            ("", "", "")
        );
        assert!(!Words::of("plain title").in_tail(1));
    }
}
