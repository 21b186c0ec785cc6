//! One attempt to get an answer over the wire.
//!
//! Owns: what an attempt tells while it is under way. Does not: try twice, wait its turn, or keep anything; that is for
//! whoever wraps it into a [`ChatModel`](super::ChatModel).

use std::sync::Arc;

use futures_util::stream::BoxStream;

use super::{ChatReply, ChatRequest, Limits, LlmError};
use crate::domain::Engine;

/// What an attempt tells, in this order: notes, that it is open, texts, the whole answer.
#[derive(Clone, Debug, PartialEq)]
pub enum WireEvent {
    /// A sentence for the person at the screen: something that was asked for had to be left out.
    Note(String),
    /// The server took the request; what it says of how much may still be asked.
    Opened(Limits),
    /// The next piece of text, cut anywhere between two characters.
    Text(String),
    /// The whole answer. Nothing comes after it.
    Done(ChatReply),
}

/// An attempt under way. It ends with [`WireEvent::Done`] or with an error. Dropping it closes the connection.
pub type WireStream<'a> = BoxStream<'a, Result<WireEvent, LlmError>>;

/// A model at the other end of a wire.
pub trait Wire: Send + Sync {
    /// Sends the request once. Nothing is sent before the stream is polled.
    fn attempt(&self, request: Arc<ChatRequest>) -> WireStream<'_>;

    /// The model's name, for records.
    fn name(&self) -> &str;

    /// The kind of server, for records.
    fn engine(&self) -> Engine;

    /// The server's host, with its port when it has one.
    fn host(&self) -> &str;
}
