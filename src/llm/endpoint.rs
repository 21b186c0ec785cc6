//! A server of models: its address, the key that is for it alone, and one exchange with it.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, Url};
use serde::Serialize;
use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use super::body::Body;
use super::complaint::Complaint;
use super::limits::{Limits, wait_of};
use super::{Key, LlmError, Times};

/// No answer that is not streamed may be longer, in bytes.
const LONGEST: usize = 64 * 1024 * 1024;
/// How much of an answer is read that says what went wrong, in bytes.
const COMPLAINT: usize = 64 * 1024;
/// How much of what a server says in an error is repeated, in characters.
const SAID: usize = 300;

/// How a server wants to be spoken to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// The key as a bearer's.
    Bearer,
    /// The key in a header of its own, and the version of the format.
    Versioned(String),
}

/// A server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Endpoint {
    base: Url,
    host: String,
    key: Option<Key>,
    client: Client,
    times: Times,
    manner: Manner,
}

/// An answer that has begun.
pub(super) struct Opened {
    /// What its headers say of limits.
    pub(super) limits: Limits,
    /// The server's own name of the exchange.
    pub(super) request_id: Option<String>,
    /// How long the server asks to wait, for the case that an error comes.
    pub(super) wait: Option<Duration>,
    /// Whether it is one JSON value, not a stream of events.
    pub(super) form: Form,
    /// What comes.
    pub(super) body: Body,
}

/// What an answer is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Server-sent events.
    Events,
    /// One JSON value.
    Json,
}

impl Endpoint {
    /// A server at this address, such as `http://127.0.0.1:8080/v1`, which is waited for so long. A path is taken as it
    /// is; an address without one gets `/v1`.
    ///
    /// # Errors
    /// [`LlmError::Address`] when it is no http address, holds a password, or would send the texts unencrypted to
    /// another machine.
    pub fn new(address: &str, key: Option<Key>, times: impl Into<Times>) -> Result<Self, LlmError> {
        let times = times.into();
        let bad = |why: &str| LlmError::Address {
            url: without_login(address),
            why: why.to_owned(),
        };
        let mut base = Url::parse(address.trim())
            .map_err(|_| bad("write it as http://HOST:PORT/v1 or https://HOST/v1"))?;
        if !base.username().is_empty() || base.password().is_some() {
            return Err(bad("a key does not belong into the address"));
        }
        let name = base.host_str().unwrap_or_default().to_owned();
        match base.scheme() {
            "https" => {}
            "http" if is_here(&name) => {}
            "http" => return Err(bad("another machine is only spoken to over https")),
            _ => return Err(bad("only http and https are spoken")),
        }
        if matches!(base.path(), "" | "/") {
            base.set_path("/v1");
        }
        let host = base
            .port()
            .map_or_else(|| name.clone(), |port| format!("{name}:{port}"));
        let client = client(&name, times).map_err(|error| bad(&plain(&error)))?;
        Ok(Self {
            base,
            host,
            key,
            client,
            times,
            manner: Manner::Bearer,
        })
    }

    /// The same server, spoken to in this manner.
    pub(super) fn in_manner(self, manner: Manner) -> Self {
        Endpoint { manner, ..self }
    }

    /// How it is spoken to.
    pub(super) fn manner(&self) -> &Manner {
        &self.manner
    }

    /// The host, with its port when it has one: for messages.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether the server is on this machine.
    pub fn is_local(&self) -> bool {
        is_here(self.base.host_str().unwrap_or_default())
    }

    /// Sends a JSON body to a path below the address and gives the JSON answer. It is tried once.
    pub(super) async fn post(&self, path: &str, body: &impl Serialize) -> Result<Value, LlmError> {
        self.whole(self.client.post(self.url(path)).json(body))
            .await
    }

    /// Gets the JSON answer of a path below the address, with this query. It is tried once.
    pub(super) async fn get(&self, path: &str, query: &str) -> Result<Value, LlmError> {
        let mut url = self.url(path);
        if !query.is_empty() {
            url = format!("{url}?{query}");
        }
        self.whole(self.client.get(url)).await
    }

    /// Sends a JSON body to a path below the address and gives the answer as soon as it begins. It is tried once.
    pub(super) async fn open(&self, path: &str, body: &impl Serialize) -> Result<Opened, LlmError> {
        let (answer, sent) = self
            .send(self.client.post(self.url(path)).json(body))
            .await?;
        let headers = answer.headers();
        let text = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
        let is_json = text("content-type").is_some_and(|kind| kind.contains("json"));
        Ok(Opened {
            limits: Limits::read(headers),
            wait: wait_of(headers),
            request_id: text("x-request-id").or_else(|| text("request-id")),
            form: if is_json { Form::Json } else { Form::Events },
            body: self.body(answer, sent),
        })
    }

    /// The error for an answer without what was asked for.
    pub(super) fn garbled(&self, why: impl Into<String>) -> LlmError {
        LlmError::Garbled {
            host: self.host.clone(),
            why: why.into(),
        }
    }

    /// The error for an answer that broke off.
    pub(super) fn broken_off(&self, why: impl Into<String>) -> LlmError {
        LlmError::Broken {
            host: self.host.clone(),
            why: why.into(),
        }
    }

    /// The error that a complaint is; what was said is repeated on one short line, without the key.
    pub(super) fn complains(&self, complaint: Complaint, wait: Option<Duration>) -> LlmError {
        let complaint = complaint.cleaned(|text| self.repeated(text));
        complaint.error(&self.host, wait)
    }

