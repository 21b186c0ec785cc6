//! Scores of turns and conversations without a model over the wire.
//!
//! Owns: what can be counted of a turn and of a conversation, and the fit of such features to what people rated
//! ([`Fitted`]). A score that nobody's ratings were fitted to is none. Deterministic; no clock, no list of ratings of its own.
//! Does not: read the store, check facts, make curves to a scale (see [`calibration`](crate::quality::calibration)).

mod background;
mod cues;
mod features;
mod fitted;
mod talk;
mod text;

pub use background::Background;
pub use features::{OF_TURN, of_turn};
pub use fitted::Fitted;
pub use talk::{OF_TALK, of_talk};

use crate::domain::Speaker;

/// One line of a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// Who says it.
    pub by: Speaker,
    /// What is said.
    pub text: &'t str,
}
