//! Simulated shoppers, seeded.
//!
//! Owns: drawing a profile and its scenario from the demographics file and from what a catalogue really holds. Does not:
//! read the catalogue's files, or know the time: the shopping day is drawn too.
//!
//! Profile `i` depends on the seed, `i`, the demographics and the shelf, and on nothing else.

mod draw;
mod errand;
mod occasion;
mod person;
mod scenario;
mod story;
mod wishes;

use std::sync::Arc;

use super::data::{DemographicsFile, Festivals, Knowledge};
use super::random::stream;
use crate::domain::{Product, Profile};

/// A row of products to draw scenarios from, in an order that does not change.
pub trait Shelf {
    /// How many products stand on it.
    fn len(&self) -> usize;

    /// The product at a place, from 0.
    fn get(&self, place: usize) -> Option<Product>;

    /// Whether it is empty.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Shelf for [Product] {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, place: usize) -> Option<Product> {
        <[Product]>::get(self, place).cloned()
    }
}

impl Shelf for Vec<Product> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn get(&self, place: usize) -> Option<Product> {
        self.as_slice().get(place).cloned()
    }
}

/// Makes profiles from a demographics file.
#[derive(Clone, Debug)]
pub struct ProfileGenerator {
    demographics: DemographicsFile,
    festivals: Festivals,
    knowledge: Arc<Knowledge>,
    seed: u64,
}

impl ProfileGenerator {
    /// A generator. Everything that it draws follows from these four.
    pub fn new(
        demographics: DemographicsFile,
        festivals: Festivals,
        knowledge: Arc<Knowledge>,
        seed: u64,
    ) -> Self {
        ProfileGenerator {
            demographics,
            festivals,
            knowledge,
            seed,
        }
    }

    /// The first `count` profiles, each with a scenario.
    pub fn generate(&self, count: usize, shelf: &dyn Shelf) -> Vec<Profile> {
        (0..count).map(|i| self.profile(i, shelf)).collect()
    }

    /// Profile number `i`, from 0; its id is `user_00001` for the first.
    pub fn profile(&self, i: usize, shelf: &dyn Shelf) -> Profile {
        let mut rng = stream(self.seed, "profile", i as u64);
        let mut person = self.person(i, &mut rng);
        let scenario = self.scenario(&mut person, shelf, &mut rng);
        person.profile(i, scenario)
    }
}
