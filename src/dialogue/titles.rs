//! Names read out of titles: the maker, a book's name, the first words.
//!
//! Owns: cutting a catalogue's title to what people would say of it. Does not: build phrases.

use super::data::{Knowledge, Noun};
use crate::domain::Product;

/// The maker where a catalogue names none: the first word of the title, when it is a name and no plain word.
pub(super) fn maker(
    product: &Product,
    noun: Option<&Noun>,
    knowledge: &Knowledge,
) -> Option<String> {
    let mut title = product.title.split_whitespace();
    let (first, second) = (title.next()?, title.next());
    // `U.S. POLO ASSN.`: initials, and the capitals after them.
    if first.contains('.') && first.chars().all(|c| c.is_ascii_uppercase() || c == '.') {
        let capitals = |word: &&str| word.chars().all(|c| c.is_ascii_uppercase() || c == '.');
        let words = product
            .title
            .split_whitespace()
            .take_while(capitals)
            .take(3);
        return Some(words.collect::<Vec<_>>().join(" ")).filter(|_| product.brand.is_none());
    }
    let lower = first.to_lowercase();
    let upper = |word: &str| word.chars().any(char::is_uppercase);
    // `boAt`, `realme` before a word with a capital; `HP`, `LG`.
    let name = (upper(first) || second.is_some_and(upper))
        && (first.chars().count() >= 3 || first.chars().all(char::is_uppercase))
        && first.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    let common = PLAIN.contains(&lower.as_str())
        || knowledge.attributes.get(&lower).is_some()
        || knowledge.nouns.names_with(&lower)
        || noun.is_some_and(|n| {
            n.aliases
                .iter()
                .any(|a| a.split_whitespace().any(|w| w == lower))
        });
    (name && !common && product.brand.is_none()).then(|| first.to_owned())
}

/// Words that begin titles and name no maker.
const PLAIN: [&str; 62] = [
    "men",
    "mens",
    "women",
    "womens",
    "woman",
    "man",
    "kids",
    "kid",
    "boys",
    "girls",
    "baby",
    "unisex",
    "new",
    "the",
    "set",
    "pack",
    "combo",
    "small",
    "mini",
    "large",
    "big",
    "medium",
    "portable",
    "smart",
    "electric",
    "digital",
    "premium",
    "multi",
    "universal",
    "wireless",
    "wired",
    "automatic",
    "semi",
    "fully",
    "heavy",
    "light",
    "super",
    "ultra",
    "best",
    "latest",
    "original",
    "branded",
    "imported",
    "foldable",
    "rechargeable",
    "waterproof",
    "magnetic",
    "silent",
    "indian",
    "home",
    "kitchen",
    "travel",
    "office",
    "outdoor",
    "indoor",
    "fresh",
    "natural",
    "pure",
    "hybrid",
    "ladies",
    "gents",
    "for",
];

/// A book's title without author, series and binding.
pub(super) fn book_title(title: &str) -> String {
    let ends = [" – ", " - ", " (", ": ", " by ", ", "];
    let end = ends.iter().filter_map(|mark| title.find(mark)).min();
    title[..end.unwrap_or(title.len())].trim().to_owned()
}

/// The most words of a title that serve as a name.
const TITLE_WORDS: usize = 5;

/// The first words of a title, up to a bracket, comma or bar.
pub(super) fn short_title(title: &str) -> String {
    let end = title.find(['(', '|', '[', ',', '–']).unwrap_or(title.len());
    let head = title.get(..end).unwrap_or(title).trim();
    let head = if head.is_empty() { title } else { head };
    let words: Vec<&str> = head.split_whitespace().take(TITLE_WORDS).collect();
    let weak = ["with", "for", "and", "of", "in", "-", "&", "the", "a"];
    let end = words
        .iter()
        .rposition(|word| !weak.contains(&word.to_lowercase().as_str()))
        .map_or(words.len(), |last| last + 1);
    words[..end].join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_titles_become_short() {
        assert_eq!(
            short_title("Zebronics ZEB-County Portable Speaker with Bluetooth (Black) | 10 h"),
            "Zebronics ZEB-County Portable Speaker"
        );
    }
}
