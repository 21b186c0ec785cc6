//! Things that go with another thing: what a title names, and what it only says the thing is made for.
//!
//! `Slim sleeve for laptop` and `laptop sleeve` name a sleeve; a search for `laptop` should show laptops first. Owns: the
//! nouns of such things. Does not: rank.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

use super::fold::{fold_into, singular};
use super::implied;
use crate::domain::Product;

/// How many words before the noun say what the thing is for.
const MODIFIERS: usize = 2;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Table {
    nouns: HashSet<String>,
    heads: HashSet<String>,
    imitations: HashSet<String>,
    made_for: HashSet<String>,
    made_for_before: Vec<Vec<String>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // A unit test reads the same text, so it cannot fail here.
    let table: Table = toml::from_str(include_str!("../data/accessories.toml")).unwrap_or_default();
    Table {
        nouns: in_singular(table.nouns),
        heads: in_singular(table.heads),
        imitations: in_singular(table.imitations),
        ..table
    }
});

/// Words as they are compared: `lens` too loses its last letter.
fn in_singular(words: HashSet<String>) -> HashSet<String> {
    let one = |mut word: String| {
        singular(&mut word);
        word
    };
    words.into_iter().map(one).collect()
}

/// Whether a product is the thing itself or goes with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::catalog) enum Role {
    /// The thing itself.
    Main,
    /// Made for another thing.
    Accessory,
}

/// Whether a folded word in the singular names something made for another thing.
pub(in crate::catalog) fn is_accessory_noun(word: &str) -> bool {
    TABLE.nouns.contains(word) || is_imitation(word)
}

/// Whether a folded word in the singular names what only looks like the thing.
fn is_imitation(word: &str) -> bool {
    TABLE.imitations.contains(word)
}

/// Whether the words before such a noun only say which kind of it is meant.
fn names_by_what_stands_before(word: &str) -> bool {
    is_accessory_noun(word) || TABLE.heads.contains(word)
}

/// What a product is, by its title and the narrowest name of its category path. Where the title tells the thing by its
/// properties, a battery among them is a property too.
pub(in crate::catalog) fn role(product: &Product) -> Role {
    let names = |text: &str| Words::of(text).names_accessory();
    if !implied::names(&product.title).is_empty() {
        Role::Main
    } else if names(&product.title) || product.categories.last().is_some_and(|name| names(name)) {
        Role::Accessory
    } else {
        Role::Main
    }
}

/// The words of a title that name the thing itself, in their order.
pub(in crate::catalog) fn subject(title: &str) -> Vec<&str> {
    let words = Words::of(title);
    let kept = words.subject();
    let pieces = words.list.iter().zip(kept);
    pieces
        .filter_map(|(word, kept)| kept.then_some(word.text))
        .collect()
}

struct Word<'a> {
    text: &'a str,
    key: String,
    /// Whether a sign stands before it, so that it is no part of the compound before.
    apart: bool,
}

struct Words<'a> {
    list: Vec<Word<'a>>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        let mut end = 0;
        let mut list = Vec::new();
        for (at, word) in text.unicode_word_indices() {
            let mut key = String::with_capacity(word.len());
            fold_into(word, &mut key);
            singular(&mut key);
            list.push(Word {
                text: word,
                key,
                apart: list.is_empty() || !text[end..at].trim().is_empty(),
            });
            end = at + word.len();
        }
        Words { list }
    }

    /// The part of the words that is not what the thing is made for.
    fn own(&self) -> std::ops::Range<usize> {
        for (at, pair) in self.list.windows(2).enumerate() {
            let before = TABLE
                .made_for_before
                .iter()
                .any(|words| words.iter().eq(pair.iter().map(|word| &word.key)));
            // The last words of a title are no reason to drop all before.
            if before && at + 2 < self.list.len() {
                return at + 2..self.list.len();
            }
        }
        let made_for = |word: &Word| TABLE.made_for.contains(&word.key);
        let end = self.list.iter().skip(1).position(made_for);
        0..end.map_or(self.list.len(), |at| at + 1)
    }

    fn subject(&self) -> Vec<bool> {
        let looks_like: Vec<bool> = (self.list.iter())
            .map(|word| is_imitation(&word.key))
            .collect();
        if looks_like.contains(&true) {
            return looks_like;
        }
        let own = self.own();
        let mut kept: Vec<bool> = (0..self.list.len()).map(|at| own.contains(&at)).collect();
        for at in own.clone() {
            if !names_by_what_stands_before(&self.list[at].key) {
                continue;
            }
            for before in (own.start..at).rev().take(MODIFIERS) {
                let next = &self.list[before + 1];
                let word = &self.list[before];
                if next.apart || word.key.starts_with(|c: char| c.is_ascii_digit()) {
                    break;
                }
                if !names_by_what_stands_before(&word.key) {
                    kept[before] = false;
                }
            }
        }
        kept
    }

    fn names_accessory(&self) -> bool {
        if self.list.iter().any(|word| is_imitation(&word.key)) {
            return true;
        }
        let mut own = self.list[self.own()].iter();
        own.any(|word| is_accessory_noun(&word.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads() {
        let table: Table = toml::from_str(include_str!("../data/accessories.toml")).unwrap();
        assert!(table.nouns.len() > 40);
        assert!(table.nouns.is_disjoint(&table.heads));
        assert!(table.imitations.is_disjoint(&table.nouns));
        assert!(table.made_for_before.iter().all(|words| words.len() == 2));
    }

    #[test]
    fn what_a_thing_is_made_for_is_not_what_it_is() {
        for (title, want) in [
            ("HP 530 Notebook PC", vec!["HP", "530", "Notebook", "PC"]),
            (
                "Kensington Classic Laptop Sleeve",
                vec!["Kensington", "Sleeve"],
            ),
            ("Slim Cover for iPhone 11 Pro", vec!["Cover"]),
            ("Laptop, bag included", vec!["Laptop", "bag", "included"]),
            ("Pack of 2 Batteries", vec!["Pack", "of", "2", "Batteries"]),
            ("फोन के लिए कवर", vec!["कवर"]),
            ("Mobile Phone for Kids, Musical Toys", vec!["Toys"]),
            ("Zouk Mobile Phone Wallet", vec!["Zouk", "Wallet"]),
            ("For Men Blue Shirt", vec!["For", "Men", "Blue", "Shirt"]),
        ] {
            assert_eq!(subject(title), want, "{title}");
        }
    }

    #[test]
    fn roles_by_title_and_category() {
        let product = |title: &str, category: &str| -> Product {
            serde_json::from_value(serde_json::json!({
                "id": "p", "domain": "other", "title": title, "categories": ["Mobiles", category]
            }))
            .unwrap()
        };
        assert_eq!(role(&product("Apple iPhone 11", "Phones")), Role::Main);
        assert_eq!(
            role(&product("iPhone 11 silicone", "Cases & Covers")),
            Role::Accessory
        );
        assert_eq!(
            role(&product("Phone for Kids, Toy", "Phones")),
            Role::Accessory
        );
        assert_eq!(role(&product("Phone case", "Phones")), Role::Accessory);
    }
}
