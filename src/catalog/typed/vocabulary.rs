//! The words for colours, materials, patterns and people, from the data files.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Audience;
use super::phrases::Phrases;

/// What a phrase may mean. Names are numbers in [`Vocabulary::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A colour, and which kind of it.
    Color(u16, Option<u16>, Sureness),
    /// A material.
    Material(u16, Sureness),
    /// A pattern.
    Pattern(u16),
    /// Whom it is made for.
    Audience(Audience),
    /// A name that holds such words and means none of them.
    Nothing,
}

/// How far a word can be trusted in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sureness {
    /// It means this wherever it stands.
    Sure,
    /// It often means something else: `wine`, `olive`, `glass`.
    Unsure,
}

/// All phrases with the names of what they mean.
pub(super) struct Vocabulary {
    pub(super) phrases: Phrases<Meaning>,
    names: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    words: Vec<String>,
    shades: Vec<String>,
    unsure: Vec<String>,
}

type Entries = BTreeMap<String, Entry>;
type Lists = BTreeMap<String, Vec<String>>;

/// The built-in vocabulary; the tests hold the data files to their form.
pub(super) static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary {
        phrases: Phrases::new(),
        names: Vec::new(),
    };
    vocabulary.colors(&toml::from_str(COLORS).unwrap_or_default());
    vocabulary.materials(&toml::from_str(MATERIALS).unwrap_or_default());
    vocabulary.patterns(&toml::from_str(PATTERNS).unwrap_or_default());
    vocabulary.audiences(&toml::from_str(AUDIENCE).unwrap_or_default());
    vocabulary
});

const COLORS: &str = include_str!("../data/typed/colors.toml");
const MATERIALS: &str = include_str!("../data/typed/materials.toml");
const PATTERNS: &str = include_str!("../data/typed/patterns.toml");
const AUDIENCE: &str = include_str!("../data/typed/audience.toml");

impl Vocabulary {
    /// The word that is shown for a name.
    pub(super) fn name(&self, number: u16) -> &str {
        self.names
            .get(usize::from(number))
            .map_or("", String::as_str)
    }

    fn number(&mut self, name: &str) -> u16 {
        let at = self.names.iter().position(|known| known == name);
        let at = at.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    fn add(&mut self, phrases: &[String], meaning: Meaning) {
        for phrase in phrases {
            self.phrases.add(phrase, meaning);
        }
    }

    fn colors(&mut self, entries: &Entries) {
        for (name, entry) in entries {
            if name.starts_with("not_") {
                self.add(&entry.words, Meaning::Nothing);
                continue;
            }
            let basic = self.number(name);
            self.add(&entry.words, Meaning::Color(basic, None, Sureness::Sure));
            for (list, sureness) in [
                (&entry.shades, Sureness::Sure),
                (&entry.unsure, Sureness::Unsure),
            ] {
                for phrase in list {
                    let shade = self.number(phrase);
                    self.phrases
                        .add(phrase, Meaning::Color(basic, Some(shade), sureness));
                }
            }
        }
    }

    fn materials(&mut self, entries: &Entries) {
        for (name, entry) in entries {
            if name.starts_with("not_") {
                self.add(&entry.words, Meaning::Nothing);
                continue;
            }
            let material = self.number(name);
            self.add(&entry.words, Meaning::Material(material, Sureness::Sure));
            self.add(&entry.unsure, Meaning::Material(material, Sureness::Unsure));
        }
    }

    fn patterns(&mut self, lists: &Lists) {
        for (name, words) in lists {
            let pattern = self.number(name);
            self.add(words, Meaning::Pattern(pattern));
        }
    }

    fn audiences(&mut self, lists: &Lists) {
        for (name, words) in lists {
            let meaning = match Audience::ALL.iter().find(|a| a.code() == name) {
                Some(audience) => Meaning::Audience(*audience),
                None => Meaning::Nothing,
            };
            self.add(words, meaning);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_files_are_sound() {
        for (text, least) in [(COLORS, 17), (MATERIALS, 40)] {
            let entries: Entries = toml::from_str(text).unwrap();
            assert!(entries.len() >= least);
            for (name, entry) in entries {
                let all = [&entry.words, &entry.shades, &entry.unsure]
                    .into_iter()
                    .flatten();
                let all: Vec<&String> = all.collect();
                assert!(!all.is_empty(), "{name} has no words");
                assert!(
                    all.iter().all(|w| !w.trim().is_empty()),
                    "{name} has an empty word"
                );
            }
        }
        for text in [PATTERNS, AUDIENCE] {
            let lists: Lists = toml::from_str(text).unwrap();
            assert!(lists.values().all(|list| !list.is_empty()));
        }
        let lists: Lists = toml::from_str(AUDIENCE).unwrap();
        for audience in Audience::ALL {
            assert!(
                lists.contains_key(audience.code()),
                "no words for {audience:?}"
            );
        }
        assert!(VOCABULARY.phrases.len() > 500);
        assert_eq!(VOCABULARY.name(u16::MAX), "");
    }
}
