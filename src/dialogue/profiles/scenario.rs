//! The scenario of a profile: what, why, for whom, for how much.
//!
//! Owns: drawing a scenario that the catalogue can meet or nearly meet. Does not: talk.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;

use super::draw::{name, one, weighted};
use super::occasion::motive;
use super::person::Person;
use super::wishes::wanted;
use super::{ProfileGenerator, Shelf, story};
use crate::dialogue::data::Noun;
use crate::dialogue::machine::{MadeFor, round_up};
use crate::domain::{Currency, Domain, Gender, Money, Motive, Product, Recipient, Scenario};

/// The share of shoppers for whom one product would be just right, in percent.
const WITH_TARGET: u32 = 60;

/// Draws from the shelf until a product fits.
pub(super) const TRIES: usize = 150;

impl ProfileGenerator {
    pub(super) fn scenario(
        &self,
        person: &mut Person,
        shelf: &dyn Shelf,
        rng: &mut ChaCha12Rng,
    ) -> Scenario {
        let mut motive = motive(name(&self.demographics.motives, rng));
        let recipient = (motive == Motive::Gift)
            .then(|| self.recipient(person, rng))
            .flatten();
        if recipient.is_none() && motive == Motive::Gift {
            motive = Motive::Celebrate;
        }
        let anchor = self.anchor(person, recipient.as_ref(), shelf, rng);
        let noun = match &anchor {
            Some(product) => self.knowledge.nouns.of(product),
            None => self.any_noun(person, rng),
        };
        let thing = noun.map_or("t-shirt", |noun| noun.key.as_str()).to_owned();
        motive = self.sensible(motive, &thing, person);
        let occasion = self.occasion(motive, &thing, recipient.as_ref(), person, rng);
        let has_target = anchor.is_some() && rng.random_range(0..100) < WITH_TARGET;
        let budget = self.budget(person, anchor.as_ref(), has_target, rng);
        let wanted = anchor.as_ref().map_or_else(Vec::new, |product| {
            wanted(product, has_target, recipient.as_ref(), rng)
        });
        let unwanted = self.unwanted(anchor.as_ref(), &wanted, shelf, rng);
        if let Some(brand) = anchor.as_ref().and_then(|p| p.brand.clone())
            && rng.random_bool(0.5)
        {
            person.brands.push(brand);
        }
        let mut scenario = Scenario {
            domain: person.domain,
            product_type: thing,
            motive,
            occasion,
            budget: Some(budget),
            wanted,
            unwanted,
            target: anchor.filter(|_| has_target).map(|product| product.id),
            recipient,
            story: String::new(),
        };
        scenario.story = story::tell(person, &scenario, &self.knowledge, &self.festivals);
        scenario
    }

    /// Somebody whom this person may buy for.
    fn recipient(&self, person: &Person, rng: &mut ChaCha12Rng) -> Option<Recipient> {
        let people = &self.knowledge.people;
        let may = |chance: &crate::dialogue::data::RecipientChance| {
            let age = i16::from(person.age);
            let young = age + chance.min_gap > 78 || age + chance.max_gap < 3;
            let fits = chance.buyer.is_none_or(|buyer| buyer == person.gender)
                && person.age >= chance.buyer_min_age
                && people.relation(&chance.relation).is_some()
                && !young;
            if fits { chance.weight } else { 0.0 }
        };
        let chance = weighted(&self.demographics.recipients, may, rng)?;
        let age = i16::from(person.age) + rng.random_range(chance.min_gap..=chance.max_gap);
        Some(Recipient {
            relation: chance.relation.clone(),
            age: u8::try_from(age.clamp(3, 90)).ok(),
            gender: chance.gender,
        })
    }

    /// A product of the shelf that this person could want: right department, right wearer, payable in rupees, in stock.
    fn anchor(
        &self,
        person: &mut Person,
        recipient: Option<&Recipient>,
        shelf: &dyn Shelf,
        rng: &mut ChaCha12Rng,
    ) -> Option<Product> {
        if shelf.is_empty() {
            return None;
        }
        let (gender, age) = recipient.map_or((person.gender, person.age), |r| {
            (r.gender, r.age.unwrap_or(30))
        });
        let mut second = None;
        for _ in 0..TRIES {
            let Some(product) = shelf.get(rng.random_range(0..shelf.len())) else {
                continue;
            };
            let Some(noun) = self.knowledge.nouns.of(&product) else {
                continue;
            };
            let suits = MadeFor::of(&product).suits(Some(gender), Some(age))
                && self.knowledge.suits.gender(noun, gender)
                && (gender != Gender::Unknown || MadeFor::of(&product) == MadeFor::Anyone)
                && self.knowledge.suits.age(noun, age);
            let payable = product
                .price
                .is_some_and(|p| p.currency == Currency::INR && p.minor > 0);
            if !suits || !payable || product.out_of_stock() {
                continue;
            }
            let within = product.price.is_some_and(|p| p.within(person.budget.max));
            let not_cheap = product
                .price
                .is_some_and(|p| p.minor * 3 >= person.budget.min.minor);
            if product.domain == person.domain && within && not_cheap {
                return Some(product);
            }
            if second.is_none() && product.domain != Domain::Other {
                second = Some(product);
            }
        }
        // Nothing on the shelf for this department and purse: the person shops for what there is.
        if let Some(product) = &second {
            person.domain = product.domain;
            if let Some(price) = product.price.filter(|p| !p.within(person.budget.max)) {
                person.budget.max = round_up(price);
            }
        }
        second
    }

    fn any_noun(&self, person: &Person, rng: &mut ChaCha12Rng) -> Option<&Noun> {
        let of_domain: Vec<&Noun> = self
            .knowledge
            .nouns
            .nouns()
            .iter()
            .filter(|noun| noun.domain == person.domain)
            .collect();
        one(&of_domain, rng).copied()
    }

    fn budget(
        &self,
        person: &Person,
        anchor: Option<&Product>,
        has_target: bool,
        rng: &mut ChaCha12Rng,
    ) -> Money {
        let Some(price) = anchor.and_then(|p| p.price) else {
            return round_up(person.budget.max);
        };
        // Without a target some people hope for less than the thing costs.
        let factor = if has_target || rng.random_bool(0.85) {
            rng.random_range(1.0..1.4)
        } else {
            rng.random_range(0.55..0.9)
        };
        round_up(Money::rupees((price.as_f64() * factor) as i64))
    }
}
