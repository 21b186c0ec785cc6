//! How much a server lets be asked, in its own words.

use std::time::Duration;

/// One limit, as far as a server tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Limit {
    /// The most that may be used in a minute.
    pub most: Option<u64>,
    /// What is left of it.
    pub left: Option<u64>,
    /// How long until all of it is there again, counted from the answer.
    pub whole_in: Option<Duration>,
}

/// What an answer's headers say of limits. A server that tells nothing gives the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Limits {
    /// Requests.
    pub requests: Limit,
    /// Tokens read and written, together.
    pub tokens: Limit,
    /// Tokens read.
    pub input_tokens: Limit,
    /// Tokens written.
    pub output_tokens: Limit,
}
