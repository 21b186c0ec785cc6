//! Which comes first: the product or the person.
//!
//! Owns: the choice and its words. Does not: build scenarios.

use std::fmt;
use std::str::FromStr;

/// How scenarios are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Construction {
    /// Every shopper has one product in mind that would be just right, as in the published pipeline.
    TargetFirst,
    /// Every shopper has wishes of his own and finds out while talking.
    UserFirst,
    /// Six in ten have a target, four in ten find out.
    #[default]
    Mixed,
}

/// What one shopper comes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// A product that would be just right.
    Target,
    /// Wishes, drawn from what the shop's goods of that kind are like.
    Discover,
}

impl Aim {
    pub(super) const ALL: [Aim; 2] = [Aim::Target, Aim::Discover];
}

impl Construction {
    /// The weights of [`Aim::ALL`].
    pub(super) fn weights(self) -> [f64; 2] {
        match self {
            Construction::TargetFirst => [1.0, 0.0],
            Construction::UserFirst => [0.0, 1.0],
            Construction::Mixed => [0.6, 0.4],
        }
    }

    /// The share of shoppers without a target, from 0 to 1.
    pub fn target_free(self) -> f64 {
        self.weights()[1]
    }
}

impl fmt::Display for Construction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Construction::TargetFirst => "target-first",
            Construction::UserFirst => "user-first",
            Construction::Mixed => "mixed",
        })
    }
}

impl FromStr for Construction {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().replace('_', "-").as_str() {
            "target-first" => Ok(Construction::TargetFirst),
            "user-first" => Ok(Construction::UserFirst),
            "mixed" => Ok(Construction::Mixed),
            _ => Err(format!(
                "`{text}` is no way to build scenarios; use target-first, user-first or mixed"
            )),
        }
    }
}
