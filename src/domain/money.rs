//! Money: minor units and a currency, never converted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A currency by its ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The Indian rupee.
    pub const INR: Currency = Currency(*b"INR");
    /// The United States dollar.
    pub const USD: Currency = Currency(*b"USD");
    /// The euro.
    pub const EUR: Currency = Currency(*b"EUR");
    /// The pound sterling.
    pub const GBP: Currency = Currency(*b"GBP");

    /// The three capital letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Minor units in one major unit: 1 for the few currencies without any, else 100.
    pub fn minor_per_major(self) -> i64 {
        match &self.0 {
            b"JPY" | b"KRW" | b"VND" => 1,
            _ => 100,
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        let bytes = match trimmed {
            "₹" | "Rs" | "Rs." | "rs" | "rs." | "रु" | "रु." => *b"INR",
            "$" => *b"USD",
            "€" => *b"EUR",
            "£" => *b"GBP",
            "¥" => *b"JPY",
            code if code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic()) => {
                let upper = code.to_ascii_uppercase();
                let mut bytes = [0u8; 3];
                bytes.copy_from_slice(upper.as_bytes());
                bytes
            }
            _ => return Err(MoneyError::Currency(text.to_owned())),
        };
        Ok(Currency(bytes))
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Why a text is no amount of money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The currency is none that we know.
    #[error("`{0}` is not a currency; write a code such as INR or a sign such as ₹")]
    Currency(String),
    /// There is no number in the text, or it is negative or beyond all prices.
    #[error("`{0}` is not a price; write a number such as 1299 or ₹1,299.00")]
    Number(String),
}

/// An amount: minor units (paise, cents) of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; never negative.
    pub minor: i64,
    /// The currency; amounts of two currencies never compare.
    pub currency: Currency,
}

impl Money {
    /// Whole rupees.
    pub fn rupees(whole: i64) -> Self {
        Money {
            minor: whole * 100,
            currency: Currency::INR,
        }
    }

    /// The whole major units, the rest cut off.
    pub fn major(self) -> i64 {
        self.minor / self.currency.minor_per_major()
    }

    /// The amount as a decimal number of major units.
    pub fn as_f64(self) -> f64 {
        self.minor as f64 / self.currency.minor_per_major() as f64
    }

    /// An amount from a decimal number of major units; `None` for a negative, huge or undefined number.
    pub fn from_f64(major: f64, currency: Currency) -> Option<Self> {
        let minor = (major * currency.minor_per_major() as f64).round();
        (minor.is_finite() && (0.0..1e15).contains(&minor)).then_some(Money {
            minor: minor as i64,
            currency,
        })
    }

    /// Whether this is at most `limit`; an amount in another currency never is.
    pub fn within(self, limit: Money) -> bool {
        self.currency == limit.currency && self.minor <= limit.minor
    }

    /// Reads a price as shops print it: `1299`, `₹1,299.00`, `Rs. 1,299`, `INR 1299`, `$12.99`.
    ///
    /// `fallback` is the currency of a bare number. Of a range (`1299-1499`) the lower end counts.
    pub fn parse(text: &str, fallback: Currency) -> Result<Self, MoneyError> {
        let fail = || MoneyError::Number(text.to_owned());
        let trimmed = text.trim().trim_end_matches("/-").trim();
        let start = trimmed
            .find(|c: char| c.is_ascii_digit())
            .ok_or_else(fail)?;
        let (sign, rest) = trimmed.split_at(start);
        let sign = sign.trim();
        if sign.ends_with('-') && !sign.ends_with("/-") {
            return Err(fail());
        }
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')
            .unwrap_or(rest.len());
        let number: String = rest[..end]
            .trim_end_matches(['.', ','])
            .chars()
            .filter(|c| *c != ',')
            .collect();
        let tail = rest[end..].trim();
        let currency = if !sign.is_empty() {
            sign.parse()?
        } else if tail
            .chars()
            .any(|c| c.is_alphabetic() || "₹$€£¥".contains(c))
        {
            let word: String = tail
                .chars()
                .take_while(|c| !c.is_whitespace() && !c.is_ascii_digit() && *c != '-')
                .collect();
            word.parse()?
        } else {
            fallback
        };
        let value: f64 = number.parse().map_err(|_| fail())?;
        Money::from_f64(value, currency).ok_or_else(fail)
    }
}

/// Groups digits the Indian way: the last three, then pairs (`125000` is `1,25,000`).
fn group_indian(whole: i64) -> String {
    let (head, tail) = (whole / 1_000, whole % 1_000);
    match head {
        0 => tail.to_string(),
        _ => format!("{},{tail:03}", group_by(head, 2)),
    }
}

/// Digits in groups of `size` from the right.
fn group_by(whole: i64, size: usize) -> String {
    let digits = whole.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(size) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl fmt::Display for Money {
    /// Rupees as `₹1,25,000`, others as `USD 1,250,000.99`; paise only where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per = self.currency.minor_per_major();
        let (whole, rest) = (self.minor / per, self.minor % per);
        if self.currency == Currency::INR {
            write!(f, "₹{}", group_indian(whole))?;
        } else {
            write!(f, "{} {}", self.currency, group_by(whole, 3))?;
        }
        if rest != 0 {
            write!(f, ".{rest:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_as_shops_print_them() {
        for (text, want) in [
            ("1299", Money::rupees(1299)),
            ("₹1,299.00", Money::rupees(1299)),
            ("Rs. 1,299", Money::rupees(1299)),
            ("INR 1299", Money::rupees(1299)),
            ("1299-1499", Money::rupees(1299)),
            ("1,25,000 INR", Money::rupees(125_000)),
            (
                "$12.99",
                Money {
                    minor: 1299,
                    currency: Currency::USD,
                },
            ),
        ] {
            assert_eq!(Money::parse(text, Currency::INR), Ok(want), "{text}");
        }
        for text in ["", "None", "-5", "call us", "99999999999999999999"] {
            assert!(Money::parse(text, Currency::INR).is_err(), "{text}");
        }
    }

    #[test]
    fn rupees_are_grouped_the_indian_way() {
        for (whole, want) in [
            (0, "₹0"),
            (999, "₹999"),
            (1299, "₹1,299"),
            (125_000, "₹1,25,000"),
            (10_000_000, "₹1,00,00,000"),
        ] {
            assert_eq!(Money::rupees(whole).to_string(), want);
        }
        assert_eq!(
            Money {
                minor: 1299,
                currency: Currency::USD
            }
            .to_string(),
            "USD 12.99"
        );
        let million = Money {
            minor: 123_456_700,
            currency: Currency::USD,
        };
        assert_eq!(million.to_string(), "USD 1,234,567");
        assert_eq!(Money::parse("USD 1,234,567", Currency::INR), Ok(million));
    }

    #[test]
    fn a_foreign_price_is_never_within_a_budget() {
        let dollars = Money {
            minor: 1,
            currency: Currency::USD,
        };
        assert!(!dollars.within(Money::rupees(1000)));
        assert!(Money::rupees(1000).within(Money::rupees(1000)));
    }
}
