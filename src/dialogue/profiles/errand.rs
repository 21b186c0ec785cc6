//! Another scenario for somebody who has a profile already.
//!
//! Owns: reading the person back from a profile. Does not: change the profile.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;
use serde_json::Value;

use super::construction::Aim;
use super::draw::{name, one, weighted};
use super::person::Person;
use super::{ProfileGenerator, Shelf};
use crate::dialogue::random::stream;
use crate::domain::{BudgetRange, Domain, Money, Motive, Profile, Scenario};

impl ProfileGenerator {
    /// A scenario for `profile`, in `domain` or in one that the demographics draw. It depends on the seed, `place`, the
    /// profile and the shelf, and on nothing else.
    pub fn scenario_for(
        &self,
        profile: &Profile,
        place: u64,
        domain: Option<Domain>,
        shelf: &Shelf,
    ) -> Scenario {
        let mut rng = stream(self.seed, "errand", place);
        let drawn = name(&self.demographics.domains, &mut rng).parse().ok();
        let domain = domain.or(drawn).unwrap_or(Domain::Fashion);
        let mut person = self.person_of(profile, domain, &mut rng);
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

    fn person_of(&self, profile: &Profile, domain: Domain, rng: &mut ChaCha12Rng) -> Person {
        let Profile {
            demographics,
            preferences,
            conversation_style,
            ..
        } = profile;
        let occupation = demographics.extra.get("occupation").and_then(Value::as_str);
        let occupation = occupation.unwrap_or_default().to_owned();
        let motive = self.errand_motive(domain, &occupation, rng);
        let cities = &self.demographics.cities;
        let city = cities
            .iter()
            .find(|city| city.name == demographics.location);
        let state = city.map_or_else(String::new, |city| city.state.clone());
        let with_target = rng.random_bool(1.0 - self.construction.target_free());
        Person {
            language: conversation_style.language,
            city: demographics.location.clone(),
            day: self.day(motive, domain, &state, rng),
            state,
            gender: demographics.gender,
            age: demographics.age,
            income: demographics.income_level.clone(),
            occupation,
            domain,
            motive,
            aim: if with_target {
                Aim::Target
            } else {
                Aim::Discover
            },
            budget: preferences.budget_range,
            style: preferences.style.clone(),
            occasions: preferences.occasions.clone(),
            brands: preferences.preferred_brands.clone(),
            sizes: preferences.usual_sizes.clone(),
            purchases: profile.purchases.clone(),
            formality: conversation_style.formality,
            detail: conversation_style.detail_preference,
            traits: profile.traits.clone(),
        }
    }

    fn errand_motive(&self, domain: Domain, occupation: &str, rng: &mut ChaCha12Rng) -> Motive {
        let weights = self.motives.of(domain);
        let paid = self.knowledge.suits.paid(occupation);
        let weight = |place: &usize| match Motive::ALL[*place] {
            Motive::Work if !paid => 0.0,
            _ => weights[*place],
        };
        let places: Vec<usize> = (0..weights.len()).collect();
        weighted(&places, weight, rng).map_or(Motive::WornOut, |place| Motive::ALL[*place])
    }
}
