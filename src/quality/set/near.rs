//! Conversations that are nearly the same: Jaccard similarity of their word 3-grams.
//!
//! Candidates agree in a band of MinHash signatures; every candidate pair is then compared exactly.

use std::collections::HashMap;

use super::lexicon::WordId;
use crate::likeness::{self, jaccard, scatter};

/// Words in one shingle.
const SHINGLE: usize = 3;
/// A pair with a likeness of .8 shares a band with a chance of 1 - (1 - .8^6)^20 = .998.
const BANDS: usize = 20;
const ROWS: usize = 6;

/// The shingles of a text as hashes, sorted, each once.
pub(super) fn shingles(text: &[WordId]) -> Box<[u64]> {
    likeness::shingles(text, SHINGLE, |words| {
        let mix = |hash: u64, word: &WordId| {
            scatter((hash ^ u64::from(*word)).wrapping_add(0x9e37_79b9_7f4a_7c15))
        };
        words.iter().fold(0, mix)
    })
}

/// Pairs of places whose texts are at least `least` alike, the earlier place first, in order.
pub(super) fn pairs(texts: &[Box<[u64]>], least: f64) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for band in 0..BANDS {
        let mut buckets: HashMap<u64, Vec<u32>> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            let key = likeness::band_key(text, band, ROWS);
            buckets.entry(key).or_default().push(at as u32);
        }
        for bucket in buckets.values().filter(|bucket| bucket.len() > 1) {
            compare(texts, bucket, least, &mut found);
        }
        found.sort_unstable();
        found.dedup();
    }
    found
}

/// Compares each text of a bucket with the first that it is like: a crowd of twins stays linear.
fn compare(texts: &[Box<[u64]>], bucket: &[u32], least: f64, found: &mut Vec<(u32, u32)>) {
    let mut leaders: Vec<u32> = Vec::new();
    for at in bucket {
        let text = &texts[*at as usize];
        let like = |leader: &&u32| jaccard(&texts[**leader as usize], text) >= least;
        match leaders.iter().find(like) {
            Some(leader) => found.push((*leader, *at)),
            None => leaders.push(*at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planted_copies_with_a_changed_word_are_found() {
        // 400 texts of 60 words that share none; every tenth has a copy with one word changed.
        let text = |n: u32| (0..60).map(|w| n * 100 + w).collect::<Vec<WordId>>();
        let mut texts: Vec<Vec<WordId>> = (0..400).map(text).collect();
        for n in (0..400).step_by(10) {
            let mut copy = text(n);
            copy[30] = 1_000_000 + n;
            texts.push(copy);
        }
        let shingled: Vec<Box<[u64]>> = texts.iter().map(|t| shingles(t)).collect();
        let found = pairs(&shingled, 0.8);
        let planted: Vec<(u32, u32)> = (0..40).map(|n| (n * 10, 400 + n)).collect();
        assert_eq!(found, planted);
    }
}
