//! The voice: turns a step into text.
//!
//! Owns: the seam that every engine implements. Does not: choose acts, facts or products.

use futures_util::stream::BoxStream;

use super::Step;
use crate::domain::Engine;

/// Why a turn could not be worded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoiceError {
    /// No line of the phrasebook fits the facts.
    #[error(
        "no line of the {language} phrasebook fits `{situation}` with these facts; add a line to that group in phrasebook/{language}.toml"
    )]
    NoLine {
        /// The language's code.
        language: &'static str,
        /// The group.
        situation: String,
    },
    /// The engine failed; the sentence says why.
    #[error("{0}")]
    Engine(String),
}

/// An engine that words turns.
pub trait Voice: Send + Sync {
    /// The words of a step in small pieces. A piece never ends inside a grapheme cluster.
    fn say<'a>(&'a self, step: &'a Step) -> BoxStream<'a, Result<String, VoiceError>>;

    /// What the words of this step come from: a phrasebook line's id, or a prompt's hash.
    fn source(&self, step: &Step) -> String;

    /// The engine, for the provenance.
    fn engine(&self) -> Engine;

    /// The exact model, for the provenance; `None` for the phrasebook.
    fn model(&self) -> Option<String> {
        None
    }
}
