//! What a wire format is: a body that asks, and a reader of what comes back.

use std::time::Duration;

use base64::Engine as _;
use serde_json::Value;

use super::complaint::Complaint;
use super::endpoint::Endpoint;
use super::optional::{LeftOut, Optional};
use super::{ChatRequest, LlmError, Part, Schema, Stop, Usage};
use crate::domain::Engine;

/// A format.
pub(super) trait Format: Send + Sync {
    /// The kind of server that speaks it.
    fn engine(&self) -> Engine;
    /// Where questions are sent, below the address.
    fn path(&self) -> &'static str;
    /// What may be left out of a body, or said otherwise, when a model does not take it.
    fn optional(&self) -> &'static [Optional];
    /// The body of a question.
    fn body(&self, question: &Question<'_>) -> Value;
    /// A reader for one answer.
    fn reader(&self) -> Box<dyn Reader>;
}

/// A question to a model, without what that model does not take.
pub(super) struct Question<'a> {
    pub(super) model: &'a str,
    pub(super) request: &'a ChatRequest,
    pub(super) effort: Option<&'a str>,
    pub(super) left_out: LeftOut,
}

impl<'a> Question<'a> {
    /// How freely the model chooses words, as a decimal of few digits: 0.4, not 0.4000000059604645.
    pub(super) fn temperature(&self) -> Option<f64> {
        let temperature = self.unless(Optional::Temperature, self.request.temperature)?;
        Some((f64::from(temperature) * 1e4).round() / 1e4)
    }

    /// Where the model's chance starts.
    pub(super) fn seed(&self) -> Option<u64> {
        self.unless(Optional::Seed, self.request.seed)
    }

    /// The shape of the answer.
    pub(super) fn schema(&self) -> Option<&'a Schema> {
        self.unless(Optional::Schema, self.request.schema.as_deref())
    }

    /// How long the model is to think.
    pub(super) fn effort(&self) -> Option<&'a str> {
        self.unless(Optional::Effort, self.effort)
    }

    /// Whether this may be said.
    pub(super) fn may_say(&self, what: Optional) -> bool {
        !self.left_out.has(what)
    }

    fn unless<T>(&self, what: Optional, value: Option<T>) -> Option<T> {
        value.filter(|_| self.may_say(what))
    }
}

/// Reads one answer.
pub(super) trait Reader: Send {
    /// Takes the data of one event.
    fn take(&mut self, event: &Value) -> Result<Step, Fault>;
    /// Takes an answer that came as one value, and gives its text.
    fn whole(&mut self, answer: &Value) -> Result<String, Fault>;
    /// What is known at the end; `None` when the answer did not say why it ends, and so broke off.
    fn ending(&mut self) -> Option<Ending>;
}

/// What an event brought.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing to show.
    Nothing,
    /// Text.
    Text(String),
    /// The end; what comes after it does not count.
    End,
}

/// What is known of an answer at its end.
#[derive(Debug)]
pub(super) struct Ending {
    pub(super) model: Option<String>,
    pub(super) usage: Option<Usage>,
    pub(super) stop: Stop,
    pub(super) id: Option<String>,
}

/// Why an answer cannot be read.
#[derive(Debug)]
pub(super) enum Fault {
    /// The server tells an error.
    Told(Complaint),
    /// The server gave up in the middle.
    GaveUp(String),
    /// Something is missing.
    Missing(&'static str),
}

impl Fault {
    /// The error that this is, of a server that asks to wait so long.
    pub(super) fn error(self, endpoint: &Endpoint, wait: Option<Duration>) -> LlmError {
        match self {
            Fault::Told(complaint) => endpoint.complains(complaint, wait),
            Fault::GaveUp(why) => endpoint.broken_off(why),
            Fault::Missing(what) => endpoint.garbled(what),
        }
    }
}

/// The error that an event tells beside or instead of what was asked for.
pub(super) fn error_in(event: &Value) -> Option<Fault> {
    let error = match event.get("error") {
        Some(error) if !error.is_null() => error,
        _ if event["object"] == "error" => event,
        _ => return None,
    };
    Some(Fault::Told(Complaint::read(error)))
}

/// The texts of a question as one; `None` when it has a picture.
pub(super) fn plain_text(parts: &[Part]) -> Option<String> {
    let texts: Option<Vec<&str>> = parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            Part::Picture { .. } => None,
        })
        .collect();
    texts.map(|texts| texts.join("\n\n"))
}

/// The bytes of a picture as text.
pub(super) fn base64_of(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// A picture as an address that holds it.
pub(super) fn data_address(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", base64_of(bytes))
}

/// A text in a value, kept.
pub(super) fn text_in(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
