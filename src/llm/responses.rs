//! Responses: OpenAI's own format.

use serde_json::{Value, json};

use super::complaint::Complaint;
use super::format::{
    Ending, Fault, Format, Question, Reader, Step, data_address, error_in, text_in, tokens_in,
};
use super::optional::Optional;
use super::{Part, Stop, Usage};
use crate::domain::Engine;

/// The shortest longest answer that the format knows, in tokens.
const LEAST: u32 = 16;

/// The Responses format.
pub(super) struct Responses;

impl Format for Responses {
    fn engine(&self) -> Engine {
        Engine::Openai
    }

    fn path(&self) -> &'static str {
        "responses"
    }

    fn optional(&self) -> &'static [Optional] {
        &[Optional::Temperature, Optional::Schema, Optional::Effort]
    }

    /// The format knows no seed.
    fn body(&self, question: &Question<'_>) -> Value {
        let request = question.request;
        let mut body = json!({
            "model": question.model,
            "instructions": request.instructions,
            "input": [{"role": "user", "content": content(&request.parts)}],
            "max_output_tokens": request.max_tokens.max(LEAST),
            "stream": true,
            // Otherwise the server keeps texts that nobody asks it for again.
            "store": false,
        });
        if let Some(temperature) = question.temperature() {
            body["temperature"] = json!(temperature);
        }
        if let Some(effort) = question.effort() {
            body["reasoning"] = json!({"effort": effort});
        }
        if let Some(schema) = question.schema() {
            body["text"] = json!({"format": {
                "type": "json_schema",
                "name": schema.name(),
                "strict": true,
                "schema": schema.to_json(),
            }});
        }
        body
    }

    fn reader(&self) -> Box<dyn Reader> {
        Box::new(ResponsesReader::default())
    }
}

fn content(parts: &[Part]) -> Value {
    let one = |part: &Part| match part {
        Part::Text(text) => json!({"type": "input_text", "text": text}),
        Part::Picture { media_type, bytes } => {
            let url = data_address(media_type, bytes);
            json!({"type": "input_image", "image_url": url, "detail": "auto"})
        }
    };
    Value::Array(parts.iter().map(one).collect())
}

#[derive(Default)]
struct ResponsesReader {
    model: Option<String>,
    usage: Option<Usage>,
    stop: Option<Stop>,
    refusal: String,
    id: Option<String>,
}

impl ResponsesReader {
    fn refused(&mut self, why: &Value) {
        self.refusal.push_str(why.as_str().unwrap_or_default());
    }

    /// Takes what a response says of itself.
    fn about(&mut self, response: &Value) -> Result<(), Fault> {
        self.model = text_in(&response["model"]).or(self.model.take());
        self.id = text_in(&response["id"]).or(self.id.take());
        self.usage = usage(&response["usage"]).or(self.usage);
        self.stop = match response["status"].as_str() {
            Some("failed") => return Err(Fault::Told(Complaint::read(&response["error"]))),
            Some("cancelled") => {
                return Err(Fault::GaveUp(
                    "the server ended it with `cancelled`".to_owned(),
                ));
            }
            Some("completed") => Some(Stop::Natural),
            Some("incomplete") => Some(incomplete(&response["incomplete_details"]["reason"])),
            _ => None,
        };
        Ok(())
    }
}

impl Reader for ResponsesReader {
    fn take(&mut self, event: &Value) -> Result<Step, Fault> {
        if let Some(fault) = error_in(event) {
            return Err(fault);
        }
        // More than fifty kinds exist, and more will: those that are not named here do not matter.
        match event["type"].as_str().unwrap_or_default() {
            "response.output_text.delta" => {
                return Ok(text_in(&event["delta"]).map_or(Step::Nothing, Step::Text));
            }
            "response.refusal.delta" => self.refused(&event["delta"]),
            "response.created" | "response.in_progress" => self.about(&event["response"])?,
            "response.completed" | "response.incomplete" | "response.failed" => {
                self.about(&event["response"])?;
                return Ok(Step::End);
            }
            "error" => return Err(Fault::Told(Complaint::read(event))),
            _ => {}
        }
        Ok(Step::Nothing)
    }

    fn whole(&mut self, answer: &Value) -> Result<String, Fault> {
        if let Some(fault) = error_in(answer) {
            return Err(fault);
        }
        self.about(answer)?;
        let output = answer["output"].as_array();
        let output = output.ok_or(Fault::Missing("there is no `output` list"))?;
        let mut text = String::new();
        for part in output
            .iter()
            .filter_map(|item| item["content"].as_array())
            .flatten()
        {
            self.refused(&part["refusal"]);
            text.push_str(part["text"].as_str().unwrap_or_default());
        }
        Ok(text)
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

fn usage(counts: &Value) -> Option<Usage> {
    let details = &counts["input_tokens_details"];
    Some(Usage {
        input: tokens_in(&counts["input_tokens"])?,
        output: tokens_in(&counts["output_tokens"]).unwrap_or(0),
        cached: tokens_in(&details["cached_tokens"]).unwrap_or(0),
        cache_written: tokens_in(&details["cache_write_tokens"]).unwrap_or(0),
    })
}

fn incomplete(reason: &Value) -> Stop {
    match reason.as_str() {
        Some("max_output_tokens") => Stop::Length,
        Some("content_filter") => Stop::Filter,
        other => Stop::Other(other.unwrap_or("incomplete").to_owned()),
    }
}
