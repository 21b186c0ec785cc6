//! The person of a profile.
//!
//! Owns: drawing who shops. Does not: decide what for.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;
use rand::seq::SliceRandom;
use serde_json::{Map, Value};

use super::ProfileGenerator;
use super::draw::{name, one, weighted};
use crate::dialogue::data::City;
use crate::dialogue::random::stream;
use crate::domain::{
    BudgetRange, ConversationStyle, Demographics, DetailPreference, Domain, Formality, Gender,
    Language, Money, Preferences, Profile, ProfileId, Scenario, Traits,
};

/// The language shares hold in every block of this many profiles.
const BLOCK: usize = 20;

/// A drawn person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub language: Language,
    pub city: String,
    pub state: String,
    pub gender: Gender,
    pub age: u8,
    pub income: String,
    pub occupation: String,
    pub domain: Domain,
    pub budget: BudgetRange,
    pub style: String,
    pub occasions: Vec<String>,
    pub brands: Vec<String>,
    pub formality: Formality,
    pub detail: DetailPreference,
    pub traits: Traits,
    /// The day on which the person shops; it decides which festival is near.
    pub day: jiff::civil::Date,
}

impl ProfileGenerator {
    pub(super) fn person(&self, i: usize, rng: &mut ChaCha12Rng) -> Person {
        let d = &self.demographics;
        let language = self.language(i);
        let share = |city: &City| {
            let share = city
                .languages
                .as_ref()
                .map_or(1.0, |l| l.of(language.code()));
            city.weight * share
        };
        let city = weighted(&d.cities, share, rng).unwrap_or(&d.cities[0]);
        let gender = gender(name(&d.genders, rng));
        let band = weighted(&d.age_bands, |band| band.weight, rng).unwrap_or(&d.age_bands[0]);
        let age = rng.random_range(band.min..=band.max);
        let income = name(&band.income, rng).to_owned();
        let domain: Domain = name(&d.domains, rng).parse().unwrap_or(Domain::Fashion);
        let range = d.budgets_of(&income, domain.code());
        let (least, most) = one(&range, rng).copied().unwrap_or((500, 3_000));
        let styles = match gender {
            Gender::Female => &d.styles.female,
            Gender::Male => &d.styles.male,
            Gender::Unknown => &d.styles.unknown,
        };
        Person {
            language,
            city: city.name.clone(),
            state: city.state.clone(),
            gender,
            age,
            occupation: name(&band.occupations, rng).to_owned(),
            income,
            domain,
            budget: BudgetRange {
                min: Money::rupees(least),
                max: Money::rupees(most),
            },
            style: name(styles, rng).to_owned(),
            occasions: distinct(2, || name(&d.occasions, rng).to_owned()),
            brands: Vec::new(),
            formality: read(name(&d.formality, rng)),
            detail: read(name(&d.detail_preference, rng)),
            traits: Traits::default(),
            day: day(rng),
        }
    }

    /// The language of profile `i`: each block of profiles holds the file's shares, in an order of its own.
    fn language(&self, i: usize) -> Language {
        let shares = &self.demographics.languages;
        let total: f64 = Language::ALL.iter().map(|l| shares.of(l.code())).sum();
        let quota =
            |l: &Language| shares.of(l.code()) / total.max(f64::MIN_POSITIVE) * BLOCK as f64;
        let mut block: Vec<Language> = Language::ALL
            .iter()
            .flat_map(|l| std::iter::repeat_n(*l, quota(l).floor() as usize))
            .collect();
        let mut rest: Vec<Language> = Language::ALL.to_vec();
        rest.sort_by(|a, b| quota(b).fract().total_cmp(&quota(a).fract()));
        block.extend(
            rest.into_iter()
                .cycle()
                .take(BLOCK.saturating_sub(block.len())),
        );
        let mut rng = stream(self.seed, "language", (i / BLOCK) as u64);
        block.shuffle(&mut rng);
        block[i % BLOCK]
    }
}

fn distinct(count: usize, mut draw: impl FnMut() -> String) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for _ in 0..count * 3 {
        let word = draw();
        if found.len() < count && !word.is_empty() && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

fn gender(word: &str) -> Gender {
    match word {
        "female" => Gender::Female,
        "male" => Gender::Male,
        _ => Gender::Unknown,
    }
}

/// An enum's value by the word that files carry; its default for another word.
fn read<T: serde::de::DeserializeOwned + Default>(word: &str) -> T {
    serde_json::from_value(Value::String(word.to_owned())).unwrap_or_default()
}

/// A day of the year whose festivals the table holds.
pub(super) fn day(rng: &mut ChaCha12Rng) -> jiff::civil::Date {
    let first = jiff::civil::date(2026, 1, 1);
    let days = rng.random_range(0..365);
    first
        .checked_add(jiff::Span::new().days(days))
        .unwrap_or(first)
}

impl Person {
    pub(super) fn profile(self, i: usize, scenario: Scenario) -> Profile {
        let mut about = Map::new();
        about.insert("occupation".to_owned(), Value::String(self.occupation));
        let mut extra = Map::new();
        extra.insert(
            "shopping_day".to_owned(),
            Value::String(self.day.to_string()),
        );
        Profile {
            user_id: ProfileId::from(format!("user_{:05}", i + 1)),
            demographics: Demographics {
                age: self.age,
                gender: self.gender,
                location: self.city,
                income_level: self.income,
                extra: about,
            },
            preferences: Preferences {
                style: self.style,
                budget_range: self.budget,
                preferred_brands: self.brands,
                occasions: self.occasions,
                extra: Map::new(),
            },
            conversation_style: ConversationStyle {
                language: self.language,
                formality: self.formality,
                detail_preference: self.detail,
                extra: Map::new(),
            },
            traits: self.traits,
            scenario: Some(scenario),
            extra,
        }
    }
}
