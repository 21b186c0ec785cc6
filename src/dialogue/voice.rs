//! The voice: turns a step into text.
//!
//! Owns: the seam that every engine implements. Does not: choose acts, facts or products.

use futures_util::TryStreamExt;
use futures_util::stream::BoxStream;

use super::{Brake, Step};
use crate::domain::{Cost, Engine};
use crate::llm::LlmError;

/// Why a turn could not be worded.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
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
    /// The model gave no answer.
    #[error(transparent)]
    Model(#[from] LlmError),
    /// The model's answers cannot stand in a conversation.
    #[error(transparent)]
    Braked(#[from] Brake),
}

/// What comes while a turn is worded.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// The next words, for who watches. They never end inside a grapheme cluster.
    Text(String),
    /// What came so far does not count: the turn is worded again.
    Again,
    /// What answers took that came to nothing.
    Wasted(Spending),
    /// A sentence for the person at the screen. It is no part of the turn.
    Note(String),
    /// The whole turn. Nothing comes after it.
    Told(Worded),
}

/// The words of a turn, and where they come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Worded {
    /// The text.
    pub text: String,
    /// The phrasebook line's id or the prompt's hash.
    pub source: String,
    /// The engine.
    pub engine: Engine,
    /// The exact model; `None` for the phrasebook.
    pub model: Option<String>,
    /// What wording it took.
    pub spent: Spending,
}

/// What wording a turn took.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Spending {
    /// Questions that a model was asked.
    pub calls: u32,
    /// Tokens sent, as the server counts; `None` when it does not tell, or nothing was asked.
    pub input_tokens: Option<u64>,
    /// Tokens received.
    pub output_tokens: Option<u64>,
    /// What the provider charges, where that is known.
    pub cost: Option<Cost>,
    /// Whether the last answer had been paid for before, and was kept.
    pub cache_hit: bool,
}

impl Worded {
    /// Words from the phrasebook, which take nothing.
    pub fn offline(text: String, source: String) -> Self {
        Worded {
            text,
            source,
            engine: Engine::Offline,
            model: None,
            spent: Spending::default(),
        }
    }
}

/// A turn on its way. It ends with [`Piece::Told`] or with an error.
pub type Pieces<'a> = BoxStream<'a, Result<Piece, VoiceError>>;

/// An engine that words turns.
pub trait Voice: Send + Sync {
    /// Words a step.
    fn say<'a>(&'a self, step: &'a Step) -> Pieces<'a>;

    /// The engine, for the provenance.
    fn engine(&self) -> Engine;
}

/// The turn that comes at the end, when nobody watches it come.
///
/// # Errors
/// Whatever the voice says; a voice that ends without a turn is at fault itself.
pub async fn told(mut pieces: Pieces<'_>) -> Result<Worded, VoiceError> {
    while let Some(piece) = pieces.try_next().await? {
        if let Piece::Told(worded) = piece {
            return Ok(worded);
        }
    }
    Err(VoiceError::Engine(
        "the voice ended without a turn".to_owned(),
    ))
}
