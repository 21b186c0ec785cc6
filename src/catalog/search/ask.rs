//! From the text of a search to what it asks for, as shoppers write in English, Hindi and Hinglish.
//!
//! Owns: field syntax (`brand:zara price<2000`), quoted phrases, what must not be there (`-leather`), prices in any wording, orders (`sasta`), and which words the
//! lexicon reads. Does not: know the words (the lexicon does) or the index (it gets the [`Asked`]).
//!
//! Nothing here is an error: what cannot be read otherwise is a word. Readings are added to a word, never put in its place,
//! since a book may really be called "Lal Kurta".

mod amounts;
mod exclusions;
mod fields;
mod meanings;
mod orders;
mod prices;
mod tokens;
mod wording;

use std::ops::Range;

use self::tokens::{Token, tokens};
use super::asked::{Asked, Choice, FieldName, Understood, Wanted};
use super::query::Style;
use crate::domain::Money;

/// Words of prices and orders that tell that a text in Latin letters is Hindi.
const HINDI_WORDING: &[&str] = &[
    "se", "ke", "tak", "sasta", "sasti", "saste", "hazaar", "hazar", "sau",
];

/// Reads a text as a shopper means it.
///
/// ```
/// use muse_studio::catalog::{Style, ask};
/// use muse_studio::domain::Money;
/// let asked = ask::read("lal kurta 2 hazaar se kam", Style::Words);
/// assert_eq!(asked.filters.max_price, Some(Money::rupees(2000)));
/// assert_eq!(asked.wanted.len(), 2);
/// ```
pub fn read(text: &str, style: Style) -> Asked {
    let mut reader = Reader {
        tokens: tokens(text),
        asked: Asked::default(),
        style,
        end: text.len(),
    };
    exclusions::take(text, &mut reader);
    fields::take(text, &mut reader);
    prices::take(&mut reader);
    orders::take(&mut reader);
    meanings::take(&mut reader);
    let mut asked = reader.asked;
    asked.wanted.sort_by_key(|wanted| wanted.at.start);
    asked.understood.sort_by_key(|part| part.at.start);
    asked
}

/// The text while it is read: each reader takes the tokens that it understands, the rest are words.
struct Reader {
    tokens: Vec<Token>,
    asked: Asked,
    style: Style,
    end: usize,
}

impl Reader {
    /// Something that has to be there, from some tokens.
    fn wanted(&self, range: Range<usize>, choices: Vec<Choice>) -> Wanted {
        let at = self.place(range);
        Wanted {
            open: self.style == Style::TypeAhead && at.end == self.end,
            at,
            choices,
            field: None,
            exact: false,
            optional: false,
        }
    }

    /// Where tokens stand in the text; from the first to the last of them.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        match self.tokens.get(range.clone()) {
            Some([first, .., last]) => first.at.start..last.at.end,
            Some([only]) => only.at.clone(),
            _ => 0..0,
        }
    }

    /// The tokens inside a stretch of the text.
    fn tokens_in(&self, at: &Range<usize>) -> Range<usize> {
        let first = self
            .tokens
            .partition_point(|token| token.at.end <= at.start);
        let next = self.tokens.partition_point(|token| token.at.start < at.end);
        first..next.max(first)
    }

    /// Whether something other than words was understood.
    fn has_meaning(&self) -> bool {
        !self.asked.understood.is_empty()
    }

    /// Whether a price or an order was said in Hindi.
    fn has_hindi_wording(&self) -> bool {
        self.tokens
            .iter()
            .any(|token| token.taken && HINDI_WORDING.contains(&token.text.as_str()))
    }

    /// Narrows the price.
    fn bound(&mut self, low: Option<Money>, high: Option<Money>) {
        let filters = &mut self.asked.filters;
        filters.min_price = low.or(filters.min_price);
        filters.max_price = high.or(filters.max_price);
    }

    /// Says what a stretch of the text was taken for.
    fn say(&mut self, at: Range<usize>, meaning: String) {
        self.asked.understood.push(Understood { at, meaning });
    }

    /// Takes tokens, so that no other reader does.
    fn take(&mut self, range: Range<usize>) {
        for token in self.tokens.get_mut(range).into_iter().flatten() {
            token.taken = true;
        }
    }

    /// Takes tokens for something other than words, and says for what.
    fn understand(&mut self, range: Range<usize>, meaning: impl Into<String>) {
        self.asked.understood.push(Understood {
            at: self.place(range.clone()),
            meaning: meaning.into(),
        });
        self.take(range);
    }
}

/// A word as typed, counting whole.
fn typed(words: Vec<String>) -> Choice {
    Choice { words, weight: 1.0 }
}

/// Quoted words: as they stand, beside one another.
fn quoted(text: &str, at: Range<usize>, field: Option<FieldName>) -> Option<Wanted> {
    let words = crate::catalog::words::fold::words(text);
    (!words.is_empty()).then(|| Wanted {
        at,
        choices: vec![typed(words)],
        field,
        exact: true,
        open: false,
        optional: false,
    })
}
