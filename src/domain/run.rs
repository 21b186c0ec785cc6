//! Runs: one job that made conversations, with what it was asked to do.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{RunId, UnknownWord};

/// What words the turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// The embedded phrasebook: no key, no network, no cost.
    #[default]
    Offline,
    /// OpenAI.
    Openai,
    /// Any server that speaks OpenAI's chat protocol.
    OpenaiCompatible,
    /// Anthropic.
    Anthropic,
    /// Fixed answers, for tests.
    Scripted,
    /// A person or a file: the text was imported.
    Imported,
}

impl Engine {
    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            Engine::Offline => "offline",
            Engine::Openai => "openai",
            Engine::OpenaiCompatible => "openai-compatible",
            Engine::Anthropic => "anthropic",
            Engine::Scripted => "scripted",
            Engine::Imported => "imported",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The pipeline mode.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The published state machine, its forced target included.
    Paper,
    /// Ranked retrieval, clarification, real exits, no forced target.
    #[default]
    Natural,
}

impl Mode {
    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            Mode::Paper => "paper",
            Mode::Natural => "natural",
        }
    }
}

impl FromStr for Mode {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "paper" => Ok(Mode::Paper),
            "natural" => Ok(Mode::Natural),
            _ => Err(UnknownWord::new("a mode (paper or natural)", text)),
        }
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunState {
    /// Conversations are still to be made.
    Running,
    /// Held by a person; goes on when told.
    Paused,
    /// All planned conversations are made.
    Done,
    /// Stopped before the end; what was made is kept.
    Stopped,
    /// Taken back whole; hidden and restorable.
    Discarded,
}

/// The record of a run. Wall-clock times live here and nowhere in a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The id.
    pub id: RunId,
    /// The seed that everything in it was drawn from.
    pub seed: u64,
    /// How many runs of this seed came before it in this workspace.
    pub number: u32,
    /// How many conversations were asked for.
    pub planned: u32,
    /// The engine.
    pub engine: Engine,
    /// The mode.
    pub mode: Mode,
    /// How far it has come.
    pub state: RunState,
    /// What was asked for besides (languages, domains, limits), as JSON, so that it can be resumed.
    pub settings: serde_json::Value,
    /// Milliseconds since 1970 when it started.
    pub started_ms: i64,
    /// Milliseconds since 1970 when it ended.
    pub ended_ms: Option<i64>,
}
