//! Prices in any wording: `under 2000`, `2 hazaar se kam`, `₹500-800`, `500 se 800 tak`, `1000 ke aas paas`.

use super::Reader;
use super::amounts::Amount;
use super::fields::said_price;
use super::tokens::Token;
use super::wording::{Bound, Proof, wording};
use crate::domain::Money;

/// A price that was said, and the tokens that say it.
struct Said {
    low: Option<Money>,
    high: Option<Money>,
    first: usize,
    next: usize,
}

/// Takes every price.
pub(super) fn take(reader: &mut Reader) {
    let mut at = 0;
    while at < reader.tokens.len() {
        let Some(said) = range(&reader.tokens, at).or_else(|| bound(&reader.tokens, at)) else {
            at += 1;
            continue;
        };
        reader.bound(said.low, said.high);
        let meaning = said_price(said.low, said.high);
        reader.understand(said.first..said.next, meaning);
        at = said.next.max(at + 1);
    }
}

/// Where the words for the price itself end: `budget`, `ki keemat`.
fn after_price_word(tokens: &[Token], at: usize) -> usize {
    let named = |i: usize| {
        tokens
            .get(i)
            .is_some_and(|token| !token.taken && wording().is_price(&token.text))
    };
    let mut next = at;
    if named(next) {
        next += 1;
        while tokens.get(next).is_some_and(|t| {
            [":", "is", "of", "hai", "है", "mera", "मेरा"].contains(&t.text.as_str())
        }) {
            next += 1;
        }
    }
    next
}

fn range(tokens: &[Token], first: usize) -> Option<Said> {
    let words = wording();
    let at = after_price_word(tokens, first);
    let opened = words.range_before.at(tokens, at).map(|((), next)| next);
    let mut low = Amount::at(tokens, opened.unwrap_or(at))?;
    let ((), between) = words.range_between.at(tokens, low.next)?;
    let mut high = Amount::at(tokens, between)?;
    if !low.may_be_price(tokens) && !high.is_marked() || !high.may_be_price(tokens) {
        return None;
    }
    let closed = words
        .range_after
        .at(tokens, high.next)
        .map(|((), next)| next);
    let marked = low.is_marked() || high.is_marked();
    let tags = low.is_round() && high.is_round();
    let framed = at > first || opened.is_some() || closed.is_some();
    if !(marked || tags || framed && high.is_round()) {
        return None;
    }
    Amount::share(&mut low, &mut high);
    let range = low.is_less_than(&high) && !low.is_far_from(&high);
    range.then_some(Said {
        low: low.money(),
        high: high.money(),
        first,
        next: closed.unwrap_or(high.next),
    })
}

fn bound(tokens: &[Token], first: usize) -> Option<Said> {
    let words = wording();
    let at = after_price_word(tokens, first);
    let before = words.before.at(tokens, at);
    let start = before.map_or(at, |(_, next)| next);
    let amount = Amount::at(tokens, start)?;
    if !amount.may_be_price(tokens) {
        return None;
    }
    let after = words
        .after
        .at(tokens, amount.next)
        .filter(|((_, proof), _)| match proof {
            Proof::None => true,
            Proof::Tag => amount.is_marked() || amount.is_round(),
            Proof::Money => amount.is_marked(),
        });
    let named = at > first;
    let meaning = match (after, before) {
        (Some(((bound, _), _)), _) | (None, Some(((bound, _), _))) => bound,
        // An amount of money alone is what a shopper has.
        (None, None) if named || amount.is_alone_money() => Bound::Below,
        (None, None) => return None,
    };
    let (low, high) = match meaning {
        Bound::Below => (None, amount.money()),
        Bound::Above => (amount.money(), None),
        Bound::Near => (amount.times(0.8), amount.times(1.2)),
    };
    Some(Said {
        low,
        high,
        first,
        next: after.map_or(amount.next, |(_, next)| next),
    })
}

#[cfg(test)]
mod tests {
    use crate::catalog::{Style, ask};
    use crate::domain::{Currency, Money};

