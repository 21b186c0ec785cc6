//! Krippendorff's alpha.

use super::ratings::total;
use super::{Interval, Ratings, Resampling, Undefined, bootstrap};

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
    over(ratings.categories(), ratings.pairable(), scale)
}

/// Where alpha lies with some confidence: over resamples of the items that two or more rated.
///
/// # Errors
/// As [`bootstrap`]; also where nearly all ratings are the same, so that many resamples have no alpha.
pub fn alpha_interval(
    ratings: &Ratings,
    scale: Scale,
    how: Resampling,
) -> Result<Interval, Undefined> {
    let items: Vec<&[u32]> = ratings.pairable().collect();
    if items.is_empty() {
        return Err(Undefined::NoPairs);
    }
    bootstrap(items.len(), how, |places| {
        let drawn = places.iter().map(|place| items[*place]);
        over(ratings.categories(), drawn, scale)
    })
}

/// Alpha of items, each with how often it was put into each category.
fn over<'r>(
    categories: &[f64],
    items: impl Iterator<Item = &'r [u32]>,
    scale: Scale,
) -> Result<f64, Undefined> {
    let together = coincidences(categories.len(), items);
    let of_category: Vec<f64> = together.iter().map(|row| row.iter().sum()).collect();
    let all: f64 = of_category.iter().sum();
    if all == 0.0 {
        return Err(Undefined::NoPairs);
    }
    let (mut seen, mut expected) = (0.0, 0.0);
    for (c, row) in together.iter().enumerate() {
        for (k, pairs) in row.iter().enumerate() {
            let apart = distance(scale, categories, &of_category, c, k);
            seen += pairs * apart;
            expected += of_category[c] * of_category[k] * apart;
        }
    }
    if expected == 0.0 {
        return Err(Undefined::OneCategory);
    }
    Ok(1.0 - (all - 1.0) * seen / expected)
}

/// How often two categories stand side by side within an item; each item counts as much as it has ratings.
fn coincidences<'r>(size: usize, items: impl Iterator<Item = &'r [u32]>) -> Vec<Vec<f64>> {
    let mut together = vec![vec![0.0; size]; size];
    for counts in items {
        let others = total(counts) - 1.0;
        for (c, of_c) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            for (k, of_k) in counts.iter().enumerate() {
                let own = if c == k { 1.0 } else { 0.0 };
                together[c][k] += f64::from(*of_c) * (f64::from(*of_k) - own) / others;
            }
        }
    }
    together
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
