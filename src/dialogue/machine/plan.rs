//! The plan of one conversation: all that is fixed before its first turn.
//!
//! Owns: the inputs and limits. Does not: run.

use std::sync::Arc;

use crate::dialogue::{Step, Worded};
use crate::domain::{
    Act, Language, Mode, Outcome, ProductId, Profile, Provenance, Scenario, Speaker,
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
    /// Where the words came from.
    pub provenance: Provenance,
}

impl Recorded {
    /// What these words of a step are recorded as.
    pub fn of(step: Step, worded: Worded) -> Self {
        let retrieval = step.retrieval.unwrap_or_default();
        Recorded {
            speaker: step.speaker,
            act: step.act,
            language: step.language,
            text: worded.text,
            mentioned: step.offered.iter().map(|o| o.product.id.clone()).collect(),
            provenance: Provenance {
                provider: worded.engine,
                model: worded.model,
                source: worded.source,
                seed: step.seed,
                query: Some(retrieval.query).filter(|query| !query.is_empty()),
                candidates: retrieval.candidates,
                chosen_rank: retrieval.chosen_rank,
                forced: retrieval.forced,
                input_tokens: worded.spent.input_tokens,
                output_tokens: worded.spent.output_tokens,
                cost: worded.spent.cost,
                cache_hit: worded.spent.cache_hit,
            },
        }
    }
}
