//! Prices as the index keeps them: one number, which says the currency and then the amount.
//!
//! Owns: that number, the range of numbers that a filter lets through, and the order by price. Does not: convert money;
//! amounts of two currencies are never compared.

use tantivy::collector::sort_key::ReverseNoneIsLowerComparator;
use tantivy::collector::{SegmentSortKeyComputer, SortKeyComputer};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentReader};

use super::schema::PRICE_COLUMN;
use crate::domain::{Currency, Money};

/// Bits of the amount; those above them hold the three letters of the currency, five bits each.
const AMOUNT_BITS: u32 = 48;
/// The greatest amount in minor units that is told from a greater one.
const MOST: u64 = (1 << AMOUNT_BITS) - 1;

/// The number of a price. Amounts below nothing count as nothing.
pub(in crate::catalog) fn number(price: Money) -> u64 {
    let minor = u64::try_from(price.minor).unwrap_or(0).min(MOST);
    letters(price.currency) | minor
}

/// The lowest and the highest number within these bounds; `None` when no price lies within both. At least one is given.
pub(in crate::catalog) fn within(low: Option<Money>, high: Option<Money>) -> Option<(u64, u64)> {
    let currency = low.or(high)?.currency;
    if high.is_some_and(|high| high.currency != currency || high.minor < 0) {
        return None;
    }
    let from = low.map_or(letters(currency), number);
    let to = high.map_or(letters(currency) | MOST, number);
    (from <= to).then_some((from, to))
}

fn letters(currency: Currency) -> u64 {
    let code = currency.code().bytes();
    code.fold(0, |bits, letter| bits << 5 | u64::from(letter & 31)) << AMOUNT_BITS
}

/// Which end of the prices comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum First {
    /// The cheapest.
    Cheapest,
    /// The dearest.
    Dearest,
}

/// The order by price: the amounts of one currency, then those of the others, each among their own, then products without a
/// price.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalog) struct ByPrice {
    /// The currency that comes first.
    pub(in crate::catalog) currency: Currency,
    /// Which of its amounts come first.
    pub(in crate::catalog) first: First,
}

impl ByPrice {
    /// Numbers with these bits turned over sort as the products come.
    fn turned(self) -> u64 {
        let amount = match self.first {
            First::Cheapest => 0,
            First::Dearest => MOST,
        };
        letters(self.currency) | amount
    }
}

impl SortKeyComputer for ByPrice {
    type SortKey = Option<u64>;
    type Child = InSegment;
    type Comparator = ReverseNoneIsLowerComparator;

    fn segment_sort_key_computer(&self, segment: &SegmentReader) -> tantivy::Result<InSegment> {
        Ok(InSegment {
            prices: segment.fast_fields().column_opt(PRICE_COLUMN)?,
            turned: self.turned(),
        })
    }
}

/// The prices of one segment; `None` when no product of it has one.
pub(in crate::catalog) struct InSegment {
    prices: Option<Column<u64>>,
    turned: u64,
}

impl SegmentSortKeyComputer for InSegment {
    type SortKey = Option<u64>;
    type SegmentSortKey = Option<u64>;
    type SegmentComparator = ReverseNoneIsLowerComparator;

    #[inline]
    fn segment_sort_key(&mut self, doc: DocId, _: Score) -> Option<u64> {
        Some(self.prices.as_ref()?.first(doc)? ^ self.turned)
    }

    fn convert_segment_sort_key(&self, key: Option<u64>) -> Option<u64> {
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    fn ordered(by: ByPrice, prices: &[Money]) -> Vec<String> {
        let mut prices = prices.to_vec();
        prices.sort_by_key(|price| number(*price) ^ by.turned());
        prices.iter().map(Money::to_string).collect()
    }

    #[test]
    fn one_currency_comes_first_and_the_others_keep_to_themselves() {
        let prices = [
            money(1, Currency::USD),
            money(50_000, Currency::INR),
            money(900, Currency::USD),
            money(9_900, Currency::INR),
            money(500, Currency::EUR),
        ];
        let shown = |order: &[usize]| -> Vec<String> {
            order.iter().map(|at| prices[*at].to_string()).collect()
        };
        let by = |currency, first| ordered(ByPrice { currency, first }, &prices);
        let rupees = by(Currency::INR, First::Cheapest);
        assert_eq!(rupees[..2], shown(&[3, 1]));
        let together = |list: &[String], pair: [usize; 2]| {
            let pair = shown(&pair);
            list.windows(2).any(|two| *two == pair[..])
        };
        assert!(together(&rupees, [0, 2]), "{rupees:?}");
        let dearest = by(Currency::INR, First::Dearest);
        assert_eq!(dearest[..2], shown(&[1, 3]));
        assert!(together(&dearest, [2, 0]), "{dearest:?}");
        assert_eq!(by(Currency::USD, First::Cheapest)[..2], shown(&[0, 2]));
    }

    #[test]
    fn bounds_keep_to_their_currency() {
        let rupees = |n| Some(Money::rupees(n));
        let inside = |low, high, price| {
            within(low, high).is_some_and(|(from, to)| (from..=to).contains(&number(price)))
        };
        assert!(inside(rupees(5), rupees(10), Money::rupees(10)));
        assert!(!inside(rupees(5), rupees(10), Money::rupees(11)));
        assert!(inside(None, rupees(10), Money::rupees(0)));
        assert!(inside(rupees(10), None, money(i64::MAX, Currency::INR)));
        for other in [Currency::USD, Currency::EUR, Currency::GBP] {
            assert!(!inside(None, rupees(10), money(1, other)));
            assert!(!inside(rupees(10), None, money(i64::MAX, other)));
        }
        assert_eq!(within(rupees(10), rupees(5)), None);
        assert_eq!(within(rupees(1), Some(money(5_000, Currency::USD))), None);
        assert_eq!(within(None, Some(money(-1, Currency::INR))), None);
        assert_eq!(within(None, None), None);
    }
}
