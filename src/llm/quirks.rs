//! Where servers of the common format differ from one another in what they take.
//!
//! Owns: the differences that are known beforehand, by host. Whatever else a model refuses is found out by asking
//! ([`optional`](super::optional)).

/// The name of the longest answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// `max_tokens`: the older name, which every server knows that is not named below.
    MaxTokens,
    /// `max_completion_tokens`.
    MaxCompletionTokens,
}

/// What it takes to be told at the end of a stream what was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UsageInStream {
    /// It has to be asked for.
    Asked,
    /// It comes, and asking for it is refused.
    Given,
}

/// A server's ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quirks {
    pub(super) limit: Limit,
    pub(super) usage_in_stream: UsageInStream,
    /// What the seed is called.
    pub(super) seed: &'static str,
}

const USUAL: Quirks = Quirks {
    limit: Limit::MaxTokens,
    usage_in_stream: UsageInStream::Asked,
    seed: "seed",
};

/// Servers that differ, by host.
const KNOWN: &[(&str, Quirks)] = &[
    // Its newest models refuse the older name.
    (
        "api.openai.com",
        Quirks {
            limit: Limit::MaxCompletionTokens,
            ..USUAL
        },
    ),
    // It refuses whatever it does not know.
    (
        "api.mistral.ai",
        Quirks {
            usage_in_stream: UsageInStream::Given,
            seed: "random_seed",
            ..USUAL
        },
    ),
];

impl Quirks {
    /// The ways of the server at this host.
    pub(super) fn of(host: &str) -> Self {
        let known = KNOWN.iter().find(|(name, _)| *name == host);
        known.map_or(USUAL, |(_, quirks)| *quirks)
    }
}
