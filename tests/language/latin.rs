//! Hindi turns are written in Devanagari: Latin letters are brands, titles in quotes, and what is listed with a reason.

use std::collections::{BTreeMap, BTreeSet};

use muse_studio::domain::{Language, Mode, Product};

use super::dialogue_support::{Memory, talks};

/// The listed words.
fn loans() -> BTreeSet<String> {
    let rows = include_str!("latin_loans.txt").lines();
    rows.filter(|row| !row.starts_with('#') && !row.trim().is_empty())
        .map(|row| {
            let (word, reason) = row.split_once('|').unwrap();
            assert!(!reason.trim().is_empty(), "{word} without a reason");
            word.trim().to_owned()
        })
        .collect()
}

/// The brands of a catalogue, longest first, so that a short name does not break a longer one.
fn brands(products: &[Product]) -> Vec<String> {
    let names = products.iter().filter_map(|p| p.brand.clone());
    let mut names: Vec<String> = names.collect::<BTreeSet<_>>().into_iter().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// The text without quotes that a title of the turn holds.
fn without_titles(text: &str, titles: &[&str]) -> String {
    let mut out = String::new();
    for (place, part) in text.split('\'').enumerate() {
        let quoted = place % 2 == 1;
        if !quoted || !titles.iter().any(|title| title.contains(part)) {
            out.push_str(part);
        }
        out.push(' ');
    }
    out
}

/// Runs of Latin letters and digits that hold a letter.
fn latin(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()))
}

#[test]
fn hindi_holds_no_latin_word_without_a_reason() {
    let (loans, brands) = (loans(), brands(&Memory::sample().products));
    let mut found: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut count = 0;
    for seed in [51, 52, 53] {
        for talk in talks(200, Language::Hi, Mode::Natural, seed, Memory::sample()) {
            count += 1;
            for (turn, step) in talk.turns.iter().zip(&talk.steps) {
                let titles: Vec<&str> = step
                    .offered
                    .iter()
                    .map(|o| o.product.title.as_str())
                    .collect();
                let mut text = without_titles(&turn.text, &titles);
                for brand in &brands {
                    text = text.replace(brand, " ");
                }
                for word in latin(&text).filter(|word| !loans.contains(*word)) {
                    let seen = found.entry(word.to_owned()).or_default();
                    seen.0 += 1;
                    seen.1.clone_from(&turn.text);
                }
            }
        }
    }
    assert_eq!(count, 600);
    assert!(found.is_empty(), "{found:#?}");
}
