//! How long the conversations of a run should be.
//!
//! A beta-binomial distribution over the range: it lies within the range, has the wished mean exactly, and is about as wide
//! as a talk varies (Skellam 1948, "A probability distribution derived from the binomial distribution").

use crate::quality::LengthBand;

/// The sum of the two shape parameters: the smaller, the wider. Six gives a standard deviation of 1.8 exchanges between 3
/// and 10 around 6.4.
const SHAPE: f64 = 6.0;

/// The wished lengths, in exchanges.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lengths {
    least: u32,
    /// The part of each length from the least on; they add up to 1.
    parts: Vec<f64>,
}

impl Lengths {
    /// Lengths from `least` to `most` with this mean, which is moved into the range when it lies outside.
    pub(super) fn new(least: u32, most: u32, mean: f64) -> Self {
        let span = most.saturating_sub(least);
        let place = match span {
            0 => 0.0,
            _ => ((mean - f64::from(least)) / f64::from(span)).clamp(0.0, 1.0),
        };
        let (low, high) = (place * SHAPE, (1.0 - place) * SHAPE);
        let mut parts = Vec::new();
        for step in 0..=span {
            parts.push(part(step, span, low, high));
        }
        let total: f64 = parts.iter().sum();
        parts.iter_mut().for_each(|part| *part /= total);
        Lengths { least, parts }
    }

    /// The part of a band.
    pub(super) fn part_of(&self, band: LengthBand) -> f64 {
        self.of(band).map(|(_, part)| part).sum()
    }

    /// The length of this band that falls at `point`, which runs evenly over all of `u64`; `None` of an empty band.
    pub(super) fn draw(&self, band: LengthBand, point: u64) -> Option<u32> {
        let mut rest = self.part_of(band) * (point as f64 / u64::MAX as f64);
        let mut last = None;
        for (length, part) in self.of(band).filter(|(_, part)| *part > 0.0) {
            last = Some(length);
            if rest < part {
                break;
            }
            rest -= part;
        }
        last
    }

    fn of(&self, band: LengthBand) -> impl Iterator<Item = (u32, f64)> + '_ {
        let all = (self.least..).zip(self.parts.iter().copied());
        all.filter(move |(length, _)| LengthBand::of(*length) == band)
    }
}

/// The weight of `step` of `span`: the number of ways times the rising factorials of both shapes, each factor divided so
/// that nothing grows beyond what a float holds.
fn part(step: u32, span: u32, low: f64, high: f64) -> f64 {
    let rest = span - step;
    let ups = (0..step).map(|i| (low + f64::from(i)) / f64::from(i + 1));
    let downs = (0..rest).map(|i| (high + f64::from(i)) / f64::from(i + 1));
    ups.chain(downs).product()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(lengths: &Lengths) -> f64 {
        let all = (lengths.least..).zip(&lengths.parts);
        all.map(|(length, part)| f64::from(length) * part).sum()
    }

    #[test]
    fn the_mean_is_the_wished_one() {
        for (least, most, wished) in [
            (3, 10, 6.4),
            (3, 10, 4.0),
            (2, 100, 37.5),
            (5, 5, 5.0),
            (3, 10, 10.0),
        ] {
            let lengths = Lengths::new(least, most, wished);
            assert!((mean(&lengths) - wished).abs() < 1e-9, "{lengths:?}");
        }
        assert!((mean(&Lengths::new(3, 5, 6.4)) - 5.0).abs() < 1e-9);
    }

    #[test]
    fn draws_keep_to_the_band_and_its_shares() {
        let lengths = Lengths::new(3, 10, 6.4);
        let parts: f64 = LengthBand::ALL
            .map(|band| lengths.part_of(band))
            .iter()
            .sum();
        assert!((parts - 1.0).abs() < 1e-9);
        for band in LengthBand::ALL {
            let points = (0..=1_000).map(|i| i * (u64::MAX / 1_000));
            let drawn: Vec<u32> = points.filter_map(|p| lengths.draw(band, p)).collect();
            assert_eq!(drawn.len(), 1_001);
            assert!(drawn.iter().all(|length| LengthBand::of(*length) == band));
        }
        assert_eq!(Lengths::new(3, 4, 3.5).draw(LengthBand::Long, 7), None);
    }
}
