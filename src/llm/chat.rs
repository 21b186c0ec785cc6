//! One question to a language model, one answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine as _;
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};

use super::retry::patiently;
use super::{Answer, Endpoint, LlmError, Schema};
use crate::domain::Engine;

/// A piece of what a model is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text.
    Text(String),
    /// A picture, in the bytes of its file.
    Picture {
        /// Such as `image/png`.
        media_type: &'static str,
        /// The file.
        bytes: Vec<u8>,
    },
}

/// A question. Data from a catalogue belongs into the parts, never into the instructions.
#[derive(Clone, Debug, PartialEq)]
pub struct ChatRequest {
    /// What the model is to do.
    pub instructions: String,
    /// What it is to do it with.
    pub parts: Vec<Part>,
    /// The longest answer, in tokens.
    pub max_tokens: u32,
    /// How freely it chooses words; left out when the model does not take one.
    pub temperature: Option<f32>,
    /// Where the model's own chance starts; left out when the model does not take one, and best effort where it does.
    pub seed: Option<u64>,
    /// The shape that the answer has to have.
    pub schema: Option<Arc<Schema>>,
}

impl ChatRequest {
    /// A question with everything else left to the model.
    pub fn new(
        instructions: impl Into<String>,
        parts: impl IntoIterator<Item = Part>,
        max_tokens: u32,
    ) -> Self {
        ChatRequest {
            instructions: instructions.into(),
            parts: parts.into_iter().collect(),
            max_tokens,
            temperature: None,
            seed: None,
            schema: None,
        }
    }
}

/// What an exchange used, in tokens, as the server counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Usage {
    /// Read.
    pub input: u64,
    /// Written.
    pub output: u64,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatReply {
    /// The text.
    pub text: String,
    /// The model that the server says it was.
    pub model: String,
    /// What it used; `None` when the server does not tell.
    pub usage: Option<Usage>,
    /// Why it ends here.
    pub stop: Stop,
    /// The server's own name of the exchange, for its operators.
    pub request_id: Option<String>,
}

impl ChatReply {
    /// A whole answer of a model that counts no tokens.
    pub fn whole(model: impl Into<String>, text: impl Into<String>) -> Self {
        ChatReply {
            text: text.into(),
            model: model.into(),
            usage: None,
            stop: Stop::Natural,
            request_id: None,
        }
    }

    /// Whether it ends because the most tokens were reached.
    pub fn cut(&self) -> bool {
        self.stop == Stop::Length
    }
}

/// Why an answer ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The model had said what it had to say.
    Natural,
    /// The most tokens were reached.
    Length,
    /// The model declines; what it says of why.
    Refusal(Option<String>),
    /// The server's filter cut it.
    Filter,
    /// Another reason, in the server's own word.
    Other(String),
}

/// What comes while an answer is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChatEvent {
    /// The next piece of text, cut anywhere between two characters.
    Text(String),
    /// What came so far does not count: the exchange broke and begins again.
    Again,
    /// A sentence for the person at the screen, such as that the model takes no temperature. It is no part of the answer.
    Note(String),
    /// The whole answer. Nothing comes after it.
    Done(ChatReply),
}

/// An answer in pieces. It ends with [`ChatEvent::Done`] or with an error.
pub type ChatStream<'a> = BoxStream<'a, Result<ChatEvent, LlmError>>;

/// The stream of a model that gives its answer in one piece.
pub fn at_once<'a>(
    reply: impl Future<Output = Result<ChatReply, LlmError>> + Send + 'a,
) -> ChatStream<'a> {
    let events = |reply: ChatReply| {
        let text = ChatEvent::Text(reply.text.clone());
        stream::iter([Ok(text), Ok(ChatEvent::Done(reply))])
    };
    stream::once(reply).map_ok(events).try_flatten().boxed()
}

/// A model that answers.
pub trait ChatModel: Send + Sync {
    /// Asks, with patience for a busy server, and gives the answer as it comes. Nothing is sent before the stream is polled.
    fn stream(&self, request: ChatRequest) -> ChatStream<'_>;

    /// The same, with the whole answer at once.
    fn ask<'a>(&'a self, request: &'a ChatRequest) -> Answer<'a, ChatReply> {
        Box::pin(async move {
            let mut events = self.stream(request.clone());
            while let Some(event) = events.try_next().await? {
                if let ChatEvent::Done(reply) = event {
                    return Ok(reply);
                }
            }
            Err(LlmError::Garbled {
                host: self.name().to_owned(),
                why: "the answer has no end".to_owned(),
            })
        })
    }

