//! What a product is that its title never says: memory and storage and no computer is a phone.
//!
//! Owns: which words tell which kind of thing. Does not: index, or change what a product says.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::{singular, words};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Table {
    kind: Vec<Kind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    says: Vec<String>,
    all: Vec<Vec<String>>,
    none: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // A unit test reads the same text, so it cannot fail here.
    toml::from_str(include_str!("../data/implied.toml")).unwrap_or_default()
});

/// The names of what a title is about that it does not give itself; none for a title that gives one of them.
pub(in crate::catalog) fn names(title: &str) -> &'static [String] {
    let mut said: HashSet<String> = words(title).into_iter().collect();
    for mut word in said.clone() {
        singular(&mut word);
        said.insert(word);
    }
    let kind = TABLE.kind.iter().find(|kind| kind.is_told_by(&said));
    kind.map_or(&[], |kind| &kind.says)
}

impl Kind {
    fn is_told_by(&self, said: &HashSet<String>) -> bool {
        let any = |words: &[String]| words.iter().any(|word| said.contains(word));
        self.all.iter().all(|group| any(group)) && !any(&self.none) && !any(&self.says)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads() {
        let table: Table = toml::from_str(include_str!("../data/implied.toml")).unwrap();
        for kind in &table.kind {
            assert!(!kind.says.is_empty() && kind.all.len() > 1);
            for word in kind.says.iter().chain(kind.all.iter().flatten()) {
                let mut one = word.clone();
                singular(&mut one);
                assert_eq!(*word, one);
            }
        }
    }

    #[test]
    fn memory_and_storage_without_a_computer_is_a_phone() {
        for (title, phone) in [
            ("Redmi A1 (Light Blue, 2GB RAM, 32GB Storage)", true),
            ("Vivo Y03t 4GB + 4GB RAM + 128GB ROM", true),
            ("OnePlus 6 dual sim 128gb amber red", true),
            ("Astervo 5G Smartphone, 4 GB RAM, 64 GB Storage", false),
            ("HP 15s Laptop 8GB RAM 512GB storage", false),
            ("Galaxy Tab A8, 4GB RAM, 64GB ROM", false),
            ("Kingston 8GB RAM", false),
            ("Cover for Redmi A1 2GB RAM 32GB Storage", false),
            ("", false),
        ] {
            assert_eq!(!names(title).is_empty(), phone, "{title}");
        }
    }
}
