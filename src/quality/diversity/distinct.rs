//! Different runs of words, against how many there would be by chance.

use std::collections::HashSet;
use std::hash::Hash;

/// The size of vocabulary that sets are held against. Fixed, so that figures of different sets stand side by side.
pub const VOCABULARY: u64 = 30_000;

/// How many runs of so many words are different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Distinct {
    /// Different ones.
    pub different: u64,
    /// All.
    pub all: u64,
}

impl Distinct {
    /// Expectation-adjusted distinct n-grams, `N / (V (1 − ((V − 1) / V)^C))`: the N different ones among C by how many
    /// there would be if each were drawn from V alike ones (Liu et al. 2022, "Rethinking and Refining the Distinct Metric").
    /// Not bound to 1, since words come in more than V runs. `None` of no n-gram, or no vocabulary.
    pub fn adjusted(self, vocabulary: u64) -> Option<f64> {
        if self.all == 0 || vocabulary == 0 {
            return None;
        }
        let size = vocabulary as f64;
        // (1 - 1/V)^C, exact also where V is large.
        let missed = (self.all as f64 * (-1.0 / size).ln_1p()).exp_m1();
        Some(self.different as f64 / (size * -missed))
    }
}

/// Counts the runs of `order` words in texts, up to `most` of them, in the order in which the texts come. No run goes over
/// the end of a text.
pub fn distinct<'a, W: Hash + Eq + 'a>(
    texts: impl IntoIterator<Item = &'a [W]>,
    order: usize,
    most: usize,
) -> Distinct {
    let grams = texts
        .into_iter()
        .flat_map(|text| text.windows(order.max(1)));
    let (mut seen, mut all) = (HashSet::new(), 0);
    for gram in grams.take(most) {
        seen.insert(gram);
        all += 1;
    }
    Distinct {
        different: seen.len() as u64,
        all,
    }
}
