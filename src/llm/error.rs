//! What goes wrong between here and a model.

use std::time::Duration;

/// Why there is no answer. Every text names the host and says what to do next; none holds a key.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LlmError {
    /// The address cannot be used.
    #[error("`{url}` cannot be used as the address of a model: {why}")]
    Address {
        /// The address as given.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// Nobody answers there.
    #[error(
        "{host} cannot be reached ({why}); check that the server runs and the address is right"
    )]
    Unreachable {
        /// The host.
        host: String,
        /// What the system said.
        why: String,
        /// Whether it is this machine, where a server that does not run will not start by itself.
        here: bool,
    },
    /// The answer did not come in time.
    #[error("{host} gave no answer within {} s; the server may be overloaded", after.as_secs())]
    TimedOut {
        /// The host.
        host: String,
        /// How long was waited.
        after: Duration,
    },
    /// The key is missing or refused.
    #[error("{host} refuses the key ({said}); check the variable that holds it")]
    Key {
        /// The host.
        host: String,
        /// What the server said.
        said: String,
    },
    /// The account has no money or quota left.
    #[error("{host} says that the account may spend no more ({said})")]
    Quota {
        /// The host.
        host: String,
        /// What the server said.
        said: String,
    },
    /// Too many requests, or the server is overloaded; it was tried again and again.
    #[error("{host} is busy ({said}); wait, or ask for fewer at a time")]
    Busy {
        /// The host.
        host: String,
        /// What the server said.
        said: String,
        /// How long it asks to wait.
        wait: Option<Duration>,
    },
    /// There is no such model or path.
    #[error("{host} does not know the model or the path ({said}); see what {host}/v1/models lists")]
    Unknown {
        /// The host.
        host: String,
        /// What the server said.
        said: String,
    },
    /// The request itself is refused; asking again would not help.
    #[error("{host} refuses the request: {said}")]
    Refused {
        /// The host.
        host: String,
        /// What the server said.
        said: String,
        /// The parameter that it names.
        param: Option<String>,
    },
    /// The server failed.
    #[error("{host} failed with status {status} ({said})")]
    Server {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
        /// What the server said.
        said: String,
    },
    /// An answer came that does not say what it should.
    #[error("{host} answered something else than asked for: {why}")]
    Garbled {
        /// The host.
        host: String,
        /// What is missing or wrong.
        why: String,
    },
}

impl LlmError {
    /// Whether the same request may succeed a little later.
    pub fn passing(&self) -> bool {
        matches!(
            self,
            LlmError::Unreachable { here: false, .. }
                | LlmError::TimedOut { .. }
                | LlmError::Busy { .. }
                | LlmError::Server { .. }
        )
    }

    /// Whether every further request would fail for the same reason.
    pub fn ends_the_run(&self) -> bool {
        matches!(
            self,
            LlmError::Address { .. }
                | LlmError::Unreachable { .. }
                | LlmError::Key { .. }
                | LlmError::Quota { .. }
                | LlmError::Unknown { .. }
        )
    }
}
