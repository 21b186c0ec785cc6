//! Statistics of scores and of people who rate: correlation, intervals, agreement, fits.
//!
//! Owns: the arithmetic, each figure with its formula and source. What has no value has a reason ([`Undefined`]) and is never
//! NaN. Deterministic; what is drawn by chance is drawn from a seed. Does not: know conversations, read the store, word reports.

mod agreement;
mod alpha;
mod bootstrap;
mod correlation;
mod gwet;
mod isotonic;
mod kappa;
mod line;
mod ratings;
mod undefined;
mod wilson;

pub use agreement::{Agreement, agreement};
pub use alpha::{Scale, alpha, alpha_interval};
pub use bootstrap::{Resampling, bootstrap};
pub use correlation::{partial_spearman, pearson, ranks, spearman};
pub use gwet::{ac1, ac2};
pub use isotonic::Isotonic;
pub use kappa::{cohen, cohen_quadratic, fleiss};
pub use line::Line;
pub use ratings::{Ratings, exact_agreement};
pub use undefined::Undefined;
pub use wilson::wilson;

/// Where a figure lies with some confidence.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The mean; the caller knows that there is something.
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
