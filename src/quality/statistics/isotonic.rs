//! The best curve that never falls.

use serde::{Deserialize, Serialize};

use super::Undefined;
use super::undefined::paired;

/// A curve that never falls: straight between its points, level beyond the first and the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Points", into = "Points")]
pub struct Isotonic {
    /// The points as (x, y), x rising and y never falling; at least one.
    points: Vec<(f64, f64)>,
}

/// Neighbours that share one height.
struct Block {
    first: f64,
    last: f64,
    sum: f64,
    count: f64,
}

impl Block {
    fn height(&self) -> f64 {
        self.sum / self.count
    }
}

impl Isotonic {
    /// The curve with the least squared error, by pooling neighbours that would fall (Ayer et al. 1955; Barlow et al. 1972).
    /// Values of the same x are averaged first.
    ///
    /// # Errors
    /// When the lists do not pair up, are empty, or hold a value that is not finite.
    pub fn fit(x: &[f64], y: &[f64]) -> Result<Self, Undefined> {
        paired(x, y, 1)?;
        let mut order: Vec<usize> = (0..x.len()).collect();
        order.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
        let mut blocks: Vec<Block> = Vec::new();
        for same in order.chunk_by(|a, b| x[*a] == x[*b]) {
            let mut block = Block {
                first: x[same[0]],
                last: x[same[0]],
                sum: same.iter().map(|place| y[*place]).sum(),
                count: same.len() as f64,
            };
            while let Some(before) = blocks.pop_if(|before| before.height() >= block.height()) {
                block.first = before.first;
                block.sum += before.sum;
                block.count += before.count;
            }
            blocks.push(block);
        }
        let mut points = Vec::with_capacity(2 * blocks.len());
        for block in &blocks {
            points.push((block.first, block.height()));
            if block.last > block.first {
                points.push((block.last, block.height()));
            }
        }
        Ok(Isotonic { points })
    }

    /// The height of the curve at `x`.
    pub fn at(&self, x: f64) -> f64 {
        let after = self.points.partition_point(|point| point.0 < x);
        let last = self.points.len() - 1;
        let right = self.points[after.min(last)];
        let left = self.points[after.saturating_sub(1)];
        if right.0 <= left.0 {
            return right.1;
        }
        let part = ((x - left.0) / (right.0 - left.0)).clamp(0.0, 1.0);
        // Never outside the two, whatever rounding does.
        (left.1 + (right.1 - left.1) * part).clamp(left.1, right.1)
    }

    /// The points as (x, y), x rising and y never falling.
    pub fn points(&self) -> &[(f64, f64)] {
        &self.points
    }
}

/// The curve in files.
#[derive(Serialize, Deserialize)]
struct Points {
    points: Vec<(f64, f64)>,
}

impl From<Isotonic> for Points {
    fn from(curve: Isotonic) -> Self {
        Points {
            points: curve.points,
        }
    }
}

impl TryFrom<Points> for Isotonic {
    type Error = &'static str;

    fn try_from(read: Points) -> Result<Self, Self::Error> {
        let rises = |pair: &[(f64, f64)]| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1;
        let finite = read
            .points
            .iter()
            .all(|(x, y)| x.is_finite() && y.is_finite());
        if read.points.is_empty() || !finite || !read.points.windows(2).all(rises) {
            return Err("the points of a curve must rise from left to right and never fall");
        }
        Ok(Isotonic {
            points: read.points,
        })
    }
}
