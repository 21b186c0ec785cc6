//! How much a server lets be asked, in its own words.
//!
//! Owns: the headers that say it, in the shapes that are in use. Times that a server gives as dates are counted from the
//! date of the same answer, so that a clock that runs wrong here does not matter.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::HeaderMap;

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

impl Limits {
    /// Reads the headers of an answer.
    pub(super) fn read(headers: &HeaderMap) -> Self {
        Limits {
            requests: limit(headers, "requests"),
            tokens: limit(headers, "tokens"),
            input_tokens: limit(headers, "input-tokens"),
            output_tokens: limit(headers, "output-tokens"),
        }
    }
}

/// `x-ratelimit-limit-requests: 60`, `anthropic-ratelimit-requests-limit: 60`.
fn limit(headers: &HeaderMap, what: &str) -> Limit {
    let field = |field: &str| {
        text(headers, &format!("x-ratelimit-{field}-{what}"))
            .or_else(|| text(headers, &format!("anthropic-ratelimit-{what}-{field}")))
    };
    let number = |name: &str| field(name)?.parse().ok();
    Limit {
        most: number("limit"),
        left: number("remaining"),
        whole_in: field("reset").and_then(|text| span(text, headers)),
    }
}

/// How long the server asks to wait: `retry-after-ms` before `retry-after` in seconds or as a date.
pub(super) fn wait_of(headers: &HeaderMap) -> Option<Duration> {
    let milliseconds = text(headers, "retry-after-ms").and_then(|text| text.parse::<f64>().ok());
    if let Some(milliseconds) = milliseconds {
        return Duration::try_from_secs_f64(milliseconds / 1e3).ok();
    }
    let asked = text(headers, "retry-after")?;
    match asked.parse::<f64>() {
        Ok(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        Err(_) => until(http_date(asked)?, headers),
    }
}

/// `6m0s`, `20ms`, `1.5` in seconds, or a date.
fn span(text: &str, headers: &HeaderMap) -> Option<Duration> {
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    if let Ok(date) = text.parse::<Timestamp>() {
        return until(date, headers);
    }
    compound(text)
}

/// The sum of numbers with units: `1h2m3.5s`, `120ms`.
fn compound(text: &str) -> Option<Duration> {
    let (mut rest, mut sum) = (text.trim(), Duration::ZERO);
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let number = rest.find(|c: char| c != '.' && !c.is_ascii_digit())?;
        let after = &rest[number..];
        let unit = after
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let seconds = match &after[..unit] {
            "d" => 86_400.0,
            "h" => 3_600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 1e-3,
            "us" => 1e-6,
            "ns" => 1e-9,
            _ => return None,
        };
        let value: f64 = rest[..number].parse().ok()?;
        sum = sum.checked_add(Duration::try_from_secs_f64(value * seconds).ok()?)?;
        rest = &after[unit..];
    }
    Some(sum)
}

/// From the answer's own date until then; nothing when it is past.
fn until(then: Timestamp, headers: &HeaderMap) -> Option<Duration> {
    let now = http_date(text(headers, "date")?)?;
    Some(Duration::try_from(then.duration_since(now)).unwrap_or_default())
}

fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(text)
        .ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use reqwest::header::{HeaderName, HeaderValue};

    fn headers(lines: &[(&str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&str, &str)| {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            (name, HeaderValue::from_str(value).unwrap())
        };
        lines.iter().map(pair).collect()
    }

    fn seconds(limit: Limit) -> Option<f64> {
        limit.whole_in.map(|span| span.as_secs_f64())
    }

    #[test]
    fn openais_headers_are_read() {
        let limits = Limits::read(&headers(&[
            ("x-ratelimit-limit-requests", "60"),
            ("x-ratelimit-remaining-requests", "59"),
            ("x-ratelimit-reset-requests", "1s"),
            ("x-ratelimit-limit-tokens", "150000"),
            ("x-ratelimit-remaining-tokens", "149984"),
            ("x-ratelimit-reset-tokens", "6m0s"),
        ]));
        assert_eq!(
            (limits.requests.most, limits.requests.left),
            (Some(60), Some(59))
        );
        assert_eq!(seconds(limits.requests), Some(1.0));
        assert_eq!(
            (limits.tokens.most, limits.tokens.left),
            (Some(150_000), Some(149_984))
        );
        assert_eq!(seconds(limits.tokens), Some(360.0));
        assert_eq!(limits.input_tokens, Limit::default());
    }

    #[test]
    fn anthropics_headers_are_read_and_input_is_not_output() {
        let limits = Limits::read(&headers(&[
            ("date", "Wed, 21 Oct 2026 10:00:00 GMT"),
            ("anthropic-ratelimit-requests-limit", "1000"),
            ("anthropic-ratelimit-requests-remaining", "999"),
            ("anthropic-ratelimit-requests-reset", "2026-10-21T10:00:01Z"),
            ("anthropic-ratelimit-input-tokens-limit", "450000"),
            ("anthropic-ratelimit-input-tokens-remaining", "449000"),
            (
                "anthropic-ratelimit-input-tokens-reset",
                "2026-10-21T10:01:30Z",
            ),
            ("anthropic-ratelimit-output-tokens-limit", "90000"),
            ("anthropic-ratelimit-output-tokens-remaining", "80000"),
            (
                "anthropic-ratelimit-output-tokens-reset",
                "2026-10-21T09:59:00Z",
            ),
        ]));
        assert_eq!(limits.requests.left, Some(999));
        assert_eq!(seconds(limits.requests), Some(1.0));
        assert_eq!(limits.input_tokens.most, Some(450_000));
        assert_eq!(seconds(limits.input_tokens), Some(90.0));
        assert_eq!(limits.output_tokens.most, Some(90_000));
        assert_eq!(seconds(limits.output_tokens), Some(0.0), "it is past");
    }

    #[test]
    fn a_wait_is_milliseconds_seconds_or_a_date() {
        let wait = |lines: &[(&str, &str)]| wait_of(&headers(lines)).map(|wait| wait.as_millis());
        assert_eq!(
            wait(&[("retry-after-ms", "60.5"), ("retry-after", "9")]),
            Some(60)
        );
        assert_eq!(wait(&[("retry-after", "2")]), Some(2_000));
        let date = ("date", "Wed, 21 Oct 2026 10:00:00 GMT");
        let later = ("retry-after", "Wed, 21 Oct 2026 10:00:30 GMT");
        assert_eq!(wait(&[date, later]), Some(30_000));
        assert_eq!(wait(&[later]), None, "nothing says when now is");
        assert_eq!(wait(&[("retry-after", "-1")]), None);
        assert_eq!(wait(&[("retry-after", "soon")]), None);
        assert_eq!(wait(&[]), None);
    }

    #[test]
    fn spans_have_units() {
        let of = |text: &str| span(text, &HeaderMap::new()).map(|span| span.as_secs_f64());
        assert_eq!(of("1h2m3.5s"), Some(3_723.5));
        assert_eq!(of("120ms"), Some(0.12));
        assert_eq!(of("7"), Some(7.0));
        for text in ["", "s", "1x", "1s2", "..s", "-1s", "1e400s", "1s 2s"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_header_is_too_strange(value in "[ -~]{0,40}") {
            let Ok(value) = HeaderValue::from_str(&value) else { return Ok(()) };
            let names = ["date", "retry-after", "retry-after-ms", "x-ratelimit-reset-requests"];
            let headers: HeaderMap = names
                .iter()
                .map(|name| (HeaderName::from_static(name), value.clone()))
                .collect();
            let _ = (Limits::read(&headers), wait_of(&headers));
        }
    }
}
