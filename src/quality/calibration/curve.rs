//! The curve from a raw score to a rating.

use serde::{Deserialize, Serialize};

use super::{LEAST, MOST};
use crate::quality::statistics::{Isotonic, Line};

/// A curve that never falls, from a raw score to a rating.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Curve {
    /// The best curve that never falls.
    Isotonic(Isotonic),
    /// A straight line that rises.
    Line(Line),
}

impl Curve {
    /// The rating of a raw score, 1 to 5. A score beyond those that were rated gets no more than the scale holds.
    pub fn at(&self, raw: f64) -> f64 {
        let rating = match self {
            Curve::Isotonic(curve) => curve.at(raw),
            Curve::Line(line) => line.at(raw),
        };
        rating.clamp(LEAST, MOST)
    }

    /// The word that reports carry.
    pub fn name(&self) -> &'static str {
        match self {
            Curve::Isotonic(_) => "isotonic",
            Curve::Line(_) => "line",
        }
    }
}
