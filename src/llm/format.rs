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

/// More tokens than any answer has: what a server counts beyond is a slip, and sums of such counts stay numbers.
const MOST_TOKENS: u64 = 1 << 40;

/// A count of tokens.
pub(super) fn tokens_in(value: &Value) -> Option<u64> {
    value.as_u64().map(|count| count.min(MOST_TOKENS))
}

#[cfg(test)]
mod tests {
    use super::super::chat_completions::ChatCompletions;
    use super::super::messages::Messages;
    use super::super::responses::Responses;
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::json;

    /// Names that the formats use.
    const NAMES: [&str; 18] = [
        "type",
        "choices",
        "delta",
        "message",
        "content",
        "text",
        "finish_reason",
        "usage",
        "prompt_tokens",
        "input_tokens",
        "cache_read_input_tokens",
        "output_tokens",
        "response",
        "status",
        "stop_reason",
        "error",
        "refusal",
        "output",
    ];

    /// Words that they use.
    const WORDS: [&str; 9] = [
        "response.completed",
        "response.output_text.delta",
        "message_start",
        "content_block_delta",
        "message_delta",
        "text_delta",
        "completed",
        "stop",
        "नमस्ते",
    ];

    /// Values of every kind below these names.
    fn event() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            Just(json!(u64::MAX)),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            select(&WORDS[..]).prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 40, 6, |inner| {
            let pair = (select(&NAMES[..]).prop_map(str::to_owned), inner.clone());
            let object = proptest::collection::vec(pair, 0..6);
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(Value::from),
                object.prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_event_is_too_strange(events in proptest::collection::vec(event(), 1..8)) {
            let usual = ChatCompletions::of_host("h");
            let formats: [&dyn Format; 3] = [&usual, &Responses, &Messages];
            for format in formats {
                let (mut streamed, mut whole) = (format.reader(), format.reader());
                for event in &events {
                    let _ = streamed.take(event);
                }
                let _ = (streamed.ending(), whole.whole(&events[0]), whole.ending());
            }
        }
    }
}
