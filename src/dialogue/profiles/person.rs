//! The person of a profile.
//!
//! Owns: drawing who shops. Does not: decide what for.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;
use serde_json::{Map, Value};

use super::ProfileGenerator;
use super::construction::Aim;
use super::draw::name;
use super::urns::Urns;
use crate::dialogue::data::{AgeBand, City, Weights};
use crate::domain::{
    BudgetRange, ConversationStyle, Demographics, DetailPreference, Domain, Formality, Gender,
    Language, Money, Motive, Preferences, Profile, ProfileId, Purchase, Scenario, Traits,
    UsualSize,
};

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
    pub motive: Motive,
    pub aim: Aim,
    pub budget: BudgetRange,
    pub style: String,
    pub occasions: Vec<String>,
    pub brands: Vec<String>,
    pub sizes: Vec<UsualSize>,
    pub purchases: Vec<Purchase>,
    pub formality: Formality,
    pub detail: DetailPreference,
    pub traits: Traits,
    /// The day on which the person shops; it decides which festival is near.
    pub day: jiff::civil::Date,
}

/// A person in the making: the file, the urns, the person's own chance.
pub(super) struct Casting<'a> {
    pub(super) generator: &'a ProfileGenerator,
    pub(super) urns: &'a mut Urns,
    pub(super) rng: &'a mut ChaCha12Rng,
}

impl<'a> Casting<'a> {
    /// The next person, who keeps to the shares that are owed.
    pub(super) fn person(&mut self) -> Person {
        let generator = self.generator;
        let d = &generator.demographics;
        let language = self.language();
        let city = self.city(language);
        let gender: Gender = read(self.pick("gender", "", &d.genders));
        let domain: Domain = self
            .pick("domain", "", &d.domains)
            .parse()
            .unwrap_or(Domain::Fashion);
        let (place, band) = self.band();
        let age = self.age(band, domain);
        let occupation = self.occupation(place, band, age);
        let income = self.income(place, band, &occupation);
        let motive = self.motive(domain, gender, &occupation);
        let traits = self.traits(place, band, &income, city);
        let styles = match gender {
            Gender::Female => &d.styles.female,
            Gender::Male => &d.styles.male,
            Gender::Unknown => &d.styles.unknown,
        };
        let occasions = d
            .occasions_by_domain
            .get(domain.code())
            .unwrap_or(&d.occasions);
        Person {
            language,
            city: city.name.clone(),
            state: city.state.clone(),
            gender,
            age,
            budget: self.budget(&income, domain),
            style: self.pick("style", gender.code(), styles).to_owned(),
            occasions: distinct(2, || name(occasions, self.rng).to_owned()),
            brands: Vec::new(),
            sizes: Vec::new(),
            purchases: Vec::new(),
            formality: read(self.pick("formality", "", &d.formality)),
            detail: read(self.pick("detail", "", &d.detail_preference)),
            aim: self.aim(),
            traits,
            income,
            occupation,
            domain,
            motive,
            day: self.generator.day(motive, domain, &city.state, self.rng),
        }
    }

