//! The words in which prices and orders are said, as `data/lexicon/prices.toml` lists them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::tokens::{Token, tokens};
use crate::catalog::search::asked::Order;
use crate::catalog::words::fold::fold;
use crate::domain::Currency;

/// What the words beside an amount make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// At most.
    Below,
    /// At least.
    Above,
    /// A fifth more or less.
    Near,
}

/// What an amount has to show before the words beside it may take it for a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// Nothing more than being large enough.
    None,
    /// To be such as price tags show.
    Tag,
    /// A currency, or a scale in words.
    Money,
}

/// Sequences of words, each with what it says.
pub(super) struct Phrases<T>(HashMap<String, Vec<(Vec<String>, T)>>);

impl<T: Copy> Phrases<T> {
    fn of(lists: Vec<(Vec<String>, T)>) -> Self {
        let mut out: HashMap<String, Vec<(Vec<String>, T)>> = HashMap::new();
        for (phrases, meaning) in lists {
            for phrase in phrases {
                let mut words = tokens(&phrase).into_iter().map(|token| token.text);
                if let Some(first) = words.next() {
                    out.entry(first)
                        .or_default()
                        .push((words.collect(), meaning));
                }
            }
        }
        // Of two that fit, the longer is meant.
        for phrases in out.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self(out)
    }

    /// The longest phrase that begins at a token: its meaning and the token after it.
    pub(super) fn at(&self, tokens: &[Token], at: usize) -> Option<(T, usize)> {
        let first = tokens.get(at).filter(|token| !token.taken)?;
        let (words, meaning) = self.0.get(&first.text)?.iter().find(|(words, _)| {
            (words.iter().zip(at + 1..))
                .all(|(word, i)| tokens.get(i).is_some_and(|token| token.says(word)))
        })?;
        Some((*meaning, at + 1 + words.len()))
    }
}

/// All wordings.
pub(super) struct Wording {
    numbers: HashMap<String, f64>,
    scales: HashMap<String, f64>,
    currencies: HashMap<String, Currency>,
    shifts: HashMap<String, f64>,
    units: HashSet<String>,
    price_words: HashSet<String>,
    pub(super) before: Phrases<(Bound, Proof)>,
    pub(super) after: Phrases<(Bound, Proof)>,
    pub(super) range_before: Phrases<()>,
    pub(super) range_between: Phrases<()>,
    pub(super) range_after: Phrases<()>,
    pub(super) orders: Phrases<Order>,
}

static WORDING: LazyLock<Wording> = LazyLock::new(|| Wording::of(File::read()));

/// The wordings, read when they are first needed.
pub(super) fn wording() -> &'static Wording {
    &WORDING
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    numbers: Vec<String>,
    half_more: Vec<String>,
    quarter_more: Vec<String>,
    quarter_less: Vec<String>,
    scales: Vec<String>,
    currencies: Vec<String>,
    units: Vec<String>,
    price_words: Vec<String>,
    below_before: Vec<String>,
    above_before: Vec<String>,
    near_before: Vec<String>,
    range_before: Vec<String>,
    below_after: Vec<String>,
    above_after: Vec<String>,
    below_after_tag: Vec<String>,
    below_after_money: Vec<String>,
    above_after_money: Vec<String>,
    near_after: Vec<String>,
    range_between: Vec<String>,
    range_after: Vec<String>,
    cheapest: Vec<String>,
    dearest: Vec<String>,
    best_rated: Vec<String>,
}

const TEXT: &str = include_str!("../../data/lexicon/prices.toml");

impl File {
    /// A test holds that the embedded file can be read.
    fn read() -> Self {
        toml::from_str(TEXT).unwrap_or_default()
    }
}

/// Words with the value before them: `5 | पाँच | paanch`.
fn valued<T: std::str::FromStr + Copy>(rows: &[String]) -> HashMap<String, T> {
    let mut out = HashMap::new();
    for row in rows {
        let mut parts = row.split('|');
        let Some(value) = parts.next().and_then(|v| v.trim().parse().ok()) else {
            continue;
        };
        for word in parts.flat_map(|part| part.split(',')) {
            out.insert(fold(word.trim()), value);
        }
    }
    out
}

impl Wording {
    fn of(file: File) -> Self {
        let shift = |words: &[String], by: f64| -> Vec<(String, f64)> {
            words.iter().map(|word| (fold(word), by)).collect()
        };
        let shifts = [
            shift(&file.half_more, 0.5),
            shift(&file.quarter_more, 0.25),
            shift(&file.quarter_less, -0.25),
        ];
        let unit = |phrases| Phrases::of(vec![(phrases, ())]);
        Self {
            numbers: valued(&file.numbers),
            scales: valued(&file.scales),
            currencies: valued(&file.currencies),
            shifts: shifts.into_iter().flatten().collect(),
            units: file.units.iter().map(|word| fold(word)).collect(),
            price_words: file.price_words.iter().map(|word| fold(word)).collect(),
            before: Phrases::of(vec![
                (file.below_before, (Bound::Below, Proof::None)),
                (file.above_before, (Bound::Above, Proof::None)),
                (file.near_before, (Bound::Near, Proof::None)),
            ]),
            after: Phrases::of(vec![
                (file.below_after, (Bound::Below, Proof::None)),
                (file.above_after, (Bound::Above, Proof::None)),
                (file.near_after, (Bound::Near, Proof::None)),
                (file.below_after_tag, (Bound::Below, Proof::Tag)),
                (file.below_after_money, (Bound::Below, Proof::Money)),
                (file.above_after_money, (Bound::Above, Proof::Money)),
            ]),
            range_before: unit(file.range_before),
            range_between: unit(file.range_between),
            range_after: unit(file.range_after),
            orders: Phrases::of(vec![
                (file.cheapest, Order::PriceUp),
                (file.dearest, Order::PriceDown),
                (file.best_rated, Order::Rating),
            ]),
        }
    }

    /// The value of a number word: 1.5 for `डेढ़`.
    pub(super) fn number(&self, word: &str) -> Option<f64> {
        self.numbers.get(word).copied()
    }

    /// What a number before this word is multiplied by: 1,000 for `hazaar`.
    pub(super) fn scale(&self, word: &str) -> Option<f64> {
        self.scales.get(word).copied()
    }

    /// What a word adds to the number after it: 0.5 for `साढ़े`.
    pub(super) fn shift(&self, word: &str) -> Option<f64> {
        self.shifts.get(word).copied()
    }

    /// The currency of a sign or word.
    pub(super) fn currency(&self, word: &str) -> Option<Currency> {
        self.currencies.get(word).copied()
    }

    /// Whether a number before this word is no price.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        self.units.contains(word)
    }

    /// Whether this is a word for the price itself.
    pub(super) fn is_price(&self, word: &str) -> bool {
        self.price_words.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_can_be_read() {
        toml::from_str::<File>(TEXT).unwrap();
        assert_eq!(wording().number("पाँच"), Some(5.0));
        assert_eq!(wording().scale(&fold("हज़ार")), Some(1000.0));
        assert_eq!(wording().currency("₹"), Some(Currency::INR));
    }
}
