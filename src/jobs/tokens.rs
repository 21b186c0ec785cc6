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
        self.count += match reply.usage {
            Some(usage) => usage.input + usage.output,
            None => {
                self.estimated = true;
                let read =
                    request.instructions.len() + request.parts.iter().map(length).sum::<usize>();
                (read + reply.text.len()) as u64 / CHARACTERS_PER_TOKEN
            }
        };
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
