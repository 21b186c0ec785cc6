//! How long a server is waited for.

use std::time::Duration;

/// How long a whole answer may take when nothing else is said.
const WHOLE: Duration = Duration::from_secs(30 * 60);

/// How long each part of an exchange may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// Until the connection is open.
    pub connect: Duration,
    /// From the request until the first byte of the answer.
    pub first_byte: Duration,
    /// Between two pieces of the answer.
    pub idle: Duration,
    /// From the request until the end of the answer.
    pub whole: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Times::from(Duration::from_secs(30))
    }
}

/// The same time for the first byte and between pieces.
impl From<Duration> for Times {
    fn from(limit: Duration) -> Self {
        Times {
            connect: Duration::from_secs(5),
            first_byte: limit,
            idle: limit,
            whole: WHOLE,
        }
    }
}
