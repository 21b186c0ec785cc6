//! How long conversations should be.
//!
//! A beta-binomial distribution over the range: it lies within the range, has the wished mean exactly, and is about as wide
//! as a talk varies (Skellam 1948, "A probability distribution derived from the binomial distribution").

use super::random;

/// The sum of the two shape parameters: the smaller, the wider. Six gives a standard deviation of 1.8 exchanges between 3
/// and 10 around 6.4.
const SHAPE: f64 = 6.0;

/// The wished lengths, in exchanges.
#[derive(Clone, Debug, PartialEq)]
pub struct Lengths {
    least: u32,
    /// The part of each length from the least on; they add up to 1.
    parts: Vec<f64>,
}

impl Lengths {
    /// Lengths from `least` to `most` with this mean, which is moved into the range when it lies outside.
    pub fn new(least: u32, most: u32, mean: f64) -> Self {
        let span = most.saturating_sub(least);
        let place = match span {
            0 => 0.0,
            _ => ((mean - f64::from(least)) / f64::from(span)).clamp(0.0, 1.0),
        };
        let (low, high) = (place * SHAPE, (1.0 - place) * SHAPE);
        let mut parts = Vec::new();
        for step in 0..=span {
            parts.push(weight(step, span, low, high));
        }
        let total: f64 = parts.iter().sum();
        parts.iter_mut().for_each(|part| *part /= total);
        Lengths { least, parts }
    }

    /// The part of the lengths that `is` says yes to.
    pub fn part(&self, is: impl Fn(u32) -> bool) -> f64 {
        self.of(is).map(|(_, part)| part).sum()
    }

    /// The length among those that `is` says yes to that falls at `point`, which runs evenly over all of `u64`; `None` when
    /// there are none.
    pub fn draw(&self, is: impl Fn(u32) -> bool, point: u64) -> Option<u32> {
        let mut rest = self.part(&is) * (point as f64 / u64::MAX as f64);
        let mut last = None;
        for (length, part) in self.of(is).filter(|(_, part)| *part > 0.0) {
            last = Some(length);
            if rest < part {
                break;
            }
            rest -= part;
        }
        last
    }

    /// The length at a place of a list that is drawn from a seed.
    pub fn drawn(&self, seed: u64, place: u32) -> u32 {
        let point = random::mix(seed, "length", u64::from(place));
        self.draw(|_| true, point).unwrap_or(self.least)
    }

    fn of(&self, is: impl Fn(u32) -> bool) -> impl Iterator<Item = (u32, f64)> {
        let all = (self.least..).zip(self.parts.iter().copied());
        all.filter(move |(length, _)| is(*length))
    }
}

/// The weight of `step` of `span`: the number of ways times the rising factorials of both shapes, each factor divided so
/// that nothing grows beyond what a float holds.
fn weight(step: u32, span: u32, low: f64, high: f64) -> f64 {
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
    fn draws_keep_to_what_is_asked_for_and_its_shares() {
        let lengths = Lengths::new(3, 10, 6.4);
        let short = |length: u32| length <= 4;
        assert!((lengths.part(short) + lengths.part(|l| !short(l)) - 1.0).abs() < 1e-9);
        let points = (0..=1_000).map(|i| i * (u64::MAX / 1_000));
        let drawn: Vec<u32> = points
            .filter_map(|point| lengths.draw(short, point))
            .collect();
        assert_eq!(drawn.len(), 1_001);
        let three = drawn.iter().filter(|length| **length == 3).count();
        let share = lengths.part(|l| l == 3) / lengths.part(short);
        assert!((three as f64 / 1_001.0 - share).abs() < 0.002, "{three}");
        assert!(drawn.into_iter().all(short));
        assert_eq!(Lengths::new(3, 4, 3.5).draw(|length| length > 4, 7), None);
    }

    #[test]
    fn lists_have_the_wished_mean() {
        let lengths = Lengths::new(3, 10, 6.4);
        let sum: u32 = (0..5_000).map(|place| lengths.drawn(7, place)).sum();
        assert!((f64::from(sum) / 5_000.0 - 6.4).abs() < 0.1, "{sum}");
    }
}