    /// A name of a table from the urn of `what` under `condition`.
    pub(super) fn pick<'w>(
        &mut self,
        what: &'static str,
        condition: &str,
        weights: &'w Weights,
    ) -> &'w str {
        let drawn = self.urns.draw(what, condition, &weights.values(), self.rng);
        drawn.map_or("", |place| weights.0[place].0.as_str())
    }

    fn language(&mut self) -> Language {
        let shares = &self.generator.demographics.languages;
        let weights = Language::ALL.map(|language| shares.of(language.code()));
        let drawn = self.urns.draw("language", "", &weights, self.rng);
        drawn.map_or(Language::En, |place| Language::ALL[place])
    }

    /// A region where the language is written, then one of its cities.
    fn city(&mut self, language: Language) -> &'a City {
        let cities = &self.generator.demographics.cities;
        let regions = self.generator.regions();
        let weight = |city: &City| written(city, language);
        let sum = |region: &&str| -> f64 {
            cities
                .iter()
                .filter(|c| c.region == *region)
                .map(weight)
                .sum()
        };
        let shares: Vec<f64> = regions.iter().map(sum).collect();
        let region = self.urns.draw("region", language.code(), &shares, self.rng);
        let region = region.map_or("", |place| regions[place]);
        let there: Vec<f64> = cities
            .iter()
            .map(|city| {
                if city.region == region {
                    weight(city)
                } else {
                    0.0
                }
            })
            .collect();
        let condition = format!("{language}/{region}");
        let drawn = self.urns.draw("city", &condition, &there, self.rng);
        &cities[drawn.unwrap_or(0)]
    }

    fn band(&mut self) -> (usize, &'a AgeBand) {
        let bands = &self.generator.demographics.age_bands;
        let weights: Vec<f64> = bands.iter().map(|band| band.weight).collect();
        let place = self.urns.draw("age", "", &weights, self.rng).unwrap_or(0);
        (place, &bands[place])
    }

    /// Years within the band; who buys for a household is grown up, where the band allows it.
    fn age(&mut self, band: &AgeBand, domain: Domain) -> u8 {
        let least = if domain == Domain::HomeGarden {
            band.min.max(18)
        } else {
            band.min
        };
        self.rng.random_range(least.min(band.max)..=band.max)
    }

    /// Work that somebody of this age can have.
    fn occupation(&mut self, place: usize, band: &AgeBand, age: u8) -> String {
        let suits = &self.generator.knowledge.suits;
        let may = |at: usize| suits.may_work(&band.occupations.0[at].0, age);
        let weights = band.occupations.values();
        let condition = place.to_string();
        let drawn = self
            .urns
            .draw_among("occupation", &condition, &weights, may, self.rng);
        drawn.map_or_else(String::new, |at| band.occupations.0[at].0.clone())
    }

    fn income(&mut self, place: usize, band: &AgeBand, occupation: &str) -> String {
        let (condition, weights) = self
            .generator
            .demographics
            .incomes_of(place, band, occupation);
        self.pick("income", &condition, &weights).to_owned()
    }

    fn motive(&mut self, domain: Domain, gender: Gender, occupation: &str) -> Motive {
        let weights = self.generator.motives.of(domain);
        let paid = self.generator.knowledge.suits.paid(occupation);
        let may = |at: usize| match Motive::ALL[at] {
            Motive::Work => paid,
            // What one attends in is made for women or for men.
            Motive::Attend => gender != Gender::Unknown,
            _ => true,
        };
        let drawn = self
            .urns
            .draw_among("motive", domain.code(), &weights, may, self.rng);
        drawn.map_or(Motive::WornOut, |place| Motive::ALL[place])
    }

    fn budget(&mut self, income: &str, domain: Domain) -> BudgetRange {
        let ranges = self
            .generator
            .demographics
            .budgets_of(income, domain.code());
        let even = vec![1.0; ranges.len()];
        let condition = format!("{income}/{domain}");
        let drawn = self.urns.draw("budget", &condition, &even, self.rng);
        let (least, most) = drawn.map_or((500, 3_000), |place| ranges[place]);
        BudgetRange {
            min: Money::rupees(least),
            max: Money::rupees(most),
        }
    }

    fn aim(&mut self) -> Aim {
        let weights = self.generator.construction.weights();
        let drawn = self.urns.draw("aim", "", &weights, self.rng);
        drawn.map_or(Aim::Discover, |place| Aim::ALL[place])
    }
}

/// How many people of a city write a language, against the others.
pub(super) fn written(city: &City, language: Language) -> f64 {
    let share = city
        .languages
        .as_ref()
        .map_or(1.0, |l| l.of(language.code()));
    city.weight.max(0.0) * share
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

/// An enum's value by the word that files carry; its default for another word.
pub(super) fn read<T: serde::de::DeserializeOwned + Default>(word: &str) -> T {
    serde_json::from_value(Value::String(word.to_owned())).unwrap_or_default()
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
                usual_sizes: self.sizes,
                extra: Map::new(),
            },
            conversation_style: ConversationStyle {
                language: self.language,
                formality: self.formality,
                detail_preference: self.detail,
                extra: Map::new(),
            },
            traits: self.traits,
            purchases: self.purchases,
            scenario: Some(scenario),
            extra,
        }
    }
}
