//! Amounts of money, written or spoken: `₹2,000`, `2k`, `1.5 lakh`, `ढाई हज़ार`, `do hazaar paanch sau`.

use super::tokens::{Token, tokens};
use super::wording::wording;
use crate::domain::{Currency, Money};

/// An amount that begins at some token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    value: f64,
    currency: Option<Currency>,
    /// Whether a scale in words was said: nobody writes `2 hazaar` of anything but money or time.
    scaled: bool,
    /// Whether it is one number in digits without anything else.
    bare: bool,
    /// Whether it stands for money with no other word beside it: `₹500`, `500 rupees`. `RS 232` is a plug, `2 lakh` a count.
    alone: bool,
    /// The token after it.
    pub(super) next: usize,
}

/// The least that a number without any sign of money may be, to be taken for a price.
const LEAST_BARE: f64 = 50.0;

/// The upper end of a range of prices is at most so many times the lower.
const WIDEST_RANGE: f64 = 100.0;

impl Amount {
    /// The amount that begins at a token.
    pub(super) fn at(tokens: &[Token], at: usize) -> Option<Self> {
        let (before, start) = currency_before(tokens, at);
        let mut amount = number(tokens, start)?;
        let by_sign = |token: &Token| !token.text.chars().any(char::is_alphabetic);
        amount.alone |= before.is_some() && (by_sign(&tokens[at]) || amount.is_round());
        amount.currency = before.or(amount.currency);
        if let Some((currency, next)) = currency_after(tokens, amount.next) {
            amount.currency = amount.currency.or(Some(currency));
            amount.alone = true;
            amount.next = next;
        }
        // `500/-`
        if sign(tokens, amount.next, "/") && sign(tokens, amount.next + 1, "-") {
            amount.currency = amount.currency.or(Some(Currency::INR));
            amount.alone = true;
            amount.next += 2;
        }
        amount.bare &= amount.currency.is_none();
        Some(amount)
    }

    /// Whether it says itself that it is money: by a currency, or by a scale in words.
    pub(super) fn is_marked(&self) -> bool {
        self.currency.is_some() || self.scaled
    }

    /// Whether it is surely money with no other word beside it.
    pub(super) fn is_alone_money(&self) -> bool {
        self.alone
    }

    /// Whether words such as `under` beside it may take it for a price.
    pub(super) fn may_be_price(&self, tokens: &[Token]) -> bool {
        let unit = tokens
            .get(self.next)
            .is_some_and(|token| wording().is_unit(&token.text));
        let unit = unit && self.currency.is_none();
        !unit && (!self.bare || self.value >= LEAST_BARE)
    }

    /// Whether it is such as price tags show: 499, 550, 1,000.
    pub(super) fn is_round(&self) -> bool {
        let rest = self.value % 50.0;
        self.value >= 100.0 && (rest == 0.0 || rest == 49.0)
    }

    /// In rupees when no currency was named.
    pub(super) fn money(&self) -> Option<Money> {
        Money::from_f64(self.value, self.currency.unwrap_or(Currency::INR))
    }

    /// A fifth less or more.
    pub(super) fn times(&self, factor: f64) -> Option<Money> {
        Money::from_f64(self.value * factor, self.currency.unwrap_or(Currency::INR))
    }

    /// Two ends of a range share what only one of them says: `2-3 hazaar`, `₹500-800`.
    pub(super) fn share(low: &mut Amount, high: &mut Amount) {
        let scale = [100_000.0, 1_000.0, 100.0]
            .into_iter()
            .find(|s| high.scaled && high.value >= *s);
        if let Some(scale) = scale
            && low.bare
            && low.value < 100.0
            && low.value * scale < high.value
        {
            low.value *= scale;
        }
        low.currency = low.currency.or(high.currency);
        high.currency = high.currency.or(low.currency);
    }

    /// Whether the other is more, and of the same currency.
    pub(super) fn is_less_than(&self, other: &Amount) -> bool {
        self.value < other.value && self.currency == other.currency
    }

    /// Whether the other is so much more that the two are no range of prices.
    pub(super) fn is_far_from(&self, other: &Amount) -> bool {
        other.value > self.value * WIDEST_RANGE
    }
}

/// A whole text as an amount.
pub(super) fn written(text: &str) -> Option<Money> {
    let tokens = tokens(text);
    Amount::at(&tokens, 0)
        .filter(|amount| amount.next == tokens.len())?
        .money()
}

/// A whole text as two amounts with a dash between.
pub(super) fn written_range(text: &str) -> Option<(Money, Money)> {
    let tokens = tokens(text);
    let mut low = Amount::at(&tokens, 0)?;
    if !["-", "–", "—"]
        .iter()
        .any(|dash| sign(&tokens, low.next, dash))
    {
        return None;
    }
    let mut high = Amount::at(&tokens, low.next + 1).filter(|a| a.next == tokens.len())?;
    Amount::share(&mut low, &mut high);
    low.money()
        .zip(high.money())
        .filter(|_| low.is_less_than(&high))
}

