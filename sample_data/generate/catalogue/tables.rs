//! The tables that the catalogue is drawn from, read from `../data` and from the shop nouns.

use std::collections::BTreeMap;

use muse_studio::domain::Domain;
use serde::Deserialize;

use super::words::{Colour, Words};

/// A table that cannot be used, with what to mend.
#[derive(Debug, thiserror::Error)]
#[error("the sample tables: {0}")]
pub struct TableError(pub String);

/// A kind of goods.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its key among the shop nouns.
    pub noun: String,
    /// Its name in titles when that is not the noun.
    pub label: Option<String>,
    /// How many products.
    pub count: usize,
    /// Category path, widest first, joined by ` > `; `{who}` stands for Men, Women ...
    pub path: String,
    /// For whom, drawn in equal shares; empty when it does not matter.
    #[serde(default)]
    pub who: Vec<String>,
    /// The group of brands that sell it.
    pub brands: String,
    /// The cheapest and the dearest price in rupees.
    pub price: [f64; 2],
    /// The name of a size list.
    pub sizes: Option<String>,
    /// The name of a palette.
    pub colors: Option<String>,
    /// Whether it has a model name.
    #[serde(default)]
    pub model: bool,
    /// Attributes that stand before the noun, each `name: value, value*price factor`.
    #[serde(default)]
    pub pre: Vec<String>,
    /// Attributes that stand after it.
    #[serde(default)]
    pub det: Vec<String>,
    /// Phrases that follow `with`.
    pub features: Vec<String>,
    /// Phrases that follow `for`.
    pub uses: Vec<String>,
    /// A sentence about care.
    pub care: Option<String>,
    /// Warranties that occur.
    #[serde(default)]
    pub warranty: Vec<String>,
    /// Pairs of values that do not go together, `one/other`.
    #[serde(default)]
    pub skip: Vec<String>,
    /// Features and uses that a value excludes, `value: phrase`.
    #[serde(default)]
    pub hide: Vec<String>,
    /// Filled in from the file's head.
    #[serde(skip, default = "other")]
    pub domain: Domain,
}

/// A kind of book.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookKind {
    /// Its key among the shop nouns.
    pub noun: String,
    /// How many products.
    pub count: usize,
    /// Category path, widest first, joined by ` > `.
    pub path: String,
    /// The publishers, by brand name.
    pub publishers: Vec<String>,
    /// The cheapest and the dearest price in rupees.
    pub price: [f64; 2],
    /// Fewest and most pages.
    pub pages: [usize; 2],
    /// Languages that it is printed in.
    pub languages: Vec<String>,
    /// Title patterns `English|Hindi` over `{a}`, `{b}` and `{c}`.
    pub titles: Vec<String>,
    /// Pieces of titles, `English|Hindi`.
    pub a: Vec<String>,
    /// More pieces.
    #[serde(default)]
    pub b: Vec<String>,
    /// More pieces.
    #[serde(default)]
    pub c: Vec<String>,
    /// What follows the title in the listing, `English|Hindi`; may be empty.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The attributes that the pieces give, such as `b=class`.
    #[serde(default)]
    pub gives: Vec<String>,
    /// First sentences.
    pub about: Vec<String>,
    /// Phrases that follow `for`.
    pub uses: Vec<String>,
    /// Whether a person is named as author.
    #[serde(default)]
    pub author: bool,
}

/// The shop noun of a kind.
#[derive(Clone, Deserialize)]
pub struct Noun {
    /// The key.
    #[serde(rename = "type")]
    pub kind: String,
    /// English.
    pub en: String,
    /// English plural; equal to `en` when the word is always plural.
    pub en_plural: String,
    /// Hindi.
    pub hi: String,
    /// Hinglish.
    pub latin: String,
    /// `m` or `f`.
    pub gender: String,
    /// `s` or `p`.
    pub number: String,
}

/// A fictional brand.
#[derive(Deserialize)]
pub struct Brand {
    /// In Latin letters.
    pub name: String,
    /// In Devanagari.
    pub hi: String,
    /// The groups of goods that it sells.
    pub groups: Vec<String>,
    /// 0 budget, 1 premium.
    pub tier: f64,
}

