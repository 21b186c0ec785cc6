//! Whether a turn says the same twice: `Jab mann ho, aaiye. Jab mann ho aaiye.`
//!
//! Owns: when two sentences of one turn are too much alike. Does not: choose another line.

use std::collections::BTreeSet;

/// Sentences of fewer different words may be alike: `Ji. Ji haan.`
const WORDS: usize = 3;

/// Whether two sentences of a turn share half of the words of the shorter one.
pub(super) fn echoes(text: &str) -> bool {
    let sentences: Vec<BTreeSet<String>> = sentences(text)
        .map(words)
        .filter(|words| words.len() >= WORDS)
        .collect();
    let alike = |(place, one): (usize, &BTreeSet<String>)| {
        let mut later = sentences[place + 1..].iter();
        later.any(|other| one.intersection(other).count() * 2 >= one.len().min(other.len()))
    };
    sentences.iter().enumerate().any(alike)
}

/// The sentences of a turn. A point inside a number ends none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(char::is_whitespace)
        .scan(0, |at, word| {
            *at += word.len();
            Some((word, *at))
        })
        .filter(|(word, _)| word.trim_end().ends_with(['.', '!', '?', '।']))
        .map(|(_, end)| end)
        .chain([text.len()])
        .scan(0, move |start, end| {
            let sentence = &text[*start..end];
            *start = end;
            Some(sentence)
        })
}

fn words(sentence: &str) -> BTreeSet<String> {
    let bare = |word: &str| {
        let edge = |c: char| c.is_ascii_punctuation() || matches!(c, '।' | '‘' | '’' | '“' | '”');
        word.trim_matches(edge).to_lowercase()
    };
    let words = sentence.split_whitespace().map(bare);
    words.filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_said_twice_is_heard_and_what_is_told_in_two_sentences_is_not() {
        for twice in [
            "Jab mann ho, aaiye. Jab mann ho aaiye.",
            "रेटिंग 4.1 की है, ठीक है। बाक़ी सब ठीक है?",
            "This maroon water bottle is in stock. Shall I add this maroon water bottle?",
        ] {
            assert!(echoes(twice), "{twice}");
        }
        for once in [
            "Ji. Ji haan. Bilkul ji.",
            "This maroon water bottle is in stock. Shall I add it?",
            "Rating 4.1 hai. Price ₹1,499 hai.",
            "कोई बात नहीं। जब मन हो, आइए।",
            "",
        ] {
            assert!(!echoes(once), "{once}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_a_long_sentence_twice_is_always_heard(text in ".{0,80}") {
            echoes(&text);
            let sentence = text.replace(['.', '!', '?', '।'], " ");
            if words(&sentence).len() >= WORDS {
                let twice = format!("{sentence} . {sentence}");
                prop_assert!(echoes(&twice));
            }
        }
    }
}
