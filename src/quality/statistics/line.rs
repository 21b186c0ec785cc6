//! The best straight line.

use serde::{Deserialize, Serialize};

use super::undefined::paired;
use super::{Undefined, mean};

/// A straight line, `y = intercept + slope x`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// How much y rises with 1 of x.
    pub slope: f64,
    /// y at x = 0.
    pub intercept: f64,
}

impl Line {
    /// The line with the least squared error (Legendre 1805).
    ///
    /// # Errors
    /// When the lists do not pair up, have fewer than two values or one that is not finite, or x never varies.
    pub fn fit(x: &[f64], y: &[f64]) -> Result<Self, Undefined> {
        paired(x, y, 2)?;
        let (middle_x, middle_y) = (mean(x), mean(y));
        let spread: f64 = x.iter().map(|x| (x - middle_x).powi(2)).sum();
        let shared: f64 = x
            .iter()
            .zip(y)
            .map(|(x, y)| (x - middle_x) * (y - middle_y))
            .sum();
        let slope = shared / spread;
        if spread == 0.0 || !slope.is_finite() {
            return Err(Undefined::NoSpread);
        }
        Ok(Line {
            slope,
            intercept: middle_y - slope * middle_x,
        })
    }

    /// The height of the line at `x`.
    pub fn at(&self, x: f64) -> f64 {
        self.intercept + self.slope * x
    }
}
