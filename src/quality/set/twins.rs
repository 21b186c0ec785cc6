//! Near twins, found while a set grows.
//!
//! Owns: fingerprints of conversations, and a memory of those that were kept. Does not: decide what becomes of a twin.
//!
//! A fingerprint is the set of a conversation's word 3-grams as 32-bit hashes, with twelve MinHash bands of four rows: a pair
//! with a Jaccard similarity of .8 shares a band with a chance of 1 - (1 - .8^4)^12 = .998, and is then compared exactly.

use std::collections::{HashMap, VecDeque};

use super::NEAR;
use crate::domain::ConversationId;
use crate::likeness::{self, jaccard, scatter};
use crate::quality::words::{Kind, tokens};

/// Words in one shingle.
const SHINGLE: usize = 3;
const BANDS: usize = 12;
const ROWS: usize = 4;
/// Conversations that are remembered, about 1.2 KB each; beyond that the oldest are forgotten.
const MOST: usize = 100_000;

/// What is compared of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Fingerprint {
    shingles: Box<[u32]>,
    bands: [u64; BANDS],
}

impl Fingerprint {
    /// The fingerprint of a conversation's texts, in order.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<u64> = texts.into_iter().flat_map(words).collect();
        let wide = likeness::shingles(&words, SHINGLE, |words| {
            words
                .iter()
                .fold(0, |hash, word| scatter(hash ^ word).wrapping_add(1))
        });
        // The number of the band is part of its key: the same hash in two bands means nothing.
        let band = |band| likeness::band_key(&wide, band, ROWS) ^ (band as u64);
        let mut shingles: Vec<u32> = wide.iter().map(|hash| (hash >> 32) as u32).collect();
        shingles.sort_unstable();
        shingles.dedup();
        Fingerprint {
            shingles: shingles.into(),
            bands: std::array::from_fn(band),
        }
    }

    /// Whether two conversations are nearly the same.
    pub fn is_near(&self, other: &Fingerprint) -> bool {
        jaccard(&self.shingles, &other.shingles) >= NEAR
    }
}

/// The words and numbers of a text, hashed (FNV-1a, 64 bits).
fn words(text: &str) -> Vec<u64> {
    let spoken = tokens(text)
        .into_iter()
        .filter(|token| matches!(token.kind, Kind::Word | Kind::Number));
    let hash = |word: &str| {
        word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    spoken.map(|token| hash(&token.folded)).collect()
}

/// The conversations that a new one must not be nearly the same as.
#[derive(Debug)]
pub struct Twins {
    kept: VecDeque<(ConversationId, Fingerprint)>,
    /// How many were forgotten: the number of the first that is still there.
    forgotten: usize,
    /// The first conversation with each band.
    bands: HashMap<u64, usize>,
    most: usize,
}

impl Default for Twins {
    fn default() -> Self {
        Twins::remembering(MOST)
    }
}

impl Twins {
    /// A memory of so many.
    pub fn remembering(most: usize) -> Self {
        Twins {
            kept: VecDeque::new(),
            forgotten: 0,
            bands: HashMap::new(),
            most: most.max(1),
        }
    }

    /// A conversation in memory that this one is nearly the same as.
    pub fn twin_of(&self, one: &Fingerprint) -> Option<ConversationId> {
        let numbers = one.bands.iter().filter_map(|band| self.bands.get(band));
        let mut known = numbers.map(|number| &self.kept[number - self.forgotten]);
        let twin = known.find(|(_, other)| one.is_near(other));
        twin.map(|(id, _)| *id)
    }

    /// Remembers a conversation.
    pub fn keep(&mut self, id: ConversationId, one: Fingerprint) {
        if self.kept.len() == self.most {
            self.forget();
        }
        let number = self.forgotten + self.kept.len();
        for band in one.bands {
            self.bands.entry(band).or_insert(number);
        }
        self.kept.push_back((id, one));
    }

    fn forget(&mut self) {
        let Some((_, oldest)) = self.kept.pop_front() else {
            return;
        };
        for band in oldest.bands {
            if self.bands.get(&band) == Some(&self.forgotten) {
                self.bands.remove(&band);
            }
        }
        self.forgotten += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::IdSequence;

    fn id(number: u32) -> ConversationId {
        IdSequence::new(1, 0).conversation(number)
    }

    /// Sixty words that no other number's text has, but for the changed ones.
    fn text(number: u32, changed: u32) -> String {
        let word = |place: u32| match place < changed {
            true => format!("c{number}x{place}"),
            false => format!("w{number}x{place}"),
        };
        (0..60).map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_copy_with_a_few_other_words_is_found_and_a_stranger_is_not() {
        let mut twins = Twins::default();
        for number in 0..300 {
            let one = Fingerprint::of([text(number, 0).as_str()]);
            assert_eq!(twins.twin_of(&one), None, "{number}");
            twins.keep(id(number), one);
        }
        for number in 0..300 {
            let copy = Fingerprint::of([text(number, 3).as_str()]);
            assert_eq!(twins.twin_of(&copy), Some(id(number)), "{number}");
            let half = Fingerprint::of([text(number, 30).as_str()]);
            assert_eq!(twins.twin_of(&half), None, "{number}");
        }
    }

    #[test]
    fn the_oldest_are_forgotten_and_nothing_else() {
        let mut twins = Twins::remembering(10);
        for number in 0..25 {
            twins.keep(id(number), Fingerprint::of([text(number, 0).as_str()]));
        }
        for number in 0..25 {
            let copy = Fingerprint::of([text(number, 1).as_str()]);
            let expected = (number >= 15).then(|| id(number));
            assert_eq!(twins.twin_of(&copy), expected, "{number}");
        }
        assert!(twins.bands.len() <= 10 * BANDS);
    }
}
