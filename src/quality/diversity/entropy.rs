//! How evenly things are spread over kinds.

/// How evenly things are spread over kinds.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Entropy {
    /// Kinds that occur.
    pub kinds: u64,
    /// Things.
    pub things: u64,
    /// Shannon's entropy, `−Σ p log₂ p`, in bits (Shannon 1948).
    pub bits: f64,
}

impl Entropy {
    /// The entropy of things counted by kind; kinds without a thing do not count.
    pub fn of(counts: impl IntoIterator<Item = u64>) -> Self {
        let mut counts: Vec<u64> = counts.into_iter().filter(|count| *count > 0).collect();
        // The order of a sum of floats shows in its last digit, and counts come from hash maps.
        counts.sort_unstable();
        let things: u64 = counts.iter().sum();
        let part = |count: &u64| {
            let share = *count as f64 / things as f64;
            -share * share.log2()
        };
        Entropy {
            kinds: counts.len() as u64,
            things,
            // Adding 0 makes -0 the same as 0.
            bits: counts.iter().map(part).sum::<f64>() + 0.0,
        }
    }

    /// How many kinds used alike would be as varied: 2 to the power of the bits (Hill 1973); 0 of no thing.
    pub fn effective(self) -> f64 {
        match self.things {
            0 => 0.0,
            _ => self.bits.exp2(),
        }
    }
}