    async fn whole(&self, request: RequestBuilder) -> Result<Value, LlmError> {
        let (answer, sent) = self.send(request).await?;
        let wait = wait_of(answer.headers());
        let bytes = self.body(answer, sent).all(LONGEST).await?;
        let value: Value = serde_json::from_slice(&bytes)
            .map_err(|error| self.garbled(format!("the body is not JSON ({error})")))?;
        // Some servers tell an error inside an answer that succeeded.
        match value.get("error") {
            Some(error) if !error.is_null() => Err(self.complains(Complaint::read(error), wait)),
            _ => Ok(value),
        }
    }

    /// The answer once its head is there, and when the request was sent. A status that is no success is an error.
    async fn send(&self, request: RequestBuilder) -> Result<(Response, Instant), LlmError> {
        let sent = Instant::now();
        let deadline = sent + self.times.first_byte;
        let answer = timeout_at(deadline, self.dressed(request)?.send())
            .await
            .map_err(|_| self.timed_out())?
            .map_err(|error| self.unreached(&error))?;
        let status = answer.status();
        if status.is_success() {
            return Ok((answer, sent));
        }
        let wait = wait_of(answer.headers());
        // The status says enough, however the body ends.
        let bytes = self.body(answer, sent).beginning(COMPLAINT).await;
        Err(self.complains(Complaint::of_body(&bytes, status.as_u16()), wait))
    }

    fn body(&self, answer: Response, sent: Instant) -> Body {
        Body::new(answer, self.host.clone(), self.times, sent)
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.base.as_str().trim_end_matches('/'))
    }

    /// The request with the headers that the server wants.
    fn dressed(&self, request: RequestBuilder) -> Result<RequestBuilder, LlmError> {
        let header = |text: &str| {
            HeaderValue::from_str(text).map_err(|_| LlmError::Key {
                host: self.host.clone(),
                said: "it holds characters that no key can have".to_owned(),
            })
        };
        let mut headers = HeaderMap::new();
        if let Manner::Versioned(version) = &self.manner {
            headers.insert("anthropic-version", header(version)?);
        }
        if let Some(key) = &self.key {
            let (name, text) = match &self.manner {
                Manner::Bearer => ("authorization", format!("Bearer {}", key.expose())),
                Manner::Versioned(_) => ("x-api-key", key.expose().to_owned()),
            };
            let mut value = header(&text)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        Ok(request.headers(headers))
    }

    /// What a server said, fit to be repeated: short, on one line, without the key that some of them send back.
    fn repeated(&self, said: &str) -> String {
        let line: String = said.chars().filter(|c| !c.is_control()).collect();
        let clean = match &self.key {
            Some(key) => key.blot(&line),
            None => line,
        };
        clean.chars().take(SAID).collect()
    }

    fn timed_out(&self) -> LlmError {
        LlmError::TimedOut {
            host: self.host.clone(),
            after: self.times.first_byte,
        }
    }

    /// Whether the request ever left decides what it may have cost.
    fn unreached(&self, error: &reqwest::Error) -> LlmError {
        if !error.is_connect() {
            return self.broken_off(plain(error));
        }
        LlmError::Unreachable {
            host: self.host.clone(),
            why: plain(error),
            here: self.is_local(),
        }
    }
}

fn client(name: &str, times: Times) -> reqwest::Result<Client> {
    // A second installation of the provider in one process is no fault.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut client = Client::builder();
    if is_here(name) {
        // A proxy would get texts and key unencrypted, and what is on this machine needs none.
        client = client.no_proxy();
    }
    client
        .connect_timeout(times.connect)
        // A redirect could carry texts and key to another host.
        .redirect(Policy::none())
        .build()
}

fn is_here(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The address without what stands before an `@`, which may be a password.
fn without_login(address: &str) -> String {
    match (address.find("://"), address.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            format!("{}{}", &address[..scheme + 3], &address[at + 1..])
        }
        _ => address.to_owned(),
    }
}

/// The innermost cause, without the address.
pub(super) fn plain(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> Result<Endpoint, LlmError> {
        Endpoint::new(address, None, Duration::from_secs(1))
    }

    #[test]
    fn texts_leave_the_machine_only_encrypted() {
        assert!(at("https://api.example.com/v1").is_ok());
        assert!(at("http://127.0.0.1:8080").is_ok());
        assert!(at("http://[::1]:8080").is_ok());
        let error = at("http://models.example.com/v1").unwrap_err().to_string();
        assert!(error.contains("https"), "{error}");
        assert!(at("ftp://127.0.0.1/").is_err());
        assert!(at("localhost:8080").is_err());
    }

    #[test]
    fn a_key_in_the_address_is_refused_and_not_repeated() {
        let error = at("https://me:hunter2@example.com/v1").unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
        let endpoint = Endpoint::new(
            "http://127.0.0.1:1",
            Some(Key::new("hunter2")),
            Duration::from_secs(1),
        );
        assert!(!format!("{endpoint:?}").contains("hunter2"));
    }

    #[test]
    fn an_address_without_a_path_gets_one() {
        assert_eq!(at("http://localhost:8080").unwrap().base.path(), "/v1");
        assert_eq!(at("http://localhost/api").unwrap().base.path(), "/api");
    }
}
