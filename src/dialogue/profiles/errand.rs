//! Another scenario for somebody who has a profile already.
//!
//! Owns: reading the person back from a profile. Does not: change the profile.

use serde_json::Value;

use super::draw::{name, one};
use super::person::{Person, day};
use super::{ProfileGenerator, Shelf};
use crate::dialogue::random::stream;
use crate::domain::{BudgetRange, Domain, Money, Profile, Scenario};

impl ProfileGenerator {
    /// A scenario for `profile`, in `domain` or in one that the demographics draw. It depends on the seed, `place`, the
    /// profile and the shelf, and on nothing else.
    pub fn scenario_for(
        &self,
        profile: &Profile,
        place: u64,
        domain: Option<Domain>,
        shelf: &dyn Shelf,
    ) -> Scenario {
        let mut rng = stream(self.seed, "errand", place);
        let drawn = name(&self.demographics.domains, &mut rng).parse().ok();
        let domain = domain.or(drawn).unwrap_or(Domain::Fashion);
        let mut person = Person::of(profile, domain, day(&mut rng));
        let cities = &self.demographics.cities;
        if let Some(city) = cities.iter().find(|city| city.name == person.city) {
            person.state.clone_from(&city.state);
        }
        // What somebody spends on a shirt says nothing about a refrigerator.
        let usual = profile.scenario.as_ref().map(|scenario| scenario.domain);
        if usual.is_some_and(|usual| usual != domain) {
            let ranges = self.demographics.budgets_of(&person.income, domain.code());
            if let Some((least, most)) = one(&ranges, &mut rng) {
                person.budget = BudgetRange {
                    min: Money::rupees(*least),
                    max: Money::rupees(*most),
                };
            }
        }
        self.scenario(&mut person, shelf, &mut rng)
    }
}

impl Person {
    fn of(profile: &Profile, domain: Domain, day: jiff::civil::Date) -> Self {
        let Profile {
            demographics,
            preferences,
            conversation_style,
            ..
        } = profile;
        let occupation = demographics.extra.get("occupation").and_then(Value::as_str);
        Person {
            language: conversation_style.language,
            city: demographics.location.clone(),
            state: String::new(),
            gender: demographics.gender,
            age: demographics.age,
            income: demographics.income_level.clone(),
            occupation: occupation.unwrap_or_default().to_owned(),
            domain,
            budget: preferences.budget_range,
            style: preferences.style.clone(),
            occasions: preferences.occasions.clone(),
            brands: preferences.preferred_brands.clone(),
            formality: conversation_style.formality,
            detail: conversation_style.detail_preference,
            traits: profile.traits.clone(),
            day,
        }
    }
}
