//! Which kinds of product suit whom, when and what for.
//!
//! Owns: the lists and the questions put to them. Does not: choose a product.

use serde::Deserialize;

use super::{DataError, Noun};
use crate::domain::{Domain, Gender};

/// Lists of noun keys by wearer, age, season and use.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Suits {
    /// Worn or used by women alone, where the catalogue does not say.
    pub women: Vec<String>,
    /// By men alone.
    pub men: Vec<String>,
    /// For children alone.
    pub children: Vec<String>,
    /// Not bought by the young.
    pub grown: Vec<String>,
    /// Asked for in the cold months.
    pub winter: Vec<String>,
    /// In the hot months.
    pub summer: Vec<String>,
    /// In the rains.
    pub rain: Vec<String>,
    /// States where nobody buys woollens for the winter at home.
    pub warm_states: Vec<String>,
    /// Worn to a function.
    pub dressy: Vec<String>,
    /// For sport.
    pub sporty: Vec<String>,
    /// For work.
    pub office: Vec<String>,
}

impl Suits {
    /// Reads the lists; `file` names them in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        toml::from_str(text).map_err(|e| DataError::toml(file, text, &e))
    }

    /// Whether a person of this gender wants such a thing; of a person of unstated gender only what anybody may want.
    pub fn gender(&self, noun: &Noun, gender: Gender) -> bool {
        let (women, men) = (has(&self.women, &noun.key), has(&self.men, &noun.key));
        match gender {
            Gender::Male => !women,
            Gender::Female => !men,
            Gender::Unknown => !women && !men,
        }
    }

    /// Children's things for children, grown people's for grown people.
    pub fn age(&self, noun: &Noun, age: u8) -> bool {
        if has(&self.children, &noun.key) {
            return age <= 13;
        }
        let grown = has(&self.grown, &noun.key) || noun.domain == Domain::HomeGarden;
        !grown || age >= 18
    }

    /// Whether its season is now, in the month 1 to 12, and here.
    pub fn in_season(&self, key: &str, month: i8, state: &str) -> bool {
        match month {
            10..=12 | 1 | 2 => has(&self.winter, key) && !has(&self.warm_states, state),
            3..=6 => has(&self.summer, key),
            _ => has(&self.rain, key),
        }
    }
}

/// Whether a list holds a key.
pub(crate) fn has(list: &[String], key: &str) -> bool {
    list.iter().any(|word| word == key)
}