    /// The price that a text asks for, in rupees, and its other words.
    fn asked(text: &str) -> (Option<i64>, Option<i64>, String) {
        let asked = ask::read(text, Style::Words);
        let words: Vec<&str> = asked.wanted.iter().map(|w| &text[w.at.clone()]).collect();
        let filters = asked.filters;
        (
            filters.min_price.map(Money::major),
            filters.max_price.map(Money::major),
            words.join(" "),
        )
    }

    #[test]
    fn prices_in_many_wordings() {
        for (text, low, high) in [
            ("kurta under 2000", None, Some(2000)),
            ("kurta 2 hazaar se kam", None, Some(2000)),
            ("2000 ke andar kurta", None, Some(2000)),
            ("kurta ₹500-800", Some(500), Some(800)),
            ("kurta rs. 500 - rs. 800", Some(500), Some(800)),
            ("500 se 800 tak kurta", Some(500), Some(800)),
            ("kurta 2k tak", None, Some(2000)),
            ("kurta above 1 lakh", Some(100_000), None),
            ("kurta 1.5 lakh ke neeche", None, Some(150_000)),
            ("पाँच सौ से कम kurta", None, Some(500)),
            ("kurta दो हज़ार तक", None, Some(2000)),
            ("दो हज़ार पाँच सौ तक kurta", None, Some(2500)),
            ("kurta ढाई हज़ार में", None, Some(2500)),
            ("साढ़े तीन हज़ार से ज़्यादा kurta", Some(3500), None),
            ("kurta डेढ़ लाख तक", None, Some(150_000)),
            ("kurta 1000 ke aas paas", Some(800), Some(1200)),
            ("kurta १००० से कम", None, Some(1000)),
            ("₹५०० से कम kurta", None, Some(500)),
            ("kurta between 500 and 800", Some(500), Some(800)),
            ("kurta 500 aur 800 ke beech", Some(500), Some(800)),
            ("kurta 2-3 hazaar", Some(2000), Some(3000)),
            ("kurta 500rs", None, Some(500)),
            ("rs500 tak kurta", None, Some(500)),
            ("rs 500 kurta", None, Some(500)),
            ("kurta ₹1,299", None, Some(1299)),
            ("kurta 500/- tak", None, Some(500)),
            ("budget 1500 kurta", None, Some(1500)),
            ("kurta price less than 999", None, Some(999)),
            ("kurta less than ₹1,25,000", None, Some(125_000)),
            ("500 mein kurta", None, Some(500)),
            ("500 wala kurta", None, Some(500)),
            ("hazaar rupaye tak kurta", None, Some(1000)),
            ("kurta 800-1500", Some(800), Some(1500)),
        ] {
            assert_eq!(asked(text), (low, high, "kurta".to_owned()), "{text}");
        }
    }

    #[test]
    fn numbers_that_are_no_price_stay_words() {
        for text in [
            "iphone 11",
            "galaxy s20",
            "size 8",
            "under armour",
            "ps4 pro",
            "8 gb",
            "nike air max 270",
            "iphone 14 pro max",
            "under 10 kg",
            "above 5 feet",
            "1984",
            "rtx 3060",
            "4k tv",
            "canon 1500d",
            "tv 43 inch",
            "5 to 10 years",
            "hp 301-302",
            "8-9 years",
            "100 watt",
            "moto g 5 plus",
            "galaxy s8 plus",
            "world war 2",
            "teen wolf",
            "18-55 lens",
            "area 51",
            "500 days",
            "i7 8700",
            "one hundred years",
            "fahrenheit 451",
            "catch 22",
            "sennheiser rs 120",
            "rs232 adapter",
            "9-pin rs-232",
            "samsung rs8000",
            "not so fast",
            "one hundred names",
            "2005 and up",
            "up to 130 lb",
            "100-92070000",
        ] {
            let (low, high, words) = asked(text);
            assert_eq!((low, high), (None, None), "{text}");
            let spaced = text.replace('-', " ");
            assert_eq!(
                words.split_whitespace().count(),
                spaced.split_whitespace().count(),
                "{text}: {words}"
            );
        }
    }

    #[test]
    fn other_currencies_are_kept() {
        let asked = ask::read("headphones under $50", Style::Words);
        let limit = asked.filters.max_price.unwrap();
        assert_eq!((limit.minor, limit.currency), (5000, Currency::USD));
    }
}
