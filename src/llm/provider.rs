//! A model of a provider, in the provider's own format.
//!
//! Owns: one attempt from the request to the whole answer, and what the model turned out not to take. Does not: know the
//! shapes of any format, or try again when a server is busy.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt, TryStreamExt};
use serde_json::Value;

use super::chat_completions::ChatCompletions;
use super::endpoint::{Endpoint, Form, Manner, Opened};
use super::events;
use super::format::{Ending, Format, Question, Reader, Step};
use super::messages::Messages;
use super::optional::{self, LeftOut, Optional};
use super::responses::Responses;
use super::together::together;
use super::{Charge, ChatReply, ChatRequest, LlmError, Wire, WireEvent, WireStream};
use crate::domain::Engine;

/// What some servers send after the last event.
const DONE: &str = "[DONE]";

/// A model of a provider.
pub struct Provider {
    endpoint: Endpoint,
    model: String,
    effort: Option<String>,
    format: Box<dyn Format>,
    left_out: AtomicU8,
}

impl Provider {
    /// A model of any server that speaks Chat Completions.
    pub fn compatible(endpoint: Endpoint, model: impl Into<String>) -> Self {
        let format = ChatCompletions::of_host(endpoint.host());
        Provider::speaking(format, endpoint, model)
    }

    /// A model of a server that speaks OpenAI's Responses.
    pub fn openai(endpoint: Endpoint, model: impl Into<String>) -> Self {
        Provider::speaking(Responses, endpoint, model)
    }

    /// A model of a server that speaks Anthropic's Messages, in this version of them.
    pub fn anthropic(
        endpoint: Endpoint,
        model: impl Into<String>,
        version: impl Into<String>,
    ) -> Self {
        let endpoint = endpoint.in_manner(Manner::Versioned(version.into()));
        Provider::speaking(Messages, endpoint, model)
    }

    /// The same model, told how long to think, in the provider's own words such as `low`.
    pub fn with_effort(self, effort: Option<String>) -> Self {
        Provider { effort, ..self }
    }

    /// The server.
    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    fn speaking(
        format: impl Format + 'static,
        endpoint: Endpoint,
        model: impl Into<String>,
    ) -> Self {
        Provider {
            endpoint,
            model: model.into(),
            effort: None,
            format: Box::new(format),
            left_out: AtomicU8::new(0),
        }
    }

    /// Sends the request, again for each part that the model does not take. None of these was worked on, so none is paid.
    async fn open(&self, request: &ChatRequest) -> Result<(Vec<String>, Opened), LlmError> {
        let mut left_out = LeftOut::of(self.left_out.load(Ordering::Relaxed));
        loop {
            let body = self.format.body(&Question {
                model: &self.model,
                request,
                effort: self.effort.as_deref(),
                left_out,
            });
            match self.endpoint.open(self.format.path(), &body).await {
                Ok(opened) => return Ok((self.learned(left_out), opened)),
                Err(error) => match self.refused(&body, &error) {
                    Some(what) => left_out = left_out.and(what),
                    None => return Err(error),
                },
            }
        }
    }

    /// Which part of this body was refused and can be left out. A part that is left out stands in no body, so that this
    /// comes to an end.
    fn refused(&self, body: &Value, error: &LlmError) -> Option<Optional> {
        let LlmError::Refused { param, said, .. } = error else {
            return None;
        };
        optional::refused(self.format.optional(), body, param.as_deref(), said)
    }

    /// Keeps what the model does not take for the next requests, and says what is new about it.
    fn learned(&self, left_out: LeftOut) -> Vec<String> {
        let before = self.left_out.fetch_or(left_out.bits(), Ordering::Relaxed);
        let before = LeftOut::of(before);
        let all = self.format.optional().iter();
        all.filter(|what| left_out.has(**what) && !before.has(**what))
            .map(|what| what.note(&self.model))
            .collect()
    }

