//! Amounts of money as people write and say them: `₹1,299`, `Rs 1299`, `1299 rupaye`, `1.5k`, `डेढ़ हज़ार`, `saadhe teen
//! hazaar`, `bees hazaar paanch sau`.

use super::claim::NO_MORE;
use super::numbers::{factor, is_english_ten, shift, small, with_part};
use super::words::{Kind, Token, tokens};
use crate::domain::{Currency, Money, Span};

/// How an amount is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// In digits.
    Digits,
    /// In digits with a word or letter for thousands: people round so.
    Rounded,
    /// In words.
    Words,
}

/// An amount in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The amount.
    pub money: Money,
    /// Where it stands, its currency sign or word included.
    pub span: Span,
    /// How it is written.
    pub written: Written,
    /// Whether it is one end of a range such as `₹1,000-1,500`.
    pub in_range: bool,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// Every amount of money in a text, in order.
///
/// A bare number counts only where its neighbours say that it is money: sizes, years and capacities are not.
pub fn amounts(text: &str) -> Vec<Amount> {
    find(&tokens(text))
}

/// Every amount of money among the tokens.
pub(super) fn find(tokens: &[Token<'_>]) -> Vec<Amount> {
    let mut read: Vec<Read> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match Read::at(tokens, at) {
            Some(one) => {
                at = one.last + 1;
                read.push(one);
            }
            None => at += 1,
        }
    }
    spread_ranges(tokens, &mut read);
    read.iter()
        .filter(|one| one.is_money)
        .filter_map(|one| one.amount(tokens))
        .collect()
}

