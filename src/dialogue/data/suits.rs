//! Which kinds of product suit whom, when and what for.
//!
//! Owns: the lists and the questions put to them. Does not: choose a product.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{DataError, Noun};
use crate::domain::{Domain, Gender, Motive, Recipient};

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
    /// For a celebration at home.
    pub festive: Vec<String>,
    /// Bought anew because it is used up.
    pub used_up: Vec<String>,
    /// Occupations that are no paid work away from home.
    pub unpaid: Vec<String>,
    /// Words of a title that tell of a child's thing.
    pub child_words: Vec<String>,
    /// The youngest age of an occupation, in years.
    pub working_age: BTreeMap<String, u8>,
    /// Books to write in, which are in no language.
    pub blank: Vec<String>,
    /// What nobody would believe.
    #[serde(rename = "rule")]
    pub rules: Vec<Implausible>,
}

/// A rule of what nobody would believe of some kinds of product.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Implausible {
    /// Why, as a sentence.
    pub why: String,
    /// The noun keys that it is about.
    pub kinds: Vec<String>,
    /// Motives that nobody buys them for.
    #[serde(default)]
    pub motives: Vec<Motive>,
    /// Occasions that they are not for.
    #[serde(default)]
    pub occasions: Vec<String>,
    /// Relations that they are bought for, when they are for somebody else; empty for any.
    #[serde(default)]
    pub only_for: Vec<String>,
    /// The youngest user, in years.
    #[serde(default)]
    pub min_age: Option<u8>,
    /// The oldest user, in years.
    #[serde(default)]
    pub max_age: Option<u8>,
}

/// What is to be believed: this kind of product, for this reason, occasion and person.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The noun's key.
    pub kind: &'a str,
    /// Why.
    pub motive: Motive,
    /// The occasion's key.
    pub occasion: Option<&'a str>,
    /// For whom, when it is for somebody else.
    pub recipient: Option<&'a Recipient>,
    /// The age of whoever will use it, in years.
    pub age: u8,
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
        let grown = has(&self.grown, &noun.key);
        age >= youngest_user(noun.domain) && (!grown || age >= 18)
    }

    /// Why nobody would believe this; `None` when it may be.
    pub fn implausible(&self, claim: Claim<'_>) -> Option<&str> {
        let broken = |rule: &&Implausible| {
            let whom = claim.recipient.map(|r| r.relation.as_str());
            let stranger =
                whom.is_some_and(|whom| !rule.only_for.is_empty() && !has(&rule.only_for, whom));
            // A motive is forbidden outright, or only where the present goes to somebody else than it may.
            let forbidden = rule.motives.contains(&claim.motive)
                && (claim.motive != Motive::Gift || rule.only_for.is_empty());
            forbidden
                || stranger
                || claim
                    .occasion
                    .is_some_and(|occasion| has(&rule.occasions, occasion))
                || rule.min_age.is_some_and(|least| claim.age < least)
                || rule.max_age.is_some_and(|most| claim.age > most)
        };
        let about = self
            .rules
            .iter()
            .filter(|rule| has(&rule.kinds, claim.kind));
        let mut broken = about.filter(broken);
        broken.next().map(|rule| rule.why.as_str())
    }

    /// Whether somebody of this age, in years, can have such work.
    pub fn may_work(&self, occupation: &str, age: u8) -> bool {
        self.working_age
            .get(occupation)
            .is_none_or(|least| age >= *least)
    }

    /// Whether it is paid work away from home.
    pub fn paid(&self, occupation: &str) -> bool {
        !has(&self.unpaid, occupation)
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

/// The youngest, in years, that something of a department is bought for.
pub(crate) fn youngest_user(domain: Domain) -> u8 {
    match domain {
        Domain::HomeGarden => 18,
        Domain::Electronics => 10,
        Domain::Fashion | Domain::Books | Domain::Other => 3,
    }
}

/// Whether a list holds a key.
pub(crate) fn has(list: &[String], key: &str) -> bool {
    list.iter().any(|word| word == key)
}