    /// The model's name, for records.
    fn name(&self) -> &str;

    /// The kind of server, for records.
    fn engine(&self) -> Engine;
}

/// Chat Completions of any server that speaks the OpenAI format.
pub struct CompatibleChat {
    endpoint: Endpoint,
    model: String,
    without_temperature: AtomicBool,
}

impl CompatibleChat {
    /// The model of this name on that server.
    pub fn new(endpoint: Endpoint, model: impl Into<String>) -> Self {
        CompatibleChat {
            endpoint,
            model: model.into(),
            without_temperature: AtomicBool::new(false),
        }
    }

    fn body(&self, request: &ChatRequest, temperature: Option<f32>) -> Value {
        let mut body = json!({
            "model": self.model,
            "messages": [
                {"role": "system", "content": request.instructions},
                {"role": "user", "content": content(&request.parts)},
            ],
            "stream": false,
        });
        // The newer name is refused by small servers, the older one by the newest models.
        let limit = if self.endpoint.host() == "api.openai.com" {
            "max_completion_tokens"
        } else {
            "max_tokens"
        };
        body[limit] = json!(request.max_tokens);
        if let Some(temperature) = temperature {
            // As a decimal of few digits: 0.4, not 0.4000000059604645.
            body["temperature"] = json!((f64::from(temperature) * 1e4).round() / 1e4);
        }
        body
    }

    async fn exchange(&self, request: &ChatRequest) -> Result<ChatReply, LlmError> {
        let send = async |temperature: Option<f32>| {
            let body = self.body(request, temperature);
            patiently(|| self.endpoint.post("chat/completions", &body)).await
        };
        let takes_one = !self.without_temperature.load(Ordering::Relaxed);
        let temperature = request.temperature.filter(|_| takes_one);
        let answer = match send(temperature).await {
            // A model that takes no temperature is asked without, from now on. What was sent meanwhile was sent with one.
            Err(LlmError::Refused { param, said, .. })
                if temperature.is_some() && is_about_temperature(param.as_deref(), &said) =>
            {
                let answer = send(None).await?;
                self.without_temperature.store(true, Ordering::Relaxed);
                answer
            }
            other => other?,
        };
        self.read(&answer)
    }

    fn read(&self, answer: &Value) -> Result<ChatReply, LlmError> {
        let choice = &answer["choices"][0];
        let message = &choice["message"];
        if let Some(refusal) = message["refusal"].as_str() {
            return Err(self
                .endpoint
                .garbled(format!("the model declines: {refusal}")));
        }
        let text = message["content"].as_str().ok_or_else(|| {
            self.endpoint
                .garbled("there is no choices[0].message.content")
        })?;
        let count = |name: &str| answer["usage"][name].as_u64();
        let usage = count("prompt_tokens").map(|input| Usage {
            input,
            output: count("completion_tokens").unwrap_or(0),
        });
        Ok(ChatReply {
            text: text.to_owned(),
            model: answer["model"].as_str().unwrap_or(&self.model).to_owned(),
            usage,
            stop: match choice["finish_reason"].as_str() {
                None | Some("stop") => Stop::Natural,
                Some("length") => Stop::Length,
                Some("content_filter") => Stop::Filter,
                Some(other) => Stop::Other(other.to_owned()),
            },
            request_id: answer["id"].as_str().map(str::to_owned),
        })
    }
}

impl ChatModel for CompatibleChat {
    fn stream(&self, request: ChatRequest) -> ChatStream<'_> {
        at_once(async move { self.exchange(&request).await })
    }

    fn name(&self) -> &str {
        &self.model
    }

    fn engine(&self) -> Engine {
        Engine::OpenaiCompatible
    }
}

fn is_about_temperature(param: Option<&str>, said: &str) -> bool {
    param == Some("temperature") || said.to_lowercase().contains("temperature")
}

/// Plain text as a string, which every server reads; a list only when there is a picture.
fn content(parts: &[Part]) -> Value {
    let texts: Option<Vec<&str>> = parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            Part::Picture { .. } => None,
        })
        .collect();
    if let Some(texts) = texts {
        return json!(texts.join("\n\n"));
    }
    let one = |part: &Part| match part {
        Part::Text(text) => json!({"type": "text", "text": text}),
        Part::Picture { media_type, bytes } => {
            let data = base64::engine::general_purpose::STANDARD.encode(bytes);
            json!({"type": "image_url", "image_url": {"url": format!("data:{media_type};base64,{data}")}})
        }
    };
    Value::Array(parts.iter().map(one).collect())
}
