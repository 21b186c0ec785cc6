//! All knowledge together, as a run holds it.
//!
//! Owns: the embedded files and their overrides. Does not: interpret them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use crate::domain::Language;

use super::{
    AttributeWords, DataError, Festival, Festivals, Lexicon, People, StorePolicy, Stories, Suits,
    read,
};

/// Nouns, attribute words, people and the shop's policy.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// The noun lexicon.
    pub nouns: Lexicon,
    /// Colours, materials, measures.
    pub attributes: AttributeWords,
    /// Relatives and occasions.
    pub people: People,
    /// Festivals by date and state.
    pub festivals: Festivals,
    /// The shop's policy.
    pub policy: StorePolicy,
    /// Which kinds of product suit whom and what for.
    pub suits: Suits,
    /// The pieces of background stories.
    pub stories: Stories,
    cities: Cities,
}

/// Names of cities in Devanagari, by their English name.
#[derive(Clone, Debug, Deserialize)]
struct Cities {
    hi: HashMap<String, String>,
}

impl Cities {
    fn embedded() -> Result<Self, DataError> {
        let text = include_str!("cities.toml");
        toml::from_str(text).map_err(|e| DataError::toml("cities.toml", text, &e))
    }
}

impl Knowledge {
    /// What the program carries, the sample policy included.
    pub fn embedded() -> Result<Arc<Self>, DataError> {
        Ok(Arc::new(Knowledge {
            nouns: Lexicon::parse("nouns.toml", include_str!("nouns.toml"))?,
            attributes: AttributeWords::parse("attributes.toml", include_str!("attributes.toml"))?,
            people: People::parse("people.toml", include_str!("people.toml"))?,
            festivals: Festivals::embedded()?,
            policy: StorePolicy::embedded()?,
            suits: Suits::parse("suits.toml", include_str!("suits.toml"))?,
            stories: Stories::parse("stories.toml", include_str!("stories.toml"))?,
            cities: Cities::embedded()?,
        }))
    }

    /// What the program carries, with the policy of `workspace/store_policy.json` when that file is there.
    pub fn of_workspace(workspace: &Path) -> Result<Arc<Self>, DataError> {
        let embedded = Self::embedded()?;
        let path = workspace.join("store_policy.json");
        if !path.exists() {
            return Ok(embedded);
        }
        let policy = StorePolicy::parse(&path.display().to_string(), &read(&path)?)?;
        Ok(Arc::new(Knowledge {
            policy,
            ..(*embedded).clone()
        }))
    }

    /// A city in the letters of the language; `None` when its Devanagari is not known.
    pub fn city(&self, name: &str, language: Language) -> Option<String> {
        match language {
            Language::Hi => self.cities.hi.get(name).cloned(),
            Language::En | Language::Hinglish => Some(name.to_owned()),
        }
    }

    /// Whether a word is the name of a city whose Devanagari is known, whatever its case.
    pub fn is_city(&self, word: &str) -> bool {
        let mut names = self.cities.hi.keys();
        names.any(|name| name.eq_ignore_ascii_case(word))
    }

    /// How an occasion is said: `Diwali ke liye`, or beside a recipient `Diwali pe`; `None` for an unknown key.
    pub fn occasion_phrase(&self, key: &str, language: Language, beside: Beside) -> Option<String> {
        if let Some(festival) = self.festivals.get(key) {
            return Some(festival_phrase(festival, language, beside));
        }
        let occasion = self.people.occasion(key)?;
        let words = match language {
            Language::En => &occasion.en,
            Language::Hi => &occasion.hi,
            Language::Hinglish => &occasion.latin,
        };
        Some(match (beside, language) {
            (Beside::Nothing, _) => words.clone(),
            (Beside::Recipient, Language::En) => as_gift(key).unwrap_or_else(|| words.clone()),
            (Beside::Recipient, Language::Hi) => words.replace(" के लिए", on_or_by(key)[0]),
            (Beside::Recipient, Language::Hinglish) => words.replace(" ke liye", on_or_by(key)[1]),
        })
    }
}

/// How an occasion follows a recipient, so that "for" is not said twice: on a day of presents, to suit a season or a use.
fn on_or_by(key: &str) -> [&'static str; 2] {
    let days = "birthday anniversary engagement housewarming reception party";
    if key.ends_with("wedding") || days.split(' ').any(|day| day == key) {
        [" पर", " pe"]
    } else {
        [" के हिसाब से", " ke hisaab se"]
    }
}

/// An occasion beside somebody who gets a present.
fn as_gift(key: &str) -> Option<String> {
    let gift = match key {
        "birthday" => "as a birthday gift",
        "anniversary" => "as an anniversary gift",
        "housewarming" => "as a housewarming gift",
        _ => return None,
    };
    Some(gift.to_owned())
}

fn festival_phrase(festival: &Festival, language: Language, beside: Beside) -> String {
    match (language, beside) {
        (Language::En, _) => format!("for {}", festival.en),
        (Language::Hi, Beside::Recipient) => format!("{} पर", festival.hi),
        (Language::Hi, Beside::Nothing) => format!("{} के लिए", festival.hi),
        (Language::Hinglish, Beside::Recipient) => format!("{} pe", festival.latin),
        (Language::Hinglish, Beside::Nothing) => format!("{} ke liye", festival.latin),
    }
}

/// What an occasion is said beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// A recipient, who takes the `ke liye`.
    Recipient,
    /// Nothing.
    Nothing,
}
