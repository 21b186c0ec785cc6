//! Figures over a set of conversations: how long, how alike, how they end.
//!
//! Owns: the counting. Takes conversations one by one and keeps their words as numbers, about 4 bytes a word. Does not: score
//! a conversation, read the store, draw by chance other than from the seed it is given.

mod cells;
mod lexicon;
mod near;
mod repeats;
mod self_bleu;
mod twins;

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;
use rand::seq::index;

pub use self::cells::{Cell, LengthBand};
use self::lexicon::{Lexicon, WordId};
use self::repeats::RepeatCounter;
pub use self::repeats::Repeats;
pub use self::twins::{Fingerprint, Twins};
use crate::domain::{Act, Conversation, Domain, Language, Mode, Outcome, Speaker, Turn};

/// From this Jaccard similarity of word 3-grams on, two conversations are near-duplicates.
pub const NEAR: f64 = 0.8;

/// How a set is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How many texts self-BLEU is taken of; its work grows with it.
    pub sample: usize,
    /// The seed of that sample.
    pub seed: u64,
    /// How many repeated texts are listed.
    pub listed: usize,
}

impl Default for Measure {
    fn default() -> Self {
        Measure {
            sample: 1_000,
            seed: 1,
            listed: 10,
        }
    }
}

/// What is alike in the conversations of one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Likeness {
    /// Self-BLEU-4 over a sample of utterances; `None` of fewer than two.
    pub utterances: Option<f64>,
    /// Self-BLEU-4 over a sample of whole conversations.
    pub conversations: Option<f64>,
    /// The part of a conversation's 4-grams that another has too.
    pub repetition: Option<f64>,
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetFigures {
    /// Conversations.
    pub conversations: u64,
    /// Turns of their current branches.
    pub turns: u64,
    /// Conversations of each language.
    pub languages: BTreeMap<Language, u64>,
    /// Conversations of each department.
    pub domains: BTreeMap<Domain, u64>,
    /// Conversations of each mode.
    pub modes: BTreeMap<Mode, u64>,
    /// Conversations by how they ended; `None` is not ended yet.
    pub outcomes: BTreeMap<Option<Outcome>, u64>,
    /// Turns of each act.
    pub acts: BTreeMap<Act, u64>,
    /// Conversations by how many exchanges they have: user turns with a reply.
    pub exchanges: BTreeMap<u32, u64>,
    /// Conversations by how many turns they have.
    pub lengths: BTreeMap<u32, u64>,
    /// Conversations of each cell; a cell without an ending holds those that are not ended yet.
    pub cells: BTreeMap<Cell, u64>,
    /// Conversations in which the program put the target in by force.
    pub forced: u64,
    /// Conversations in which the shopper shows a picture of a product.
    pub pictured: u64,
    /// The first utterances of users.
    pub openings: Repeats,
    /// The last turns.
    pub closings: Repeats,
    /// By language; a language with no conversation is not there.
    pub likeness: BTreeMap<Language, Likeness>,
    /// Conversations that are nearly the same as an earlier one.
    pub near_duplicates: u64,
    /// The first of them with the earlier one, as places in the order in which they came.
    pub near_pairs: Vec<(u32, u32)>,
}

impl SetFigures {
    /// The mean of a histogram; `None` of an empty one.
    pub fn mean(histogram: &BTreeMap<u32, u64>) -> Option<f64> {
        let count: u64 = histogram.values().sum();
        let sum: f64 = histogram
            .iter()
            .map(|(n, of)| f64::from(*n) * *of as f64)
            .sum();
        (count > 0).then(|| sum / count as f64)
    }
}

/// A conversation's words: all turns in one row, and where each turn ends.
#[derive(Debug)]
struct Spoken {
    language: Language,
    words: Box<[WordId]>,
    ends: Box<[u32]>,
}

impl Spoken {
    fn turn(&self, at: usize) -> &[WordId] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.words[start as usize..self.ends[at] as usize]
    }
}

/// Takes in the conversations of a set.
#[derive(Debug, Default)]
pub struct SetReader {
    figures: SetFigures,
    lexicon: Lexicon,
    spoken: Vec<Spoken>,
    openings: RepeatCounter,
    closings: RepeatCounter,
}

