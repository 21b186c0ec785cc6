//! From the text of a search to what it asks for.

use unicode_segmentation::UnicodeSegmentation;

use super::asked::{Asked, Choice, Wanted};
use super::fold::fold;
use super::query::Style;

/// Reads a text word by word.
pub fn read(text: &str, style: Style) -> Asked {
    let wanted = text
        .unicode_word_indices()
        .map(|(at, word)| Wanted {
            at: at..at + word.len(),
            choices: vec![Choice {
                words: vec![fold(word)],
                weight: 1.0,
            }],
            field: None,
            exact: false,
            open: style == Style::TypeAhead && at + word.len() == text.len(),
            optional: false,
        })
        .collect();
    Asked {
        wanted,
        ..Asked::default()
    }
}
