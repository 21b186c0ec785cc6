//! Every figure of agreement over the same ratings.

use super::{
    Interval, Ratings, Resampling, Scale, Undefined, ac1, ac2, alpha, alpha_interval, cohen,
    cohen_quadratic, exact_agreement, fleiss,
};

/// The figures of agreement, each with its value or the reason why it has none. None of them says enough alone: AC1 and AC2
/// stay high where nearly everybody says the same, alpha and kappa fall to 0 there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Items that two or more rated.
    pub items: usize,
    /// The share of pairs of ratings that are the same.
    pub exact: Result<f64, Undefined>,
    /// Krippendorff's alpha on names.
    pub alpha_nominal: Result<f64, Undefined>,
    /// Krippendorff's alpha on an order.
    pub alpha_ordinal: Result<f64, Undefined>,
    /// Where the latter lies with a confidence of 95 %.
    pub alpha_interval: Result<Interval, Undefined>,
    /// Gwet's AC1.
    pub ac1: Result<f64, Undefined>,
    /// Gwet's AC2, linear weights.
    pub ac2: Result<f64, Undefined>,
    /// Fleiss' kappa.
    pub fleiss: Result<f64, Undefined>,
}

impl Agreement {
    /// No figure has a value, all for this reason.
    pub fn none(why: Undefined) -> Self {
        Agreement {
            items: 0,
            exact: Err(why),
            alpha_nominal: Err(why),
            alpha_ordinal: Err(why),
            alpha_interval: Err(why),
            ac1: Err(why),
            ac2: Err(why),
            fleiss: Err(why),
        }
    }

    /// Cohen's kappa, plain and with quadratic weights, of two raters.
    pub fn of_two(pairs: &[(f64, f64)]) -> [Result<f64, Undefined>; 2] {
        [cohen(pairs), cohen_quadratic(pairs)]
    }
}

/// Takes every figure of agreement.
pub fn agreement(ratings: &Ratings) -> Agreement {
    Agreement {
        items: ratings.items(),
        exact: exact_agreement(ratings),
        alpha_nominal: alpha(ratings, Scale::Nominal),
        alpha_ordinal: alpha(ratings, Scale::Ordinal),
        alpha_interval: alpha_interval(ratings, Scale::Ordinal, Resampling::default()),
        ac1: ac1(ratings),
        ac2: ac2(ratings),
        fleiss: fleiss(ratings),
    }
}
