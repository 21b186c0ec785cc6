//! Messages: Anthropic's format.

use serde_json::{Value, json};

use super::format::{
    Ending, Fault, Format, Question, Reader, Step, base64_of, error_in, text_in, tokens_in,
};
use super::optional::Optional;
use super::{Part, Stop, Usage};
use crate::domain::Engine;

/// The Messages format.
pub(super) struct Messages;

impl Format for Messages {
    fn engine(&self) -> Engine {
        Engine::Anthropic
    }

    fn path(&self) -> &'static str {
        "messages"
    }

    fn optional(&self) -> &'static [Optional] {
        &[Optional::Temperature, Optional::Schema]
    }

    /// The format knows no seed.
    fn body(&self, question: &Question<'_>) -> Value {
        let request = question.request;
        let mut body = json!({
            "model": question.model,
            "system": request.instructions,
            "messages": [{"role": "user", "content": content(&request.parts)}],
            "max_tokens": request.max_tokens,
            "stream": true,
        });
        if let Some(temperature) = question.temperature() {
            // It ends at one here, at two elsewhere.
            body["temperature"] = json!(temperature.min(1.0));
        }
        if let Some(schema) = question.schema() {
            let format = json!({"type": "json_schema", "schema": schema.to_json()});
            body["output_config"] = json!({"format": format});
        }
        body
    }

    fn reader(&self) -> Box<dyn Reader> {
        Box::new(MessagesReader::default())
    }
}

fn content(parts: &[Part]) -> Value {
    let one = |part: &Part| match part {
        Part::Text(text) => json!({"type": "text", "text": text}),
        Part::Picture { media_type, bytes } => json!({
            "type": "image",
            "source": {"type": "base64", "media_type": media_type, "data": base64_of(bytes)},
        }),
    };
    Value::Array(parts.iter().map(one).collect())
}

#[derive(Default)]
struct MessagesReader {
    model: Option<String>,
    usage: Option<Usage>,
    stop: Option<Stop>,
    id: Option<String>,
}

impl MessagesReader {
    /// Takes what a message says of itself.
    fn about(&mut self, message: &Value) {
        self.model = text_in(&message["model"]).or(self.model.take());
        self.id = text_in(&message["id"]).or(self.id.take());
        self.used(&message["usage"]);
        self.stopped(message);
    }

    /// Takes counts, which are of all that came so far. The format counts what it reads from its cache, and what it puts
    /// there, apart from the other tokens that it reads.
    fn used(&mut self, counts: &Value) {
        let count = |name: &str| tokens_in(&counts[name]);
        let mut usage = self.usage.unwrap_or_default();
        if let Some(fresh) = count("input_tokens") {
            usage.cached = count("cache_read_input_tokens").unwrap_or(0);
            usage.cache_written = count("cache_creation_input_tokens").unwrap_or(0);
            let cache = usage.cached.saturating_add(usage.cache_written);
            usage.input = fresh.saturating_add(cache);
        } else if count("output_tokens").is_none() {
            return;
        }
        usage.output = count("output_tokens").unwrap_or(usage.output);
        self.usage = Some(usage);
    }

    fn stopped(&mut self, at: &Value) {
        let Some(reason) = at["stop_reason"].as_str() else {
            return;
        };
        self.stop = Some(match reason {
            "end_turn" | "stop_sequence" => Stop::Natural,
            "max_tokens" => Stop::Length,
            "refusal" => {
                let details = &at["stop_details"];
                Stop::Refusal(text_in(&details["explanation"]).or(text_in(&details["category"])))
            }
            other => Stop::Other(other.to_owned()),
        });
    }
}

impl Reader for MessagesReader {
    fn take(&mut self, event: &Value) -> Result<Step, Fault> {
        if let Some(fault) = error_in(event) {
            return Err(fault);
        }
        // Pings, thoughts and kinds that are still to come do not matter.
        match event["type"].as_str().unwrap_or_default() {
            "message_start" => self.about(&event["message"]),
            "content_block_start" => {
                let text = text_in(&event["content_block"]["text"]);
                let text = text.filter(|text| !text.is_empty());
                return Ok(text.map_or(Step::Nothing, Step::Text));
            }
            "content_block_delta" if event["delta"]["type"] == "text_delta" => {
                return Ok(text_in(&event["delta"]["text"]).map_or(Step::Nothing, Step::Text));
            }
            "message_delta" => {
                self.used(&event["usage"]);
                self.stopped(&event["delta"]);
            }
            "message_stop" => return Ok(Step::End),
            _ => {}
        }
        Ok(Step::Nothing)
    }

    fn whole(&mut self, answer: &Value) -> Result<String, Fault> {
        if let Some(fault) = error_in(answer) {
            return Err(fault);
        }
        self.about(answer);
        let blocks = answer["content"].as_array();
        let blocks = blocks.ok_or(Fault::Missing("there is no `content` list"))?;
        let texts = blocks.iter().filter(|block| block["type"] == "text");
        Ok(texts.filter_map(|block| block["text"].as_str()).collect())
    }

    fn ending(&mut self) -> Option<Ending> {
        Some(Ending {
            stop: self.stop.take()?,
            model: self.model.take(),
            usage: self.usage,
            id: self.id.take(),
        })
    }
}
