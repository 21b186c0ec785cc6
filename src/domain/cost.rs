//! What calls cost: millionths of a currency, as tokens are far cheaper than minor units.

use std::fmt;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

use super::{Currency, Usage};

/// An amount spent, in millionths of the currency's major unit. Amounts of two currencies are never added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cost {
    /// Millionths; never negative.
    pub micros: u64,
    /// The currency.
    pub currency: Currency,
}

impl fmt::Display for Cost {
    /// `USD 12.34`; four places below ten cents, where calls lie.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (step, places) = match self.micros {
            1..100_000 => (100, 4),
            _ => (10_000, 2),
        };
        let rounded = self.micros.saturating_add(step / 2) / step;
        let unit = 1_000_000 / step;
        let (whole, rest) = (rounded / unit, rounded % unit);
        write!(f, "{} {whole}.{rest:0places$}", self.currency)
    }
}

impl Cost {
    /// The part that each of so many bears, to the nearest millionth; `None` when there are none.
    pub fn each_of(self, count: u64) -> Option<Cost> {
        let half = count / 2;
        let micros = self.micros.saturating_add(half).checked_div(count)?;
        Some(Cost { micros, ..self })
    }
}

/// What a model costs, in millionths of a currency for a million tokens: so many millionths of a millionth for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Price {
    /// For a million tokens read.
    pub input: u64,
    /// For a million tokens written.
    pub output: u64,
    /// For a million tokens read that lay in the server's cache.
    pub cached: u64,
    /// For a million tokens read that the server puts into its cache.
    pub cache_write: u64,
    /// The currency.
    pub currency: Currency,
}

impl Price {
    /// A price that takes no notice of caches.
    pub const fn plain(input: u64, output: u64, currency: Currency) -> Self {
        Price {
            input,
            output,
            cached: input,
            cache_write: input,
            currency,
        }
    }

    /// What so many tokens cost, rounded up to a millionth.
    pub fn of(&self, usage: Usage) -> Cost {
        let cached = usage.cached.min(usage.input);
        let written = usage.cache_written.min(usage.input - cached);
        self.sum([
            (usage.input - cached - written, self.input),
            (cached, self.cached),
            (written, self.cache_write),
            (usage.output, self.output),
        ])
    }

    /// The most that so many tokens can cost, whatever the server does with its cache.
    pub fn at_most(&self, usage: Usage) -> Cost {
        let input = self.input.max(self.cached).max(self.cache_write);
        self.sum([(usage.input, input), (usage.output, self.output)])
    }

    fn sum<const N: usize>(&self, parts: [(u64, u64); N]) -> Cost {
        let part = |(tokens, price): (u64, u64)| u128::from(tokens) * u128::from(price);
        let sum = parts.into_iter().map(part).fold(0, u128::saturating_add);
        Cost {
            micros: u64::try_from(sum.div_ceil(1_000_000)).unwrap_or(u64::MAX),
            currency: self.currency,
        }
    }
}

/// Sums of one currency each.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Costs(Vec<Cost>);

impl Costs {
    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The part that each of so many bears; nothing when there are none.
    pub fn each_of(&self, count: u64) -> Costs {
        let each = self.0.iter().filter_map(|cost| cost.each_of(count));
        Costs(each.collect())
    }

    /// The sums, one a currency.
    pub fn iter(&self) -> impl Iterator<Item = Cost> + '_ {
        self.0.iter().copied()
    }
}

impl AddAssign<Cost> for Costs {
    fn add_assign(&mut self, cost: Cost) {
        match self.0.iter_mut().find(|sum| sum.currency == cost.currency) {
            Some(sum) => sum.micros = sum.micros.saturating_add(cost.micros),
            None => self.0.push(cost),
        }
    }
}

impl Add<Cost> for Costs {
    type Output = Costs;

    fn add(mut self, cost: Cost) -> Costs {
        self += cost;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(micros: u64) -> Cost {
        Cost {
            micros,
            currency: Currency::USD,
        }
    }

    #[test]
    fn tokens_are_priced_to_the_millionth() {
        let price = Price::plain(2_000_000, 10_000_000, Currency::USD);
        let of = |price: &Price, input, output| price.of(Usage::plain(input, output));
        assert_eq!(of(&price, 1_000_000, 0), usd(2_000_000));
        assert_eq!(of(&price, 1_600, 110), usd(4_300));
        assert_eq!(of(&price, 0, 0), usd(0));
        let cheap = Price { input: 1, ..price };
        let one = of(&cheap, 1, 0);
        assert_eq!(one, usd(1), "what costs anything is never free");
        assert_eq!(of(&price, u64::MAX, u64::MAX), usd(u64::MAX));
    }

    #[test]
    fn what_lies_in_a_cache_has_its_own_price() {
        let price = Price {
            cached: 200_000,
            cache_write: 2_500_000,
            ..Price::plain(2_000_000, 10_000_000, Currency::USD)
        };
        let usage = Usage {
            input: 1_000,
            output: 100,
            cached: 600,
            cache_written: 300,
        };
        assert_eq!(price.of(usage), usd(200 + 120 + 750 + 1_000));
        assert_eq!(price.at_most(usage), usd(2_500 + 1_000));
        let more_than_all = Usage {
            cached: 5_000,
            cache_written: 5_000,
            ..usage
        };
        assert_eq!(price.of(more_than_all), usd(200 + 1_000));
    }

    #[test]
    fn small_amounts_keep_their_digits() {
        for (micros, want) in [
            (0, "USD 0.00"),
            (4_310, "USD 0.0043"),
            (99_999, "USD 0.1000"),
            (123_456, "USD 0.12"),
            (1_538_000_000, "USD 1538.00"),
            (u64::MAX, "USD 18446744073709.55"),
        ] {
            assert_eq!(usd(micros).to_string(), want);
        }
    }

    #[test]
    fn currencies_are_summed_apart() {
        let euro = Cost {
            micros: 5,
            currency: Currency::EUR,
        };
        let sums = Costs::default() + usd(1) + euro + usd(2);
        assert_eq!(sums.iter().collect::<Vec<_>>(), [usd(3), euro]);
        let each = sums.each_of(2);
        let half = Cost { micros: 3, ..euro };
        assert_eq!(each.iter().collect::<Vec<_>>(), [usd(2), half]);
        assert!(sums.each_of(0).is_empty());
    }
}
