//! Conversations that are nearly the same: Jaccard similarity of their word 3-grams.
//!
//! Candidates come from MinHash signatures cut into bands (Broder 1997; banding after Leskovec, Rajaraman and Ullman, "Mining
//! of Massive Datasets", chapter 3); every candidate pair is then compared exactly.

use std::collections::HashMap;

use super::lexicon::WordId;

/// Words in one shingle.
const SHINGLE: usize = 3;
/// A pair with a likeness of .8 shares a band with a chance of 1 - (1 - .8^6)^20 = .998.
const BANDS: usize = 20;
const ROWS: usize = 6;

/// The shingles of a text as hashes, sorted, each once.
pub(super) fn shingles(text: &[WordId]) -> Box<[u64]> {
    let mut hashes: Vec<u64> = if text.len() < SHINGLE {
        vec![hashed(text)]
    } else {
        text.windows(SHINGLE).map(hashed).collect()
    };
    hashes.sort_unstable();
    hashes.dedup();
    hashes.into()
}

fn hashed(words: &[WordId]) -> u64 {
    words.iter().fold(0x9E37_79B9_7F4A_7C15, |hash, word| {
        spread(hash ^ u64::from(*word))
    })
}

/// Spreads the bits of a number over all of it (the finalizer of SplitMix64; Steele, Lea and Flood 2014).
fn spread(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// Pairs of places whose texts are at least `least` alike, the earlier place first, in order.
pub(super) fn pairs(texts: &[Box<[u64]>], least: f64) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for band in 0..BANDS {
        let mut buckets: HashMap<u64, Vec<u32>> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            buckets
                .entry(signature(text, band))
                .or_default()
                .push(at as u32);
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

fn signature(text: &[u64], band: usize) -> u64 {
    (0..ROWS).fold(band as u64, |hash, row| {
        let salt = spread((band * ROWS + row) as u64);
        let least = text.iter().map(|shingle| spread(shingle ^ salt)).min();
        spread(hash ^ least.unwrap_or_default())
    })
}

/// What two sorted lists share, by what they have together: 0 to 1.
fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    let together = a.len() + b.len() - shared;
    if together == 0 {
        return 1.0;
    }
    shared as f64 / together as f64
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

    #[test]
    fn likeness_is_what_is_shared_by_what_there_is() {
        assert!((jaccard(&[1, 2, 3], &[2, 3, 4]) - 0.5).abs() < 1e-12);
        assert!((jaccard(&[], &[]) - 1.0).abs() < 1e-12);
    }
}
