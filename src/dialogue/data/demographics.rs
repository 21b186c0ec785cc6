//! The demographics file: from which people profiles are drawn. `docs/demographics.md` describes it.
//!
//! Owns: reading and checking the file. Does not: draw.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{DataError, Place, PlacedFault, demographics_check, read};
use crate::domain::{CityTier, Gender};

/// Names with chances; the file's order is kept, so that draws are stable.
#[derive(Clone, Debug, PartialEq, Default, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct Weights(pub Vec<(String, f64)>);

impl TryFrom<Map<String, Value>> for Weights {
    type Error = String;

    fn try_from(map: Map<String, Value>) -> Result<Self, Self::Error> {
        let mut weights = Vec::with_capacity(map.len());
        for (name, value) in map {
            match value.as_f64() {
                Some(weight) if weight >= 0.0 && weight.is_finite() => weights.push((name, weight)),
                _ => {
                    return Err(format!(
                        "the weight of `{name}` must be a number, 0 or more"
                    ));
                }
            }
        }
        if weights.iter().map(|(_, weight)| weight).sum::<f64>() <= 0.0 {
            return Err("a weight table needs at least one weight above 0".to_owned());
        }
        Ok(Weights(weights))
    }
}

impl Weights {
    /// The weights alone, in the file's order.
    pub fn values(&self) -> Vec<f64> {
        self.0.iter().map(|(_, weight)| *weight).collect()
    }

    /// The weight of a name, 0 when it is not listed.
    pub fn of(&self, name: &str) -> f64 {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or(0.0, |(_, weight)| *weight)
    }
}

/// A city.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct City {
    /// The name.
    pub name: String,
    /// The state, as the festival table names it.
    #[serde(default)]
    pub state: String,
    /// The part of the country: north, south, east, west, central, north-east.
    #[serde(default)]
    pub region: String,
    /// Its size.
    #[serde(default)]
    pub tier: Option<CityTier>,
    /// Its chance against the others.
    pub weight: f64,
    /// Which language people write there.
    #[serde(default)]
    pub languages: Option<Weights>,
}

/// An age band.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct AgeBand {
    /// The youngest.
    pub min: u8,
    /// The oldest.
    pub max: u8,
    /// Its chance against the others.
    pub weight: f64,
    /// Incomes.
    pub income: Weights,
    /// Occupations.
    pub occupations: Weights,
    /// For whom people of this age mostly buy.
    #[serde(default)]
    pub buys_for: Weights,
}

/// How traits are drawn; a table that is left out leaves its trait unstated.
#[derive(Clone, Debug, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct TraitTables {
    /// By income.
    pub price_sensitivity: BTreeMap<String, Weights>,
    /// How soon people make up their minds.
    pub decisiveness: Weights,
    /// Exchanges, as numbers.
    pub patience: Weights,
    /// What a brand counts.
    pub brand_loyalty: Weights,
    /// How people spell.
    pub spelling_habit: Weights,
    /// How many in a hundred come from another state than they live in.
    pub from_elsewhere: f64,
}

/// For whom gifts are.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct RecipientChance {
    /// The relation, as the table of people names it.
    pub relation: String,
    /// The recipient's gender.
    pub gender: Gender,
    /// Its chance against the others.
    pub weight: f64,
    /// The recipient's age minus the buyer's, at least, in years.
    pub min_gap: i16,
    /// The recipient's age minus the buyer's, at most, in years.
    pub max_gap: i16,
    /// The buyer's gender, when only such buyers have one.
    #[serde(default)]
    pub buyer: Option<Gender>,
    /// The buyer's least age, in years.
    #[serde(default)]
    pub buyer_min_age: u8,
}

/// Styles by gender.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Styles {
    /// Women's.
    pub female: Weights,
    /// Men's.
    pub male: Weights,
    /// Where the gender is not stated.
    pub unknown: Weights,
}

/// Budgets: income, then domain, then `[least, most]` in whole rupees.
pub type Budgets = Map<String, Value>;

/// The whole file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct DemographicsFile {
    /// The target shares of the languages.
    pub languages: Weights,
    /// Genders.
    pub genders: Weights,
    /// Cities.
    pub cities: Vec<City>,
    /// Age bands.
    pub age_bands: Vec<AgeBand>,
    /// Departments.
    pub domains: Weights,
    /// Styles by gender.
    pub styles: Styles,
    /// Budgets by income and domain.
    pub budgets: Budgets,
    /// Why people buy.
    pub motives: Weights,
    /// How people talk.
    pub formality: Weights,
    /// How much they tell at once.
    pub detail_preference: Weights,
    /// What people buy for, in general.
    pub occasions: Weights,
    /// The same by department; one that is not listed goes by `occasions`.
    #[serde(default)]
    pub occasions_by_domain: BTreeMap<String, Weights>,
    /// Incomes by occupation: a band's incomes are weighted with them.
    #[serde(default)]
    pub incomes: BTreeMap<String, Weights>,
    /// How traits are drawn.
    #[serde(default)]
    pub traits: TraitTables,
    /// For whom gifts are.
    #[serde(default)]
    pub recipients: Vec<RecipientChance>,
}

impl DemographicsFile {
    /// The sample that the program carries.
    pub fn embedded() -> Result<Self, DataError> {
        let text = include_str!("../../../sample_data/demographics.json");
        Self::parse("demographics.json", text)
    }

    /// Reads a user's file.
    pub fn load(path: &Path) -> Result<Self, DataError> {
        Self::parse(&path.display().to_string(), &read(path)?)
    }

    /// Reads the text of a file; `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let faults = Self::faults(text);
        if !faults.is_empty() {
            let file = file.to_owned();
            return Err(DataError::Faults { file, faults });
        }
        // What the check lets pass can be read; a form that it does not know is told by the reader.
        serde_json::from_str(text).map_err(|e| DataError::json(file, &e))
    }

    /// Everything that is wrong with the text of a file, in its order.
    pub fn faults(text: &str) -> Vec<PlacedFault> {
        match serde_json::from_str::<Value>(text) {
            Ok(value) => demographics_check::faults(text, &value),
            Err(error) => {
                let (line, column) = (error.line().max(1), error.column().max(1));
                let place = Place { line, column };
                let reason = format!("this is no JSON: {error}");
                vec![PlacedFault { place, reason }]
            }
        }
    }

    /// The incomes of an occupation in an age band, with a name for the condition that they hold under.
    pub fn incomes_of(&self, place: usize, band: &AgeBand, occupation: &str) -> (String, Weights) {
        let plain = || (place.to_string(), band.income.clone());
        let Some(own) = self.incomes.get(occupation) else {
            return plain();
        };
        let both = band
            .income
            .0
            .iter()
            .map(|(name, weight)| (name.clone(), weight * own.of(name)));
        let both = Weights(both.collect());
        if both.values().iter().sum::<f64>() <= 0.0 {
            return plain();
        }
        (format!("{place}/{occupation}"), both)
    }

    /// The budget ranges of an income and a domain, in whole rupees.
    pub fn budgets_of(&self, income: &str, domain: &str) -> Vec<(i64, i64)> {
        let ranges = self.budgets.get(income).and_then(|by| by.get(domain));
        let ranges = ranges.and_then(Value::as_array);
        let pair = |value: &Value| Some((value.get(0)?.as_i64()?, value.get(1)?.as_i64()?));
        ranges
            .into_iter()
            .flatten()
            .filter_map(pair)
            .filter(|(least, most)| 0 < *least && least <= most)
            .collect()
    }
}
