//! Figures in words and in JSON: what has no value says so, with the reason where there is one.

use serde::Serialize;

use crate::quality::diversity::Entropy;
use crate::quality::statistics::{Interval, Undefined};

/// A figure in JSON: a number, or `null` with the reason.
#[derive(Serialize)]
pub(super) struct FigureJson {
    value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undefined: Option<String>,
}

impl From<Result<f64, Undefined>> for FigureJson {
    fn from(figure: Result<f64, Undefined>) -> Self {
        FigureJson {
            value: figure.ok(),
            undefined: figure.err().map(|why| why.to_string()),
        }
    }
}

/// An interval in JSON: its ends, or `null` with the reason.
#[derive(Serialize)]
pub(super) struct IntervalJson {
    low: Option<f64>,
    high: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undefined: Option<String>,
}

impl From<Result<Interval, Undefined>> for IntervalJson {
    fn from(interval: Result<Interval, Undefined>) -> Self {
        IntervalJson {
            low: interval.ok().map(|ends| ends.low),
            high: interval.ok().map(|ends| ends.high),
            undefined: interval.err().map(|why| why.to_string()),
        }
    }
}

/// How evenly things are spread, in JSON.
#[derive(Serialize)]
pub(super) struct EntropyJson {
    things: u64,
    kinds: u64,
    bits: f64,
    effective: f64,
}

impl From<Entropy> for EntropyJson {
    fn from(entropy: Entropy) -> Self {
        EntropyJson {
            things: entropy.things,
            kinds: entropy.kinds,
            bits: entropy.bits,
            effective: entropy.effective(),
        }
    }
}

/// A figure in words.
pub(super) fn figure(figure: Result<f64, Undefined>) -> String {
    match figure {
        Ok(value) => format!("{value:.3}"),
        Err(why) => format!("undefined ({why})"),
    }
}

/// An interval in words.
pub(super) fn interval(interval: Result<Interval, Undefined>) -> String {
    match interval {
        Ok(ends) => format!("{:.3} to {:.3}", ends.low, ends.high),
        Err(why) => format!("undefined ({why})"),
    }
}

/// A number with three places, or a dash.
pub(super) fn number(value: Option<f64>) -> String {
    value.map_or("—".to_owned(), |value| format!("{value:.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_undefined_says_why() {
        assert_eq!(figure(Ok(0.5)), "0.500");
        assert_eq!(
            figure(Err(Undefined::NoPairs)),
            "undefined (nothing was rated by two or more)"
        );
        let json = serde_json::to_value(FigureJson::from(Err(Undefined::NoPairs))).unwrap();
        assert!(json["value"].is_null() && json["undefined"].is_string());
    }
}