/// Everything.
pub struct Tables {
    pub kinds: Vec<Kind>,
    pub books: Vec<BookKind>,
    pub nouns: BTreeMap<String, Noun>,
    pub brands: Vec<Brand>,
    pub palettes: BTreeMap<String, Vec<String>>,
    pub colours: BTreeMap<String, Colour>,
    pub sizes: BTreeMap<String, Vec<String>>,
    pub words: Words,
    pub lines: Vec<(String, String)>,
    pub models: Vec<String>,
    pub authors: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct KindFile {
    domain: Domain,
    #[serde(rename = "type")]
    kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct BookFile {
    authors: Vec<String>,
    #[serde(rename = "type")]
    kinds: Vec<BookKind>,
}

#[derive(Deserialize)]
struct NounFile {
    noun: Vec<Noun>,
}

#[derive(Deserialize)]
struct Shared {
    lines: Vec<String>,
    models: Vec<String>,
    brand: Vec<Brand>,
    colours: Vec<String>,
    palettes: BTreeMap<String, Vec<String>>,
    sizes: BTreeMap<String, Vec<String>>,
    words: BTreeMap<String, String>,
}

fn other() -> Domain {
    Domain::Other
}

fn parse<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, TableError> {
    toml::from_str(text).map_err(|e| TableError(format!("{name}: {e}")))
}

/// Splits `English|Hindi`.
pub fn pair(text: &str) -> Result<(String, String), TableError> {
    let (en, hi) = text
        .split_once('|')
        .ok_or_else(|| TableError(format!("`{text}` needs the form English|Hindi")))?;
    Ok((en.to_owned(), hi.to_owned()))
}

impl Tables {
    /// Reads every table.
    pub fn read() -> Result<Tables, TableError> {
        let shared: Shared = parse("shared.toml", include_str!("../data/shared.toml"))?;
        let books: BookFile = parse("books.toml", include_str!("../data/books.toml"))?;
        let nouns: NounFile = parse(
            "nouns.toml",
            include_str!("../../../src/dialogue/data/nouns.toml"),
        )?;
        let pairs = |list: &[String]| {
            list.iter()
                .map(|text| pair(text))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(Tables {
            kinds: kinds()?,
            nouns: nouns
                .noun
                .into_iter()
                .map(|noun| (noun.kind.clone(), noun))
                .collect(),
            brands: shared.brand,
            palettes: shared.palettes,
            colours: colours(&shared.colours)?,
            sizes: shared.sizes,
            words: Words(shared.words),
            lines: pairs(&shared.lines)?,
            models: shared.models,
            authors: pairs(&books.authors)?,
            books: books.kinds,
        })
    }

    /// The noun of a kind.
    pub fn noun(&self, kind: &str) -> Result<&Noun, TableError> {
        self.nouns
            .get(kind)
            .ok_or_else(|| TableError(format!("nouns.toml has no `{kind}`")))
    }
}

fn kinds() -> Result<Vec<Kind>, TableError> {
    let files = [
        ("fashion.toml", include_str!("../data/fashion.toml")),
        ("electronics.toml", include_str!("../data/electronics.toml")),
        ("home_garden.toml", include_str!("../data/home_garden.toml")),
    ];
    let mut all = Vec::new();
    for (name, text) in files {
        let file: KindFile = parse(name, text)?;
        all.extend(file.kinds.into_iter().map(|kind| Kind {
            domain: file.domain,
            ..kind
        }));
    }
    Ok(all)
}

/// Reads lines such as `Blue|नीला|नीली|नीले` or `Maroon|मरून`.
fn colours(lines: &[String]) -> Result<BTreeMap<String, Colour>, TableError> {
    let mut colours = BTreeMap::new();
    for line in lines {
        let parts: Vec<String> = line.split('|').map(str::to_owned).collect();
        let hindi = match parts.as_slice() {
            [_, same] => [same.clone(), same.clone(), same.clone()],
            [_, m, f, p] => [m.clone(), f.clone(), p.clone()],
            _ => {
                return Err(TableError(format!(
                    "colour `{line}` has neither one nor three Hindi forms"
                )));
            }
        };
        colours.insert(
            parts[0].clone(),
            Colour {
                english: parts[0].clone(),
                hindi,
            },
        );
    }
    Ok(colours)
}
