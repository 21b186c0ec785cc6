//! Figures over a set of conversations: how long, how alike, how they end.
//!
//! Owns: the counting. Takes conversations one by one and keeps their words as numbers, about 4 bytes a word. Does not: score
//! a conversation, read the store, draw by chance other than from the seed it is given.

mod cells;
mod lexicon;
mod near;
mod repeats;
mod self_bleu;
mod skeleton;
mod twins;
mod variety;

use std::collections::{BTreeMap, HashSet};

use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;
use rand::seq::index;

pub use self::cells::{Cell, LengthBand};
use self::lexicon::{Lexicon, WordId};
use self::repeats::RepeatCounter;
pub use self::repeats::Repeats;
use self::skeleton::Stories;
pub use self::twins::{Fingerprint, Twins};
pub use self::variety::Variety;
use crate::domain::{Act, Conversation, Domain, Language, Mode, Outcome, Speaker, Turn};
use crate::likeness::jaccard;
use crate::quality::diversity::Entropy;

/// From this Jaccard similarity of word 3-grams on, two conversations are near-duplicates.
pub const NEAR: f64 = 0.8;

/// From this Jaccard similarity of word 3-grams on, two conversations are told as alike, with their likeness.
pub const ALIKE: f64 = 0.7;

/// Two conversations that are alike, as places in the order in which they came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alike {
    /// The earlier one.
    pub earlier: u32,
    /// The later one.
    pub later: u32,
    /// The Jaccard similarity of their word 3-grams, [`ALIKE`] to 1.
    pub likeness: f64,
}

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
    /// Conversations that are alike to an earlier one, near-duplicates among them.
    pub alike: u64,
    /// The most alike of them, each with the earlier one that it is most alike to.
    pub alike_pairs: Vec<Alike>,
    /// Conversations that tell the same story as an earlier one: the same kind of shopper and scenario, acts and products.
    pub same_story: u64,
    /// The first of them with the earlier one, as places.
    pub story_pairs: Vec<(u32, u32)>,
    /// How varied the words are, by language.
    pub variety: BTreeMap<Language, Variety>,
    /// How evenly conversations are spread.
    pub spread: Spread,
}

/// How evenly the conversations of a set are spread over what they could be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Over the products that are offered, each counted once a conversation.
    pub items: Entropy,
    /// Over first utterances, in case-folded words.
    pub openings: Entropy,
    /// Over cells: language, department, length and ending.
    pub cells: Entropy,
    /// Over paths: which acts follow each other.
    pub paths: Entropy,
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
    /// The words of each turn.
    fn turns(&self) -> impl Iterator<Item = &[WordId]> {
        (0..self.ends.len()).map(|at| self.turn(at))
    }

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
    stories: Stories,
}

impl SetReader {
    /// Takes in a conversation; `text_of` gives the text of a turn that is in force.
    pub fn add<'a>(
        &mut self,
        conversation: &'a Conversation,
        text_of: &dyn Fn(&'a Turn) -> &'a str,
    ) {
        self.count(conversation);
        self.stories.add(conversation);
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
        figures.spread = Spread {
            items: self.stories.items(),
            openings: self.openings.spread(),
            cells: Entropy::of(figures.cells.values().copied()),
            paths: self.stories.paths(),
        };
        figures.openings = self.openings.finish(measure.listed);
        figures.closings = self.closings.finish(measure.listed);
        for language in figures.languages.keys() {
            let of = |spoken: &&Spoken| spoken.language == *language;
            let spoken: Vec<&Spoken> = self.spoken.iter().filter(of).collect();
            let utterances = utterances(&spoken, measure);
            let variety = variety::variety(&spoken, &utterances, &self.lexicon, measure);
            let likeness = likeness(&spoken, &utterances, measure);
            figures.likeness.insert(*language, likeness);
            figures.variety.insert(*language, variety);
        }
        let again = self.stories.again();
        figures.same_story = again.len() as u64;
        figures.story_pairs = again.iter().copied().take(measure.listed).collect();
        let words = self.spoken.iter().map(|spoken| &*spoken.words);
        find_alike(&mut figures, words, measure);
        figures
    }
}

/// Finds what is nearly the same, and what is alike.
fn find_alike<'s>(
    figures: &mut SetFigures,
    texts: impl Iterator<Item = &'s [WordId]>,
    measure: Measure,
) {
    let shingled: Vec<Box<[u64]>> = texts.map(near::shingles).collect();
    let pairs = near::pairs(&shingled, ALIKE);
    figures.alike = later_of(&pairs);
    // Whatever is nearly the same as another is in one of these pairs, so that only they are compared again.
    let mut places: Vec<u32> = pairs.iter().flat_map(|pair| [pair.0, pair.1]).collect();
    places.sort_unstable();
    places.dedup();
    let some: Vec<Box<[u64]>> = places
        .iter()
        .map(|at| shingled[*at as usize].clone())
        .collect();
    let near = near::pairs(&some, NEAR);
    figures.near_duplicates = later_of(&near);
    let at = |place: u32| places[place as usize];
    let named = near
        .iter()
        .map(|(earlier, later)| (at(*earlier), at(*later)));
    figures.near_pairs = named.take(measure.listed).collect();
    let likeness = |(earlier, later): &(u32, u32)| Alike {
        earlier: *earlier,
        later: *later,
        likeness: jaccard(&shingled[*earlier as usize], &shingled[*later as usize]),
    };
    let mut alike: Vec<Alike> = pairs.iter().map(likeness).collect();
    // Stable: what is as alike stays in order.
    alike.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    let mut partnered = HashSet::new();
    alike.retain(|pair| partnered.insert(pair.later));
    alike.truncate(measure.listed);
    figures.alike_pairs = alike;
}

/// How many places are the later one of a pair.
fn later_of(pairs: &[(u32, u32)]) -> u64 {
    let mut later: Vec<u32> = pairs.iter().map(|(_, later)| *later).collect();
    later.sort_unstable();
    later.dedup();
    later.len() as u64
}

/// A sample of the utterances, in order.
fn utterances<'s>(spoken: &[&'s Spoken], measure: Measure) -> Vec<&'s [WordId]> {
    let all: Vec<&[WordId]> = spoken.iter().flat_map(|spoken| spoken.turns()).collect();
    sample(all.len(), measure).map(|at| all[at]).collect()
}

fn likeness(spoken: &[&Spoken], utterances: &[&[WordId]], measure: Measure) -> Likeness {
    let whole: Vec<&[WordId]> = spoken.iter().map(|s| &*s.words).collect();
    let conversations: Vec<&[WordId]> = sample(whole.len(), measure).map(|at| whole[at]).collect();
    Likeness {
        utterances: self_bleu::self_bleu(utterances),
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
