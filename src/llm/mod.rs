//! Language models and embeddings over the wire.
//!
//! Owns: the wire formats, which key goes to which host, time limits, retries, what a failure means. Does not: choose what
//! is asked, keep answers, or know the offline engine.

mod chat;
mod embeddings;
mod endpoint;
mod error;
mod limits;
mod retry;
mod schema;
mod scripted;
mod wire;

pub use chat::{
    ChatEvent, ChatModel, ChatReply, ChatRequest, ChatStream, CompatibleChat, Part, Stop, Usage,
    at_once,
};
pub use embeddings::{CompatibleEmbedder, Embedder, Purpose, Vectors};
pub use endpoint::{Endpoint, Key};
pub use error::LlmError;
pub use limits::{Limit, Limits};
pub use schema::Schema;
pub use scripted::Scripted;
pub use wire::{Wire, WireEvent, WireStream};

/// An answer that is on its way.
pub type Answer<'a, T> = futures_util::future::BoxFuture<'a, Result<T, LlmError>>;
