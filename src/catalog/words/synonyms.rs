//! Other English words for the same thing: a shop writes `notebook`, a shopper `laptop`.
//!
//! Owns: the table. Does not: Hindi and Hinglish, which the reading of a search brings to English.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::words;

/// Words that may stand for others.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::catalog) struct Synonym {
    /// Folded words.
    pub(in crate::catalog) words: Vec<String>,
    /// What they count beside those typed, below 1.
    pub(in crate::catalog) weight: f32,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Same,
    Near,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    kind: Kind,
    words: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    same: f32,
    near: f32,
    #[serde(default)]
    group: Vec<Group>,
}

type Table = HashMap<Vec<String>, Vec<Synonym>>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // A unit test reads the same text, so it cannot fail here.
    table(toml::from_str(include_str!("../data/synonyms.toml")).unwrap_or_default())
});

fn table(file: File) -> Table {
    let mut table = Table::new();
    for group in &file.group {
        let weight = match group.kind {
            Kind::Same => file.same,
            Kind::Near => file.near,
        };
        for word in &group.words {
            let others = group.words.iter().filter(|other| *other != word);
            table
                .entry(singular_words(word))
                .or_default()
                .extend(others.map(|other| Synonym {
                    words: singular_words(other),
                    weight,
                }));
        }
    }
    table
}

fn singular_words(text: &str) -> Vec<String> {
    let mut all = words(text);
    all.iter_mut().for_each(super::fold::singular);
    all
}

/// What these words, folded and in the singular, may be called as well.
pub(in crate::catalog) fn of(words: &[String]) -> &'static [Synonym] {
    TABLE.get(words).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_goes_both_ways() {
        let file: File = toml::from_str(include_str!("../data/synonyms.toml")).unwrap();
        assert!(0.0 < file.near && file.near <= file.same && file.same < 1.0);
        for (words, synonyms) in &table(file) {
            for synonym in synonyms {
                let back = of(&synonym.words);
                assert!(back.iter().any(|s| &s.words == words), "{words:?}");
            }
        }
        assert_eq!(of(&["laptop".to_owned()])[0].words, ["notebook"]);
        assert!(of(&["lapwing".to_owned()]).is_empty());
    }
}
