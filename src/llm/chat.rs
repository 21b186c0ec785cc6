//! One question to a language model, one answer.

use std::sync::Arc;

use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt, TryStreamExt};

use super::{Answer, LlmError, Schema};
use crate::domain::{Cost, Engine, TurnPlace, Usage};

/// A piece of what a model is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text.
    Text(String),
    /// A picture, in the bytes of its file.
    Picture {
        /// Such as `image/png`.
        media_type: &'static str,
        /// The file.
        bytes: Vec<u8>,
    },
}

/// A question. Data from a catalogue belongs into the parts, never into the instructions.
#[derive(Clone, Debug, PartialEq)]
pub struct ChatRequest {
    /// What the model is to do.
    pub instructions: String,
    /// What it is to do it with.
    pub parts: Vec<Part>,
    /// The longest answer, in tokens.
    pub max_tokens: u32,
    /// How freely it chooses words; left out when the model does not take one.
    pub temperature: Option<f32>,
    /// Where the model's own chance starts; left out when the model does not take one, and best effort where it does.
    pub seed: Option<u64>,
    /// The shape that the answer has to have.
    pub schema: Option<Arc<Schema>>,
    /// The turn that the answer is for. It is kept in the ledger and not sent; an answer that was paid for belongs to its
    /// turn, and no other turn is given the same one.
    pub turn: Option<TurnPlace>,
}

impl ChatRequest {
    /// A question with everything else left to the model.
    pub fn new(
        instructions: impl Into<String>,
        parts: impl IntoIterator<Item = Part>,
        max_tokens: u32,
    ) -> Self {
        ChatRequest {
            instructions: instructions.into(),
            parts: parts.into_iter().collect(),
            max_tokens,
            temperature: None,
            seed: None,
            schema: None,
            turn: None,
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatReply {
    /// The text.
    pub text: String,
    /// The model that the server says it was.
    pub model: String,
    /// What it used; `None` when the server does not tell.
    pub usage: Option<Usage>,
    /// Why it ends here.
    pub stop: Stop,
    /// The server's own name of the exchange, for its operators.
    pub request_id: Option<String>,
    /// What it costs.
    pub charge: Charge,
}

/// What an answer costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Charge {
    /// Nobody knows: the model has no price, or the server does not count.
    #[default]
    Unknown,
    /// So much, for this answer.
    Now(Cost),
    /// Nothing any more: the answer was paid for before, and kept.
    Before,
}

impl ChatReply {
    /// A whole answer of a model that counts no tokens.
    pub fn whole(model: impl Into<String>, text: impl Into<String>) -> Self {
        ChatReply {
            text: text.into(),
            model: model.into(),
            usage: None,
            stop: Stop::Natural,
            request_id: None,
            charge: Charge::Unknown,
        }
    }

    /// The answer, unless it is none.
    ///
    /// # Errors
    /// [`LlmError::Declined`] when the model, or a filter around it, declines.
    pub fn willing(self) -> Result<Self, LlmError> {
        let said = match &self.stop {
            Stop::Refusal(why) => why
                .clone()
                .unwrap_or_else(|| "it does not say why".to_owned()),
            Stop::Filter => "a filter cut the answer".to_owned(),
            Stop::Natural | Stop::Length | Stop::Other(_) => return Ok(self),
        };
        let model = self.model;
        Err(LlmError::Declined { model, said })
    }

    /// Whether it ends because the most tokens were reached.
    pub fn cut(&self) -> bool {
        self.stop == Stop::Length
    }
}

/// Why an answer ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The model had said what it had to say.
    Natural,
    /// The most tokens were reached.
    Length,
    /// The model declines; what it says of why.
    Refusal(Option<String>),
    /// The server's filter cut it.
    Filter,
    /// Another reason, in the server's own word.
    Other(String),
}

/// What comes while an answer is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChatEvent {
    /// The next piece of text, cut anywhere between two characters.
    Text(String),
    /// What came so far does not count: the exchange broke and begins again.
    Again,
    /// A sentence for the person at the screen, such as that the model takes no temperature. It is no part of the answer.
    Note(String),
    /// The whole answer. Nothing comes after it.
    Done(ChatReply),
}

/// An answer in pieces. It ends with [`ChatEvent::Done`] or with an error.
pub type ChatStream<'a> = BoxStream<'a, Result<ChatEvent, LlmError>>;

/// The stream of a model that gives its answer in one piece.
pub fn at_once<'a>(
    reply: impl Future<Output = Result<ChatReply, LlmError>> + Send + 'a,
) -> ChatStream<'a> {
    let events = |reply: ChatReply| {
        let text = ChatEvent::Text(reply.text.clone());
        stream::iter([Ok(text), Ok(ChatEvent::Done(reply))])
    };
    stream::once(reply).map_ok(events).try_flatten().boxed()
}

/// A model that answers.
pub trait ChatModel: Send + Sync {
    /// Asks, with patience for a busy server, and gives the answer as it comes. Nothing is sent before the stream is polled.
    fn stream(&self, request: ChatRequest) -> ChatStream<'_>;

    /// The same, with the whole answer at once.
    fn ask<'a>(&'a self, request: &'a ChatRequest) -> Answer<'a, ChatReply> {
        Box::pin(async move {
            let mut events = self.stream(request.clone());
            while let Some(event) = events.try_next().await? {
                if let ChatEvent::Done(reply) = event {
                    return Ok(reply);
                }
            }
            Err(LlmError::endless(self.name()))
        })
    }

    /// The model's name, for records.
    fn name(&self) -> &str;

    /// The kind of server, for records.
    fn engine(&self) -> Engine;

    /// Tells that the answer to a request is put away for good: should the same be asked again, it is asked anew. Nothing is
    /// to be done where no answers are kept.
    ///
    /// # Errors
    /// When the books cannot be written.
    fn forget<'a>(&'a self, _request: &'a ChatRequest) -> Answer<'a, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
}
