//! Cohen's and Fleiss' kappa.

use std::collections::BTreeMap;

use super::ratings::same;
use super::{Ratings, Undefined};

/// Cohen's kappa of two raters, `(p_o − p_e) / (1 − p_e)` with `p_e` from each rater's own shares (Cohen 1960). Each pair
/// holds what the two said of one item.
///
/// # Errors
/// When there is no pair, a rating is not finite, or both raters only ever said one and the same thing.
pub fn cohen(pairs: &[(f64, f64)]) -> Result<f64, Undefined> {
    let different = |a: f64, b: f64| f64::from(u8::from(a != b));
    disagreement(pairs, different)
}

/// Cohen's kappa with quadratic weights: a disagreement counts as the square of its distance (Cohen 1968).
///
/// # Errors
/// As [`cohen`].
pub fn cohen_quadratic(pairs: &[(f64, f64)]) -> Result<f64, Undefined> {
    disagreement(pairs, |a, b| (a - b).powi(2))
}

/// `1 − Σ v p / Σ v p_e` over all pairs of categories, with v how bad it is to say one for the other.
fn disagreement(pairs: &[(f64, f64)], badness: impl Fn(f64, f64) -> f64) -> Result<f64, Undefined> {
    if pairs.is_empty() {
        return Err(Undefined::NoPairs);
    }
    if pairs.iter().any(|(a, b)| !a.is_finite() || !b.is_finite()) {
        return Err(Undefined::NotFinite);
    }
    let items = pairs.len() as f64;
    let seen: f64 = pairs.iter().map(|(a, b)| badness(*a, *b)).sum::<f64>() / items;
    let first = counted(pairs.iter().map(|pair| pair.0));
    let second = counted(pairs.iter().map(|pair| pair.1));
    let mut expected = 0.0;
    for (a, of_a) in &first {
        for (b, of_b) in &second {
            expected += of_a * of_b * badness(a.0, b.0) / (items * items);
        }
    }
    match expected {
        0.0 => Err(Undefined::OneCategory),
        expected => Ok(1.0 - seen / expected),
    }
}

/// A finite number that sorts.
#[derive(PartialEq)]
struct Value(f64);

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

fn counted(values: impl Iterator<Item = f64>) -> BTreeMap<Value, f64> {
    let mut counts = BTreeMap::new();
    for value in values {
        // Adding 0 makes -0 the same as 0.
        *counts.entry(Value(value + 0.0)).or_default() += 1.0;
    }
    counts
}

/// Fleiss' kappa of any number of raters, `(p_a − p_e) / (1 − p_e)` with `p_e = Σ π_k²` (Fleiss 1971). Items may have
/// different numbers of ratings (Gwet 2014, chapter 2); where they have the same number it is Fleiss' own figure.
///
/// # Errors
/// When nothing was rated by two, or every rating is the same.
pub fn fleiss(ratings: &Ratings) -> Result<f64, Undefined> {
    let seen = ratings.observed(same)?;
    let shares = ratings.shares();
    if shares.iter().filter(|share| **share > 0.0).count() < 2 {
        return Err(Undefined::OneCategory);
    }
    let chance: f64 = shares.iter().map(|share| share * share).sum();
    Ok((seen - chance) / (1.0 - chance))
}
