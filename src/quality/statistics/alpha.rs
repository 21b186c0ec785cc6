//! Krippendorff's alpha.

use super::ratings::total;
use super::{Ratings, Undefined};

/// What the values of a rating mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Names: different is different.
    Nominal,
    /// An order: two values are as far apart as there are ratings between them.
    Ordinal,
    /// Numbers: differences count.
    Interval,
}

/// Krippendorff's alpha, `1 − D_o / D_e`: the disagreement seen within items by the one expected when ratings were dealt out
/// by chance (Krippendorff, "Content Analysis", 2013, chapter 12; "Computing Krippendorff's Alpha-Reliability", 2011). 1 is
/// perfect, 0 is chance, less is worse than chance. Missing ratings are left out; items with one rating do not count.
///
/// # Errors
/// When nothing was rated by two, or every rating that counts is the same.
pub fn alpha(ratings: &Ratings, scale: Scale) -> Result<f64, Undefined> {
    let size = ratings.categories().len();
    let mut together = vec![vec![0.0; size]; size];
    for counts in ratings.pairable() {
        for (c, of_c) in counts.iter().enumerate() {
            for (k, of_k) in counts.iter().enumerate() {
                let own = if c == k { 1.0 } else { 0.0 };
                let pairs = f64::from(*of_c) * (f64::from(*of_k) - own);
                together[c][k] += pairs / (total(counts) - 1.0);
            }
        }
    }
    let of_category: Vec<f64> = together.iter().map(|row| row.iter().sum()).collect();
    let all: f64 = of_category.iter().sum();
    if all == 0.0 {
        return Err(Undefined::NoPairs);
    }
    let (mut seen, mut expected) = (0.0, 0.0);
    for (c, row) in together.iter().enumerate() {
        for (k, pairs) in row.iter().enumerate() {
            let apart = distance(scale, ratings.categories(), &of_category, c, k);
            seen += pairs * apart;
            expected += of_category[c] * of_category[k] * apart;
        }
    }
    if expected == 0.0 {
        return Err(Undefined::OneCategory);
    }
    Ok(1.0 - (all - 1.0) * seen / expected)
}

/// The squared distance of two categories.
fn distance(scale: Scale, categories: &[f64], of_category: &[f64], c: usize, k: usize) -> f64 {
    match scale {
        _ if c == k => 0.0,
        Scale::Nominal => 1.0,
        Scale::Ordinal => {
            let between: f64 = of_category[c.min(k)..=c.max(k)].iter().sum();
            (between - (of_category[c] + of_category[k]) / 2.0).powi(2)
        }
        Scale::Interval => (categories[c] - categories[k]).powi(2),
    }
}
