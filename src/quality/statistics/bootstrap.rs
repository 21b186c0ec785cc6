//! An interval for any figure, by drawing the data again and again.

use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};

use super::{Interval, Undefined};

/// How it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resampling {
    /// How many resamples.
    pub times: usize,
    /// The part of them that the interval holds, 0 to 1.
    pub level: f64,
    /// The seed.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Resampling {
            times: 1_000,
            level: 0.95,
            seed: 1,
        }
    }
}

/// The percentile interval of a figure over resamples of `items` places, drawn with replacement (Efron 1979; Efron and
/// Tibshirani 1993, chapter 13). The figure gets the places drawn. The same seed gives the same interval.
///
/// Resamples in which the figure has no value are left out, as long as nine of ten have one.
///
/// # Errors
/// When there are fewer than two items, nothing is drawn, the level is not within 0 to 1, or too many have no value.
pub fn bootstrap(
    items: usize,
    how: Resampling,
    figure: impl Fn(&[usize]) -> Result<f64, Undefined>,
) -> Result<Interval, Undefined> {
    if items < 2 {
        let (needed, got) = (2, items);
        return Err(Undefined::TooFew { needed, got });
    }
    if !(how.level > 0.0 && how.level < 1.0) {
        return Err(Undefined::NotFinite);
    }
    let mut rng = ChaCha12Rng::seed_from_u64(how.seed);
    let mut drawn = vec![0; items];
    let mut values = Vec::with_capacity(how.times);
    for _ in 0..how.times {
        drawn.fill_with(|| rng.random_range(0..items));
        values.extend(figure(&drawn).ok().filter(|value| value.is_finite()));
    }
    let (got, of) = (values.len(), how.times);
    if got == 0 || got * 10 < of * 9 {
        return Err(Undefined::Unstable { got, of });
    }
    values.sort_by(f64::total_cmp);
    let tail = (1.0 - how.level) / 2.0;
    Ok(Interval {
        low: quantile(&values, tail),
        high: quantile(&values, 1.0 - tail),
    })
}

/// A quantile of sorted values, between two of them in proportion.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let place = part * (sorted.len() - 1) as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    sorted[below] + (sorted[above] - sorted[below]) * (place - place.floor())
}