fn sign(tokens: &[Token], at: usize, text: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.says(text))
}

/// A currency before a number, and where the number begins: `Rs. 500`.
fn currency_before(tokens: &[Token], at: usize) -> (Option<Currency>, usize) {
    let currency = (tokens.get(at))
        .filter(|token| !token.taken)
        .and_then(|token| wording().currency(&token.text));
    match currency {
        Some(_) if sign(tokens, at + 1, ".") => (currency, at + 2),
        Some(_) => (currency, at + 1),
        None => (None, at),
    }
}

fn currency_after(tokens: &[Token], at: usize) -> Option<(Currency, usize)> {
    let token = tokens.get(at).filter(|token| !token.taken)?;
    let currency = wording().currency(&token.text)?;
    let next = at + 1;
    // `9-pin RS-232`: a sign that touches the word makes it the beginning of a name.
    let dash = tokens
        .get(next)
        .filter(|t| t.text == "-" && t.at.start == token.at.end);
    if dash.is_some()
        && tokens
            .get(next + 1)
            .is_some_and(|t| t.text.starts_with(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    Some((
        currency,
        if sign(tokens, next, ".") {
            next + 1
        } else {
            next
        },
    ))
}

/// A number with its scales, the larger first: `दो हज़ार पाँच सौ`.
fn number(tokens: &[Token], at: usize) -> Option<Amount> {
    let first = group(tokens, at)?;
    let mut amount = first.amount();
    let mut smallest = first.scale;
    while smallest > 1.0
        && let Some(more) = group(tokens, amount.next)
        && more.scale < smallest
        && more.scale > 1.0
    {
        amount.value += more.value;
        amount.next = more.next;
        smallest = more.scale;
    }
    Some(amount)
}

/// A number with at most one scale.
struct Group {
    value: f64,
    scale: f64,
    digits: bool,
    spoken: bool,
    currency: Option<Currency>,
    tail_currency: bool,
    next: usize,
}

impl Group {
    fn amount(&self) -> Amount {
        Amount {
            value: self.value,
            currency: self.currency,
            scaled: self.spoken,
            bare: self.digits && self.scale == 1.0,
            // `500rs`, but not `RS500`.
            alone: self.tail_currency,
            next: self.next,
        }
    }
}

fn group(tokens: &[Token], at: usize) -> Option<Group> {
    let words = wording();
    let free = |i: usize| tokens.get(i).filter(|token| !token.taken);
    let mut i = at;
    let shift = free(i).and_then(|token| words.shift(&token.text));
    if shift.is_some() {
        i += 1;
    }
    let token = free(i)?;
    let written = digits(&token.text);
    let said = written
        .as_ref()
        .map(|w| w.value)
        .or_else(|| words.number(&token.text));
    i += usize::from(said.is_some());
    // `हज़ार से कम`, `सवा लाख` leave the one out.
    let value = said.unwrap_or(1.0) + shift.unwrap_or(0.0);
    let mut scale = written.as_ref().and_then(|w| w.scale);
    if scale.is_none()
        && let Some(token) = free(i)
        && let Some(factor) = words.scale(&token.text)
    {
        scale = Some(Scale {
            factor,
            word: token.text != "k",
        });
        i += 1;
    }
    let spoken = scale.as_ref().is_some_and(|scale| scale.word);
    let scale = scale.map_or(1.0, |scale| scale.factor);
    // A number in words counts only with a scale.
    (written.is_some() || spoken).then_some(Group {
        value: value * scale,
        scale,
        digits: written.is_some(),
        spoken,
        currency: written.as_ref().and_then(|w| w.currency),
        tail_currency: written.is_some_and(|w| w.tail_currency),
        next: i,
    })
}

/// What a number is multiplied by, and whether that is a word: `hazaar`, not `k`.
#[derive(Clone, Copy)]
struct Scale {
    factor: f64,
    word: bool,
}

/// A number in digits with what is written to it.
struct Written {
    value: f64,
    scale: Option<Scale>,
    currency: Option<Currency>,
    /// Whether the currency follows the number.
    tail_currency: bool,
}

/// Reads `2,000`, `1.5`, `2k`, `10lakh`, `500rs`, `rs500`.
fn digits(text: &str) -> Option<Written> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (head, text) = text.split_at(start);
    let before = match head {
        "" => None,
        head => Some(wording().currency(head)?),
    };
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .unwrap_or(text.len());
    let (number, tail) = text.split_at(end);
    let mut written = Written {
        value: number.replace(',', "").parse().ok()?,
        scale: None,
        currency: before,
        tail_currency: false,
    };
    if let Some(factor) = wording().scale(tail) {
        written.scale = Some(Scale {
            factor,
            word: tail != "k",
        });
    } else if !tail.is_empty() {
        written.currency = Some(wording().currency(tail)?);
        written.tail_currency = true;
    }
    Some(written)
}
