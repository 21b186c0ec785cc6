//! The lists as they stand in the files.

use serde::Deserialize;

use super::{Entry, Kind};
use crate::catalog::words::fold::{singular, words};

/// A word with its forms: `Devanagari, more | latin, more | english, less fitting .5`.
pub(super) struct Row {
    hindi: Vec<Vec<String>>,
    latin: Vec<Vec<String>>,
    english: Vec<(Vec<String>, f32)>,
}

/// All lists.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) lexicon: Vec<(Kind, Row)>,
    pub(super) english: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    rows: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnglishFile {
    words: Vec<String>,
}

/// The files of words, each of one kind.
pub(super) const FILES: &[(&str, Kind, &str)] = &[
    (
        "particles",
        Kind::Particle,
        include_str!("../../data/lexicon/particles.toml"),
    ),
    (
        "fillers",
        Kind::Filler,
        include_str!("../../data/lexicon/fillers.toml"),
    ),
    (
        "vague",
        Kind::Vague,
        include_str!("../../data/lexicon/vague.toml"),
    ),
    (
        "colours",
        Kind::Plain,
        include_str!("../../data/lexicon/colours.toml"),
    ),
    (
        "materials",
        Kind::Plain,
        include_str!("../../data/lexicon/materials.toml"),
    ),
    (
        "people",
        Kind::Plain,
        include_str!("../../data/lexicon/people.toml"),
    ),
    (
        "garments",
        Kind::Plain,
        include_str!("../../data/lexicon/garments.toml"),
    ),
    (
        "footwear",
        Kind::Plain,
        include_str!("../../data/lexicon/footwear.toml"),
    ),
    (
        "jewellery",
        Kind::Plain,
        include_str!("../../data/lexicon/jewellery.toml"),
    ),
    (
        "electronics",
        Kind::Plain,
        include_str!("../../data/lexicon/electronics.toml"),
    ),
    (
        "kitchen",
        Kind::Plain,
        include_str!("../../data/lexicon/kitchen.toml"),
    ),
    (
        "home",
        Kind::Plain,
        include_str!("../../data/lexicon/home.toml"),
    ),
    (
        "books",
        Kind::Plain,
        include_str!("../../data/lexicon/books.toml"),
    ),
    (
        "beauty",
        Kind::Plain,
        include_str!("../../data/lexicon/beauty.toml"),
    ),
    (
        "occasions",
        Kind::Plain,
        include_str!("../../data/lexicon/occasions.toml"),
    ),
    (
        "qualities",
        Kind::Plain,
        include_str!("../../data/lexicon/qualities.toml"),
    ),
    (
        "brands",
        Kind::Plain,
        include_str!("../../data/lexicon/brands.toml"),
    ),
];
const ENGLISH: &str = include_str!("../../data/lexicon/english.toml");
impl Rows {
    /// Reads the embedded files; a test holds that every row of them can be read, so that none is skipped here.
    pub(super) fn read() -> Self {
        let mut out = Self::default();
        for (_, kind, text) in FILES {
            for line in lines(text) {
                out.lexicon.extend(Row::read(&line).map(|row| (*kind, row)));
            }
        }
        out.english = toml::from_str::<EnglishFile>(ENGLISH)
            .map(|file| file.words)
            .unwrap_or_default();
        out
    }
}

/// The rows of one file as text.
pub(super) fn lines(text: &str) -> Vec<String> {
    toml::from_str::<WordFile>(text)
        .map(|file| file.rows)
        .unwrap_or_default()
}

fn list(text: &str) -> Vec<Vec<String>> {
    text.split(',')
        .map(words)
        .filter(|words| !words.is_empty())
        .collect()
}

impl Row {
    /// Reads a line of three parts; `None` when it has others or a weight that is none.
    pub(super) fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('|');
        let (hindi, latin, english) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        Some(Self {
            hindi: list(hindi),
            latin: list(latin),
            english: english
                .split(',')
                .filter(|name| !name.trim().is_empty())
                .map(weighted)
                .collect::<Option<_>>()?,
        })
    }

    /// Whether it is about several words together.
    pub(super) fn is_phrase(&self) -> bool {
        self.hindi
            .iter()
            .chain(&self.latin)
            .all(|words| words.len() > 1)
    }

    /// Its spellings of one word.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        (self.hindi.iter().chain(&self.latin)).filter_map(|words| match words.as_slice() {
            [word] => Some(word.as_str()),
            _ => None,
        })
    }

    /// Its English names of one word, in the singular: in Latin letters they are no Hindi.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        (self.english.iter()).filter_map(|(name, _)| match name.as_slice() {
            [word] => {
                let mut one = word.clone();
                singular(&mut one);
                Some(one)
            }
            _ => None,
        })
    }

    /// Its spellings of several words.
    pub(super) fn phrases(&self) -> impl Iterator<Item = &[String]> {
        (self.hindi.iter().chain(&self.latin))
            .filter(|words| words.len() > 1)
            .map(Vec::as_slice)
    }

    /// The entry that it makes.
    pub(super) fn entry(&self, kind: Kind) -> Entry {
        let mut hindi = self.hindi.clone();
        if let Some([word]) = self.hindi.first().map(Vec::as_slice) {
            hindi.extend(super::forms::of(word).into_iter().map(|form| vec![form]));
        }
        Entry {
            kind,
            english: self.english.clone(),
            hindi,
            latin: self.latin.first().cloned(),
        }
    }
}

/// `rose gold` or `maroon .5`.
fn weighted(name: &str) -> Option<(Vec<String>, f32)> {
    let name = name.trim();
    if let Some((head, tail)) = name.rsplit_once(' ')
        && tail.starts_with('.')
    {
        return Some((words(head), tail.parse().ok()?));
    }
    Some((words(name), 1.0))
}
