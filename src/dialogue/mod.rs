//! Conversations: who shops, which act comes next, how a turn is worded.
//!
//! - [`profiles`]: simulated shoppers with a scenario, from a demographics file.
//! - [`Lengths`]: how long conversations should be.
//! - [`Machine`]: the state machine that picks every act; it searches through [`Retrieve`].
//! - [`Voice`]: words a [`Step`]; [`PhrasebookVoice`] does so offline from data files, [`ModelVoice`] by a language model.
//! - [`Brake`]: why a model's answer ends a conversation.
//! - [`wording`]: the rules of shop talk as checks.
//! - [`prompts`]: what language models are told.
//! - [`data`]: nouns, attribute words, people, festivals, the shop's policy.
//!
//! Owns: all of this, synchronous and seeded but for the voices. Does not: touch a database, an index or a network, or know the time.

mod brakes;
mod chunks;
pub mod data;
mod lengths;
mod machine;
mod model_voice;
pub mod money_words;
mod names;
pub mod phrasebook;
pub mod profiles;
pub mod prompts;
mod random;
mod retrieve;
mod situation;
mod spoken;
mod step;
mod titles;
mod voice;
pub mod wording;

pub use brakes::{Brake, BrakeRule, circles, drift, leak};
pub use lengths::Lengths;
pub use machine::{Aim, Limits, Machine, Plan, Recorded, Shows};
pub use model_voice::{Asked, ModelVoice};
pub use phrasebook::{PhrasebookVoice, Wording};
pub use profiles::{Construction, Novelty, ProfileGenerator, Shelf};
pub use retrieve::{Need, Retrieve, StockWish};
pub use situation::{
    Answered, Chat, Exit, Fault, Offering, Question, Seen, Showing, Situation, Topic,
};
pub use step::{Brief, Facts, Offer, Persona, Retrieval, Said, Step};
pub use voice::{Piece, Pieces, Spending, Voice, VoiceError, Worded, told};
