//! A model that is asked now and then: with patience for a busy server, without a pace, a ledger or a budget.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff};
use futures_util::stream::{self, StreamExt};

use super::retry::{PATIENCE, pauses};
use super::{ChatEvent, ChatModel, ChatRequest, ChatStream, LlmError, Wire, WireEvent, WireStream};
use crate::domain::Engine;

/// A model over a wire.
pub struct Unpaced {
    wire: Arc<dyn Wire>,
}

impl Unpaced {
    /// The model at the other end of this wire.
    pub fn new(wire: impl Wire + 'static) -> Self {
        Unpaced {
            wire: Arc::new(wire),
        }
    }
}

impl ChatModel for Unpaced {
    fn stream(&self, request: ChatRequest) -> ChatStream<'_> {
        let asking = Asking {
            wire: self.wire.as_ref(),
            request: Arc::new(request),
            pauses: pauses().build(),
            attempt: None,
            told: Told::Nothing,
        };
        stream::unfold(Some(asking), |asking| async { asking?.next().await }).boxed()
    }

    fn name(&self) -> &str {
        self.wire.name()
    }

    fn engine(&self) -> Engine {
        self.wire.engine()
    }
}

/// What whoever asks has seen of this attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Text,
}

/// A question that is being asked.
struct Asking<'a> {
    wire: &'a dyn Wire,
    request: Arc<ChatRequest>,
    pauses: ExponentialBackoff,
    attempt: Option<WireStream<'a>>,
    told: Told,
}

impl<'a> Asking<'a> {
    /// The next event, with what is needed for the one after it.
    async fn next(mut self) -> Option<(Result<ChatEvent, LlmError>, Option<Self>)> {
        loop {
            let attempt = self
                .attempt
                .get_or_insert_with(|| self.wire.attempt(self.request.clone()));
            let error = match attempt.next().await? {
                Ok(WireEvent::Opened(_)) => continue,
                Ok(WireEvent::Note(note)) => return Some((Ok(ChatEvent::Note(note)), Some(self))),
                Ok(WireEvent::Text(text)) => {
                    self.told = Told::Text;
                    return Some((Ok(ChatEvent::Text(text)), Some(self)));
                }
                Ok(WireEvent::Done(reply)) => return Some((Ok(ChatEvent::Done(reply)), None)),
                Err(error) => error,
            };
            let Some(pause) = self.pause(&error) else {
                return Some((Err(error), None));
            };
            self.attempt = None;
            tokio::time::sleep(pause).await;
            if self.told == Told::Text {
                self.told = Told::Nothing;
                return Some((Ok(ChatEvent::Again), Some(self)));
            }
        }
    }

    /// How long to wait before it is tried again; `None` when it is not.
    fn pause(&mut self, error: &LlmError) -> Option<Duration> {
        let ours = self.pauses.next().filter(|_| error.passing())?;
        match error {
            LlmError::Busy {
                wait: Some(wait), ..
            } => (*wait <= PATIENCE).then_some(*wait),
            _ => Some(ours),
        }
    }
}
