//! What models cost: a table that ships with the program, and the user's own before it.
//!
//! Owns: the file's form, and which line counts for a model on a day. Does not: work out what a call costs.

use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;

use super::layer::line_of;
use super::{ConfigError, read_text};
use crate::domain::{Currency, Price};

/// What ships with the program.
const SHIPPED: &str = include_str!("prices.toml");
/// No model costs more for a million tokens.
const MOST: f64 = 1e6;

/// One line of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceLine {
    /// The model's name, without the date that some providers put behind it.
    pub model: String,
    /// The first day on which it counts.
    pub effective_from: Date,
    /// The price.
    pub price: Price,
    /// Where it was read.
    pub source: String,
}

/// What models cost.
#[derive(Clone, Debug, Default)]
pub struct PriceTable {
    own: Vec<PriceLine>,
    shipped: Vec<PriceLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    price: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    model: toml::Spanned<String>,
    effective_from: Date,
    currency: Currency,
    input: f64,
    output: f64,
    /// As `input` when it is not given.
    cached: Option<f64>,
    /// As `input` when it is not given.
    cache_write: Option<f64>,
    source: String,
}

impl PriceTable {
    /// The lines of the user's file, if there is one, before those that ship with the program.
    ///
    /// # Errors
    /// [`ConfigError`] names the file and line that cannot be used.
    pub fn load(own: &Path) -> Result<Self, ConfigError> {
        Ok(PriceTable {
            own: match read_text(own)? {
                Some(text) => read(own, &text)?,
                None => Vec::new(),
            },
            shipped: read(Path::new("prices.toml"), SHIPPED)?,
        })
    }

    /// The line that counts for a model on a day: of the user's lines the latest that has begun, else of ours. `None` when
    /// nobody knows what the model costs.
    pub fn line(&self, model: &str, on: Date) -> Option<&PriceLine> {
        let fits = |line: &&PriceLine| line.effective_from <= on && names(&line.model, model);
        let own = self.own.iter().filter(fits);
        let shipped = self.shipped.iter().filter(fits);
        own.max_by_key(|line| line.effective_from)
            .or_else(|| shipped.max_by_key(|line| line.effective_from))
    }

    /// Every line, the user's first.
    pub fn lines(&self) -> impl Iterator<Item = &PriceLine> {
        self.own.iter().chain(&self.shipped)
    }
}

/// Whether a line's name is that of a model: the same, or followed by a date.
fn names(line: &str, model: &str) -> bool {
    let Some(rest) = model.strip_prefix(line) else {
        return false;
    };
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    rest.is_empty()
        || rest.starts_with('-')
            && digits == 8
            && rest.chars().all(|c| c == '-' || c.is_ascii_digit())
}

fn read(path: &Path, text: &str) -> Result<Vec<PriceLine>, ConfigError> {
    let wrong = |at: usize, why: String| ConfigError::Syntax {
        path: path.to_path_buf(),
        line: line_of(text, at),
        why,
    };
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        wrong(at, error.message().to_owned())
    })?;
    let line = |line: Line| {
        let micros = |amount: f64| {
            let fits = (0.0..=MOST).contains(&amount);
            fits.then(|| (amount * 1e6).round() as u64).ok_or_else(|| {
                let why = format!("{amount} is not the price of a million tokens");
                wrong(line.model.span().start, why)
            })
        };
        Ok(PriceLine {
            price: Price {
                input: micros(line.input)?,
                output: micros(line.output)?,
                cached: micros(line.cached.unwrap_or(line.input))?,
                cache_write: micros(line.cache_write.unwrap_or(line.input))?,
                currency: line.currency,
            },
            model: line.model.into_inner(),
            effective_from: line.effective_from,
            source: line.source,
        })
    };
    file.price.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const OWN: &str = r#"
[[price]]
model = "gpt-6-luna"
effective_from = "2026-12-01"
currency = "EUR"
input = 0.2
output = 1
source = "my contract"

[[price]]
model = "gpt-6-sol"
effective_from = "2020-01-01"
currency = "USD"
input = 3
output = 9
source = "my contract"

[[price]]
model = "house"
effective_from = "2020-01-01"
currency = "INR"
input = 0
output = 0.000001
source = "our own machine"
"#;

    fn table(own: &str) -> Result<PriceTable, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("prices.toml");
        std::fs::write(&path, own).unwrap();
        PriceTable::load(&path)
    }

    #[test]
    fn the_line_of_the_day_counts() {
        let table = table(OWN).unwrap();
        let input = |model, on| table.line(model, on).map(|line| line.price.input);
        let (before, after) = (date(2026, 11, 23), date(2026, 12, 1));
        assert_eq!(input("gpt-6-luna", before), Some(100_000));
        assert_eq!(input("gpt-6-luna", after), Some(200_000));
        assert_eq!(input("gpt-6-luna-2026-10-01", after), Some(200_000));
        assert_eq!(input("gpt-6-luna-20261001", before), Some(100_000));
        assert_eq!(input("gpt-6-luna", date(2020, 1, 1)), None);
        for unknown in ["gpt-6-luna-mini", "gpt-6", "gpt-6-luna2", ""] {
            assert_eq!(input(unknown, after), None, "{unknown}");
        }
        assert_eq!(input("gpt-6-sol", after), Some(3_000_000), "the user's own");
        assert_eq!(table.line("house", before).unwrap().price.output, 1);
        let price = |model| table.line(model, before).unwrap().price;
        let shipped = price("gpt-6-luna");
        assert_eq!((shipped.cached, shipped.cache_write), (10_000, 125_000));
        let own = price("gpt-6-sol");
        assert_eq!((own.cached, own.cache_write), (3_000_000, 3_000_000));
    }

    #[test]
    fn what_ships_can_be_read_and_has_sources() {
        let table = PriceTable::load(Path::new("/nowhere/prices.toml")).unwrap();
        assert!(table.lines().count() > 0);
        for line in table.lines() {
            assert!(line.source.starts_with("https://"), "{line:?}");
            assert!(line.price.input <= line.price.output, "{line:?}");
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        let negative = OWN.replace("0.2", "-0.2");
        let error = table(&negative).unwrap_err().to_string();
        assert!(error.contains("prices.toml:3"), "{error}");
        let unknown = OWN.replace("input = 0.2", "inputs = 0.2");
        let error = table(&unknown).unwrap_err().to_string();
        assert!(error.contains("prices.toml:6"), "{error}");
    }
}
