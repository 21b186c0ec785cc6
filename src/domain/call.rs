//! Calls to language models, as the ledger keeps them: one row an attempt.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ConversationId, Cost, Engine, RunId};

/// The turn that an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TurnPlace {
    /// The run.
    pub run: RunId,
    /// The conversation.
    pub conversation: ConversationId,
    /// The turn's place in the conversation, from 0.
    pub place: u32,
}

/// A request by its content: two requests of the same hash ask the same model for the same thing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RequestHash(pub [u8; 32]);

impl fmt::Display for RequestHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for RequestHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestHash({self})")
    }
}

/// A row of the ledger. It has no meaning outside its workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CallId(pub i64);

/// How far an attempt has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallState {
    /// It may have left. A row that stays so belongs to a process that died or was stopped meanwhile.
    Sent,
    /// There is an answer.
    Done,
    /// It failed and is tried again.
    Retry,
    /// There is an answer that declines.
    Refused,
    /// It failed for good.
    Dead,
}

impl CallState {
    /// Every state, in the order in which they come about.
    pub const ALL: [CallState; 5] = [
        CallState::Sent,
        CallState::Done,
        CallState::Retry,
        CallState::Refused,
        CallState::Dead,
    ];

    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            CallState::Sent => "sent",
            CallState::Done => "done",
            CallState::Retry => "retry",
            CallState::Refused => "refused",
            CallState::Dead => "dead",
        }
    }
}

/// Whether an attempt has to be paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Billing {
    /// The server refused it before any work was done.
    No,
    /// The server answered.
    Yes,
    /// It left, and nobody knows what became of it.
    Maybe,
}

impl Billing {
    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            Billing::No => "no",
            Billing::Yes => "yes",
            Billing::Maybe => "maybe",
        }
    }
}

/// An attempt that is about to leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCall {
    /// The turn it is for, if it is for one.
    pub turn: Option<TurnPlace>,
    /// What is asked.
    pub request: RequestHash,
    /// Which attempt at this request it is, from 1. Attempts of earlier processes count.
    pub attempt: u32,
    /// The kind of server.
    pub engine: Engine,
    /// The server's host.
    pub host: String,
    /// The model that is asked.
    pub model: String,
    /// What it may cost at most; `None` when nobody knows the model's price.
    pub most: Option<Cost>,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallEnd {
    /// How far it came.
    pub state: CallState,
    /// Whether it has to be paid for.
    pub billing: Billing,
    /// The model that the server says it was.
    pub model: Option<String>,
    /// The server's own name of the exchange.
    pub request_id: Option<String>,
    /// Tokens read, as the server counts.
    pub input: Option<u64>,
    /// Tokens written, as the server counts.
    pub output: Option<u64>,
    /// Of the tokens read, those that lay in the server's cache.
    pub cached: Option<u64>,
    /// What it cost; `None` when nobody knows.
    pub cost: Option<Cost>,
    /// The kind of failure, in one word, and what is told of it.
    pub error: Option<(String, String)>,
}
