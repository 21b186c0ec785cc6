//! No two stories alike.
//!
//! Owns: telling whether a story is too near to an earlier one. Does not: tell another.
//!
//! By default stories are compared by the threes of words that they share. Sixty-four minimal hashes a story, cut into
//! sixteen bands, find those that may share many; only these are counted through. So the work grows with the number of
//! stories and not with its square. The published measure, sentence BLEU against every earlier story, is there as well
//! and grows with the square.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use crate::likeness::{self, jaccard};

/// Words that are compared together.
const SHINGLE: usize = 3;
/// Hashes in a band.
const ROWS: usize = 4;
/// Bands.
const BANDS: usize = 16;
/// The longest run of words that BLEU counts.
const LONGEST: usize = 4;

/// How stories are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Novelty {
    /// Not at all.
    Off,
    /// The share of common threes of words (Jaccard) must stay below this, from 0 to 1.
    MinHash(f64),
    /// Sentence BLEU against every earlier story must not be above this, from 0 to 1. Takes time with the square of the
    /// number of stories.
    Bleu(f64),
}

impl Default for Novelty {
    fn default() -> Self {
        Novelty::MinHash(0.5)
    }
}

impl fmt::Display for Novelty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Novelty::Off => f.write_str("off"),
            Novelty::MinHash(limit) => write!(f, "minhash:{limit}"),
            Novelty::Bleu(limit) => write!(f, "bleu:{limit}"),
        }
    }
}

impl FromStr for Novelty {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fail = || {
            format!(
                "`{text}` is no measure of novelty; use minhash, minhash:0.5, bleu:0.15 or off, with a number above 0 and up to 1"
            )
        };
        let (name, limit) = match text.trim().split_once(':') {
            Some((name, limit)) => (name, Some(limit.parse::<f64>().map_err(|_| fail())?)),
            None => (text.trim(), None),
        };
        if limit.is_some_and(|limit| !(limit > 0.0 && limit <= 1.0)) {
            return Err(fail());
        }
        match (name, limit) {
            ("off", None) => Ok(Novelty::Off),
            ("minhash", limit) => Ok(limit.map_or_else(Novelty::default, Novelty::MinHash)),
            ("bleu", limit) => Ok(Novelty::Bleu(limit.unwrap_or(0.15))),
            _ => Err(fail()),
        }
    }
}

/// The stories so far.
#[derive(Clone, Debug)]
pub struct Gate {
    novelty: Novelty,
    told: Vec<Told>,
    bands: HashMap<(u8, u64), Vec<usize>>,
}

#[derive(Clone, Debug)]
enum Told {
    /// Hashes of the threes of words, sorted.
    Shingles(Box<[u64]>),
    /// How often each run of words stands there, by length.
    Runs(Runs),
}

#[derive(Clone, Debug)]
struct Runs {
    words: usize,
    counts: [HashMap<u64, u32>; LONGEST],
}

impl Gate {
    /// A gate that knows no story yet.
    pub fn new(novelty: Novelty) -> Self {
        Gate {
            novelty,
            told: Vec::new(),
            bands: HashMap::new(),
        }
    }

    /// The place, from 0 in the order of remembering, of an earlier story that this one is too near to.
    pub fn alike(&self, story: &str) -> Option<usize> {
        match self.novelty {
            Novelty::Off => None,
            Novelty::MinHash(limit) => self.alike_by_shingles(story, limit),
            Novelty::Bleu(limit) => {
                let runs = Runs::of(story);
                self.told.iter().position(|told| match told {
                    Told::Runs(earlier) => runs.bleu(earlier) > limit,
                    Told::Shingles(_) => false,
                })
            }
        }
    }

    /// Remembers a story.
    pub fn remember(&mut self, story: &str) {
        let place = self.told.len();
        match self.novelty {
            Novelty::Off => {}
            Novelty::MinHash(_) => {
                let shingles = shingles(story);
                for (band, key) in keys(&shingles).into_iter().enumerate() {
                    let band = u8::try_from(band).unwrap_or(u8::MAX);
                    self.bands.entry((band, key)).or_default().push(place);
                }
                self.told.push(Told::Shingles(shingles));
            }
            Novelty::Bleu(_) => self.told.push(Told::Runs(Runs::of(story))),
        }
    }

    fn alike_by_shingles(&self, story: &str, limit: f64) -> Option<usize> {
        let own = shingles(story);
        let mut seen = HashSet::new();
        for (band, key) in keys(&own).into_iter().enumerate() {
            let band = u8::try_from(band).unwrap_or(u8::MAX);
            for place in self.bands.get(&(band, key)).into_iter().flatten() {
                let Some(Told::Shingles(earlier)) = self.told.get(*place) else {
                    continue;
                };
                if seen.insert(*place) && jaccard(&own, earlier) >= limit {
                    return Some(*place);
                }
            }
        }
        None
    }
}

