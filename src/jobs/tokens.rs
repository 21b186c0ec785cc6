//! How many tokens an exchange with a model took.

use crate::llm::{ChatReply, ChatRequest, Part};

/// How many characters of a prompt make a token, when the server does not count.
const CHARACTERS_PER_TOKEN: u64 = 4;

/// Tokens used, read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tokens {
    /// How many.
    pub count: u64,
    /// Whether some of them are estimated, because the server does not count.
    pub estimated: bool,
}

impl Tokens {
    /// Adds those of an exchange.
    pub(super) fn add(&mut self, request: &ChatRequest, reply: &ChatReply) {
        match reply.usage {
            Some(usage) => self.count += usage.input + usage.output,
            None => {
                let read =
                    request.instructions.len() + request.parts.iter().map(length).sum::<usize>();
                self.estimate(read + reply.text.len());
            }
        }
    }

    /// Adds about as many as so many letters take.
    pub(super) fn estimate(&mut self, letters: usize) {
        self.estimated = true;
        self.count += letters as u64 / CHARACTERS_PER_TOKEN;
    }

    /// `12 tokens`, `about 12 tokens`.
    pub(super) fn words(self) -> String {
        let about = if self.estimated { "about " } else { "" };
        format!("{about}{}", super::plural(self.count, "token"))
    }
}

fn length(part: &Part) -> usize {
    match part {
        Part::Text(text) => text.len(),
        Part::Picture { .. } => 0,
    }
}