/// Bare numbers from a hundred upwards, for an answer to `how much may it cost?`.
pub(super) fn bare(tokens: &[Token<'_>]) -> Vec<Amount> {
    let numbers = (0..tokens.len()).filter_map(|at| Read::at(tokens, at));
    numbers
        .filter(|one| (100.0..10_000_000.0).contains(&one.value))
        .filter(|one| !unit_follows(tokens, one.last + 1))
        .filter_map(|one| one.amount(tokens))
        .collect()
}

/// A number that may be money.
struct Read {
    first: usize,
    last: usize,
    value: f64,
    currency: Currency,
    written: Written,
    is_money: bool,
    in_range: bool,
}

impl Read {
    fn at(tokens: &[Token<'_>], at: usize) -> Option<Read> {
        let (mark, number_at) = match currency_before(tokens, at) {
            Some((currency, next)) => (Some(currency), next),
            None => (None, at),
        };
        let number = number(tokens, number_at)?;
        let suffix = currency_after(tokens, number.next);
        let currency = mark.or(suffix.map(|(currency, _)| currency));
        let last = suffix.map_or(number.next, |(_, next)| next) - 1;
        let is_money = currency.is_some()
            || (!unit_follows(tokens, number.next)
                && (number.is_spoken_amount(tokens, number_at)
                    || bare_is_money(tokens, number_at, number.next)));
        Some(Read {
            first: at,
            last,
            value: number.value,
            currency: currency.unwrap_or(Currency::INR),
            written: number.written,
            is_money,
            in_range: false,
        })
    }

    fn amount(&self, tokens: &[Token<'_>]) -> Option<Amount> {
        Some(Amount {
            money: Money::from_f64(self.value, self.currency)?,
            span: super::words::span(&tokens[self.first..=self.last])?,
            written: self.written,
            in_range: self.in_range,
            first: self.first,
            last: self.last,
        })
    }
}

/// Both ends of a range are money when one of them is: `₹1,000-1,500`, `1000 se 1500 tak`.
fn spread_ranges(tokens: &[Token<'_>], read: &mut [Read]) {
    for at in 1..read.len() {
        let (low, high) = (&read[at - 1], &read[at]);
        let between = &tokens[low.last + 1..high.first];
        let joined = matches!(between, [one] if one.is_in(&["-", "–", "—", "to", "se", "से"]));
        if !joined || !(low.is_money || high.is_money) || low.value >= high.value {
            continue;
        }
        let bare_is_large = |one: &Read| one.is_money || one.value >= 100.0;
        if !bare_is_large(low) || !bare_is_large(high) {
            continue;
        }
        for one in [at - 1, at] {
            read[one].is_money = true;
            read[one].in_range = true;
        }
    }
}

fn currency_before(tokens: &[Token<'_>], at: usize) -> Option<(Currency, usize)> {
    let token = tokens.get(at)?;
    let currency = match token.folded.as_str() {
        "₹" | "rs" | "inr" | "रु" | "rupees" | "rupaye" | "रुपये" => Currency::INR,
        "$" | "usd" => Currency::USD,
        "€" | "eur" => Currency::EUR,
        "£" | "gbp" => Currency::GBP,
        _ => return None,
    };
    let dotted = tokens.get(at + 1).is_some_and(|next| next.raw == ".");
    Some((currency, if dotted { at + 2 } else { at + 1 }))
}

fn currency_after(tokens: &[Token<'_>], at: usize) -> Option<(Currency, usize)> {
    let token = tokens.get(at)?;
    // `kam kar do Rs 500`: the sign belongs to the figure after it, and `do` is a verb.
    if let Some((_, next)) = currency_before(tokens, at)
        && tokens.get(next).is_some_and(|t| t.kind == Kind::Number)
    {
        return None;
    }
    if token.raw == "/" && tokens.get(at + 1).is_some_and(|next| next.raw == "-") {
        return Some((Currency::INR, at + 2));
    }
    let currency = match token.folded.as_str() {
        "rupaye" | "rupay" | "rupaiye" | "rupye" | "rupya" | "rupaya" | "rupees" | "rupee"
        | "rs" | "inr" | "रुपये" | "रुपए" | "रुपया" | "रुपयों" | "रुपयो" | "रु" | "bucks" => {
            Currency::INR
        }
        "dollars" | "dollar" | "usd" => Currency::USD,
        "euros" | "euro" => Currency::EUR,
        _ => return None,
    };
    Some((currency, at + 1))
}

struct Number {
    value: f64,
    written: Written,
    /// The largest factor in it; 1 without any.
    factor: f64,
    next: usize,
}

impl Number {
    /// Whether it is money without any currency word: hundreds and thousands in words, `2k`, `2 hazaar`.
    fn is_spoken_amount(&self, tokens: &[Token<'_>], at: usize) -> bool {
        match self.written {
            Written::Digits => false,
            Written::Words => self.factor >= 100.0,
            // `4K` and `8K` are pictures, not prices.
            Written::Rounded => {
                let screen = self.value == 4_000.0 || self.value == 8_000.0;
                let capital = tokens.get(at + 1).is_some_and(|t| t.raw == "K");
                self.factor >= 1_000.0 && !(screen && capital)
            }
        }
    }
}

/// Reads groups of (number, factor) with falling factors: `do hazaar paanch sau`, `1 lakh 25 hazaar`, `1299`.
fn number(tokens: &[Token<'_>], at: usize) -> Option<Number> {
    let mut total = 0.0;
    let (mut next, mut limit, mut largest) = (at, f64::INFINITY, 1.0f64);
    let (mut digits, mut words) = (false, false);
    while let Some(group) = group(tokens, next) {
        if group.factor >= limit || (group.factor == 1.0 && group.value >= limit) {
            break;
        }
        total += group.value * group.factor;
        digits |= group.digits;
        words |= !group.digits || group.factor > 1.0;
        largest = largest.max(group.factor);
        next = group.next;
        limit = group.factor;
        if group.factor == 1.0 {
            break;
        }
    }
    let written = match (digits, words) {
        (true, false) => Written::Digits,
        (true, true) => Written::Rounded,
        _ => Written::Words,
    };
    (next > at).then_some(Number {
        value: total,
        written,
        factor: largest,
        next,
    })
}

struct Group {
    value: f64,
    factor: f64,
    digits: bool,
    next: usize,
}

fn group(tokens: &[Token<'_>], at: usize) -> Option<Group> {
    let token = tokens.get(at)?;
    let factor_at = |at: usize| tokens.get(at).and_then(|t| factor(&t.folded));
    let done = |value: f64, digits: bool, next: usize| {
        let found = factor_at(next);
        Some(Group {
            value,
            factor: found.unwrap_or(1.0),
            digits,
            next: next + usize::from(found.is_some()),
        })
    };
    if token.kind == Kind::Number {
        return done(token.folded.parse().ok()?, true, at + 1);
    }
    if token.kind != Kind::Word {
        return None;
    }
    // Parts of a number only mean money before a factor: `dhai hazaar`, not `dhai ghante`.
    if let Some(value) = with_part(&token.folded) {
        return factor_at(at + 1).and_then(|_| done(value, false, at + 1));
    }
    if let Some(part) = shift(&token.folded) {
        return match tokens.get(at + 1).and_then(whole) {
            Some((value, digits)) => {
                factor_at(at + 2).and_then(|_| done(value + part, digits, at + 2))
            }
            None if part == 0.25 => factor_at(at + 1).and_then(|_| done(1.25, false, at + 1)),
            None if part < 0.0 => factor_at(at + 1).and_then(|_| done(0.75, false, at + 1)),
            None => None,
        };
    }
    let mut value = small(&token.folded)?;
    let mut next = at + 1;
    if is_english_ten(&token.folded) {
        let hyphen = usize::from(tokens.get(next).is_some_and(|t| t.raw == "-"));
        let unit = tokens.get(next + hyphen).filter(|t| t.kind == Kind::Word);
        if let Some(unit) = unit.and_then(|t| small(&t.folded)).filter(|u| *u < 10.0) {
            value += unit;
            next += hyphen + 1;
        }
    }
    let and_a_half = ["and", "a", "half"];
    let halves = tokens.iter().skip(next).take(3).map(|t| t.folded.as_str());
    if halves.eq(and_a_half) {
        value += 0.5;
        next += 3;
    }
    done(value, false, next)
}

fn whole(token: &Token<'_>) -> Option<(f64, bool)> {
    match token.kind {
        Kind::Number => Some((token.folded.parse().ok()?, true)),
        Kind::Word => small(&token.folded).map(|value| (value, false)),
        _ => None,
    }
}

/// What a number may measure that is not money.
pub(super) const UNITS: &[&str] = &[
    "mah",
    "gb",
    "mb",
    "tb",
    "ml",
    "l",
    "litre",
    "litres",
    "liter",
    "ltr",
    "kg",
    "g",
    "gm",
    "gms",
    "gram",
    "grams",
    "w",
    "watt",
    "watts",
    "hz",
    "rpm",
    "page",
    "pages",
    "piece",
    "pieces",
    "pcs",
    "people",
    "log",
    "logon",
    "logo",
    "customers",
    "users",
    "reviews",
    "review",
    "rating",
    "ratings",
    "mm",
    "cm",
    "m",
    "inch",
    "inches",
    "ft",
    "feet",
    "percent",
    "%",
    "thread",
    "tc",
    "gsm",
    "dpi",
    "nits",
    "steps",
    "songs",
    "hour",
    "hours",
    "ghante",
    "ghanta",
    "din",
    "days",
    "day",
    "saal",
    "year",
    "years",
    "mp",
    "megapixel",
    "v",
    "ton",
    "star",
    "stars",
    "baar",
    "times",
    "x",
    "p",
    "watts",
    "va",
    "lumens",
    "words",
    "parts",
    "designs",
    "options",
    "रेटिंग",
    "रिव्यू",
    "लोग",
    "लोगों",
    "पेज",
    "पन्ने",
    "पन्नों",
    "लीटर",
    "वॉट",
    "ग्राम",
    "किलो",
    "घंटे",
    "दिन",
    "साल",
    "बार",
    "इंच",
    "पीस",
    "एमएएच",
    "एमएल",
    "मिली",
    "मिलीलीटर",
    "मिमी",
    "सेमी",
    "सेंटीमीटर",
    "मीटर",
    "फीट",
    "फुट",
    "टन",
    "स्टार",
    "टीबी",
    "वाट",
    "हर्ट्ज",
    "किलोग्राम",
    "जीबी",
    "प्रतिशत",
    "फीसदी",
    "display",
    "resolution",
    "video",
    "screen",
    "uhd",
];

fn unit_follows(tokens: &[Token<'_>], at: usize) -> bool {
    let next = tokens.get(at);
    let beyond_hyphen = next.filter(|t| t.raw == "-").and(tokens.get(at + 1));
    [next, beyond_hyphen]
        .into_iter()
        .flatten()
        .any(|token| token.is_in(UNITS))
}

/// Words before a bare number that make it money.
const MONEY_BEFORE: &[&str] = &[
    "stretch",
    "spend",
    "afford",
    "kharch",
    "खर्च",
    "price",
    "priced",
    "prices",
    "cost",
    "costs",
    "daam",
    "dam",
    "keemat",
    "kimat",
    "qeemat",
    "rate",
    "mrp",
    "budget",
    "दाम",
    "कीमत",
    "बजट",
    "प्राइस",
    "रेट",
    "एमआरपी",
];

/// Words right before a bare number that make it a limit.
const LIMITS: &[&str] = &[
    "under", "below", "within", "upto", "till", "above", "max", "maximum", "than",
];

/// Words between such a word and its number.
const BETWEEN: &[&str] = &[
    "to",
    "up",
    "till",
    "can",
    "max",
    "is",
    "was",
    "of",
    "hai",
    "ki",
    "ka",
    "ke",
    "at",
    ":",
    "-",
    "around",
    "about",
    "only",
    "sirf",
    "bas",
    "just",
    "है",
    "की",
    "का",
    "के",
    "सिर्फ",
    "बस",
    "for",
    "iski",
    "iska",
    "under",
    "upto",
    "=",
    "lagbhag",
    "kareeb",
    "लगभग",
    "करीब",
];

/// Whether the neighbours of a bare number make it money: `daam 1299`, `1299 ka hai`, `under 2000`, `2000 tak`.
fn bare_is_money(tokens: &[Token<'_>], first: usize, next: usize) -> bool {
    let plain = tokens[first].kind == Kind::Number && next == first + 1;
    let value: f64 = tokens[first].folded.parse().unwrap_or(0.0);
    if !plain || !(50.0..10_000_000.0).contains(&value) {
        return false;
    }
    let mut before = tokens[..first].iter().rev();
    let cue = before.by_ref().take(4).find(|t| !t.is_in(BETWEEN));
    if cue.is_some_and(|token| token.is_in(MONEY_BEFORE)) {
        return true;
    }
    let word = |at: usize| tokens.get(next + at).map_or("", |t| t.folded.as_str());
    let large = value >= 100.0;
    let limit_before = first > 0 && tokens[first - 1].is_in(LIMITS);
    let limit_after = match word(0) {
        "tak" | "तक" | "max" | "maximum" | "tops" | "limit" | "final" => true,
        "at" => word(1) == "most",
        "in" => word(1) == "mind",
        "is" => matches!(word(1), "my" | "the") && word(2) == "limit",
        "hi" | "ही" => matches!(word(1), "max" | "maximum" | "tak" | "तक"),
        "ke" | "के" => matches!(
            word(1),
            "andar" | "under" | "neeche" | "niche" | "अंदर" | "अन्दर" | "नीचे" | "budget"
        ),
        "se" | "से" => {
            let above = matches!(
                word(1),
                "upar" | "uper" | "zyada" | "jyada" | "ऊपर" | "ज्यादा" | "अधिक"
            );
            matches!(word(1), "kam" | "कम" | "neeche" | "niche" | "नीचे")
                || (above && (2..5).any(|at| NO_MORE.contains(&word(at))))
        }
        "budget" | "बजट" => true,
        _ => false,
    };
    let said = matches!(word(0), "ka" | "ki" | "ke" | "का" | "की" | "के")
        && matches!(
            word(1),
            "hai" | "hain" | "है" | "हैं" | "milega" | "मिलेगा" | "padega" | "पड़ेगा"
        );
    let found = matches!(word(0), "mein" | "me" | "main" | "में")
        && (word(1).starts_with("mil") || word(1).starts_with("मिल"));
    large && (limit_before || limit_after || said || found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rupees(text: &str) -> Vec<i64> {
        amounts(text).iter().map(|a| a.money.major()).collect()
    }

    #[test]
    fn amounts_in_digits() {
        for (text, want) in [
            ("ye ₹1,299 ka hai", 1299),
            ("Rs 1299 only", 1299),
            ("Rs. 1,299/-", 1299),
            ("INR 45000", 45_000),
            ("1299 rupaye", 1299),
            ("१,२९९ रुपये", 1299),
            ("1.5k tak", 1500),
            ("2k ke andar", 2000),
            ("₹1.25 lakh", 125_000),
            ("2 हज़ार तक", 2000),
            ("daam 1299 hai", 1299),
            ("1299 ka hai", 1299),
            ("कीमत 899", 899),
            ("499/- mein", 499),
            ("under 2000 please", 2000),
            ("kam kar do Rs 500 tak", 500),
            ("800 se upar nahi", 800),
            ("६०० से ज़्यादा मत दिखाइए", 600),
        ] {
            assert_eq!(rupees(text), [want], "{text}");
        }
    }

    #[test]
    fn amounts_in_words() {
        for (text, want) in [
            ("do hazaar tak", 2000),
            ("डेढ़ हज़ार", 1500),
            ("ढाई हज़ार तक", 2500),
            ("saadhe teen hazaar", 3500),
            ("साढ़े तीन हज़ार", 3500),
            ("सवा लाख", 125_000),
            ("sava do hazaar", 2250),
            ("पौने दो हज़ार", 1750),
            ("डेढ़ सौ रुपये", 150),
            ("barah sau ninyanave", 1299),
            ("बारह सौ निन्यानवे रुपये", 1299),
            ("एक हज़ार दो सौ निन्यानवे", 1299),
            ("do hazaar paanch sau", 2500),
            ("fifteen hundred", 1500),
            ("two and a half thousand rupees", 2500),
            ("twenty-five thousand", 25_000),
            ("ek lakh pachees hazaar", 125_000),
            ("बीस हज़ार", 20_000),
        ] {
            assert_eq!(rupees(text), [want], "{text}");
        }
    }

    #[test]
    fn numbers_that_are_no_money() {
        for text in [
            "128 GB phone",
            "5000 mAh",
            "4K TV",
            "2024 ka model",
            "UK 7",
            "do din mein",
            "ek kurta",
            "4.5 stars, 1200 ratings",
            "10000mAh ka power bank",
            "दो सौ पन्ने",
            "dhai ghante",
            "iPhone 15",
            "1080p display",
            "so nice",
            "300 एमएल बोला था",
            "bata do",
            "order kar do, 2 kilo wala",
            "",
        ] {
            assert_eq!(rupees(text), Vec::<i64>::new(), "{text}");
        }
    }

    #[test]
    fn both_ends_of_a_range() {
        for text in [
            "₹1,000-1,500",
            "1000 se 1500 tak",
            "₹1,000 – ₹1,500",
            "1000 to 1500 rupees",
        ] {
            assert_eq!(rupees(text), [1000, 1500], "{text}");
            assert!(amounts(text).iter().all(|a| a.in_range), "{text}");
        }
    }

    #[test]
    fn places_are_in_scalar_values() {
        let found = amounts("नीला ₹1,299 का");
        assert_eq!(found[0].span, Span { start: 5, end: 11 });
    }

    proptest! {
        #[test]
        fn what_shops_print_reads_back(whole in 1i64..9_999_999) {
            let money = Money::rupees(whole);
            prop_assert_eq!(rupees(&format!("ye {money} ka hai")), [whole]);
            prop_assert_eq!(rupees(&format!("Rs {whole}")), [whole]);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,60}") {
            let length = text.chars().count() as u32;
            for amount in amounts(&text) {
                prop_assert!(amount.span.start < amount.span.end && amount.span.end <= length);
            }
        }
    }
}
