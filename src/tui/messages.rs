//! Messages: what the studio told, the newest on the message line.

use std::time::Duration;

use super::effect::{Effect, Effects, PageLine};
use super::msg::Level;
use super::theme::Role;

/// How many messages are remembered.
const KEPT: usize = 500;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// When, since the start.
    pub at: Duration,
    /// How loud.
    pub level: Level,
    /// The sentence.
    pub text: String,
}

impl Message {
    /// How long it stays on the message line: long enough to read it; errors stay until a key comes.
    fn stays(&self) -> Duration {
        match self.level {
            Level::Error => Duration::MAX,
            Level::Warn => Duration::from_millis(4_000 + 40 * self.text.len() as u64),
            Level::Info | Level::Good => Duration::from_millis(2_500 + 40 * self.text.len() as u64),
        }
    }
}

/// What was told so far.
#[derive(Debug, Default)]
pub struct Messages {
    all: Vec<Message>,
    shown: Option<Message>,
    /// Errors that a newer one took off the line before anybody could read them.
    hidden: usize,
    /// The newest message that an error keeps off the line.
    waiting: Option<Message>,
}

impl Messages {
    /// Tells something; returns the effect that clears the line later.
    pub fn tell(&mut self, now: Duration, level: Level, text: String) -> Effects {
        let message = Message {
            at: now,
            level,
            text,
        };
        if self.all.len() == KEPT {
            self.all.remove(0);
        }
        self.all.push(message.clone());
        let hidden_by_error = self
            .shown
            .as_ref()
            .is_some_and(|old| old.level == Level::Error && level < Level::Error);
        let stays = message.stays();
        if level == Level::Error {
            let was_error = |old: &Message| old.level == Level::Error;
            self.hidden = if self.shown.as_ref().is_some_and(was_error) {
                self.hidden + 1
            } else {
                0
            };
        }
        if hidden_by_error {
            self.waiting = Some(message);
        } else {
            self.shown = Some(message);
            self.waiting = None;
        }
        if stays == Duration::MAX {
            return Effects::new();
        }
        vec![Effect::WakeAfter(stays)]
    }

    /// The message on the line.
    pub fn shown(&self) -> Option<&Message> {
        self.shown.as_ref()
    }

    /// How many errors wait behind the one on the line.
    pub fn hidden(&self) -> usize {
        match &self.shown {
            Some(shown) if shown.level == Level::Error => self.hidden,
            _ => 0,
        }
    }

    /// A key was pressed: an error that has been seen for a while may go.
    pub fn key_pressed(&mut self, now: Duration) {
        const SEEN: Duration = Duration::from_millis(1_500);
        if let Some(shown) = &self.shown
            && shown.level == Level::Error
            && now.saturating_sub(shown.at) > SEEN
        {
            self.shown = self.waiting.take();
            self.hidden = 0;
        }
    }

    /// Clears the line when its message has stood long enough.
    pub fn expire(&mut self, now: Duration) {
        if let Some(shown) = &self.shown
            && shown.stays() != Duration::MAX
            && now >= shown.at + shown.stays()
        {
            self.shown = None;
        }
    }

    /// All messages as a page, newest first.
    pub fn page(&self) -> Vec<PageLine> {
        let line = |message: &Message| PageLine {
            role: role_of(message.level),
            text: format!("{:>4} s  {}", message.at.as_secs(), message.text),
        };
        self.all.iter().rev().map(line).collect()
    }
}

/// How a level looks.
pub fn role_of(level: Level) -> Role {
    match level {
        Level::Info => Role::Text,
        Level::Good => Role::Good,
        Level::Warn => Role::Warn,
        Level::Error => Role::Bad,
    }
}
