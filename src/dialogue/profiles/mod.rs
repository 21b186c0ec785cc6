//! Simulated shoppers, seeded.
//!
//! Owns: drawing a profile and its scenario from the demographics file and from what a catalogue really holds. Does not:
//! read the catalogue's files, or know the time: the shopping day is drawn too.
//!
//! Who profile `i` is follows from the seed, `i` and the demographics: people are drawn one after another, and each keeps
//! to the shares that the earlier ones left owing. What profile `i` wants follows from the seed, `i`, the person and the
//! shelf. Its story may be too near to an earlier one; then the wish is drawn again, with the number of the attempt in its
//! seed. So the profiles are decided in their order, and the first hundred of a thousand are the hundred.

mod construction;
mod draw;
mod errand;
mod motives;
mod novelty;
mod occasion;
mod person;
mod recipient;
mod scenario;
mod shelf;
mod stats;
mod story;
mod targets;
mod temper;
mod urns;
mod wardrobe;
mod wishes;

use std::sync::Arc;

pub use self::construction::Construction;
use self::motives::MotiveTable;
pub use self::novelty::{Gate, Novelty};
use self::person::{Casting, Person};
pub use self::shelf::Shelf;
pub use self::stats::{Crossed, ProfileStats, Purse, Share};
use self::urns::Urns;
use super::data::{DemographicsFile, Festivals, Knowledge};
use super::random::stream;
use crate::domain::{Product, Profile};

/// How often a wish is drawn before its story is taken although it is near to another.
const ATTEMPTS: u32 = 24;

/// Makes profiles from a demographics file.
#[derive(Clone, Debug)]
pub struct ProfileGenerator {
    demographics: DemographicsFile,
    motives: MotiveTable,
    festivals: Festivals,
    knowledge: Arc<Knowledge>,
    seed: u64,
    construction: Construction,
    novelty: Novelty,
}

impl ProfileGenerator {
    /// A generator. Everything that it draws follows from these four, the construction and the measure of novelty.
    pub fn new(
        demographics: DemographicsFile,
        festivals: Festivals,
        knowledge: Arc<Knowledge>,
        seed: u64,
    ) -> Self {
        ProfileGenerator {
            motives: MotiveTable::fitted(&demographics),
            demographics,
            festivals,
            knowledge,
            seed,
            construction: Construction::default(),
            novelty: Novelty::default(),
        }
    }

    /// The same generator, building scenarios in this way.
    pub fn constructing(mut self, construction: Construction) -> Self {
        self.construction = construction;
        self
    }

    /// The same generator with this measure of novelty.
    pub fn comparing(mut self, novelty: Novelty) -> Self {
        self.novelty = novelty;
        self
    }

    /// The first `count` profiles, each with a scenario.
    pub fn generate(&self, count: usize, products: &[Product]) -> Vec<Profile> {
        let shelf = self.shelf(products.to_vec());
        let made = self.profiles(0, &shelf).take(count);
        made.map(|made| made.profile).collect()
    }

    /// Products sorted for drawing from them.
    pub fn shelf(&self, products: Vec<Product>) -> Shelf {
        Shelf::new(products, &self.knowledge)
    }

    /// The profiles from number `first` on, from 0; the id of the first of all is `user_00001`. Their stories are compared
    /// with one another and with those that [`Profiles::remembering`] gave.
    pub fn profiles<'a>(&'a self, first: usize, shelf: &'a Shelf) -> Profiles<'a> {
        let mut profiles = Profiles {
            generator: self,
            shelf,
            urns: Urns::default(),
            gate: Gate::new(self.novelty),
            next: 0,
        };
        while profiles.next < first {
            profiles.person();
        }
        profiles
    }

    fn regions(&self) -> Vec<&str> {
        let mut regions: Vec<&str> = Vec::new();
        for city in &self.demographics.cities {
            if !regions.contains(&city.region.as_str()) {
                regions.push(&city.region);
            }
        }
        regions
    }
}

/// A profile, and what became of its story.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The profile.
    pub profile: Profile,
    /// How many wishes were drawn, from 1.
    pub attempts: u32,
    /// Whether the story is near to an earlier one in spite of all attempts.
    pub alike: bool,
}

/// Profiles one after another, without an end.
#[derive(Clone, Debug)]
pub struct Profiles<'a> {
    generator: &'a ProfileGenerator,
    shelf: &'a Shelf,
    urns: Urns,
    gate: Gate,
    next: usize,
}

impl<'a> Profiles<'a> {
    /// The same, with stories that are told already.
    pub fn remembering<'s>(mut self, stories: impl IntoIterator<Item = &'s str>) -> Self {
        stories
            .into_iter()
            .for_each(|story| self.gate.remember(story));
        self
    }

    /// The next person, without a wish yet.
    fn person(&mut self) -> Person {
        let mut rng = stream(self.generator.seed, "person", self.next as u64);
        self.next += 1;
        let mut casting = Casting {
            generator: self.generator,
            urns: &mut self.urns,
            rng: &mut rng,
        };
        casting.person()
    }
}

impl Iterator for Profiles<'_> {
    type Item = Made;

    fn next(&mut self) -> Option<Made> {
        let (generator, place) = (self.generator, self.next);
        let person = self.person();
        let mut attempts = 0;
        loop {
            let purpose = format!("scenario/{attempts}");
            let mut rng = stream(generator.seed, &purpose, place as u64);
            let mut shopper = person.clone();
            shopper.sizes = generator.sizes(shopper.gender, &mut rng);
            let bought = generator.purchases(&shopper, self.shelf, &mut rng);
            (shopper.purchases, shopper.brands) = bought;
            let scenario = generator.scenario(&mut shopper, self.shelf, &mut rng);
            attempts += 1;
            let alike = self.gate.alike(&scenario.story).is_some();
            if alike && attempts < ATTEMPTS {
                continue;
            }
            self.gate.remember(&scenario.story);
            return Some(Made {
                profile: shopper.profile(place, scenario),
                attempts,
                alike,
            });
        }
    }
}
