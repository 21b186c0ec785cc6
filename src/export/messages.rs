//! Messages as trainers read them: a role and a text, roles in alternation.

use std::borrow::Cow;

use serde::Serialize;

use super::JudgedTurn;

/// One message. It carries nothing else: an id inside would break a trainer's comparison of prompts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Message<'a> {
    /// `system`, `user` or `assistant`.
    pub role: &'static str,
    /// The text in force.
    pub content: Cow<'a, str>,
}

/// The messages of a row, and how many turns were joined to the one before.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Messages<'a> {
    pub list: Vec<Message<'a>>,
    pub merged: u32,
}

impl<'a> Messages<'a> {
    /// The system message, when there is one, and the turns; neighbours of one speaker are joined with a line break.
    pub fn of(system: Option<&'a str>, turns: &[JudgedTurn<'a>]) -> Self {
        let mut messages = Messages {
            list: Vec::with_capacity(turns.len() + 1),
            merged: 0,
        };
        if let Some(text) = system {
            messages.list.push(Message {
                role: "system",
                content: Cow::Borrowed(text),
            });
        }
        for judged in turns {
            messages.push(judged);
        }
        messages
    }

    fn push(&mut self, judged: &JudgedTurn<'a>) {
        let role = judged.turn.speaker.role();
        match self.list.last_mut() {
            Some(last) if last.role == role => {
                let joined = last.content.to_mut();
                joined.push('\n');
                joined.push_str(judged.text);
                self.merged += 1;
            }
            _ => self.list.push(Message {
                role,
                content: Cow::Borrowed(judged.text),
            }),
        }
    }
}
