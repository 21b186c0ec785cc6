//! Self-BLEU: how much each text of a set can be put together from the others.
//!
//! BLEU of each text against all others as references, averaged (Zhu et al. 2018, "Texygen"; BLEU after Papineni et al.
//! 2002): n-grams of one to four words with equal weights, counts clipped by the largest count in one reference, the
//! closest reference's length for the brevity penalty. A length of n-gram without any match counts as 0.1 matches. 0 is a
//! set without a word in common, 1 a set in which every text is there twice.

use std::collections::HashMap;

use super::lexicon::WordId;

/// The longest n-gram, in words.
const ORDER: usize = 4;
/// What counts as the matches of a length that has none.
const NO_MATCH: f64 = 0.1;

/// The largest count of an n-gram in one text, which text that is, and the largest in any other.
#[derive(Clone, Copy, Default)]
struct Most {
    count: u32,
    text: usize,
    elsewhere: u32,
}

impl Most {
    fn see(&mut self, text: usize, count: u32) {
        if count > self.count {
            *self = Most {
                count,
                text,
                elsewhere: self.count,
            };
        } else {
            self.elsewhere = self.elsewhere.max(count);
        }
    }

    /// The largest count in a text other than this one.
    fn but_for(&self, text: usize) -> u32 {
        if self.text == text {
            self.elsewhere
        } else {
            self.count
        }
    }
}

/// The mean self-BLEU-4 of the texts; `None` of fewer than two. Texts without a word are left out.
pub(super) fn self_bleu(texts: &[&[WordId]]) -> Option<f64> {
    let texts: Vec<&[WordId]> = texts.iter().copied().filter(|t| !t.is_empty()).collect();
    if texts.len() < 2 {
        return None;
    }
    let mut log_precision = vec![0.0; texts.len()];
    for order in 1..=ORDER {
        let counts: Vec<HashMap<&[WordId], u32>> =
            texts.iter().map(|text| counted(text, order)).collect();
        let mut most: HashMap<&[WordId], Most> = HashMap::new();
        for (at, grams) in counts.iter().enumerate() {
            for (gram, count) in grams {
                most.entry(gram).or_default().see(at, *count);
            }
        }
        for (at, grams) in counts.iter().enumerate() {
            let clipped = |(gram, count): (&&[WordId], &u32)| {
                let elsewhere = most.get(gram).map_or(0, |m| m.but_for(at));
                elsewhere.min(*count)
            };
            let matches: u32 = grams.iter().map(clipped).sum();
            let matches = if matches == 0 {
                NO_MATCH
            } else {
                f64::from(matches)
            };
            let all = (texts[at].len() + 1).saturating_sub(order).max(1);
            log_precision[at] += (matches / all as f64).ln() / ORDER as f64;
        }
    }
    let brevity = brevity_penalties(&texts);
    let scores = log_precision.iter().zip(brevity);
    let sum: f64 = scores.map(|(log, brevity)| brevity * log.exp()).sum();
    Some(sum / texts.len() as f64)
}

fn counted(text: &[WordId], order: usize) -> HashMap<&[WordId], u32> {
    let mut counts = HashMap::new();
    for gram in text.windows(order) {
        *counts.entry(gram).or_default() += 1;
    }
    counts
}

/// For each text, 1 when another is at most as long, else `e^(1 - r/c)` with the closest length `r`.
fn brevity_penalties(texts: &[&[WordId]]) -> Vec<f64> {
    let mut lengths: Vec<usize> = texts.iter().map(|text| text.len()).collect();
    lengths.sort_unstable();
    let penalty = |text: &&[WordId]| {
        let own = text.len();
        let first = lengths.partition_point(|length| *length < own);
        let after = lengths.partition_point(|length| *length <= own);
        let shorter = first.checked_sub(1).map(|at| lengths[at]);
        let longer = lengths.get(after).copied();
        let closest = match (after - first > 1, shorter, longer) {
            (true, _, _) => own,
            // Of two as close the shorter counts, as usual.
            (false, Some(less), Some(more)) if more - own < own - less => more,
            (false, Some(less), _) => less,
            (false, None, Some(more)) => more,
            (false, None, None) => own,
        };
        if own >= closest {
            1.0
        } else {
            (1.0 - closest as f64 / own as f64).exp()
        }
    };
    texts.iter().map(penalty).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_score_one_and_strangers_next_to_nothing() {
        let twins: [&[WordId]; 2] = [&[1, 2, 3, 4, 5], &[1, 2, 3, 4, 5]];
        assert!((self_bleu(&twins).unwrap() - 1.0).abs() < 1e-12);
        let strangers: [&[WordId]; 2] = [&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10]];
        // 0.1 in 5, 4, 3 and 2 n-grams.
        let want = (0.1f64.powi(4) / (5.0 * 4.0 * 3.0 * 2.0)).powf(0.25);
        assert!((self_bleu(&strangers).unwrap() - want).abs() < 1e-12);
        assert_eq!(self_bleu(&twins[..1]), None);
    }

    #[test]
    fn counts_are_clipped_and_short_texts_pay() {
        // Against [1, 2, 3, 4, 9]: `1` is there once, not twice.
        let texts: [&[WordId]; 2] = [&[1, 1, 2, 3, 4], &[1, 2, 3, 4, 9]];
        let first = (4.0 / 5.0 * (3.0 / 4.0) * (2.0 / 3.0) * (1.0 / 2.0f64)).powf(0.25);
        assert!((self_bleu(&texts).unwrap() - first).abs() < 1e-12);
        let shorter: [&[WordId]; 2] = [&[1, 2, 3, 4], &[1, 2, 3, 4, 5, 6, 7, 8]];
        let long = (4.0 / 8.0 * (3.0 / 7.0) * (2.0 / 6.0) * (1.0 / 5.0f64)).powf(0.25);
        let want = f64::midpoint((1.0f64 - 2.0).exp(), long);
        assert!((self_bleu(&shorter).unwrap() - want).abs() < 1e-12);
    }
}
