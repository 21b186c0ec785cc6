//! About how much a run by a model will take.
//!
//! Owns: how figures of some conversations become bounds for a run, and what these bounds cost. Does not: make the
//! conversations, or read them from the ledger.

use crate::domain::{Cost, Price, Usage};
use crate::store::{CallPilot, Spread};

use super::counting::Counted;
use super::settling::most_attempts;

/// How much longer than the phrasebook's lines the answers of models may be.
const LONGER: f64 = 3.0;
/// How many standard errors the bounds lie from the mean.
const ERRORS: f64 = 2.0;
/// From so many minutes on, hours are told.
const LONG: u64 = 120;

/// A figure that is known within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize)]
pub struct Bounds {
    /// At least.
    pub low: u64,
    /// At most.
    pub high: u64,
}

/// A cost that is known within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CostBounds {
    /// At least.
    pub low: Cost,
    /// At most.
    pub high: Cost,
}

/// What an estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// So many conversations of the run's own plan, made in memory with words of the phrasebook.
    Plan(u32),
    /// So many conversations that the same model worded in this workspace.
    Pilot(u64),
}

/// What a run will about take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// What it rests on.
    pub basis: Basis,
    /// Questions: at most as many as there may be attempts for conversations that are not kept.
    pub calls: Bounds,
    /// Tokens sent.
    pub input_tokens: Bounds,
    /// Tokens received.
    pub output_tokens: Bounds,
    /// What the model costs, when that is known.
    pub price: Option<Price>,
    /// What is left of the budget, when there is one.
    pub budget_left: Option<Cost>,
    /// How often the model may be asked in a minute, when there is a limit.
    pub requests_per_minute: Option<u32>,
}

impl Estimate {
    /// From some conversations of the plan: at least one attempt for each that is wanted, at most as many as there may be.
    pub(super) fn of_plan(counted: &Counted, wanted: u32) -> Self {
        let each = |sum: f64| sum / f64::from(counted.talks.max(1));
        let bounds = |least: f64, most: f64| Bounds {
            low: (each(least) * f64::from(wanted)).round() as u64,
            high: (each(most) * f64::from(most_attempts(wanted))).round() as u64,
        };
        let calls = counted.calls as f64;
        let (sent, received) = (counted.sent.tokens(), counted.received.tokens());
        Estimate {
            calls: bounds(calls, calls),
            input_tokens: bounds(sent.0, sent.1),
            output_tokens: bounds(received.0, received.1 * LONGER),
            ..Estimate::nothing(Basis::Plan(counted.talks))
        }
    }

    /// From what conversations took that were made before; `None` when there are none.
    pub(super) fn of_pilot(pilot: &CallPilot, wanted: u32) -> Option<Self> {
        let made = pilot.conversations;
        let bounds = |spread| bounds(spread, made, wanted);
        (made > 0).then(|| Estimate {
            calls: bounds(pilot.calls),
            input_tokens: bounds(pilot.input),
            output_tokens: bounds(pilot.output),
            ..Estimate::nothing(Basis::Pilot(made))
        })
    }

    fn nothing(basis: Basis) -> Self {
        Estimate {
            basis,
            calls: Bounds::default(),
            input_tokens: Bounds::default(),
            output_tokens: Bounds::default(),
            price: None,
            budget_left: None,
            requests_per_minute: None,
        }
    }

    /// What it costs, without what a server's cache may save; `None` when nobody knows the price.
    pub fn cost(&self) -> Option<CostBounds> {
        let price = self.price?;
        let (input, output) = (self.input_tokens, self.output_tokens);
        Some(CostBounds {
            low: price.of(Usage::plain(input.low, output.low)),
            high: price.of(Usage::plain(input.high, output.high)),
        })
    }

    /// Minutes at the rate that is set; `None` when none is.
    pub fn minutes(&self) -> Option<Bounds> {
        let rate = u64::from(self.requests_per_minute?.max(1));
        Some(Bounds {
            low: self.calls.low.div_ceil(rate),
            high: self.calls.high.div_ceil(rate),
        })
    }

    /// The figures, and what they rest on.
    pub(super) fn words(&self) -> String {
        let Estimate {
            calls,
            input_tokens: sent,
            output_tokens: received,
            ..
        } = self;
        format!(
            "{} to {} calls, {} to {} tokens sent, {} to {} received, {}{}; {}",
            calls.low,
            calls.high,
            sent.low,
            sent.high,
            received.low,
            received.high,
            self.cost_words(),
            self.time_words(),
            self.basis_words(),
        )
    }

