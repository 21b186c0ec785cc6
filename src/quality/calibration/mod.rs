//! From raw scores to the scale on which people rate, 1 to 5.
//!
//! Owns: fitting a curve to pairs of a raw score and a person's rating, and how good that curve is on pairs that it has not
//! seen. With too few ratings, or when the ratings fall as the score rises, there is no curve, and the reason is kept. Does
//! not: make scores, gather ratings, read the store. Folds are drawn from a seed; the order of the pairs does not matter.

mod curve;
mod fit;
mod held_out;
mod table;

pub use curve::Curve;
pub use fit::{Calibration, FOR_CURVE, FOR_LINE, Fitted, Rated, Uncalibrated};
pub use held_out::HeldOut;
pub use table::{Calibrations, Entry};

/// The lowest rating.
pub const LEAST: f64 = 1.0;
/// The highest rating.
pub const MOST: f64 = 5.0;
