//! From features to what people rate: a model that is fitted, stored and read again.

use serde::{Deserialize, Serialize};

/// How far a feature may lie from its mean, in standard deviations, before it is cut: one odd turn bends no score.
const FAR: f64 = 3.0;

/// Ridge regression on standardised features: `ȳ + Σ w_i (x_i − m_i) / s_i`, w least squares with the penalty `λ Σ w²`
/// (Hoerl and Kennard 1970).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    mean: f64,
    features: Vec<Weight>,
    /// How many ratings it was fitted to.
    pub n: usize,
}

/// One feature of a model.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Weight {
    mean: f64,
    deviation: f64,
    weight: f64,
}

impl Weight {
    fn standard(&self, value: f64) -> f64 {
        ((value - self.mean) / self.deviation).clamp(-FAR, FAR)
    }
}

impl Fitted {
    /// Fits rows of features to ratings with the penalty `lambda` > 0. `None` when there is no row, rows and ratings do not
    /// pair up, rows differ in length, or a value is not finite.
    pub fn fit(rows: &[Vec<f64>], ratings: &[f64], lambda: f64) -> Option<Self> {
        let width = rows.first()?.len();
        let whole = rows.len() == ratings.len() && rows.iter().all(|row| row.len() == width);
        let mut values = rows.iter().flatten().chain(ratings).chain([&lambda]);
        if !whole || lambda <= 0.0 || !values.all(|value| value.is_finite()) {
            return None;
        }
        let n = rows.len();
        let mean = ratings.iter().sum::<f64>() / n as f64;
        let mut features: Vec<Weight> = (0..width).map(|at| spread(rows, at)).collect();
        let mut matrix = vec![vec![0.0; width + 1]; width];
        for (row, rating) in rows.iter().zip(ratings) {
            let row: Vec<f64> = features
                .iter()
                .zip(row)
                .map(|(f, v)| f.standard(*v))
                .collect();
            for (left, line) in row.iter().zip(&mut matrix) {
                for (right, cell) in row.iter().chain([&(rating - mean)]).zip(line) {
                    *cell += left * right;
                }
            }
        }
        for (at, line) in matrix.iter_mut().enumerate() {
            line[at] += lambda;
        }
        for (feature, weight) in features.iter_mut().zip(solve(matrix)) {
            feature.weight = weight;
        }
        Some(Fitted { mean, features, n })
    }

    /// The rating that it expects; features that are missing count as their mean.
    pub fn at(&self, row: &[f64]) -> f64 {
        self.mean + self.parts(row).iter().sum::<f64>()
    }

    /// What each feature adds to the rating or takes from it, in their order: the evidence of a score.
    pub fn parts(&self, row: &[f64]) -> Vec<f64> {
        self.features
            .iter()
            .zip(row)
            .map(|(f, v)| f.weight * f.standard(*v))
            .collect()
    }
}

/// The mean and the deviation of a feature; one that never varies has the deviation 1, so that it weighs nothing.
fn spread(rows: &[Vec<f64>], at: usize) -> Weight {
    let n = rows.len() as f64;
    let mean = rows.iter().map(|row| row[at]).sum::<f64>() / n;
    let variance = rows.iter().map(|row| (row[at] - mean).powi(2)).sum::<f64>() / n;
    let deviation = if variance > 1e-12 {
        variance.sqrt()
    } else {
        1.0
    };
    Weight {
        mean,
        deviation,
        weight: 0.0,
    }
}

/// Solves equations, each a line of coefficients with its right side at the end, by elimination. The penalty makes the
/// matrix positive definite, so no line has to be exchanged.
fn solve(mut lines: Vec<Vec<f64>>) -> Vec<f64> {
    for at in 0..lines.len() {
        let (above, below) = lines.split_at_mut(at + 1);
        let pivot = &above[at];
        for line in below {
            let factor = line[at] / pivot[at];
            for (cell, taken) in line.iter_mut().zip(pivot).skip(at) {
                *cell -= factor * taken;
            }
        }
    }
    let width = lines.len();
    let mut out = vec![0.0; width];
    for at in (0..width).rev() {
        let known: f64 = (at + 1..width)
            .map(|next| lines[at][next] * out[next])
            .sum();
        out[at] = (lines[at][width] - known) / lines[at][at];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_found_again() {
        let rows: Vec<Vec<f64>> = (0..60)
            .map(|i| vec![f64::from(i % 7), f64::from(i % 5), 1.0])
            .collect();
        let ratings: Vec<f64> = rows
            .iter()
            .map(|r| 1.0 + 0.5 * r[0] - 0.25 * r[1])
            .collect();
        let fitted = Fitted::fit(&rows, &ratings, 1e-6).unwrap();
        for (row, rating) in rows.iter().zip(&ratings) {
            assert!((fitted.at(row) - rating).abs() < 1e-6);
        }
        let text = serde_json::to_string(&fitted).unwrap();
        let read: Fitted = serde_json::from_str(&text).unwrap();
        assert!((read.at(&rows[5]) - fitted.at(&rows[5])).abs() < 1e-9);
    }

    #[test]
    fn the_penalty_draws_weights_to_nothing() {
        let rows: Vec<Vec<f64>> = (0..20).map(|i| vec![f64::from(i)]).collect();
        let ratings: Vec<f64> = (0..20).map(f64::from).collect();
        let free = Fitted::fit(&rows, &ratings, 1e-6).unwrap().at(&[19.0]);
        let held = Fitted::fit(&rows, &ratings, 1e6).unwrap().at(&[19.0]);
        assert!((free - 19.0).abs() < 1e-3 && (held - 9.5).abs() < 0.1);
    }

    #[test]
    fn what_cannot_be_fitted_gives_no_model() {
        assert_eq!(Fitted::fit(&[], &[], 1.0), None);
        assert_eq!(Fitted::fit(&[vec![1.0]], &[1.0, 2.0], 1.0), None);
        assert_eq!(Fitted::fit(&[vec![f64::NAN]], &[1.0], 1.0), None);
        assert_eq!(Fitted::fit(&[vec![1.0], vec![]], &[1.0, 2.0], 1.0), None);
    }
}
