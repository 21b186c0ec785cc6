//! Conversations that are nearly the same: Jaccard similarity of their word 3-grams.
//!
//! Candidates agree in a band of MinHash signatures; every candidate pair is then compared exactly.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

use super::lexicon::WordId;
use crate::likeness::{self, jaccard, scatter};

/// Words in one shingle.
const SHINGLE: usize = 3;
/// A pair with a likeness of .7 shares a band with a chance of 1 - (1 - .7^6)^30 = .977, one of .75 with .997.
const BANDS: usize = 30;
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
    let workers = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(BANDS);
    let work = |worker: usize| {
        let bands = (worker..BANDS).step_by(workers);
        bands
            .flat_map(|band| in_band(texts, band, least))
            .collect::<Vec<_>>()
    };
    let mut found: Vec<(u32, u32)> = thread::scope(|scope| {
        let started: Vec<_> = (0..workers)
            .map(|worker| scope.spawn(move || work(worker)))
            .collect();
        let done = started.into_iter().map(thread::ScopedJoinHandle::join);
        done.flat_map(|pairs| pairs.unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    });
    found.sort_unstable();
    found.dedup();
    found
}

/// The pairs that agree in one band.
fn in_band(texts: &[Box<[u64]>], band: usize, least: f64) -> Vec<(u32, u32)> {
    let mut keys: Vec<(u64, u32)> = (0..)
        .zip(texts)
        .map(|(at, text)| (likeness::band_key(text, band, ROWS), at))
        .collect();
    keys.sort_unstable();
    let mut found = Vec::new();
    for bucket in keys.chunk_by(|a, b| a.0 == b.0) {
        compare(texts, bucket, least, &mut found);
    }
    found
}

/// Compares each text of a bucket with the first that it is like: a crowd of twins stays linear.
fn compare(texts: &[Box<[u64]>], bucket: &[(u64, u32)], least: f64, found: &mut Vec<(u32, u32)>) {
    let mut leaders: Vec<u32> = Vec::new();
    for (_, at) in bucket {
        let text = &texts[*at as usize];
        let like = |leader: &&u32| is_like(&texts[**leader as usize], text, least);
        match leaders.iter().find(like) {
            Some(leader) => found.push((*leader, *at)),
            None => leaders.push(*at),
        }
    }
}

/// Whether two texts are at least so alike. Sets of too different sizes cannot be, and are not read.
fn is_like(a: &[u64], b: &[u64], least: f64) -> bool {
    let (small, large) = (a.len().min(b.len()), a.len().max(b.len()));
    small as f64 >= least * large as f64 && jaccard(a, b) >= least
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
    fn of_pairs_just_alike_enough_nearly_all_are_found_and_nothing_else() {
        // 600 texts of 90 words that share no run of three; each has a copy with one to ten words changed.
        let mut state = 5_u32;
        let mut draw = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let text = |n: u32| (0..90).map(|w| n * 100 + w).collect::<Vec<WordId>>();
        let mut texts: Vec<Vec<WordId>> = (0..600).map(text).collect();
        for n in 0..600 {
            let mut copy = text(n);
            for change in 0..=draw(10) {
                copy[draw(90) as usize] = 1_000_000 + n * 100 + change;
            }
            texts.push(copy);
        }
        let shingled: Vec<Box<[u64]>> = texts.iter().map(|t| shingles(t)).collect();
        let found = pairs(&shingled, 0.7);
        let is_planted =
            |n: &u32| jaccard(&shingled[*n as usize], &shingled[*n as usize + 600]) >= 0.7;
        let planted: Vec<(u32, u32)> = (0..600).filter(is_planted).map(|n| (n, n + 600)).collect();
        assert!((200..600).contains(&planted.len()), "{}", planted.len());
        assert!(found.iter().all(|pair| planted.contains(pair)));
        assert!(
            found.len() * 100 >= planted.len() * 97,
            "{} of {}",
            found.len(),
            planted.len()
        );
    }
}
