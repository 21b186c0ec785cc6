//! The index's tokenizer: words by UAX #29, folded, without the English plural.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

use crate::catalog::words::fold::{cut, fold_into, singular};

/// The name under which the index knows it.
pub(in crate::catalog) const NAME: &str = "muse_words";

/// Keeps Devanagari words whole, where splitting at non-letters would cut at vowel signs.
#[derive(Clone, Default)]
pub(in crate::catalog) struct WordTokenizer {
    token: Token,
}

/// The words of one text.
pub(in crate::catalog) struct WordStream<'a> {
    words: UnicodeWordIndices<'a>,
    token: &'a mut Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream {
            words: text.unicode_word_indices(),
            token: &mut self.token,
        }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        for (at, word) in self.words.by_ref() {
            fold_into(word, &mut self.token.text);
            cut(&mut self.token.text);
            singular(&mut self.token.text);
            if self.token.text.is_empty() {
                continue;
            }
            self.token.position = self.token.position.wrapping_add(1);
            self.token.offset_from = at;
            self.token.offset_to = at + word.len();
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
