//! A model whose answers are written down beforehand: for tests and for trying things out.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::{Answer, ChatModel, ChatReply, ChatRequest, LlmError, Usage};

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
        let usage = Usage {
            input: request.instructions.split_whitespace().count() as u64,
            output: text.split_whitespace().count() as u64,
        };
        Ok(ChatReply {
            text,
            model: self.name().to_owned(),
            usage: Some(usage),
            cut: false,
        })
    }
}

impl ChatModel for Scripted {
    fn ask<'a>(&'a self, request: &'a ChatRequest) -> Answer<'a, ChatReply> {
        Box::pin(async move { self.next(request) })
    }

    fn name(&self) -> &str {
        "scripted"
    }
}
