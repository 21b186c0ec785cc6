//! A model whose answers are written down beforehand: for tests and for trying things out.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use futures_util::{StreamExt, stream};

use super::{
    Charge, ChatEvent, ChatModel, ChatReply, ChatRequest, ChatStream, LlmError, Stop, Usage,
};
use crate::domain::Engine;

/// Gives its answers one after the other and keeps what it was asked.
#[derive(Default)]
pub struct Scripted {
    answers: Mutex<VecDeque<Result<String, LlmError>>>,
    asked: Mutex<Vec<ChatRequest>>,
}

impl Scripted {
    /// A model with these answers.
    pub fn new(answers: impl IntoIterator<Item = Result<String, LlmError>>) -> Self {
        Scripted {
            answers: Mutex::new(answers.into_iter().collect()),
            asked: Mutex::default(),
        }
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<ChatRequest> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.clone()
    }

    fn next(&self, request: &ChatRequest) -> Result<ChatReply, LlmError> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.push(request.clone());
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let text = answers.pop_front().unwrap_or_else(|| {
            Err(LlmError::Garbled {
                host: self.name().to_owned(),
                why: "its script is at its end".to_owned(),
            })
        })?;
        let usage = Usage::plain(
            request.instructions.split_whitespace().count() as u64,
            text.split_whitespace().count() as u64,
        );
        Ok(ChatReply {
            text,
            model: self.name().to_owned(),
            usage: Some(usage),
            stop: Stop::Natural,
            request_id: None,
            charge: Charge::Unknown,
        })
    }
}

impl ChatModel for Scripted {
    /// Every answer comes word by word.
    fn stream(&self, request: ChatRequest) -> ChatStream<'_> {
        let reply = match self.next(&request) {
            Ok(reply) => reply,
            Err(error) => return stream::iter([Err(error)]).boxed(),
        };
        let words = reply.text.split_inclusive(' ').map(str::to_owned);
        let mut events: Vec<_> = words.map(|word| Ok(ChatEvent::Text(word))).collect();
        events.push(Ok(ChatEvent::Done(reply)));
        stream::iter(events).boxed()
    }

    fn name(&self) -> &str {
        "scripted"
    }

    fn engine(&self) -> Engine {
        Engine::Scripted
    }
}
