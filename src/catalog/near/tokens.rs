//! A title as it is compared: words without noise, one spelling each, and its numbers apart.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::catalog::typed::words::Words;
use crate::catalog::words::fold::singular;

const DATA: &str = include_str!("../data/near.toml");

/// Units that belong to the number before them.
const UNITS: [&str; 24] = [
    "gb", "tb", "mb", "inch", "in", "inches", "cm", "mm", "ml", "l", "ltr", "litre", "kg", "g",
    "gm", "w", "watt", "mah", "mp", "hz", "ghz", "v", "ft", "m",
];

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    noise: Vec<String>,
    single: Vec<String>,
    spellings: Vec<Vec<String>>,
    different: Vec<Vec<String>>,
}

pub(super) struct Tables {
    noise: Vec<String>,
    single: Vec<Vec<String>>,
    spellings: HashMap<String, String>,
    different: Vec<Vec<String>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let file: File = toml::from_str(DATA).unwrap_or_default();
    let cut = |phrase: &String| Words::of(phrase).iter().map(str::to_owned).collect();
    let mut noise: Vec<String> = file.noise;
    noise.sort();
    let mut single: Vec<Vec<String>> = file.single.iter().map(cut).collect();
    single.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    let pairs = file.spellings.into_iter().flat_map(|list| {
        let mut list = list.into_iter();
        let first = list.next().unwrap_or_default();
        list.map(move |other| (other, first.clone()))
    });
    Tables {
        noise,
        single,
        spellings: pairs.collect(),
        different: file.different,
    }
});

/// The words of a text that are compared, in the order of the text; `out` gets each as it comes.
pub(super) fn each(text: &str, mut out: impl FnMut(&str)) {
    let words = Words::of(text);
    let mut word = String::new();
    let mut at = 0;
    while at < words.len() {
        if let Some(len) = single_at(&words, at) {
            at += len;
            continue;
        }
        word.clear();
        word.push_str(words.get(at));
        let mut len = 1;
        let next = words.get(at + 1);
        let number = word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if number && UNITS.contains(&next) {
            word.push_str(next);
            len = 2;
        } else if number && words.gap_after(at).starts_with(['"', '”', '″']) {
            word.push_str("inch");
        } else if word == "t" && next.starts_with("shirt") {
            word.push_str(next);
            len = 2;
        }
        at += len;
        // What is left of "men's".
        if word == "s" {
            continue;
        }
        usual(&mut word);
        if TABLES.noise.binary_search(&word).is_err() {
            out(&word);
        }
    }
}

fn single_at(words: &Words<'_>, at: usize) -> Option<usize> {
    let first = words.get(at);
    let fits = |phrase: &&Vec<String>| {
        phrase.first().is_some_and(|w| w == first)
            && phrase.iter().zip(at..).all(|(w, at)| words.get(at) == w)
    };
    TABLES.single.iter().find(fits).map(Vec::len)
}

/// Brings a word to its usual spelling: singular, British, units written in one way.
fn usual(word: &mut String) {
    singular(word);
    if let Some(other) = TABLES.spellings.get(word.as_str()) {
        word.clone_from(other);
        return;
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let end = word
            .find(|c: char| !(c.is_ascii_digit() || c == '.'))
            .unwrap_or(word.len());
        let unit = match &word[end..] {
            "in" | "inches" => "inch",
            "ltr" | "litre" => "l",
            "gm" => "g",
            "watt" => "w",
            _ => return,
        };
        word.truncate(end);
        word.push_str(unit);
    }
}

/// Whether two words are known to be two things though they are spelt nearly alike.
pub(super) fn known_apart(a: &str, b: &str) -> bool {
    let has = |list: &Vec<String>, word: &str| list.iter().any(|w| w == word);
    TABLES
        .different
        .iter()
        .any(|list| has(list, a) && has(list, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        each(text, |word| out.push(word.to_owned()));
        out
    }

    #[test]
    fn the_data_file_is_sound() {
        let file: File = toml::from_str(DATA).unwrap();
        assert!(!file.noise.is_empty() && !file.single.is_empty());
        for list in file.spellings.iter().chain(&file.different) {
            assert!(list.len() > 1, "{list:?}");
        }
    }

    #[test]
    fn one_thing_has_one_set_of_words() {
        let want = words("nike men shirt blue 64gb");
        for text in [
            "Nike Men's Shirts, Blue - 64 GB (Pack of 1)",
            "the new NIKE men shirt BLUE 64GB | set of 1",
        ] {
            assert_eq!(words(text), want, "{text}");
        }
        assert_eq!(
            words("Grey T-Shirt 15.6\""),
            words("gray tshirts 15.6 inch")
        );
        assert_ne!(words("Pack of 2 socks"), words("socks"));
        assert!(words("the of").is_empty());
    }
}
