//! How varied the words of a set are, language by language.

use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;
use rand::seq::{SliceRandom, index};

use super::lexicon::{Lexicon, WordId};
use super::{Measure, Spoken};
use crate::quality::diversity::{self, Distinct, VOCABULARY};

/// Distinct n-grams are counted among so many, so that sets of any size, and texts of any length, compare.
const GRAMS: usize = 10_000;
/// MTLD is taken of conversations of at least so many words.
const LEAST_WORDS: usize = 50;

/// How varied the words of the conversations of one language are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variety {
    /// Words among 10,000 of utterances drawn by chance, and how many of them are different.
    pub words: Distinct,
    /// The same for pairs of words.
    pub pairs: Distinct,
    /// The mean MTLD of conversations of 50 words and more; `None` when there is none.
    pub mtld: Option<f64>,
    /// How many conversations that is the mean of.
    pub mtld_of: u64,
    /// How far zlib compresses the sampled utterances; `None` of no word.
    pub compression: Option<f64>,
    /// How far it compresses the same words in an order drawn by chance: what is due to the words alone.
    pub compression_shuffled: Option<f64>,
}

impl Variety {
    /// Expectation-adjusted distinct words.
    pub fn ead_1(&self) -> Option<f64> {
        self.words.adjusted(VOCABULARY)
    }

    /// Expectation-adjusted distinct pairs of words.
    pub fn ead_2(&self) -> Option<f64> {
        self.pairs.adjusted(VOCABULARY)
    }
}

/// The variety of conversations, given the utterances that were sampled of them.
pub(super) fn variety(
    spoken: &[&Spoken],
    utterances: &[&[WordId]],
    lexicon: &Lexicon,
    measure: Measure,
) -> Variety {
    let drawn = drawn(spoken, measure);
    let count = |order| diversity::distinct(drawn.iter().copied(), order, GRAMS);
    let long = spoken.iter().filter(|s| s.words.len() >= LEAST_WORDS);
    let lengths: Vec<f64> = long.filter_map(|s| diversity::mtld(&s.words)).collect();
    let mut rng = ChaCha12Rng::seed_from_u64(measure.seed);
    let mut words: Vec<WordId> = utterances.concat();
    words.shuffle(&mut rng);
    let written = lexicon.written();
    Variety {
        words: count(1),
        pairs: count(2),
        mtld: (!lengths.is_empty()).then(|| lengths.iter().sum::<f64>() / lengths.len() as f64),
        mtld_of: lengths.len() as u64,
        compression: diversity::compression_ratio(text(utterances, &written).as_bytes()),
        compression_shuffled: diversity::compression_ratio(
            text(&like(utterances, &words), &written).as_bytes(),
        ),
    }
}

/// Utterances in an order drawn by chance, as many as it takes.
fn drawn<'s>(spoken: &[&'s Spoken], measure: Measure) -> Vec<&'s [WordId]> {
    let all: Vec<&[WordId]> = spoken.iter().flat_map(|s| s.turns()).collect();
    let mut rng = ChaCha12Rng::seed_from_u64(measure.seed);
    let places = index::sample(&mut rng, all.len(), all.len().min(GRAMS));
    places.iter().map(|place| all[place]).collect()
}

/// The same lengths, filled with other words.
fn like<'w>(utterances: &[&[WordId]], mut words: &'w [WordId]) -> Vec<&'w [WordId]> {
    let mut filled = Vec::with_capacity(utterances.len());
    for utterance in utterances {
        let (some, rest) = words.split_at(utterance.len());
        filled.push(some);
        words = rest;
    }
    filled
}

/// One utterance a line.
fn text(utterances: &[&[WordId]], written: &[&str]) -> String {
    let mut text = String::new();
    for utterance in utterances {
        for word in *utterance {
            text.push_str(written[*word as usize]);
            text.push(' ');
        }
        text.push('\n');
    }
    text
}
