//! Language models and embeddings over the wire.
//!
//! Owns: the wire formats, which key goes to which host, time limits, retries, what a failure means. Does not: choose what
//! is asked, keep answers, or know the offline engine.

mod body;
mod breaker;
mod budget;
mod chat;
mod chat_completions;
mod complaint;
mod embeddings;
mod endpoint;
mod error;
mod events;
mod format;
mod kept;
mod key;
mod ledger;
mod limits;
mod messages;
mod models;
mod optional;
mod paced;
mod pacer;
mod patience;
mod provider;
mod quirks;
mod responses;
mod retry;
mod schema;
mod scripted;
mod tally;
mod times;
mod together;
mod unpaced;
mod wire;

pub use budget::{Budget, Standing};
pub use chat::{
    Charge, ChatEvent, ChatModel, ChatReply, ChatRequest, ChatStream, Part, Stop, at_once,
};
pub use embeddings::{CompatibleEmbedder, Embedder, Purpose, Vectors};
pub use endpoint::Endpoint;
pub use error::LlmError;
pub use key::Key;
pub use ledger::{Booking, Known, Ledger, LedgerError};
pub use limits::{Limit, Limits};
pub use models::ModelInfo;
pub use paced::Paced;
pub use pacer::Pace;
pub use patience::Patience;
pub use provider::Provider;
pub use schema::{Misfit, Schema, Shape};
pub use scripted::Scripted;
pub use tally::{Meter, Tally};
pub use times::Times;
pub use unpaced::Unpaced;
pub use wire::{Wire, WireEvent, WireStream};

pub use crate::domain::Usage;

/// An answer that is on its way.
pub type Answer<'a, T> = futures_util::future::BoxFuture<'a, Result<T, LlmError>>;
