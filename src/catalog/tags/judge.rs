//! Whether a category name names a kind of product: `Sandals` does, `Women` and `Best Sellers` do not.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::Tag;
use crate::catalog::search::pairing::ends_with_kind;
use crate::catalog::words::fold::words;

/// What a judge says of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It names a kind of product.
    Yes,
    /// It does not, for this reason.
    No(String),
}

/// One who can tell.
pub trait Judge {
    /// Judges a tag.
    fn is_product_type(&self, tag: &Tag) -> Answer;
}

/// Judges by lists of words: people, departments, prices; and by brands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByRules;

impl ByRules {
    /// What the rules say for certain: a name is none when every word of it stands on a list, or when it begins with a
    /// brand; it is one when it ends with a kind of thing that is known. `None` where they can only presume that it is one.
    pub fn settle(tag: &Tag) -> Option<Answer> {
        match ByRules.is_product_type(tag) {
            Answer::Yes if !ends_with_kind(&tag.name) => None,
            settled => Some(settled),
        }
    }
}

/// Judges by what a model said of names, and by rules where it said nothing.
#[derive(Clone, Debug, Default)]
pub struct ByModel(pub HashMap<String, Answer>);

/// Judges by a list of names: what stands in it is a kind of product, nothing else is.
#[derive(Clone, Debug, Default)]
pub struct ByList(pub HashSet<String>);

#[derive(Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    People,
    Departments,
    Selling,
    Filler,
}

const DATA: &str = include_str!("../data/categories.toml");

static WORDS: LazyLock<HashMap<String, Word>> = LazyLock::new(|| {
    let table: HashMap<Word, Vec<String>> = toml::from_str(DATA).unwrap_or_default();
    let mut lists: Vec<_> = table.into_iter().collect();
    // A word on two lists is of the later one, whatever order the table gave.
    lists.sort_by_key(|(word, _)| *word as u8);
    let pairs = lists.into_iter().flat_map(|(word, list)| {
        list.into_iter()
            .map(move |text| (crate::catalog::words::fold::fold(&text), word))
    });
    pairs.collect()
});

impl Judge for ByRules {
    fn is_product_type(&self, tag: &Tag) -> Answer {
        let no = |reason: &str| Answer::No(reason.to_owned());
        if tag.branded * 2 > tag.items {
            return no("it begins with a brand");
        }
        let mut kinds = HashSet::new();
        for word in words(&tag.name) {
            let number = word
                .chars()
                .all(|c| c.is_numeric() || matches!(c, '.' | ','));
            match WORDS.get(word.strip_suffix("'s").unwrap_or(&word)) {
                Some(kind) => kinds.insert(*kind),
                None if number => kinds.insert(Word::Filler),
                None => return Answer::Yes,
            };
        }
        match () {
            () if kinds.contains(&Word::Selling) => no("it tells of price, season or novelty"),
            () if kinds.contains(&Word::Departments) => no("it names a whole department"),
            () if kinds.contains(&Word::People) => no("it names people"),
            () => no("it has no words"),
        }
    }
}

impl Judge for ByModel {
    fn is_product_type(&self, tag: &Tag) -> Answer {
        match self.0.get(&tag.name) {
            Some(said) => said.clone(),
            None => ByRules.is_product_type(tag),
        }
    }
}

impl Judge for ByList {
    fn is_product_type(&self, tag: &Tag) -> Answer {
        if self.0.contains(&tag.name) {
            Answer::Yes
        } else {
            Answer::No("it is not on the list".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Domain;

    fn tag(name: &str) -> Tag {
        Tag {
            name: name.to_owned(),
            items: 9,
            domain: Domain::Fashion,
            in_domain: 9,
            branded: 0,
        }
    }

    #[test]
    fn the_rules_tell_kinds_from_the_rest() {
        for name in [
            "Sandals",
            "Hats & Caps",
            "Men's Shirts",
            "कुर्ता",
            "Kids' Backpacks",
            "Wallets, Card Cases & Money Organizers",
        ] {
            assert_eq!(ByRules.is_product_type(&tag(name)), Answer::Yes, "{name}");
        }
        for (name, why) in [
            ("Women", "people"),
            ("Men's", "people"),
            ("Clothing, Shoes & Jewelry", "department"),
            ("Women's Clothing", "department"),
            ("Best Sellers", "price"),
            ("Under 500", "price"),
            ("&", "no words"),
        ] {
            let Answer::No(reason) = ByRules.is_product_type(&tag(name)) else {
                panic!("{name} is no kind of product");
            };
            assert!(reason.contains(why), "{name}: {reason}");
        }
        let branded = Tag {
            branded: 8,
            ..tag("Sathiyas Bath Towels")
        };
        assert!(matches!(ByRules.is_product_type(&branded), Answer::No(_)));
    }

    #[test]
    fn the_rules_settle_what_their_lists_know() {
        for (name, settled) in [
            ("Men's Shirts", Some(Answer::Yes)),
            ("Running Shoes", Some(Answer::Yes)),
            ("Shirts & Beyond", None),
            ("Monsoon Picks", None),
        ] {
            assert_eq!(ByRules::settle(&tag(name)), settled, "{name}");
        }
        assert!(matches!(
            ByRules::settle(&tag("Women")),
            Some(Answer::No(_))
        ));
    }

    #[test]
    fn what_a_model_said_counts_and_the_rules_say_the_rest() {
        let none = Answer::No("a model says so".to_owned());
        let judge = ByModel(HashMap::from([
            ("Monsoon Picks".to_owned(), none.clone()),
            ("Women".to_owned(), Answer::Yes),
        ]));
        assert_eq!(judge.is_product_type(&tag("Monsoon Picks")), none);
        assert_eq!(judge.is_product_type(&tag("Women")), Answer::Yes);
        assert_eq!(judge.is_product_type(&tag("Sandals")), Answer::Yes);
        assert!(matches!(
            judge.is_product_type(&tag("Men's")),
            Answer::No(_)
        ));
    }

    #[test]
    fn a_list_decides_alone() {
        let list = ByList(HashSet::from(["Women".to_owned()]));
        assert_eq!(list.is_product_type(&tag("Women")), Answer::Yes);
        assert!(matches!(
            list.is_product_type(&tag("Sandals")),
            Answer::No(_)
        ));
    }

    #[test]
    fn the_data_file_is_sound() {
        let table: HashMap<Word, Vec<String>> = toml::from_str(DATA).unwrap();
        assert_eq!(table.len(), 4);
        assert!(table.values().all(|list| !list.is_empty()));
    }
}
