//! The plan of one conversation: all that is fixed before its first turn.
//!
//! Owns: the inputs and limits. Does not: run.

use std::sync::Arc;

use crate::dialogue::{Step, Voice};
use crate::domain::{
    Act, Engine, Language, Mode, Outcome, ProductId, Profile, Provenance, Scenario, Speaker,
};

/// How many exchanges a conversation may have. An exchange is a user turn and its reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// At least.
    pub min: u32,
    /// At most; the conversation is `out_of_turns` when it needs more.
    pub max: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { min: 3, max: 10 }
    }
}

/// What a conversation should come out as, as far as the talk allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Aim {
    /// Exchanges to come near to; `None` leaves the length to the talk.
    pub exchanges: Option<u32>,
    /// The wished ending; `None` leaves it to the talk.
    pub outcome: Option<Outcome>,
    /// What the shopper shows.
    pub shows: Shows,
}

/// What a shopper shows of what is wanted, besides words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shows {
    /// Nothing.
    #[default]
    Words,
    /// A picture of a product of the catalogue that is like what is wanted.
    Picture,
}

/// One conversation to be made.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The shopper.
    pub profile: Arc<Profile>,
    /// What the shopper wants.
    pub scenario: Scenario,
    /// The language of every turn.
    pub language: Language,
    /// The pipeline mode.
    pub mode: Mode,
    /// How long it may be.
    pub limits: Limits,
    /// What it should come out as.
    pub aim: Aim,
    /// The run's seed.
    pub seed: u64,
    /// The conversation's place in the run, from 0.
    pub ordinal: u32,
}

/// The words that a voice gave to a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Worded {
    /// The text, exactly as received.
    pub text: String,
    /// The phrasebook line's id or the prompt's hash.
    pub source: String,
    /// The engine.
    pub engine: Engine,
    /// The exact model; `None` for the phrasebook.
    pub model: Option<String>,
}

impl Worded {
    /// The finished text of a step, as `voice` said it.
    pub fn by(voice: &dyn Voice, step: &Step, text: String) -> Self {
        Worded {
            source: voice.source(step),
            engine: voice.engine(),
            model: voice.model(),
            text,
        }
    }
}

/// What a turn is made of, but for its id.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Who says it.
    pub speaker: Speaker,
    /// What it does.
    pub act: Act,
    /// The language.
    pub language: Language,
    /// The words.
    pub text: String,
    /// The products named, in order.
    pub mentioned: Vec<ProductId>,
    /// Where the words came from. Tokens, cost and cache hit are for the caller to fill in.
    pub provenance: Provenance,
}
