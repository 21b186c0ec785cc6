//! The noun lexicon: what a kind of product is called, with gender, number and cases.
//!
//! Owns: looking a noun up by its key and finding the noun of a product. Does not: build phrases.

use std::collections::HashMap;

use serde::Deserialize;

use super::DataError;
use crate::domain::{Domain, Product};

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum NounGender {
    /// Masculine.
    #[serde(rename = "m")]
    Masculine,
    /// Feminine.
    #[serde(rename = "f")]
    Feminine,
}

/// Whether a noun is said in the singular or always in the plural.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum NounNumber {
    /// One thing: `kurta`.
    #[serde(rename = "s")]
    Singular,
    /// Always plural: `joote`, `earphones`.
    #[serde(rename = "p")]
    Plural,
}

/// A noun of the shop in three languages.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Noun {
    /// The key, in plain English.
    #[serde(rename = "type")]
    pub key: String,
    /// The department.
    pub domain: Domain,
    /// English.
    pub en: String,
    /// English, several.
    pub en_plural: String,
    /// Devanagari, direct case.
    pub hi: String,
    /// Devanagari before a postposition.
    pub hi_oblique: String,
    /// Devanagari, several.
    pub hi_plural: String,
    /// Latin letters, direct case.
    pub latin: String,
    /// Latin letters before a postposition.
    pub latin_oblique: String,
    /// Latin letters, several.
    pub latin_plural: String,
    /// The gender.
    pub gender: NounGender,
    /// The number.
    pub number: NounNumber,
    /// Lower-case words that name it in a title or category.
    pub aliases: Vec<String>,
    /// What an assistant would ask about it, most telling first.
    #[serde(default)]
    pub asks: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    noun: Vec<Noun>,
}

/// All nouns, and an index of their names.
#[derive(Clone, Debug)]
pub struct Lexicon {
    nouns: Vec<Noun>,
    by_key: HashMap<String, usize>,
    by_alias: HashMap<String, Vec<usize>>,
    longest: usize,
    spoken: Spoken,
}

impl Lexicon {
    /// Reads a lexicon; `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let read: File = toml::from_str(text).map_err(|e| DataError::toml(file, text, &e))?;
        let mut by_key = HashMap::new();
        let mut by_alias: HashMap<String, Vec<usize>> = HashMap::new();
        let mut longest = 1;
        for (place, noun) in read.noun.iter().enumerate() {
            by_key.insert(noun.key.to_lowercase(), place);
            for alias in noun.aliases.iter().chain([&noun.en, &noun.key]) {
                let words = words(alias);
                longest = longest.max(words.len());
                let places = by_alias.entry(words.join(" ")).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        Ok(Lexicon {
            spoken: Spoken::of(&read.noun),
            nouns: read.noun,
            by_key,
            by_alias,
            longest,
        })
    }

    /// The gender of the thing that Hindi or Hinglish words begin with, and how many of the words name it: the longest name
    /// wins. The words are in lower case.
    pub fn spoken_at(&self, words: &[String]) -> Option<(NounGender, usize)> {
        self.spoken.at(words)
    }

    /// Every noun.
    pub fn nouns(&self) -> &[Noun] {
        &self.nouns
    }

    /// Whether a word alone names a kind of product.
    pub fn names_with(&self, word: &str) -> bool {
        self.by_alias.contains_key(word)
    }

    /// The noun of a key, or of a name that only one noun has.
    pub fn get(&self, key: &str) -> Option<&Noun> {
        let folded = key.trim().to_lowercase();
        if let Some(place) = self.by_key.get(&folded) {
            return self.nouns.get(*place);
        }
        let places = self.by_alias.get(&words(&folded).join(" "))?;
        self.nouns.get(*places.first()?)
    }

    /// The noun of a product: its `type` attribute, else the longest name found in the title (the last of equals), else
    /// in the categories, narrowest first.
    pub fn of(&self, product: &Product) -> Option<&Noun> {
        if let Some(kind) = product.attribute("type")
            && let Some(noun) = self.get(kind)
            && noun.domain == product.domain
        {
            return Some(noun);
        }
        self.named_in(&head(&product.title), product.domain)
            .or_else(|| {
                let mut narrow = product.categories.iter().rev();
                narrow.find_map(|category| self.named_in(category, product.domain))
            })
    }

    /// Whether the product's `type` or title tells of the noun, and not its category alone: shops file a cover-up under
    /// earrings.
    pub fn is_told_by(&self, product: &Product, noun: &Noun) -> bool {
        let typed = product.attribute("type").and_then(|kind| self.get(kind));
        let titled = || self.named_in(&head(&product.title), product.domain);
        typed
            .or_else(titled)
            .is_some_and(|told| told.key == noun.key)
    }

    fn named_in(&self, text: &str, domain: Domain) -> Option<&Noun> {
        let words = words(text);
        for length in (1..=self.longest.min(words.len())).rev() {
            for window in words.windows(length).rev() {
                let Some(places) = self.by_alias.get(&window.join(" ")) else {
                    continue;
                };
                let fits = |place: &&usize| {
                    let noun = &self.nouns[**place];
                    noun.domain == domain || domain == Domain::Other
                };
                if let Some(place) = places.iter().find(fits) {
                    return self.nouns.get(*place);
                }
            }
        }
        None
    }
}

/// What nouns are called in Hindi and Hinglish, in any case and number, with their gender.
#[derive(Clone, Debug, Default)]
struct Spoken {
    /// By the words side by side; `None` for a name that nouns of both genders have.
    genders: HashMap<String, Option<NounGender>>,
    longest: usize,
}

impl Spoken {
    fn of(nouns: &[Noun]) -> Self {
        let mut spoken = Spoken::default();
        for noun in nouns {
            let names = [
                &noun.hi,
                &noun.hi_oblique,
                &noun.hi_plural,
                &noun.latin,
                &noun.latin_oblique,
                &noun.latin_plural,
            ];
            for name in names {
                let name = name.to_lowercase();
                spoken.add(&name, noun.gender);
                // The head, `बोतल` of `पानी की बोतल`, has the gender of the whole.
                if let Some((_, head)) = name.rsplit_once([' ', '-']) {
                    spoken.add(head, noun.gender);
                }
            }
        }
        spoken
    }

    fn add(&mut self, name: &str, gender: NounGender) {
        let words: Vec<&str> = name.split([' ', '-']).filter(|w| !w.is_empty()).collect();
        self.longest = self.longest.max(words.len());
        let known = self.genders.entry(words.join(" ")).or_insert(Some(gender));
        if *known != Some(gender) {
            *known = None;
        }
    }

    fn at(&self, words: &[String]) -> Option<(NounGender, usize)> {
        let lengths = (1..=self.longest.min(words.len())).rev();
        let mut known = lengths.filter_map(|length| {
            let gender = self.genders.get(&words[..length].join(" "))?;
            Some((*gender, length))
        });
        let (gender, length) = known.next()?;
        Some((gender?, length))
    }
}

/// The part of a title that names the thing: up to the first bracket, bar or "for", so that accessories mentioned later do
/// not win.
fn head(title: &str) -> String {
    let cut = title.find(['(', '|', '[', ',']).unwrap_or(title.len());
    let first = &title[..cut];
    let lower = first.to_lowercase();
    let until = [" with ", " for ", " compatible "]
        .iter()
        .filter_map(|word| lower.find(word))
        .min();
    match until.and_then(|end| first.get(..end)) {
        Some(part) if part.split_whitespace().count() >= 2 => part.to_owned(),
        _ => first.to_owned(),
    }
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