impl SetReader {
    /// Takes in a conversation; `text_of` gives the text of a turn that is in force.
    pub fn add<'a>(
        &mut self,
        conversation: &'a Conversation,
        text_of: &dyn Fn(&'a Turn) -> &'a str,
    ) {
        self.count(conversation);
        let turns: Vec<&Turn> = conversation.current_turns().collect();
        let (mut words, mut ends) = (Vec::new(), Vec::new());
        for turn in &turns {
            words.extend(self.lexicon.read(text_of(turn)));
            ends.push(words.len() as u32);
        }
        let spoken = Spoken {
            language: conversation.language,
            words: words.into(),
            ends: ends.into(),
        };
        let opening = turns.iter().position(|turn| turn.speaker == Speaker::User);
        if let Some(at) = opening {
            self.openings.add(spoken.turn(at), text_of(turns[at]));
        }
        if let Some(last) = turns.len().checked_sub(1) {
            self.closings.add(spoken.turn(last), text_of(turns[last]));
        }
        self.spoken.push(spoken);
    }

    fn count(&mut self, conversation: &Conversation) {
        let figures = &mut self.figures;
        figures.conversations += 1;
        *figures.languages.entry(conversation.language).or_default() += 1;
        *figures.domains.entry(conversation.domain()).or_default() += 1;
        *figures.modes.entry(conversation.mode).or_default() += 1;
        *figures.outcomes.entry(conversation.outcome).or_default() += 1;
        let exchanges = conversation.exchanges();
        let (mut turns, mut forced) = (0, false);
        for turn in conversation.current_turns() {
            turns += 1;
            *figures.acts.entry(turn.act).or_default() += 1;
            forced |= turn.provenance.as_ref().is_some_and(|p| p.forced);
        }
        figures.turns += u64::from(turns);
        figures.forced += u64::from(forced);
        figures.pictured += u64::from(conversation.shows_a_picture());
        *figures.exchanges.entry(exchanges).or_default() += 1;
        *figures.lengths.entry(turns).or_default() += 1;
        let cell = Cell {
            language: conversation.language,
            domain: Some(conversation.domain()),
            length: Some(LengthBand::of(exchanges)),
            outcome: conversation.outcome,
        };
        *figures.cells.entry(cell).or_default() += 1;
    }

    /// The figures. Everything is compared here: seconds for tens of thousands of conversations.
    pub fn finish(self, measure: Measure) -> SetFigures {
        let mut figures = self.figures;
        figures.openings = self.openings.finish(measure.listed);
        figures.closings = self.closings.finish(measure.listed);
        for language in figures.languages.keys() {
            let of = |spoken: &&Spoken| spoken.language == *language;
            let spoken: Vec<&Spoken> = self.spoken.iter().filter(of).collect();
            figures
                .likeness
                .insert(*language, likeness(&spoken, measure));
        }
        let shingled: Vec<Box<[u64]>> = self
            .spoken
            .iter()
            .map(|spoken| near::shingles(&spoken.words))
            .collect();
        let mut pairs = near::pairs(&shingled, NEAR);
        let mut later: Vec<u32> = pairs.iter().map(|(_, later)| *later).collect();
        later.sort_unstable();
        later.dedup();
        figures.near_duplicates = later.len() as u64;
        pairs.truncate(measure.listed);
        figures.near_pairs = pairs;
        figures
    }
}

fn likeness(spoken: &[&Spoken], measure: Measure) -> Likeness {
    let whole: Vec<&[WordId]> = spoken.iter().map(|s| &*s.words).collect();
    let all: usize = spoken.iter().map(|s| s.ends.len()).sum();
    let mut starts = Vec::with_capacity(spoken.len());
    let mut start = 0;
    for s in spoken {
        starts.push(start);
        start += s.ends.len();
    }
    let utterance = |at: usize| {
        let of = starts.partition_point(|start| *start <= at) - 1;
        spoken[of].turn(at - starts[of])
    };
    let utterances: Vec<&[WordId]> = sample(all, measure).map(utterance).collect();
    let conversations: Vec<&[WordId]> = sample(whole.len(), measure).map(|at| whole[at]).collect();
    Likeness {
        utterances: self_bleu::self_bleu(&utterances),
        conversations: self_bleu::self_bleu(&conversations),
        repetition: repeats::self_repetition(&whole),
    }
}

/// Places of a sample, in order; all of them when there are no more than that.
fn sample(all: usize, measure: Measure) -> impl Iterator<Item = usize> {
    let mut rng = ChaCha12Rng::seed_from_u64(measure.seed);
    let mut places = index::sample(&mut rng, all, measure.sample.min(all)).into_vec();
    places.sort_unstable();
    places.into_iter()
}

#[cfg(test)]
mod tests;
