//! Weighted draws.
//!
//! Owns: picking by weight. Does not: know what is picked.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;

use crate::dialogue::data::Weights;

/// One of `items` in proportion to its weight; `None` when no weight is above 0.
pub(crate) fn weighted<'a, T>(
    items: &'a [T],
    weight: impl Fn(&T) -> f64,
    rng: &mut ChaCha12Rng,
) -> Option<&'a T> {
    let total: f64 = items.iter().map(|item| weight(item).max(0.0)).sum();
    if total <= 0.0 {
        return None;
    }
    let mut at = rng.random::<f64>() * total;
    let chosen = items.iter().find(|item| {
        at -= weight(item).max(0.0);
        at < 0.0
    });
    chosen.or_else(|| items.iter().rfind(|item| weight(item) > 0.0))
}

/// One name of a weight table.
pub(crate) fn name<'a>(weights: &'a Weights, rng: &mut ChaCha12Rng) -> &'a str {
    weighted(&weights.0, |(_, w)| *w, rng).map_or("", |(name, _)| name.as_str())
}

/// One of a list, all alike; `None` of an empty one.
pub(crate) fn one<'a, T>(items: &'a [T], rng: &mut ChaCha12Rng) -> Option<&'a T> {
    if items.is_empty() {
        return None;
    }
    items.get(rng.random_range(0..items.len()))
}
