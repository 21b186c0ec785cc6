//! Chat Completions: the format that most servers speak.

use serde_json::{Value, json};

use super::format::{
    Ending, Fault, Format, Question, Reader, Step, data_address, error_in, plain_text, text_in,
    tokens_in,
};
use super::optional::Optional;
use super::quirks::{Limit, Quirks, UsageInStream};
use super::{Part, Stop, Usage};
use crate::domain::Engine;

/// Chat Completions, as a server speaks it.
pub(super) struct ChatCompletions {
    quirks: Quirks,
}

impl ChatCompletions {
    /// As the server at this host speaks it.
    pub(super) fn of_host(host: &str) -> Self {
        ChatCompletions {
            quirks: Quirks::of(host),
        }
    }
}

impl Format for ChatCompletions {
    fn engine(&self) -> Engine {
        Engine::OpenaiCompatible
    }

    fn path(&self) -> &'static str {
        "chat/completions"
    }

    fn optional(&self) -> &'static [Optional] {
        &[
            Optional::Temperature,
            Optional::Seed,
            Optional::StreamUsage,
            Optional::Schema,
            Optional::Effort,
            Optional::OlderLimit,
        ]
    }

    fn body(&self, question: &Question<'_>) -> Value {
        let request = question.request;
        let mut body = json!({
            "model": question.model,
            "messages": [
                {"role": "system", "content": request.instructions},
                {"role": "user", "content": content(&request.parts)},
            ],
            "stream": true,
        });
        let limit = match self.quirks.limit {
            Limit::MaxTokens if question.may_say(Optional::OlderLimit) => "max_tokens",
            _ => "max_completion_tokens",
        };
        body[limit] = json!(request.max_tokens);
        if self.quirks.usage_in_stream == UsageInStream::Asked
            && question.may_say(Optional::StreamUsage)
        {
            body["stream_options"] = json!({"include_usage": true});
        }
        if let Some(temperature) = question.temperature() {
            body["temperature"] = json!(temperature);
        }
        if let Some(seed) = question.seed() {
            body[self.quirks.seed] = json!(seed);
        }
        if let Some(effort) = question.effort() {
            body["reasoning_effort"] = json!(effort);
        }
        if let Some(schema) = question.schema() {
            let schema = json!({"name": schema.name(), "strict": true, "schema": schema.to_json()});
            body["response_format"] = json!({"type": "json_schema", "json_schema": schema});
        }
        body
    }

    fn reader(&self) -> Box<dyn Reader> {
        Box::new(ChatReader::default())
    }
}

/// Plain text as a string, which every server reads; a list only when there is a picture.
fn content(parts: &[Part]) -> Value {
    if let Some(text) = plain_text(parts) {
        return json!(text);
    }
    let one = |part: &Part| match part {
        Part::Text(text) => json!({"type": "text", "text": text}),
        Part::Picture { media_type, bytes } => {
            let url = data_address(media_type, bytes);
            json!({"type": "image_url", "image_url": {"url": url}})
        }
    };
    Value::Array(parts.iter().map(one).collect())
}

#[derive(Default)]
struct ChatReader {
    model: Option<String>,
    usage: Option<Usage>,
    stop: Option<Stop>,
    refusal: String,
    id: Option<String>,
}

impl ChatReader {
    /// Takes what stands around the text, and gives the text.
    fn read(&mut self, value: &Value, piece: &str) -> Result<Option<String>, Fault> {
        if let Some(fault) = error_in(value) {
            return Err(fault);
        }
        self.model = text_in(&value["model"]).or(self.model.take());
        self.id = text_in(&value["id"]).or(self.id.take());
        self.usage = usage(&value["usage"]).or(self.usage);
        let choice = &value["choices"][0];
        if let Some(reason) = choice["finish_reason"].as_str() {
            self.stop = Some(stop(reason)?);
        }
        let piece = &choice[piece];
        self.refusal
            .push_str(piece["refusal"].as_str().unwrap_or_default());
        Ok(text_in(&piece["content"]))
    }
}

impl Reader for ChatReader {
    fn take(&mut self, event: &Value) -> Result<Step, Fault> {
        // The first piece may have a role and no content.
        let text = self.read(event, "delta")?.filter(|text| !text.is_empty());
        Ok(text.map_or(Step::Nothing, Step::Text))
    }

    fn whole(&mut self, answer: &Value) -> Result<String, Fault> {
        let text = self.read(answer, "message")?;
        self.stop.get_or_insert(Stop::Natural);
        match text {
            Some(text) => Ok(text),
            None if !self.refusal.is_empty() => Ok(String::new()),
            None => Err(Fault::Missing("there is no choices[0].message.content")),
        }
    }

    fn ending(&mut self) -> Option<Ending> {
        let mut stop = self.stop.take()?;
        if !self.refusal.is_empty() {
            stop = Stop::Refusal(Some(std::mem::take(&mut self.refusal)));
        }
        Some(Ending {
            model: self.model.take(),
            usage: self.usage,
            stop,
            id: self.id.take(),
        })
    }
}

fn stop(reason: &str) -> Result<Stop, Fault> {
    Ok(match reason {
        // `eos` is what some servers say for it.
        "stop" | "eos" => Stop::Natural,
        "length" | "model_length" => Stop::Length,
        "content_filter" => Stop::Filter,
        "error" | "abort" => {
            return Err(Fault::GaveUp(format!(
                "the server ended it with `{reason}`"
            )));
        }
        other => Stop::Other(other.to_owned()),
    })
}

fn usage(value: &Value) -> Option<Usage> {
    let details = &value["prompt_tokens_details"];
    Some(Usage {
        input: tokens_in(&value["prompt_tokens"])?,
        output: tokens_in(&value["completion_tokens"]).unwrap_or(0),
        cached: tokens_in(&details["cached_tokens"]).unwrap_or(0),
        cache_written: tokens_in(&details["cache_write_tokens"]).unwrap_or(0),
    })
}
