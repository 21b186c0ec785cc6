//! What shares the file asks for.
//!
//! Owns: the target shares, also of what the file gives only by condition. Does not: count people.

use std::collections::BTreeMap;

use super::motives::MotiveTable;
use super::person::written;
use crate::dialogue::data::{AgeBand, DemographicsFile, Weights};
use crate::domain::{Language, Motive};

/// Shares by value, from 0 to 1, in the order of the file.
pub(super) type Shares = Vec<(String, f64)>;

/// The target shares, by what they are of.
pub(super) fn targets(file: &DemographicsFile) -> Vec<(&'static str, Shares)> {
    let motives = MotiveTable::fitted(file);
    let bands = file
        .age_bands
        .iter()
        .map(|band| (band_name(band), band.weight));
    vec![
        ("language", shares(&file.languages)),
        ("domain", shares(&file.domains)),
        ("age", even(bands.collect())),
        ("gender", shares(&file.genders)),
        ("region", by_city(file, |city| city.region.clone())),
        (
            "city tier",
            by_city(file, |city| {
                city.tier
                    .map_or_else(String::new, |t| u8::from(t).to_string())
            }),
        ),
        ("income", incomes(file)),
        ("formality", shares(&file.formality)),
        ("detail", shares(&file.detail_preference)),
        (
            "motive",
            Motive::ALL
                .map(|motive| (motive.code().to_owned(), motives.share(motive)))
                .into(),
        ),
        ("decisiveness", shares(&file.traits.decisiveness)),
        ("brand loyalty", shares(&file.traits.brand_loyalty)),
        ("patience", shares(&file.traits.patience)),
        ("spelling", shares(&file.traits.spelling_habit)),
    ]
}

/// An age band as reports name it, such as `22-29`.
pub(super) fn band_name(band: &AgeBand) -> String {
    format!("{}-{}", band.min, band.max)
}

fn shares(weights: &Weights) -> Shares {
    even(weights.0.clone())
}

/// The same in proportion, adding up to 1.
fn even(weights: Vec<(String, f64)>) -> Shares {
    let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let share = |(name, weight): (String, f64)| (name, weight / sum.max(f64::MIN_POSITIVE));
    weights.into_iter().map(share).collect()
}

/// What cities are like, by the shares of the languages and by where each is written.
fn by_city(
    file: &DemographicsFile,
    name: impl Fn(&crate::dialogue::data::City) -> String,
) -> Shares {
    let mut found: BTreeMap<String, f64> = BTreeMap::new();
    for language in Language::ALL {
        let share = file.languages.of(language.code());
        let all: f64 = file.cities.iter().map(|city| written(city, language)).sum();
        for city in &file.cities {
            let part = share * written(city, language) / all.max(f64::MIN_POSITIVE);
            *found.entry(name(city)).or_default() += part;
        }
    }
    even(found.into_iter().collect())
}

/// Incomes, by the shares of age bands and of occupations within them.
fn incomes(file: &DemographicsFile) -> Shares {
    let mut found: BTreeMap<String, f64> = BTreeMap::new();
    for (place, band) in file.age_bands.iter().enumerate() {
        for (occupation, share) in shares(&band.occupations) {
            let (_, weights) = file.incomes_of(place, band, &occupation);
            for (income, part) in shares(&weights) {
                *found.entry(income).or_default() += band.weight * share * part;
            }
        }
    }
    even(found.into_iter().collect())
}
