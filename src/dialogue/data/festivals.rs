//! The festival table: which festival is near, on a day and in a state.
//!
//! Owns: reading the table and asking it. Does not: guess anybody's faith.

use serde::Deserialize;

use super::DataError;

/// A festival.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Festival {
    /// The key that a scenario's `occasion` carries.
    pub key: String,
    /// The name in English.
    pub en: String,
    /// The name in Devanagari.
    pub hi: String,
    /// The name in Hinglish.
    pub latin: String,
    /// The main day of each year, `2026-11-08`.
    pub dates: Vec<jiff::civil::Date>,
    /// States that keep it; empty for most of the country.
    #[serde(default)]
    pub states: Vec<String>,
    /// How many days before it people shop.
    #[serde(default)]
    pub lead_days: i32,
    /// What for: gifts, clothes, jewellery, home, electronics ...
    #[serde(default)]
    pub shopping: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    festival: Vec<Festival>,
}

/// All festivals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Festivals(pub Vec<Festival>);

impl Festivals {
    /// The table that the program carries.
    pub fn embedded() -> Result<Self, DataError> {
        let text = include_str!("../../../sample_data/festivals.toml");
        Self::parse("festivals.toml", text)
    }

    /// Reads a table; `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let read: File = toml::from_str(text).map_err(|e| DataError::toml(file, text, &e))?;
        Ok(Festivals(read.festival))
    }

    /// A festival by its key.
    pub fn get(&self, key: &str) -> Option<&Festival> {
        self.0.iter().find(|festival| festival.key == key)
    }

    /// The festivals that people of `state` shop for on `day`.
    pub fn near(&self, day: jiff::civil::Date, state: &str) -> Vec<&Festival> {
        let kept = |f: &Festival| f.states.is_empty() || f.states.iter().any(|s| s == state);
        let soon = |f: &Festival| {
            f.dates.iter().any(|date| {
                let ahead = date.since(day).map_or(-1, |span| span.get_days());
                (0..=f.lead_days).contains(&ahead)
            })
        };
        self.0.iter().filter(|f| kept(f) && soon(f)).collect()
    }
}
