//! What goes wrong between here and a model.

use std::time::Duration;

use crate::domain::{Billing, Cost};

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
    /// The answer did not begin in time.
    #[error("{host} gave no answer within {} s; the server may be overloaded", after.as_secs())]
    TimedOut {
        /// The host.
        host: String,
        /// How long was waited.
        after: Duration,
    },
    /// The request left, and no whole answer came back: it may have to be paid for all the same.
    #[error("the answer of {host} broke off: {why}; asking again may help")]
    Broken {
        /// The host.
        host: String,
        /// How it broke off.
        why: String,
    },
    /// The key is missing or refused.
    #[error("{host} refuses the key ({said}); check the variable or the file that holds it")]
    Key {
        /// The host.
        host: String,
        /// What the server said.
        said: String,
    },
    /// The key is good, but not for this.
    #[error(
        "{host} does not let this account use the model ({said}); take another model, or ask whoever runs the account"
    )]
    Forbidden {
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
    /// Too many requests, or the server is overloaded or still loads the model.
    #[error("{host} is busy ({said}); wait, or ask for fewer at a time")]
    Busy {
        /// The host.
        host: String,
        /// What the server said.
        said: String,
        /// How long it asks to wait.
        wait: Option<Duration>,
    },
    /// It asks for a longer wait than anybody waits.
    #[error(
        "{host} asks to wait for {} s ({said}); nothing is lost, go on with the run then", wait.as_secs()
    )]
    Later {
        /// The host.
        host: String,
        /// What the server said.
        said: String,
        /// How long it asks to wait.
        wait: Duration,
    },
    /// The budget is used up.
    #[error(
        "the budget of {budget} is used up: {spent} is spent{}, and the next question may cost {next}",
        besides(uncertain)
    )]
    Spent {
        /// The most that may be spent.
        budget: Cost,
        /// What answers are known to have cost.
        spent: Cost,
        /// What calls may have cost besides, of which nobody knows what became of them.
        uncertain: Cost,
        /// What the next question may cost at most.
        next: Cost,
    },
    /// The ledger cannot be written.
    #[error("what is asked of {model} cannot be noted, so nothing more is asked: {why}")]
    Unbooked {
        /// The model.
        model: String,
        /// What the ledger said.
        why: String,
    },
    /// There is no such model or path.
    #[error("{host} does not know the model or the path ({said}); see what {host}/v1/models lists")]
    Unknown {
        /// The host.
        host: String,
        /// What the server said.
        said: String,
    },
    /// The request is longer than the server or the model takes.
    #[error(
        "{host} finds the request too long ({said}); ask for less at a time, or take a model with a longer context"
    )]
    TooLong {
        /// The host.
        host: String,
        /// What the server said.
        said: String,
    },
    /// A picture in the request is refused; without it the request may be fine.
    #[error("{host} refuses a picture: {said}")]
    Picture {
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
    /// The model, or a filter around it, declines to answer.
    #[error("{model} declines to answer ({said}); ask in other words, or ask another model")]
    Declined {
        /// The model.
        model: String,
        /// What it said of why.
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
    /// The error for a stream of this model that is over and held no whole answer.
    pub fn endless(model: &str) -> Self {
        LlmError::Garbled {
            host: model.to_owned(),
            why: "the answer has no end".to_owned(),
        }
    }

    /// Whether the same request may succeed a little later.
    pub fn passing(&self) -> bool {
        matches!(
            self,
            LlmError::Unreachable { here: false, .. }
                | LlmError::TimedOut { .. }
                | LlmError::Broken { .. }
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
                | LlmError::Forbidden { .. }
                | LlmError::Quota { .. }
                | LlmError::Later { .. }
                | LlmError::Spent { .. }
                | LlmError::Unbooked { .. }
                | LlmError::Unknown { .. }
        )
    }

    /// The kind of failure in one word, for records.
    pub fn kind(&self) -> &'static str {
        match self {
            LlmError::Address { .. } => "address",
            LlmError::Unreachable { .. } => "unreachable",
            LlmError::TimedOut { .. } => "timed-out",
            LlmError::Broken { .. } => "broken-off",
            LlmError::Key { .. } => "key",
            LlmError::Forbidden { .. } => "forbidden",
            LlmError::Quota { .. } => "quota",
            LlmError::Busy { .. } => "busy",
            LlmError::Later { .. } => "later",
            LlmError::Spent { .. } => "budget",
            LlmError::Unbooked { .. } => "unbooked",
            LlmError::Unknown { .. } => "unknown",
            LlmError::TooLong { .. } => "too-long",
            LlmError::Picture { .. } => "picture",
            LlmError::Refused { .. } => "refused",
            LlmError::Server { .. } => "server",
            LlmError::Declined { .. } => "declined",
            LlmError::Garbled { .. } => "garbled",
        }
    }

    /// Whether an attempt that ended so has to be paid for.
    pub fn billing(&self) -> Billing {
        match self {
            LlmError::TimedOut { .. } | LlmError::Broken { .. } | LlmError::Garbled { .. } => {
                Billing::Maybe
            }
            LlmError::Declined { .. } => Billing::Yes,
            _ => Billing::No,
        }
    }
}

/// What may be spent besides; nothing when that is nothing.
fn besides(uncertain: &Cost) -> String {
    match uncertain.micros {
        0 => String::new(),
        _ => format!(", {uncertain} may be besides for calls of which nobody knows the end"),
    }
}
