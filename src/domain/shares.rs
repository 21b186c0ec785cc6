//! How a set shares out over some values, as weights: `en=35,hi=25,hinglish=40`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Language, Outcome};

/// What can have a share.
pub trait Shared: Copy + PartialEq {
    /// What the shares are of, such as `language`.
    const NAME: &'static str;
    /// Shares as people write them.
    const EXAMPLE: &'static str;

    /// The value that a word names.
    fn read(word: &str) -> Option<Self>;

    /// The word for the value.
    fn word(self) -> &'static str;
}

impl Shared for Language {
    const NAME: &'static str = "language";
    const EXAMPLE: &'static str = "hi, or en=35,hi=25,hinglish=40";

    fn read(word: &str) -> Option<Self> {
        word.parse().ok()
    }

    fn word(self) -> &'static str {
        self.code()
    }
}

/// The endings that a shopper chooses.
impl Shared for Outcome {
    const NAME: &'static str = "ending";
    const EXAMPLE: &'static str = "bought=60,left=40";

    fn read(word: &str) -> Option<Self> {
        let chosen = [Outcome::Bought, Outcome::Left];
        chosen.into_iter().find(|outcome| outcome.code() == word)
    }

    fn word(self) -> &'static str {
        self.code()
    }
}

/// Weights that need not add up to 100. Empty means that nothing was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Shares<T>(Vec<(T, u32)>);

impl<T> Default for Shares<T> {
    fn default() -> Self {
        Shares(Vec::new())
    }
}

impl<T: Shared> Shares<T> {
    /// Shares from weights; values without weight are left out.
    pub fn new(shares: impl IntoIterator<Item = (T, u32)>) -> Self {
        Shares(shares.into_iter().filter(|share| share.1 > 0).collect())
    }

    /// Only this value.
    pub fn only(value: T) -> Self {
        Shares(vec![(value, 1)])
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values with their weights.
    pub fn iter(&self) -> impl Iterator<Item = (T, u32)> + '_ {
        self.0.iter().copied()
    }

    /// The values with their parts of the whole, which add up to 1.
    pub fn parts(&self) -> impl Iterator<Item = (T, f64)> + '_ {
        let total: f64 = self.iter().map(|(_, weight)| f64::from(weight)).sum();
        let part = move |(value, weight)| (value, f64::from(weight) / total);
        self.iter().map(part)
    }
}

impl<T: Shared> fmt::Display for Shares<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (value, weight)) in self.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{}={weight}", value.word())?;
        }
        Ok(())
    }
}

/// A text that gives no shares.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` gives no {name} shares; write e.g. {example}")]
pub struct BadShares {
    text: String,
    name: &'static str,
    example: &'static str,
}

impl<T: Shared> FromStr for Shares<T> {
    type Err = BadShares;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail = || BadShares {
            text: text.to_owned(),
            name: T::NAME,
            example: T::EXAMPLE,
        };
        let mut shares: Vec<(T, u32)> = Vec::new();
        for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let (name, weight) = part.split_once(['=', ':']).unwrap_or((part, "1"));
            let weight = weight.trim().trim_end_matches('%').parse();
            let value = T::read(name.trim()).ok_or_else(fail)?;
            if shares.iter().any(|(earlier, _)| *earlier == value) {
                return Err(fail());
            }
            shares.push((value, weight.map_err(|_| fail())?));
        }
        let shares = Shares::new(shares);
        if shares.is_empty() {
            return Err(fail());
        }
        Ok(shares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_read_and_write() {
        let shares: Shares<Language> = "english=35, hi:25%,mixed=40".parse().unwrap();
        assert_eq!(shares.to_string(), "en=35,hi=25,hinglish=40");
        assert_eq!("hi".parse(), Ok(Shares::only(Language::Hi)));
        for bad in ["", "tamil", "en=x", "en=0", "en=1,english=2"] {
            assert!(bad.parse::<Shares<Language>>().is_err(), "{bad}");
        }
        let error = "stopped=1".parse::<Shares<Outcome>>().unwrap_err();
        assert!(error.to_string().contains("bought=60,left=40"), "{error}");
    }

    #[test]
    fn parts_add_up_to_one() {
        let shares: Shares<Outcome> = "bought=1,left=3".parse().unwrap();
        let parts: Vec<(Outcome, f64)> = shares.parts().collect();
        assert_eq!(parts, [(Outcome::Bought, 0.25), (Outcome::Left, 0.75)]);
    }
}
