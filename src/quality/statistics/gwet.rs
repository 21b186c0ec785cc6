//! Gwet's AC1 and AC2: agreement beyond chance that stays steady when nearly everybody says the same.

use super::ratings::same;
use super::{Ratings, Undefined};

/// Gwet's AC1, `(p_a − p_e) / (1 − p_e)` with `p_e = Σ π_k (1 − π_k) / (q − 1)` over q categories (Gwet 2008; with missing
/// ratings after Gwet, "Handbook of Inter-Rater Reliability", 2014, chapter 2, but for items with one rating, which do not
/// count here).
///
/// # Errors
/// When nothing was rated by two, or there is one category only.
pub fn ac1(ratings: &Ratings) -> Result<f64, Undefined> {
    weighted(ratings, same)
}

/// Gwet's AC2 with linear weights, `1 − |x − y| / (max − min)`: a near miss counts in part. As [`ac1`] with
/// `p_e = T_w Σ π_k (1 − π_k) / (q (q − 1))`, where `T_w` is the sum of all weights (Gwet 2014, chapter 3).
///
/// # Errors
/// As [`ac1`].
pub fn ac2(ratings: &Ratings) -> Result<f64, Undefined> {
    let categories = ratings.categories();
    let (Some(least), Some(most)) = (categories.first(), categories.last()) else {
        return Err(Undefined::NoPairs);
    };
    let span = most - least;
    weighted(ratings, |k, l| match k == l {
        true => 1.0,
        false => 1.0 - (categories[k] - categories[l]).abs() / span,
    })
}

fn weighted(ratings: &Ratings, weight: impl Fn(usize, usize) -> f64) -> Result<f64, Undefined> {
    let seen = ratings.observed(&weight)?;
    let size = ratings.categories().len();
    if size < 2 {
        return Err(Undefined::OneCategory);
    }
    let weights: f64 = (0..size)
        .flat_map(|k| (0..size).map(move |l| (k, l)))
        .map(|(k, l)| weight(k, l))
        .sum();
    let spread: f64 = ratings
        .shares()
        .iter()
        .map(|share| share * (1.0 - share))
        .sum();
    let q = size as f64;
    // At most one half, so that 1 - chance is never 0.
    let chance = weights * spread / (q * (q - 1.0));
    Ok((seen - chance) / (1.0 - chance))
}