    async fn begin(
        &self,
        request: &ChatRequest,
    ) -> Result<BoxStream<'_, Result<WireEvent, LlmError>>, LlmError> {
        let (notes, opened) = self.open(request).await?;
        let head = notes.into_iter().map(WireEvent::Note);
        let head = head.chain([WireEvent::Opened(opened.limits)]).map(Ok);
        let answer = Answering {
            provider: self,
            reader: self.format.reader(),
            text: String::new(),
            request_id: opened.request_id,
            wait: opened.wait,
        };
        let rest = match opened.form {
            Form::Events => answer.streamed(events::data(opened.body)).boxed(),
            Form::Json => {
                let body = opened.body.all(events::ANSWER).await?;
                stream::iter(answer.whole(&body)?.map(Ok)).boxed()
            }
        };
        Ok(stream::iter(head).chain(rest).boxed())
    }
}

impl Wire for Provider {
    fn attempt(&self, request: Arc<ChatRequest>) -> WireStream<'_> {
        let events = stream::once(async move { self.begin(&request).await }).try_flatten();
        together(events).boxed()
    }

    fn name(&self) -> &str {
        &self.model
    }

    fn engine(&self) -> Engine {
        self.format.engine()
    }

    fn host(&self) -> &str {
        self.endpoint.host()
    }
}

/// An answer that is being read.
struct Answering<'a> {
    provider: &'a Provider,
    reader: Box<dyn Reader>,
    text: String,
    request_id: Option<String>,
    wait: Option<Duration>,
}

impl<'a> Answering<'a> {
    /// The events of an answer that comes as a stream.
    fn streamed(
        self,
        events: BoxStream<'static, Result<String, LlmError>>,
    ) -> impl Stream<Item = Result<WireEvent, LlmError>> + Send + 'a {
        stream::try_unfold(Some((self, events)), async |state| {
            let Some((mut answer, mut events)) = state else {
                return Ok(None);
            };
            while let Some(data) = events.try_next().await? {
                match answer.take(&data)? {
                    Step::Nothing => {}
                    Step::Text(text) => {
                        answer.text.push_str(&text);
                        return Ok(Some((WireEvent::Text(text), Some((answer, events)))));
                    }
                    Step::End => break,
                }
            }
            Ok(Some((answer.done()?, None)))
        })
    }

    fn take(&mut self, data: &str) -> Result<Step, LlmError> {
        if data.trim_start().starts_with(DONE) {
            return Ok(Step::End);
        }
        let endpoint = &self.provider.endpoint;
        let event: Value = serde_json::from_str(data)
            .map_err(|error| endpoint.broken_off(format!("an event is not JSON ({error})")))?;
        self.reader
            .take(&event)
            .map_err(|fault| fault.error(endpoint, self.wait))
    }

    /// The events of an answer of a server that does not stream.
    fn whole(mut self, body: &[u8]) -> Result<impl Iterator<Item = WireEvent> + use<>, LlmError> {
        let endpoint = &self.provider.endpoint;
        let answer: Value = serde_json::from_slice(body)
            .map_err(|error| endpoint.garbled(format!("the body is not JSON ({error})")))?;
        let text = self.reader.whole(&answer);
        self.text = text.map_err(|fault| fault.error(endpoint, self.wait))?;
        let text = (!self.text.is_empty()).then(|| WireEvent::Text(self.text.clone()));
        Ok(text.into_iter().chain([self.done()?]))
    }

    fn done(mut self) -> Result<WireEvent, LlmError> {
        let Some(ending) = self.reader.ending() else {
            let why = "it ends without saying why";
            return Err(self.provider.endpoint.broken_off(why));
        };
        let Ending {
            model,
            usage,
            stop,
            id,
        } = ending;
        Ok(WireEvent::Done(ChatReply {
            text: self.text,
            model: model.unwrap_or_else(|| self.provider.model.clone()),
            usage,
            stop,
            request_id: self.request_id.or(id),
            charge: Charge::Unknown,
        }))
    }
}