/// The words in lower case, without punctuation.
fn words(story: &str) -> Vec<String> {
    story
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn hash(words: &[String]) -> u64 {
    // FNV-1a: the same on every machine and in every release.
    let bytes = words.iter().flat_map(|word| word.bytes().chain([b' ']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The hashes of all threes of words, sorted, each once.
fn shingles(story: &str) -> Box<[u64]> {
    likeness::shingles(&words(story), SHINGLE, hash)
}

/// The key of each band.
fn keys(shingles: &[u64]) -> [u64; BANDS] {
    std::array::from_fn(|band| likeness::band_key(shingles, band, ROWS))
}

impl Runs {
    fn of(story: &str) -> Self {
        let words = words(story);
        let mut counts: [HashMap<u64, u32>; LONGEST] = Default::default();
        for (length, counts) in counts.iter_mut().enumerate() {
            for run in words.windows(length + 1) {
                *counts.entry(hash(run)).or_default() += 1;
            }
        }
        Runs {
            words: words.len(),
            counts,
        }
    }

    /// Sentence BLEU of these runs against a reference: the geometric mean of the shares of runs of one to four words
    /// that the reference has too, less for a shorter story. A length without a common run counts as half a run.
    fn bleu(&self, reference: &Runs) -> f64 {
        let mut logarithm = 0.0;
        for (own, other) in self.counts.iter().zip(&reference.counts) {
            let all: u32 = own.values().sum();
            let common =
                |(run, count): (&u64, &u32)| (*count).min(other.get(run).copied().unwrap_or(0));
            let both: u32 = own.iter().map(common).sum();
            let both = if both == 0 { 0.5 } else { f64::from(both) };
            logarithm += (both / f64::from(all.max(1))).ln() / LONGEST as f64;
        }
        let short = reference.words as f64 / self.words.max(1) as f64;
        let penalty = if short > 1.0 {
            (1.0 - short).exp()
        } else {
            1.0
        };
        penalty * logarithm.exp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "At 34, life as a nurse in Patna had settled into a rhythm. The heat had come early. The old one had given up for good last week. So she went looking for a ceiling fan. Two things mattered: white and with a remote. 3,000 rupees was the limit.";

    fn gate(novelty: Novelty) -> Gate {
        let mut gate = Gate::new(novelty);
        gate.remember(
            "Between two lectures in Kochi, a student of 19 had a free hour and a phone.",
        );
        gate.remember(STORY);
        gate
    }

    #[test]
    fn a_story_with_one_word_changed_is_alike() {
        let near = STORY.replace("Patna", "Gaya").replace("34", "35");
        for novelty in [Novelty::default(), Novelty::Bleu(0.15)] {
            assert_eq!(gate(novelty).alike(&near), Some(1), "{novelty}");
        }
        assert_eq!(gate(Novelty::Off).alike(&near), None);
    }

    #[test]
    fn another_story_is_new() {
        let other = "Retired in Mysuru, he had time to compare. His grandson had hinted twice at headphones. Up to 2,500 rupees could go.";
        for novelty in [Novelty::default(), Novelty::Bleu(0.15)] {
            assert_eq!(gate(novelty).alike(other), None, "{novelty}");
        }
    }

    #[test]
    fn near_stories_are_found_among_many() {
        // Every pair that shares more than the limit by a clear margin is found, by the bands as by counting.
        let mut gate = Gate::new(Novelty::MinHash(0.5));
        let story = |n: usize| -> String {
            let word = |at: usize| format!("w{}", likeness::scatter((n * 100 + at) as u64) % 5_000);
            (0..60).map(word).collect::<Vec<_>>().join(" ")
        };
        (0..500).for_each(|n| gate.remember(&story(n)));
        for n in 0..500 {
            let near = story(n).replacen("w1", "v1", 2);
            assert_eq!(gate.alike(&near), Some(n));
        }
        assert_eq!(gate.alike(&story(9_999)), None);
    }

    #[test]
    fn bleu_of_a_story_with_itself_is_one_and_of_a_stranger_near_none() {
        let (own, other) = (
            Runs::of(STORY),
            Runs::of("quite another text of other words"),
        );
        assert!((own.bleu(&own) - 1.0).abs() < 1e-9);
        assert!(other.bleu(&own) < 0.15);
    }

    #[test]
    fn measures_are_read_and_written() {
        for (text, read) in [
            ("minhash", Novelty::MinHash(0.5)),
            ("minhash:0.7", Novelty::MinHash(0.7)),
            ("bleu:.15", Novelty::Bleu(0.15)),
            ("off", Novelty::Off),
        ] {
            assert_eq!(text.parse::<Novelty>(), Ok(read));
            assert_eq!(read.to_string().parse::<Novelty>(), Ok(read));
        }
        for bad in ["", "bleu:2", "bleu:0", "minhash:x", "off:1", "cosine"] {
            assert!(
                bad.parse::<Novelty>().unwrap_err().contains("bleu:0.15"),
                "{bad}"
            );
        }
    }
}
