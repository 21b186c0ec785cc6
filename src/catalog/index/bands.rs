//! Prices in bands, for facets.
//!
//! Owns: where a band begins and ends, and its name. Does not: convert money; bands of two currencies never meet.

use std::fmt;
use std::str::FromStr;

use crate::domain::{Currency, Money};

/// Where bands of rupees begin, in major units.
const RUPEES: [i64; 11] = [
    0, 250, 500, 1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 200_000,
];
/// Where bands of other currencies begin, in major units.
const OTHERS: [i64; 10] = [0, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000];

/// A band of prices: from one amount up to, and without, a greater one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PriceBand {
    /// The lowest price in it.
    pub from: Money,
    /// The lowest price above it; `None` for the band of the dearest.
    pub below: Option<Money>,
}

impl PriceBand {
    /// The band that a price lies in.
    pub fn of(price: Money) -> Self {
        let major = price.major();
        let starts = starts(price.currency);
        let at = starts.partition_point(|start| *start <= major);
        Self::at(price.currency, at.saturating_sub(1))
    }

    /// The greatest price in it; `None` for the band of the dearest.
    pub fn most(&self) -> Option<Money> {
        let below = self.below?;
        Some(Money {
            minor: below.minor - 1,
            ..below
        })
    }

    fn at(currency: Currency, at: usize) -> Self {
        let starts = starts(currency);
        let money = |major: &i64| Money {
            minor: major * currency.minor_per_major(),
            currency,
        };
        PriceBand {
            from: money(starts.get(at).unwrap_or(&0)),
            below: starts.get(at + 1).map(money),
        }
    }

    /// A text whose order, within one currency, is that of the prices.
    pub(super) fn sortable(&self) -> String {
        format!("{}{:09}", self.from.currency.code(), self.from.major())
    }

    /// Reads [`PriceBand::sortable`].
    pub(super) fn from_sortable(text: &str) -> Option<Self> {
        let (code, major) = text.split_at_checked(3)?;
        let currency: Currency = code.parse().ok()?;
        let minor = major.parse::<i64>().ok()? * currency.minor_per_major();
        Some(Self::of(Money { minor, currency }))
    }
}

fn starts(currency: Currency) -> &'static [i64] {
    if currency == Currency::INR {
        &RUPEES
    } else {
        &OTHERS
    }
}

impl fmt::Display for PriceBand {
    /// `under ₹250`, `₹250 to ₹500`, `₹2,00,000 and more`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.below {
            Some(below) if self.from.minor == 0 => write!(f, "under {below}"),
            Some(below) => write!(f, "{} to {below}", self.from),
            None => write!(f, "{} and more", self.from),
        }
    }
}

/// A text that names no band of prices.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a band of prices; write one as facets show it, such as `₹500 to ₹1,000`")]
pub struct UnknownBand(pub String);

impl FromStr for PriceBand {
    type Err = UnknownBand;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownBand(text.to_owned());
        let money = |text: &str| Money::parse(text, Currency::INR).map_err(|_| unknown());
        let (from, below) = if let Some(below) = text.strip_prefix("under ") {
            (None, money(below)?)
        } else if let Some((from, _)) = text.split_once(" to ") {
            (Some(money(from)?), money(from)?)
        } else {
            let from = text.strip_suffix(" and more").ok_or_else(unknown)?;
            (Some(money(from)?), money(from)?)
        };
        let inside = from.unwrap_or(Money { minor: 0, ..below });
        let band = Self::of(inside);
        if band.to_string() == text {
            Ok(band)
        } else {
            Err(unknown())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_price_lies_in_the_band_that_names_it() {
        for (rupees, name) in [
            (0, "under ₹250"),
            (249, "under ₹250"),
            (250, "₹250 to ₹500"),
            (99_999, "₹50,000 to ₹1,00,000"),
            (900_000, "₹2,00,000 and more"),
        ] {
            let band = PriceBand::of(Money::rupees(rupees));
            assert_eq!(band.to_string(), name);
            assert_eq!(name.parse::<PriceBand>().as_ref(), Ok(&band));
            assert_eq!(PriceBand::from_sortable(&band.sortable()), Some(band));
            assert!(band.from.within(Money::rupees(rupees)));
        }
        let dollars = Money::from_f64(12.99, Currency::USD).unwrap();
        let band = PriceBand::of(dollars);
        assert_eq!(band.to_string().parse::<PriceBand>(), Ok(band));
        assert_eq!(band.most(), Money::from_f64(24.99, Currency::USD));
    }

    #[test]
    fn other_texts_are_no_bands() {
        for text in [
            "",
            "₹500",
            "under ₹300",
            "₹250 to ₹1,000",
            "and more",
            "€ to €",
        ] {
            assert!(text.parse::<PriceBand>().is_err(), "{text}");
        }
    }
}
