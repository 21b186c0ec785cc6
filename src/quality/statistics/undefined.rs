//! Why a figure has no value.

/// Why a figure has no value. The sentence completes "undefined: ...".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Undefined {
    /// There are too few values for it.
    #[error("{got} of at least {needed} values are there")]
    TooFew {
        /// How many it takes.
        needed: usize,
        /// How many there are.
        got: usize,
    },
    /// The two lists do not pair up.
    #[error("{left} values stand against {right}")]
    Unpaired {
        /// Values on the left.
        left: usize,
        /// Values on the right.
        right: usize,
    },
    /// A value is infinite or no number.
    #[error("a value is not a finite number")]
    NotFinite,
    /// All values of a side are the same, so nothing can vary with it.
    #[error("all values are the same")]
    NoSpread,
    /// Nothing was rated by two.
    #[error("nothing was rated by two or more")]
    NoPairs,
    /// Every rating is the same, so agreement by chance is certain.
    #[error("every rating is the same, so agreement beyond chance cannot be told")]
    OneCategory,
    /// A rating lies outside the categories that were named.
    #[error("a rating is none of the categories")]
    UnknownCategory,
    /// The covariate explains a side wholly.
    #[error("the covariate explains one side wholly")]
    Explained,
    /// Too many resamples had no value themselves.
    #[error("{got} of {of} resamples have a value")]
    Unstable {
        /// Resamples with a value.
        got: usize,
        /// Resamples drawn.
        of: usize,
    },
}

/// Checks that two lists pair up, are finite, and have at least `needed` values.
pub(super) fn paired(x: &[f64], y: &[f64], needed: usize) -> Result<(), Undefined> {
    if x.len() != y.len() {
        let (left, right) = (x.len(), y.len());
        return Err(Undefined::Unpaired { left, right });
    }
    if x.len() < needed {
        let got = x.len();
        return Err(Undefined::TooFew { needed, got });
    }
    if x.iter().chain(y).any(|value| !value.is_finite()) {
        return Err(Undefined::NotFinite);
    }
    Ok(())
}