    fn cost_words(&self) -> String {
        let Some(CostBounds { low, high }) = self.cost() else {
            return "at a cost that nobody knows, as the model has no price".to_owned();
        };
        let against = match self.budget_left {
            Some(left) if left.micros < low.micros => {
                format!(", more than the {left} that the budget leaves, which will end it")
            }
            Some(left) if left.micros < high.micros => {
                format!(", which may be more than the {left} that the budget leaves")
            }
            Some(left) => format!(", within the {left} that the budget leaves"),
            None => String::new(),
        };
        format!("{low} to {high}{against}")
    }

    fn time_words(&self) -> String {
        let Some((rate, minutes)) = self.requests_per_minute.zip(self.minutes()) else {
            return String::new();
        };
        let Bounds { low, high } = minutes;
        let time = match high < LONG {
            true => format!("{low} to {high} minutes"),
            false => format!("{} to {}", hours(low), hours(high)),
        };
        format!(", {time} at {rate} requests a minute")
    }

    fn basis_words(&self) -> String {
        match self.basis {
            Basis::Plan(1) => "counted on 1 conversation of the plan, worded offline".to_owned(),
            Basis::Plan(count) => {
                format!("counted on {count} conversations of the plan, worded offline")
            }
            Basis::Pilot(1) => "from 1 conversation made before".to_owned(),
            Basis::Pilot(count) => format!("from {count} conversations made before"),
        }
    }
}

/// `3 h 20 min`.
fn hours(minutes: u64) -> String {
    format!("{} h {:02} min", minutes / 60, minutes % 60)
}

/// What so many conversations will take when those that were made took so much. Few tell little: the bounds are never nearer
/// than one part in as many as there are, and one more.
fn bounds(spread: Spread, made: u64, wanted: u32) -> Bounds {
    let Spread { mean, deviation } = spread;
    let error = deviation / mean.max(f64::MIN_POSITIVE);
    let error = error * (1.0 / f64::from(wanted.max(1)) + 1.0 / made as f64).sqrt();
    let part = (ERRORS * error).max(1.0 / (made as f64 + 1.0));
    let low = mean * f64::from(wanted) * (1.0 - part).max(0.0);
    let high = mean * f64::from(most_attempts(wanted)) * (1.0 + part);
    Bounds {
        low: low.round() as u64,
        high: high.round() as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Currency;

    fn spread(mean: f64, deviation: f64) -> Spread {
        Spread { mean, deviation }
    }

    #[test]
    fn the_more_were_made_the_nearer_the_bounds() {
        let of = |made| bounds(spread(1_000.0, 200.0), made, 100);
        let widths: Vec<u64> = [1, 4, 25, 400]
            .map(|made| of(made).high - of(made).low)
            .to_vec();
        assert!(
            widths.is_sorted_by(|wider, nearer| wider > nearer),
            "{widths:?}"
        );
        for made in [1, 4, 25, 400, 1_000_000] {
            let Bounds { low, high } = of(made);
            assert!(low < 100_000 && 154_000 <= high, "{low} {high}");
        }
        let odd = bounds(spread(1.0, 50.0), 3, 10);
        assert_eq!(odd.low, 0, "no bound is below nothing");
    }

    fn pilot() -> Estimate {
        let pilot = CallPilot {
            conversations: 9,
            calls: spread(10.0, 0.0),
            input: spread(10_000.0, 0.0),
            output: spread(1_000.0, 0.0),
        };
        Estimate::of_pilot(&pilot, 100).unwrap()
    }

    #[test]
    fn the_words_say_what_it_costs_how_long_it_takes_and_how_that_is_known() {
        assert_eq!(Estimate::of_pilot(&CallPilot::default(), 9), None);
        let words = pilot().words();
        assert!(words.contains("at a cost that nobody knows"), "{words}");
        let priced = Estimate {
            price: Some(Price::plain(1_000_000, 5_000_000, Currency::USD)),
            requests_per_minute: Some(5),
            ..pilot()
        };
        let words = priced.words();
        for word in [
            "900 to 1694 calls",
            "USD 1.35 to USD 2.54",
            "3 h 00 min to 5 h 39 min at 5 requests",
            "from 9 conversations made before",
        ] {
            assert!(words.contains(word), "{word} in {words}");
        }
        for (micros, word) in [
            (
                1_000_000,
                "more than the USD 1.00 that the budget leaves, which will end it",
            ),
            (2_000_000, "may be more than the USD 2.00 that"),
            (9_000_000, "within the USD 9.00 that"),
        ] {
            let currency = Currency::USD;
            let limited = Estimate {
                budget_left: Some(Cost { micros, currency }),
                ..priced
            };
            assert!(limited.words().contains(word), "{}", limited.words());
        }
    }
}
