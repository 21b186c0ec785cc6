//! What a model may refuse to be told, and is then asked without.
//!
//! Owns: how a refusal is recognised, what the person at the screen is told. Models differ in what they take, and say so
//! only when asked; a table of models would be out of date at once.

use serde_json::Value;

/// A part of a question that can be left out, or said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Optional {
    /// How freely words are chosen.
    Temperature,
    /// Where chance starts.
    Seed,
    /// That the stream is to end with what was used.
    StreamUsage,
    /// The shape of the answer.
    Schema,
    /// How long the model thinks.
    Effort,
    /// The older name of the longest answer; without it, the newer one is used.
    OlderLimit,
}

impl Optional {
    /// The members of a body that say it.
    fn members(self) -> &'static [&'static str] {
        match self {
            Optional::Temperature => &["temperature"],
            Optional::Seed => &["seed", "random_seed"],
            Optional::StreamUsage => &["stream_options"],
            Optional::Schema => &["response_format", "text", "output_config"],
            Optional::Effort => &["reasoning", "reasoning_effort"],
            Optional::OlderLimit => &["max_tokens"],
        }
    }

    /// Words of a complaint that are about it and about nothing else.
    fn words(self) -> &'static [&'static str] {
        match self {
            Optional::Temperature => &["temperature"],
            Optional::Seed => &["seed", "random_seed"],
            Optional::StreamUsage => &["stream_options", "include_usage"],
            Optional::Schema => &[
                "response_format",
                "json_schema",
                "output_config",
                "structured",
            ],
            Optional::Effort => &["reasoning", "reasoning_effort"],
            Optional::OlderLimit => &["max_completion_tokens"],
        }
    }

    /// What the person at the screen is told.
    pub(super) fn note(self, model: &str) -> String {
        let what = match self {
            Optional::Temperature => "takes no temperature",
            Optional::Seed => "takes no seed",
            Optional::StreamUsage => "does not count tokens in a stream",
            Optional::Schema => "cannot be held to a form",
            Optional::Effort => "takes no word on how long to think",
            Optional::OlderLimit => "wants `max_completion_tokens` in place of `max_tokens`",
        };
        format!("{model} {what}; from now on it is asked accordingly")
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What is left out of questions to a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct LeftOut(u8);

impl LeftOut {
    /// What was kept as a number.
    pub(super) fn of(bits: u8) -> Self {
        LeftOut(bits)
    }

    /// As a number.
    pub(super) fn bits(self) -> u8 {
        self.0
    }

    /// Whether this is left out.
    pub(super) fn has(self, what: Optional) -> bool {
        self.0 & what.bit() != 0
    }

    /// The same with this left out too.
    pub(super) fn and(self, what: Optional) -> Self {
        LeftOut(self.0 | what.bit())
    }
}

/// Which of these a server refused, of those that the body says.
pub(super) fn refused(
    optional: &[Optional],
    body: &Value,
    param: Option<&str>,
    said: &str,
) -> Option<Optional> {
    let said = said.to_lowercase();
    let words: Vec<&str> = said
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    // `text.format` is about `text`.
    let param = param.map(|param| param.split(['.', '[']).next().unwrap_or(param));
    let is_said = |what: &&Optional| what.members().iter().any(|name| body.get(name).is_some());
    let is_blamed = |what: &&Optional| match param {
        Some(param) => what.members().contains(&param),
        None => what.words().iter().any(|word| words.contains(word)),
    };
    optional.iter().filter(is_said).find(is_blamed).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ALL: &[Optional] = &[
        Optional::Temperature,
        Optional::Seed,
        Optional::StreamUsage,
        Optional::Schema,
        Optional::Effort,
        Optional::OlderLimit,
    ];

    #[test]
    fn the_one_that_is_named_is_found() {
        let body = json!({"temperature": 0.7, "seed": 1, "stream_options": {}, "text": {}, "max_tokens": 9});
        let find = |param, said| refused(ALL, &body, param, said);
        assert_eq!(find(Some("temperature"), ""), Some(Optional::Temperature));
        assert_eq!(find(Some("text.format"), ""), Some(Optional::Schema));
        assert_eq!(
            find(None, "`temperature` is deprecated for this model"),
            Some(Optional::Temperature)
        );
        assert_eq!(
            find(None, r#"{"loc":["body","stream_options","include_usage"]}"#),
            Some(Optional::StreamUsage)
        );
        let swap = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.";
        assert_eq!(find(None, swap), Some(Optional::OlderLimit));
    }

    #[test]
    fn what_was_not_said_or_is_not_named_stays() {
        let body = json!({"seed": 1});
        assert_eq!(
            refused(ALL, &body, Some("temperature"), "temperature"),
            None
        );
        assert_eq!(
            refused(ALL, &body, Some("messages"), "the seed is fine"),
            None
        );
        assert_eq!(refused(ALL, &body, None, "the text was reseeded"), None);
    }
}
