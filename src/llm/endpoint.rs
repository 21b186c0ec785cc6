//! A server that speaks the OpenAI format: its address, the key that is for it alone, and one exchange with it.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;

use super::LlmError;

/// How long a connection may take to open.
const CONNECT: Duration = Duration::from_secs(5);
/// No answer that is not streamed may be longer, in bytes.
const LONGEST: usize = 64 * 1024 * 1024;
/// How much of what a server says in an error is repeated, in characters.
const SAID: usize = 300;

/// A key, shown nowhere.
#[derive(Clone, Debug)]
pub struct Key(SecretString);

impl Key {
    /// Keeps a key.
    pub fn new(text: &str) -> Self {
        Key(SecretString::from(text))
    }
}

/// A server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Endpoint {
    base: Url,
    host: String,
    key: Option<Key>,
    client: Client,
    limit: Duration,
}

impl Endpoint {
    /// A server at this address, such as `http://127.0.0.1:8080/v1`, which gives at most `limit` to answer. A path is
    /// taken as it is; an address without one gets `/v1`.
    ///
    /// # Errors
    /// [`LlmError::Address`] when it is no http address, holds a password, or would send the texts unencrypted to
    /// another machine.
    pub fn new(address: &str, key: Option<Key>, limit: Duration) -> Result<Self, LlmError> {
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
        // A second installation of the provider in one process is no fault.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut client = Client::builder();
        if is_here(&name) {
            // A proxy would get texts and key unencrypted, and what is on this machine needs none.
            client = client.no_proxy();
        }
        let client = client
            .connect_timeout(CONNECT)
            .timeout(limit)
            // A redirect could carry texts and key to another host.
            .redirect(Policy::none())
            .build()
            .map_err(|error| bad(&plain(&error)))?;
        Ok(Self {
            base,
            host,
            key,
            client,
            limit,
        })
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
        let url = format!("{}/{path}", self.base.as_str().trim_end_matches('/'));
        let mut request = self.client.post(url).json(body);
        if let Some(Key(secret)) = &self.key {
            request = request.bearer_auth(secret.expose_secret());
        }
        let answer = request.send().await.map_err(|error| self.broken(&error))?;
        let status = answer.status();
        let wait = wait_of(answer.headers());
        let bytes = self.read(answer).await?;
        if !status.is_success() {
            return Err(self.refusal(status, &bytes, wait));
        }
        let value: Value = serde_json::from_slice(&bytes)
            .map_err(|error| self.garbled(format!("the body is not JSON ({error})")))?;
        // Some servers tell an error inside an answer that succeeded.
        match value.get("error") {
            Some(error) if !error.is_null() => Err(self.refusal(status_in(error), &bytes, wait)),
            _ => Ok(value),
        }
    }

    /// The error for an answer without what was asked for.
    pub(super) fn garbled(&self, why: impl Into<String>) -> LlmError {
        LlmError::Garbled {
            host: self.host.clone(),
            why: why.into(),
        }
    }

    async fn read(&self, mut answer: reqwest::Response) -> Result<Vec<u8>, LlmError> {
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| self.broken(&error))? {
            if bytes.len() + chunk.len() > LONGEST {
                return Err(self.garbled("the body is longer than 64 MiB"));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// What a server said, fit to be repeated: short, on one line, without the key that some of them send back.
    fn repeated(&self, said: &str) -> String {
        let key = self.key.as_ref().map_or("", |Key(key)| key.expose_secret());
        let said = match key.is_empty() {
            true => said.to_owned(),
            false => said.replace(key, "[key]"),
        };
        said.chars()
            .filter(|c| !c.is_control())
            .take(SAID)
            .collect()
    }

    fn broken(&self, error: &reqwest::Error) -> LlmError {
        let host = self.host.clone();
        if error.is_timeout() && !error.is_connect() {
            return LlmError::TimedOut {
                host,
                after: self.limit,
            };
        }
        LlmError::Unreachable {
            host,
            why: plain(error),
            here: error.is_connect() && self.is_local(),
        }
    }

    fn refusal(&self, status: StatusCode, body: &[u8], wait: Option<Duration>) -> LlmError {
        let host = self.host.clone();
        let Complaint { said, code, param } = Complaint::read(body, status);
        let said = self.repeated(&said);
        match status.as_u16() {
            401 | 403 => LlmError::Key { host, said },
            402 => LlmError::Quota { host, said },
            404 | 405 => LlmError::Unknown { host, said },
            429 if code.as_deref().is_some_and(is_quota) => LlmError::Quota { host, said },
            408 | 409 | 429 | 503 | 529 => LlmError::Busy { host, said, wait },
            status @ 500.. => LlmError::Server { host, status, said },
            _ => LlmError::Refused { host, said, param },
        }
    }
}

/// The status that an error names inside an answer: gateways pass on that of the server behind them so.
fn status_in(error: &Value) -> StatusCode {
    let code = error["code"]
        .as_u64()
        .and_then(|code| u16::try_from(code).ok());
    let status = code.and_then(|code| StatusCode::from_u16(code).ok());
    let failed = status.filter(|status| status.is_client_error() || status.is_server_error());
    failed.unwrap_or(StatusCode::BAD_REQUEST)
}

fn is_quota(code: &str) -> bool {
    ["quota", "credit", "billing", "spend"]
        .iter()
        .any(|word| code.contains(word))
}

/// What a server says of an error, in the shapes that are in use.
struct Complaint {
    said: String,
    code: Option<String>,
    param: Option<String>,
}

impl Complaint {
    fn read(body: &[u8], status: StatusCode) -> Self {
        let value: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = value.get("error").unwrap_or(&value);
        let text = |name: &str| error.get(name).and_then(Value::as_str).map(str::to_owned);
        let said = text("message")
            .or_else(|| error.as_str().map(str::to_owned))
            .or_else(|| text("detail"))
            .unwrap_or_else(|| String::from_utf8_lossy(body).into_owned());
        Complaint {
            said: if said.trim().is_empty() {
                format!("status {}", status.as_u16())
            } else {
                said
            },
            code: text("code").or_else(|| text("type")),
            param: text("param"),
        }
    }
}

/// How long the server asks to wait: `retry-after-ms` before `retry-after` in seconds.
fn wait_of(headers: &reqwest::header::HeaderMap) -> Option<Duration> {
    let number = |name: &str| -> Option<f64> { headers.get(name)?.to_str().ok()?.parse().ok() };
    let seconds = number("retry-after-ms")
        .map(|ms| ms / 1e3)
        .or_else(|| number("retry-after"))?;
    Duration::try_from_secs_f64(seconds).ok()
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
fn plain(error: &dyn std::error::Error) -> String {
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
