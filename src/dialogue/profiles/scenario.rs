//! The scenario of a profile: what, why, for whom, for how much.
//!
//! Owns: drawing a scenario that the catalogue can meet or nearly meet. Does not: talk.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;

use super::construction::Aim;
use super::draw::one;
use super::person::Person;
use super::shelf::{Search, Shelf};
use super::{ProfileGenerator, story, wishes};
use crate::dialogue::data::{Claim, Noun};
use crate::dialogue::machine::round_up;
use crate::domain::{Gender, Money, Motive, PriceSensitivity, Product, Recipient, Scenario};

impl ProfileGenerator {
    pub(super) fn scenario(
        &self,
        person: &mut Person,
        shelf: &Shelf,
        rng: &mut ChaCha12Rng,
    ) -> Scenario {
        let recipient = self.recipient(person, rng);
        if recipient.is_none() && person.motive == Motive::Gift {
            person.motive = Motive::WornOut;
        }
        let found = self.anchor(person, recipient.as_ref(), shelf, rng);
        let mut scenario = match found {
            Some((anchor, noun)) => self.about(anchor, noun, person, recipient, shelf, rng),
            None => self.without_goods(person, recipient, rng),
        };
        scenario.story = story::tell(person, &scenario, &self.knowledge, rng);
        scenario
    }

    /// A scenario around a product: the target, or the first of its kind that comes to mind.
    fn about(
        &self,
        anchor: &Product,
        noun: &Noun,
        person: &mut Person,
        recipient: Option<Recipient>,
        shelf: &Shelf,
        rng: &mut ChaCha12Rng,
    ) -> Scenario {
        let knowledge = &self.knowledge;
        let for_whom = recipient.as_ref();
        person.domain = anchor.domain;
        if !self.fits(person.motive, noun, person) {
            person.motive = Motive::WornOut;
        }
        let occasion = self.occasion(person.motive, noun, for_whom, person, rng);
        let budget = self.budget(person, anchor, rng);
        let price = anchor
            .price
            .filter(|price| !price.within(person.budget.max));
        person.budget.max = price.map_or(person.budget.max, round_up);
        let wanted = wishes::wanted(anchor, noun, person, for_whom, shelf, knowledge, rng);
        let unwanted = wishes::unwanted(anchor, noun, &wanted, shelf, knowledge, rng);
        if let Some(brand) = wanted.iter().find(|f| f.name == "brand") {
            person.brands.retain(|known| *known != brand.value);
            person.brands.insert(0, brand.value.clone());
        }
        Scenario {
            domain: anchor.domain,
            product_type: noun.key.clone(),
            motive: person.motive,
            occasion,
            budget: Some(budget),
            wanted,
            unwanted,
            target: (person.aim == Aim::Target).then(|| anchor.id.clone()),
            recipient,
            story: String::new(),
        }
    }

    /// A scenario where nothing is on the shelf.
    fn without_goods(
        &self,
        person: &mut Person,
        recipient: Option<Recipient>,
        rng: &mut ChaCha12Rng,
    ) -> Scenario {
        let nouns = self.knowledge.nouns.nouns();
        let of_domain: Vec<&Noun> = nouns.iter().filter(|n| n.domain == person.domain).collect();
        let noun = one(&of_domain, rng).copied();
        let fits = noun.is_some_and(|noun| self.fits(person.motive, noun, person));
        if !fits {
            person.motive = Motive::WornOut;
        }
        person.aim = Aim::Discover;
        Scenario {
            domain: person.domain,
            product_type: noun.map_or_else(|| "t-shirt".to_owned(), |noun| noun.key.clone()),
            motive: person.motive,
            occasion: noun
                .and_then(|n| self.occasion(person.motive, n, recipient.as_ref(), person, rng)),
            budget: Some(round_up(person.budget.max)),
            wanted: Vec::new(),
            unwanted: Vec::new(),
            target: None,
            recipient,
            story: String::new(),
        }
    }

    /// A product of the shelf that this person could want, with its kind: right department, reason, wearer, purse, and
    /// telling enough for two wishes. What cannot be had is let go from the end of that list.
    fn anchor<'s>(
        &'s self,
        person: &Person,
        recipient: Option<&Recipient>,
        shelf: &'s Shelf,
        rng: &mut ChaCha12Rng,
    ) -> Option<(&'s Product, &'s Noun)> {
        let knowledge = &*self.knowledge;
        let (gender, age) = recipient.map_or((person.gender, person.age), |r| {
            (r.gender, r.age.unwrap_or(30))
        });
        let believed = |noun: &Noun| {
            let claim = Claim {
                kind: &noun.key,
                motive: person.motive,
                occasion: None,
                recipient,
                age,
            };
            knowledge.suits.implausible(claim).is_none()
        };
        let apt = |noun: &Noun| believed(noun) && self.fits(person.motive, noun, person);
        let tells = |product: &Product| wishes::tells_enough(product, person, recipient, knowledge);
        let mut search = search_of(person, gender, age);
        let own = shelf
            .find(knowledge, search, apt, tells, rng)
            .or_else(|| shelf.find(knowledge, search, apt, |_| true, rng))
            .or_else(|| shelf.find(knowledge, search, believed, tells, rng))
            .or_else(|| shelf.find(knowledge, search, believed, |_| true, rng));
        let found = own.or_else(|| {
            // Nothing on the shelf for this department: the person shops for what there is.
            let mut others = shelf.domains().into_iter();
            others.find_map(|domain| {
                search.domain = domain;
                shelf.find(knowledge, search, believed, |_| true, rng)
            })
        })?;
        knowledge.nouns.of(found).map(|noun| (found, noun))
    }

    /// The most that the person would pay: above the price for who has a target, at times below it for others.
    fn budget(&self, person: &Person, anchor: &Product, rng: &mut ChaCha12Rng) -> Money {
        let Some(price) = anchor.price else {
            return round_up(person.budget.max);
        };
        let room = match person.traits.price_sensitivity {
            PriceSensitivity::Low => 1.1..1.6,
            PriceSensitivity::Usual => 1.0..1.4,
            PriceSensitivity::High => 1.0..1.2,
        };
        // Less than the thing costs, but so little less that one could be talked into it.
        let hopes_for_less = person.aim == Aim::Discover && rng.random_bool(0.15);
        let factor = if hopes_for_less {
            rng.random_range(0.74..0.95)
        } else {
            rng.random_range(room)
        };
        round_up(Money::rupees((price.as_f64() * factor) as i64))
    }
}

/// What is looked for at the shelf: nothing far below the purse, nothing above it.
fn search_of(person: &Person, gender: Gender, age: u8) -> Search {
    Search {
        domain: person.domain,
        gender,
        age,
        least: person.budget.min.minor / 3,
        most: person.budget.max.minor,
    }
}
