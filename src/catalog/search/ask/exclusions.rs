//! What must not be there: `shoes -leather`, `kurta -"band collar"`, `shoes -brand:nike`.
//!
//! A dash excludes only where it begins a word; before a number it may belong to a price, and between words it parts them.

use std::ops::Range;

use super::fields::{field_of, next_part};
use super::{Reader, quoted, typed};
use crate::catalog::search::asked::{Choice, FieldName, Wanted};
use crate::catalog::words::fold::words;
use crate::catalog::words::lexicon::{Kind, Sure, lexicon};

/// Other names of a word are excluded with it when they fit so well.
const SAME_THING: f32 = 0.8;

/// Takes every exclusion.
pub(super) fn take(text: &str, reader: &mut Reader) {
    let mut at = 0;
    while let Some(part) = next_part(text, at) {
        at = part.end;
        let Some(said) = text[part.clone()].strip_prefix(['-', '\u{2212}']) else {
            continue;
        };
        if let Some(wanted) = excluded(said, part.clone()) {
            let range = reader.tokens_in(&part);
            if reader.tokens[range.clone()].iter().any(|token| token.taken) {
                continue;
            }
            reader.take(range);
            let (field, name) = named(said);
            let field = field.map_or(String::new(), |field| format!("{field:?} ").to_lowercase());
            reader.say(part, format!("without {field}{}", name.trim_matches('"')));
            reader.asked.without.push(wanted);
        }
    }
}

/// The field that is named before a colon, and the rest.
fn named(said: &str) -> (Option<FieldName>, &str) {
    let parts = said.split_once(':');
    match parts.and_then(|(name, value)| Some((field_of(name)?, value))) {
        Some((field, value)) => (Some(field), value),
        None => (None, said),
    }
}

fn excluded(said: &str, at: Range<usize>) -> Option<Wanted> {
    let (field, value) = named(said);
    let letter = |c: char| c.is_alphabetic() || c == '"';
    if !value.starts_with(letter) {
        return None;
    }
    let mut wanted = quoted(value.trim_matches('"'), at, field)?;
    if let [word] = words(value).as_slice() {
        wanted.exact = false;
        wanted.choices = choices(word);
    }
    Some(wanted)
}

/// A word and, for one that is surely Hindi, its English names.
fn choices(word: &str) -> Vec<Choice> {
    let mut choices = vec![typed(vec![word.to_owned()])];
    let known = lexicon().lemma(word).filter(|(_, sure)| *sure == Sure::Yes);
    let entry = known.and_then(|(lemma, _)| lexicon().entry(&[lemma]));
    for entry in entry.into_iter().filter(|entry| entry.kind == Kind::Plain) {
        let same = entry.english.iter().filter(|(_, fit)| *fit >= SAME_THING);
        choices.extend(same.map(|(words, _)| typed(words.clone())));
        choices.extend(entry.hindi.iter().map(|words| typed(words.clone())));
    }
    choices
}

#[cfg(test)]
mod tests {
    use crate::catalog::{Style, ask};

    /// The words wanted, and what is understood.
    fn read(text: &str) -> (Vec<&str>, Vec<String>) {
        let asked = ask::read(text, Style::Words);
        let words = asked.wanted.iter().map(|w| &text[w.at.clone()]);
        let understood = asked.understood.into_iter().map(|part| part.meaning);
        (words.collect(), understood.collect())
    }

    #[test]
    fn a_dash_before_a_word_excludes_it() {
        for (text, words, meaning) in [
            ("shoes -leather", vec!["shoes"], "without leather"),
            ("shoes -brand:nike", vec!["shoes"], "without brand nike"),
            (
                "shirt -\"band collar\"",
                vec!["shirt"],
                "without band collar",
            ),
            ("-leather", vec![], "without leather"),
        ] {
            assert_eq!(read(text), (words, vec![meaning.to_owned()]), "{text}");
        }
    }

    #[test]
    fn other_dashes_exclude_nothing() {
        for text in [
            "t-shirt",
            "shoes - leather",
            "cable -5",
            "shoes -",
            "wi-fi --",
        ] {
            assert!(ask::read(text, Style::Words).without.is_empty(), "{text}");
        }
    }
}
