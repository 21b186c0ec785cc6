//! How good a curve is on ratings that it has not seen.

use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::Rated;
use super::fit::Shape;
use crate::quality::statistics::{Line, spearman};

/// How many parts the ratings are dealt into.
const FOLDS: usize = 5;

/// How good a curve is on ratings that it has not seen: the ratings are dealt into five parts, and each part is judged by a
/// curve that was fitted to the other four (Stone 1974).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldOut {
    /// The mean distance of the curve from the rating, in points of the scale.
    pub mae: f64,
    /// The same for a curve that always says the mean rating of the other parts: what there is to beat.
    pub mae_of_mean: f64,
    /// Spearman's correlation of the curve with the ratings; `None` where it is undefined.
    pub rho: Option<f64>,
    /// How much higher the curve says than people, on average.
    pub bias: f64,
    /// How much the rating rises with 1 of the curve; 1 is right. `None` where it is undefined.
    pub slope: Option<f64>,
    /// The parts.
    pub folds: usize,
    /// The seed that dealt them.
    pub seed: u64,
}

/// Tries the shape on parts that it was not fitted to.
pub(super) fn held_out(rated: &[Rated], shape: Shape, seed: u64) -> HeldOut {
    let mut dealt = rated.to_vec();
    // By value first, so that the order in which the ratings came decides nothing.
    let key = |one: &Rated| (one.raw, one.rating);
    dealt.sort_by(|a, b| {
        let ((raw, rating), (other_raw, other_rating)) = (key(a), key(b));
        raw.total_cmp(&other_raw)
            .then(rating.total_cmp(&other_rating))
    });
    dealt.shuffle(&mut ChaCha12Rng::seed_from_u64(seed));
    let (mut said, mut ratings, mut of_mean) = (Vec::new(), Vec::new(), 0.0);
    for fold in 0..FOLDS {
        let part = |place: usize| place % FOLDS == fold;
        let others = dealt.iter().enumerate().filter(|(place, _)| !part(*place));
        let others: Vec<Rated> = others.map(|(_, one)| *one).collect();
        let mean = others.iter().map(|one| one.rating).sum::<f64>() / others.len().max(1) as f64;
        let curve = shape.fit(&others);
        for (_, one) in dealt.iter().enumerate().filter(|(place, _)| part(*place)) {
            // Without a curve that rises the mean is the best that the others teach.
            said.push(curve.as_ref().map_or(mean, |curve| curve.at(one.raw)));
            ratings.push(one.rating);
            of_mean += (mean - one.rating).abs();
        }
    }
    let n = ratings.len().max(1) as f64;
    let over = |distance: fn(f64) -> f64| {
        let distances = said
            .iter()
            .zip(&ratings)
            .map(|(said, rating)| distance(said - rating));
        distances.sum::<f64>() / n
    };
    HeldOut {
        mae: over(f64::abs),
        mae_of_mean: of_mean / n,
        rho: spearman(&said, &ratings).ok(),
        bias: over(|distance| distance),
        slope: Line::fit(&said, &ratings).ok().map(|line| line.slope),
        folds: FOLDS,
        seed,
    }
}
