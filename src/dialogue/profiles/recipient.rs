//! For whom somebody buys.
//!
//! Owns: choosing a recipient that this person can have. Does not: choose the thing.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;

use super::ProfileGenerator;
use super::draw::weighted;
use super::person::Person;
use crate::dialogue::data::{RecipientChance, youngest_user};
use crate::domain::{BuysFor, Domain, Motive, Recipient};

/// The oldest that anybody buys for, in years.
const OLDEST: i16 = 88;
/// How often who mostly buys for the family does so when it is no present.
const FOR_FAMILY: f64 = 0.5;
/// How much likelier friends are for who mostly buys for friends; the same the other way round for family people.
const LIKELIER: f64 = 8.0;

impl ProfileGenerator {
    /// Somebody whom this person may buy for; `None` when it is for the person.
    pub(super) fn recipient(&self, person: &Person, rng: &mut ChaCha12Rng) -> Option<Recipient> {
        let family = person.traits.buys_for == BuysFor::Family;
        let own = !matches!(
            person.motive,
            Motive::WornOut | Motive::Season | Motive::Celebrate
        ) || person.domain == Domain::HomeGarden;
        let present = person.motive == Motive::Gift;
        if !present && (own || !family || !rng.random_bool(FOR_FAMILY)) {
            return None;
        }
        let recipients = &self.demographics.recipients;
        let chance = weighted(recipients, |chance| self.chance(chance, person), rng)?;
        let (least, most) = ages(chance, person);
        let age = rng.random_range(least..=most.max(least));
        Some(Recipient {
            relation: chance.relation.clone(),
            age: u8::try_from(age).ok(),
            gender: chance.gender,
        })
    }

    fn chance(&self, chance: &RecipientChance, person: &Person) -> f64 {
        let present = person.motive == Motive::Gift;
        let (least, most) = ages(chance, person);
        let may = chance.buyer.is_none_or(|buyer| buyer == person.gender)
            && person.age >= chance.buyer_min_age
            && self.knowledge.people.relation(&chance.relation).is_some()
            && least <= most;
        let friend = chance.relation.starts_with("friend");
        match (may, person.traits.buys_for) {
            (false, _) => 0.0,
            (true, _) if !present && friend => 0.0,
            (true, BuysFor::Friends) if friend => chance.weight * LIKELIER,
            (true, BuysFor::Family) if friend => chance.weight / LIKELIER,
            (true, _) => chance.weight,
        }
    }
}

/// The ages, in years, that such a recipient of something from this department can have; none when the first is above the
/// second.
fn ages(chance: &RecipientChance, person: &Person) -> (i16, i16) {
    let age = i16::from(person.age);
    let youngest = i16::from(youngest_user(person.domain));
    let least = (age + chance.min_gap).max(youngest);
    (least, (age + chance.max_gap).min(OLDEST))
}
