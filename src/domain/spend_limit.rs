//! The most that may be spent, as a person writes it.

use std::fmt;
use std::str::FromStr;

use super::{Cost, Currency};

/// Millionths in a whole.
const MICROS: u64 = 1_000_000;
/// Nobody lets more be spent, in whole units of a currency.
const MOST: u64 = 1_000_000_000_000;

/// An amount above nothing, in a currency when one is named: `5`, `2.50`, `$5`, `USD 5`, `5 EUR`, `₹1,500`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpendLimit {
    /// Millionths of the currency's major unit.
    micros: u64,
    /// The currency, when one is named.
    currency: Option<Currency>,
}

/// Why a text is no such amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an amount of money above nothing; write one such as 5, 2.50 or 5 USD")]
pub struct BadLimit(String);

impl SpendLimit {
    /// The amount in this currency; `None` when it is in another one, as nothing is converted.
    pub fn in_currency(self, currency: Currency) -> Option<Cost> {
        let same = self.currency.is_none_or(|own| own == currency);
        same.then_some(Cost {
            micros: self.micros,
            currency,
        })
    }
}

impl fmt::Display for SpendLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(currency) = self.currency {
            write!(f, "{currency} ")?;
        }
        let (whole, rest) = (self.micros / MICROS, self.micros % MICROS);
        let rest = format!("{rest:06}");
        // Cents are always told, smaller parts only where there are any.
        let told = rest.trim_end_matches('0').len().max(2);
        write!(f, "{whole}.{}", &rest[..told])
    }
}

impl FromStr for SpendLimit {
    type Err = BadLimit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text.trim()).ok_or_else(|| BadLimit(text.to_owned()))
    }
}

fn read(text: &str) -> Option<SpendLimit> {
    let digit = |c: char| c.is_ascii_digit();
    let (first, last) = (text.find(digit)?, text.rfind(digit)?);
    let (before, after) = (text[..first].trim(), text[last + 1..].trim());
    let currency = match (before, after) {
        ("", "") => None,
        (word, "") | ("", word) => Some(word.parse().ok()?),
        _ => return None,
    };
    let micros = micros(&text[first..=last])?;
    (micros > 0).then_some(SpendLimit { micros, currency })
}

/// Millionths of a number with at most six decimals.
fn micros(number: &str) -> Option<u64> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let whole = ungrouped(whole)?;
    if !plain(&whole) || !plain(decimals) || decimals.len() > 6 {
        return None;
    }
    let whole: u64 = whole.parse().ok().filter(|whole| *whole <= MOST)?;
    let part: u64 = format!("{decimals:0<6}").parse().ok()?;
    Some(whole * MICROS + part)
}

/// The digits of a whole number whose groups are set apart by commas. `5,50` is refused: it may be meant as five and a half.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',').skip(1).peekable();
    while let Some(group) = groups.next() {
        let fits = match groups.peek() {
            Some(_) => (2..=3).contains(&group.len()),
            None => group.len() == 3,
        };
        if !fits {
            return None;
        }
    }
    Some(whole.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_as_people_write_them() {
        for (text, micros, currency) in [
            ("5", 5_000_000, None),
            (" 2.50 ", 2_500_000, None),
            ("$5", 5_000_000, Some(Currency::USD)),
            ("USD 0.000001", 1, Some(Currency::USD)),
            ("5 eur", 5_000_000, Some(Currency::EUR)),
            ("₹1,25,000.5", 125_000_500_000, Some(Currency::INR)),
        ] {
            let limit: SpendLimit = text.parse().unwrap();
            assert_eq!((limit.micros, limit.currency), (micros, currency), "{text}");
        }
        for bad in [
            "",
            "0",
            "0.00",
            "-5",
            "5,50",
            "1,2345",
            "5.0000001",
            "1.2.3",
            "$5 USD",
            "much",
            "5-10",
            "1e3",
            "99999999999999",
            ".",
            "5 furlongs",
        ] {
            let error = bad.parse::<SpendLimit>().unwrap_err().to_string();
            assert!(error.contains("5 USD"), "{bad}: {error}");
        }
    }

    #[test]
    fn another_currency_is_not_converted() {
        let limit: SpendLimit = "5 EUR".parse().unwrap();
        assert_eq!(limit.in_currency(Currency::USD), None);
        let five = Cost {
            micros: 5_000_000,
            currency: Currency::EUR,
        };
        assert_eq!(limit.in_currency(Currency::EUR), Some(five));
        let bare: SpendLimit = "5".parse().unwrap();
        assert_eq!(bare.in_currency(Currency::EUR), Some(five));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(micros in 1..u64::pow(10, 18), named: bool) {
            let currency = named.then_some(Currency::GBP);
            let limit = SpendLimit { micros, currency };
            prop_assert_eq!(limit.to_string().parse(), Ok(limit));
        }

        #[test]
        fn any_text_is_read_or_refused(text: String) {
            if let Ok(limit) = text.parse::<SpendLimit>() {
                prop_assert!(limit.micros > 0);
            }
        }
    }
}
