//! The body of an answer, piece by piece.
//!
//! Owns: how long a piece is waited for, how much may come. Does not: know what the bytes say.

use bytes::Bytes;
use reqwest::Response;
use tokio::time::{Instant, timeout_at};

use super::endpoint::plain;
use super::{LlmError, Times};

/// What is still to come of an answer.
pub(super) struct Body {
    answer: Response,
    host: String,
    times: Times,
    /// When the first byte has to be there; `None` once it was.
    first: Option<Instant>,
    /// When all of it has to be there.
    end: Instant,
}

impl Body {
    /// The body of an answer to a request that was sent then.
    pub(super) fn new(answer: Response, host: String, times: Times, sent: Instant) -> Self {
        Body {
            answer,
            host,
            times,
            first: Some(sent + times.first_byte),
            end: sent + times.whole,
        }
    }

    /// The host that sends it.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// The next piece, of one byte at least; `None` at the end.
    pub(super) async fn piece(&mut self) -> Result<Option<Bytes>, LlmError> {
        loop {
            let next = self
                .first
                .unwrap_or_else(|| Instant::now() + self.times.idle);
            let Ok(read) = timeout_at(next.min(self.end), self.answer.chunk()).await else {
                return Err(self.silent());
            };
            match read {
                Ok(Some(bytes)) if bytes.is_empty() => {}
                Ok(Some(bytes)) => {
                    self.first = None;
                    return Ok(Some(bytes));
                }
                Ok(None) => return Ok(None),
                Err(error) => return Err(self.broken(plain(&error))),
            }
        }
    }

    /// All of it, at most so many bytes.
    pub(super) async fn all(mut self, most: usize) -> Result<Vec<u8>, LlmError> {
        let mut all = Vec::new();
        while let Some(bytes) = self.piece().await? {
            if all.len() + bytes.len() > most {
                let why = format!("the body is longer than {} MiB", most >> 20);
                let host = self.host;
                return Err(LlmError::Garbled { host, why });
            }
            all.extend_from_slice(&bytes);
        }
        Ok(all)
    }

    /// What comes of it, at most so many bytes; where it breaks off, what came until then.
    pub(super) async fn beginning(mut self, most: usize) -> Vec<u8> {
        let mut all = Vec::new();
        while all.len() < most
            && let Ok(Some(bytes)) = self.piece().await
        {
            all.extend_from_slice(&bytes);
        }
        all.truncate(most);
        all
    }

    fn silent(&self) -> LlmError {
        if self.first.is_some_and(|first| first <= self.end) {
            return LlmError::TimedOut {
                host: self.host.clone(),
                after: self.times.first_byte,
            };
        }
        if Instant::now() >= self.end {
            let seconds = self.times.whole.as_secs_f64();
            return self.broken(format!("it was not at its end after {seconds} s"));
        }
        let seconds = self.times.idle.as_secs_f64();
        self.broken(format!("nothing came for {seconds} s"))
    }

    fn broken(&self, why: String) -> LlmError {
        LlmError::Broken {
            host: self.host.clone(),
            why,
        }
    }
}
