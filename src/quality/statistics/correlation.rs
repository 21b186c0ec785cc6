//! Correlation of two lists of values.

use super::undefined::paired;
use super::{Undefined, mean};

/// Pearson's product-moment correlation, `Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)² Σ(y−ȳ)²)` (Pearson 1895); -1 to 1.
///
/// # Errors
/// When the lists do not pair up, have fewer than two values or one that is not finite, or a side never varies.
pub fn pearson(x: &[f64], y: &[f64]) -> Result<f64, Undefined> {
    paired(x, y, 2)?;
    if constant(x) || constant(y) {
        return Err(Undefined::NoSpread);
    }
    let (x, y) = (unit(x), unit(y));
    let product: f64 = x.iter().zip(&y).map(|(x, y)| x * y).sum();
    Ok(product.clamp(-1.0, 1.0))
}

/// Spearman's rank correlation: [`pearson`] of the [`ranks`], ties at their mean rank (Spearman 1904; Kendall 1948 on ties).
///
/// # Errors
/// As [`pearson`].
pub fn spearman(x: &[f64], y: &[f64]) -> Result<f64, Undefined> {
    paired(x, y, 2)?;
    pearson(&ranks(x), &ranks(y))
}

/// What is left of Spearman's correlation of `x` and `y` when a third list is held still:
/// `(ρxy − ρxz ρyz) / √((1 − ρxz²)(1 − ρyz²))` (Yule 1907, on ranks).
///
/// # Errors
/// As [`pearson`], for all three; of fewer than three values; and when the covariate orders a side wholly.
pub fn partial_spearman(x: &[f64], y: &[f64], covariate: &[f64]) -> Result<f64, Undefined> {
    paired(x, y, 3)?;
    let of_sides = spearman(x, y)?;
    let (of_x, of_y) = (spearman(x, covariate)?, spearman(y, covariate)?);
    let left = (1.0 - of_x * of_x) * (1.0 - of_y * of_y);
    // Rounding leaves some 1e-16 where a side follows the covariate wholly.
    if left <= 1e-14 {
        return Err(Undefined::Explained);
    }
    Ok(((of_sides - of_x * of_y) / left.sqrt()).clamp(-1.0, 1.0))
}

/// The rank of each value from 1 upwards, the smallest first; values that are the same share the mean of their ranks.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    // `==` and not the bits: 0 and -0 tie.
    for group in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let rank = first as f64 + (group.len() + 1) as f64 / 2.0;
        for place in group {
            ranks[*place] = rank;
        }
        first += group.len();
    }
    ranks
}

fn constant(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}

/// Centred, and of length 1. Scaled by the largest first, so that squares neither overflow nor vanish.
fn unit(values: &[f64]) -> Vec<f64> {
    let most = values.iter().fold(0.0_f64, |most, v| most.max(v.abs()));
    let scaled: Vec<f64> = values.iter().map(|value| value / most).collect();
    let middle = mean(&scaled);
    let centred: Vec<f64> = scaled.iter().map(|value| value - middle).collect();
    let widest = centred.iter().fold(0.0_f64, |most, v| most.max(v.abs()));
    if widest == 0.0 {
        return centred;
    }
    let centred: Vec<f64> = centred.iter().map(|value| value / widest).collect();
    let length = centred.iter().map(|v| v * v).sum::<f64>().sqrt();
    centred.iter().map(|value| value / length).collect()
}
