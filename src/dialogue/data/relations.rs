//! The people that shoppers buy for, and the occasions that they name.
//!
//! Owns: kinship and occasion words in three languages. Does not: decide who buys for whom.

use serde::Deserialize;

use super::DataError;
use crate::domain::Gender;

/// A kind of relative or friend.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Relation {
    /// The key that a recipient's `relation` carries.
    pub key: String,
    /// The relative's gender.
    pub gender: Gender,
    /// Whether one speaks of the person in the plural of respect.
    pub elder: Elder,
    /// The relative's age, as a difference to the shopper's: at least, at most.
    pub gap: [i16; 2],
    /// The youngest and the oldest shopper who may have one.
    pub shopper: [u8; 2],
    /// With the possessive: `my mom`.
    pub en: String,
    /// Before a postposition, without possessive: `मम्मी`.
    pub hi: String,
    /// Before a postposition, with the possessive: `अपनी मम्मी`.
    pub hi_my: String,
    /// As `hi`, in Latin letters.
    pub latin: String,
    /// As `hi_my`, in Latin letters.
    pub latin_my: String,
    /// The key of the relation whose words everybody but a woman uses: only women speak of their सहेली.
    #[serde(default)]
    pub unless_woman: Option<String>,
    /// How often, against the others.
    pub weight: u32,
}

/// Whether the plural of respect is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Elder {
    /// उनके, पहनेंगे.
    Respected,
    /// उसके, पहनेगा.
    Younger,
}

/// An occasion that is no festival: office, a wedding, daily use.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Occasion {
    /// The key that a scenario's `occasion` carries.
    pub key: String,
    /// `for the office`.
    pub en: String,
    /// `ऑफ़िस के लिए`.
    pub hi: String,
    /// `office ke liye`.
    pub latin: String,
}

#[derive(Deserialize)]
struct File {
    worn_by_both: Vec<String>,
    relation: Vec<Relation>,
    occasion: Vec<Occasion>,
}

/// All relations and occasions.
#[derive(Clone, Debug)]
pub struct People {
    /// Nouns that women and men both wear, so that one has to say which.
    pub worn_by_both: Vec<String>,
    /// Relations in the file's order.
    pub relations: Vec<Relation>,
    /// Occasions in the file's order.
    pub occasions: Vec<Occasion>,
}

impl People {
    /// Reads the table; `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let read: File = toml::from_str(text).map_err(|e| DataError::toml(file, text, &e))?;
        Ok(People {
            worn_by_both: read.worn_by_both,
            relations: read.relation,
            occasions: read.occasion,
        })
    }

    /// A relation by its key.
    pub fn relation(&self, key: &str) -> Option<&Relation> {
        self.relations.iter().find(|relation| relation.key == key)
    }

    /// The relation whose words are used between such a shopper and the shop, by the key that the recipient carries.
    pub fn spoken(&self, key: &str, shopper: Gender) -> Option<&Relation> {
        let relation = self.relation(key)?;
        match (&relation.unless_woman, shopper) {
            (Some(other), Gender::Male | Gender::Unknown) => self.relation(other),
            _ => Some(relation),
        }
    }

    /// An occasion by its key.
    pub fn occasion(&self, key: &str) -> Option<&Occasion> {
        self.occasions.iter().find(|occasion| occasion.key == key)
    }
}
