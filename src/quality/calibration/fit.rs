//! Fitting a curve to what people rated.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::held_out::{HeldOut, held_out};
use super::{Curve, LEAST, MOST};
use crate::quality::statistics::{Isotonic, Line};

/// From so many ratings on a straight line is fitted.
pub const FOR_LINE: usize = 60;
/// From so many ratings on a curve that never falls is fitted.
pub const FOR_CURVE: usize = 200;

/// A raw score with what a person rated, 1 to 5 (or the mean of several persons).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rated {
    /// The raw score.
    pub raw: f64,
    /// The rating.
    pub rating: f64,
}

/// What is known of how a raw score reads on the scale of people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calibration {
    /// A curve, with how good it is.
    Fitted(Fitted),
    /// No curve.
    Not(Uncalibrated),
}

/// A fitted curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// How many ratings it was fitted to.
    pub n: usize,
    /// The curve, fitted to all of them.
    pub curve: Curve,
    /// How good curves fitted in the same way are on ratings that they were not fitted to.
    pub held_out: HeldOut,
}

/// Why there is no curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Uncalibrated {
    /// Too few people rated.
    #[error("not calibrated (n = {n}, needs {needed})")]
    TooFew {
        /// How many ratings there are.
        n: usize,
        /// How many it takes.
        needed: usize,
    },
    /// The ratings do not rise with the score.
    #[error("not calibrated (n = {n}, ratings do not rise with the score)")]
    NotRising {
        /// How many ratings there are.
        n: usize,
    },
    /// A raw score is not a finite number, or a rating not within 1 to 5.
    #[error("not calibrated (n = {n}, {bad} of them no number or outside 1-5)")]
    BadValue {
        /// How many ratings there are.
        n: usize,
        /// How many of them cannot be used.
        bad: usize,
    },
}

impl Calibration {
    /// Fits a curve: [`Isotonic`] from [`FOR_CURVE`] ratings on, a [`Line`] from [`FOR_LINE`] on. `seed` draws the folds on
    /// which it is tried.
    pub fn fit(rated: &[Rated], seed: u64) -> Self {
        let n = rated.len();
        let bad = rated.iter().filter(|one| !one.usable()).count();
        if bad > 0 {
            return Calibration::Not(Uncalibrated::BadValue { n, bad });
        }
        let Some(shape) = Shape::of(n) else {
            return Calibration::Not(Uncalibrated::TooFew {
                n,
                needed: FOR_LINE,
            });
        };
        let Some(curve) = shape.fit(rated) else {
            return Calibration::Not(Uncalibrated::NotRising { n });
        };
        let held_out = held_out(rated, shape, seed);
        Calibration::Fitted(Fitted { n, curve, held_out })
    }

    /// The rating of a raw score, 1 to 5; `None` when there is no curve or the score is no number.
    pub fn apply(&self, raw: f64) -> Option<f64> {
        match self {
            Calibration::Fitted(fitted) if raw.is_finite() => Some(fitted.curve.at(raw)),
            Calibration::Fitted(_) | Calibration::Not(_) => None,
        }
    }
}

impl fmt::Display for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Calibration::Not(why) => why.fmt(f),
            Calibration::Fitted(fitted) => {
                let held_out = &fitted.held_out;
                write!(f, "calibrated on {} ratings: ", fitted.n)?;
                match held_out.rho {
                    Some(rho) => write!(f, "ρ {rho:.2}")?,
                    None => f.write_str("ρ undefined")?,
                }
                write!(f, ", MAE {:.2}", held_out.mae)?;
                write!(f, " ({:.2} for always the mean)", held_out.mae_of_mean)
            }
        }
    }
}

impl Rated {
    fn usable(&self) -> bool {
        self.raw.is_finite() && (LEAST..=MOST).contains(&self.rating)
    }
}

/// Which curve is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Isotonic,
    Line,
}

impl Shape {
    fn of(n: usize) -> Option<Self> {
        match n {
            0..FOR_LINE => None,
            FOR_LINE..FOR_CURVE => Some(Shape::Line),
            _ => Some(Shape::Isotonic),
        }
    }

    /// The curve; `None` when it does not rise.
    pub(super) fn fit(self, rated: &[Rated]) -> Option<Curve> {
        let raw: Vec<f64> = rated.iter().map(|one| one.raw).collect();
        let ratings: Vec<f64> = rated.iter().map(|one| one.rating).collect();
        match self {
            Shape::Isotonic => {
                let curve = Isotonic::fit(&raw, &ratings).ok()?;
                let (first, last) = (curve.points().first()?, curve.points().last()?);
                (first.1 < last.1).then_some(Curve::Isotonic(curve))
            }
            Shape::Line => {
                let line = Line::fit(&raw, &ratings).ok()?;
                let rises = line.slope > 0.0 && line.intercept.is_finite();
                rises.then_some(Curve::Line(line))
            }
        }
    }
}
