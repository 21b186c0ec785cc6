//! English words of titles and their Hindi: look-up, agreement and capital letters.

use std::collections::BTreeMap;

use super::tables::{Noun, TableError};

/// The word list: English phrase or word to Hindi, exact spelling.
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// The Hindi of a value such as `1.5 ton` or `silk blend`: the whole phrase if listed, else word by word.
    pub fn hindi(&self, english: &str) -> Result<String, TableError> {
        if let Some(whole) = self.0.get(english) {
            return Ok(whole.clone());
        }
        if let Some(count) = english.strip_prefix("set of ") {
            return Ok(format!("{count} का सेट"));
        }
        if let Some(count) = english.strip_prefix("pack of ") {
            return Ok(format!("{count} का पैक"));
        }
        if let Some(thing) = english.strip_prefix("with ") {
            return Ok(format!("{} के साथ", self.hindi(thing)?));
        }
        if let Some(thing) = english.strip_prefix("without ") {
            return Ok(format!("बिना {}", self.hindi(thing)?));
        }
        let mut parts = Vec::new();
        for word in english.split_whitespace() {
            parts.push(self.word(word.trim_end_matches(','), english)?);
        }
        Ok(parts.join(" "))
    }

    /// One word; `2-door` is read as a count and a word.
    fn word(&self, word: &str, phrase: &str) -> Result<String, TableError> {
        if let Some(hindi) = self.0.get(word) {
            return Ok(hindi.clone());
        }
        if let Some((count, thing)) = word.split_once('-')
            && count.parse::<u32>().is_ok()
            && let Some(hindi) = self.0.get(thing)
        {
            return Ok(format!("{count} {hindi}"));
        }
        if keeps_latin(word) {
            return Ok(word.to_owned());
        }
        Err(TableError(format!(
            "shared.toml has no Hindi for `{word}` in `{phrase}`; add it"
        )))
    }
}

/// Numbers, codes and units that Hindi titles print in Latin letters: `4K`, `GB`, `128`.
fn keeps_latin(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
        || word
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_punctuation())
}

/// A colour with its Hindi adjective: masculine, feminine, masculine plural.
pub struct Colour {
    /// English.
    pub english: String,
    /// Hindi: नीला, नीली, नीले; one form three times when it does not change.
    pub hindi: [String; 3],
}

impl Colour {
    /// The form that agrees with the noun.
    pub fn agreeing(&self, noun: &Noun) -> &str {
        let form = match (noun.gender.as_str(), noun.number.as_str()) {
            ("f", _) => 1,
            (_, "p") => 2,
            _ => 0,
        };
        &self.hindi[form]
    }
}

/// का, की or के before the noun.
pub fn ka(noun: &Noun) -> &'static str {
    match (noun.gender.as_str(), noun.number.as_str()) {
        ("f", _) => "की",
        (_, "p") => "के",
        _ => "का",
    }
}

/// Capital letters as titles carry them; units and small words stay small.
pub fn title_case(text: &str) -> String {
    const SMALL: [&str; 22] = [
        "a", "an", "and", "at", "by", "cm", "for", "from", "g", "in", "inside", "kg", "ml", "mm",
        "of", "on", "or", "the", "to", "up", "with", "x",
    ];
    let word = |word: &str| {
        if SMALL.contains(&word) {
            return word.to_owned();
        }
        let pieces: Vec<String> = word
            .split('-')
            .map(|piece| {
                if SMALL.contains(&piece) {
                    piece.to_owned()
                } else {
                    capital(piece)
                }
            })
            .collect();
        pieces.join("-")
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The text with its first letter large.
pub fn capital(text: &str) -> String {
    // A unit such as mAh keeps its own letters.
    if text.starts_with("mAh") {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
