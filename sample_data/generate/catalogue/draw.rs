//! Random draws: one stream for each kind of product, so that changing a kind leaves the others as they were.

use rand::rngs::ChaCha12Rng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

/// The generator of all draws.
pub type Draw = ChaCha12Rng;

const SEED: &str = "sample catalogue 1";

/// The stream of random numbers of one kind.
pub fn stream(name: &str) -> Draw {
    let mut hasher = blake3::Hasher::new();
    hasher.update(SEED.as_bytes());
    hasher.update(name.as_bytes());
    ChaCha12Rng::from_seed(*hasher.finalize().as_bytes())
}

/// One of the values; the first type default when there is none.
pub fn one<'a, T>(values: &'a [T], draw: &mut Draw) -> Option<&'a T> {
    values.choose(draw)
}

/// Whether an event of this probability happens.
pub fn happens(probability: f64, draw: &mut Draw) -> bool {
    draw.random_bool(probability)
}

/// A number in [0, 1).
pub fn unit(draw: &mut Draw) -> f64 {
    draw.random::<f64>()
}

/// An index below `end`, 0 when `end` is 0.
pub fn below(end: usize, draw: &mut Draw) -> usize {
    if end == 0 {
        0
    } else {
        draw.random_range(0..end)
    }
}

/// Up to `count` different values in random order.
pub fn some(values: &[String], count: usize, draw: &mut Draw) -> Vec<String> {
    let mut left: Vec<&String> = values.iter().collect();
    let mut taken = Vec::new();
    while taken.len() < count && !left.is_empty() {
        let place = below(left.len(), draw);
        taken.push(left.swap_remove(place).clone());
    }
    taken
}
