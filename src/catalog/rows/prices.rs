//! Amounts of money as shops write them: `₹1,299.00`, `Rs. 1,299/-`, `1.299,00 €`, `1.2 lakh`, `१,२९९ रु`, `1299-1499`.
//!
//! A text is an amount only when every word in it is one that prices carry; `Pack of 3` is none.

use unicode_normalization::UnicodeNormalization;

use crate::domain::Currency;

/// An amount read from a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount {
    /// In major units.
    pub(super) value: f64,
    /// The currency that the text names.
    pub(super) currency: Option<Currency>,
    /// What should be known about the reading.
    pub(super) note: Option<String>,
}

/// Whether a text is an amount.
pub(super) fn is_price(text: &str) -> bool {
    amount(text).is_ok()
}

/// Whether a text is an amount and names its currency.
pub(super) fn names_currency(text: &str) -> bool {
    amount(text).is_ok_and(|amount| amount.currency.is_some())
}

/// Reads an amount, or says why not.
pub(super) fn amount(text: &str) -> Result<Amount, String> {
    if text.len() > 120 {
        return Err("the price is a text of over 120 bytes, so it was left out".to_owned());
    }
    let mut read = Read::default();
    let tokens = tokens(text);
    for (at, token) in tokens.iter().enumerate() {
        let ahead = tokens.get(at + 1);
        read.take(token, ahead, text)?;
    }
    read.finish(text)
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(String),
    Word(String),
    Dash,
    Percent,
}

fn tokens(text: &str) -> Vec<Token> {
    let text = text.replace("/-", " ");
    let chars: Vec<char> = text.nfc().map(plain_digit).collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let end_of = |from: usize, belongs: &dyn Fn(char) -> bool| {
            let run = chars[from..].iter().take_while(|c| belongs(**c));
            from + run.count()
        };
        if c.is_ascii_digit() {
            let mut end = end_of(at, &|c| c.is_ascii_digit() || c == ',' || c == '.');
            while matches!(chars[end - 1], ',' | '.') {
                end -= 1;
            }
            out.push(Token::Number(chars[at..end].iter().collect()));
            at = end;
        } else if c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c) {
            let mark =
                |c: char| c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c);
            let end = end_of(at, &mark);
            out.push(Token::Word(
                chars[at..end].iter().collect::<String>().to_lowercase(),
            ));
            at = end;
        } else {
            match c {
                '-' | '–' | '—' | '−' => out.push(Token::Dash),
                '%' => out.push(Token::Percent),
                '₹' | '$' | '€' | '£' | '¥' => out.push(Token::Word(c.to_string())),
                '.' | ',' | ':' | '(' | ')' | '*' | '/' | '=' | '+' | '|' | '\'' => {}
                c if c.is_whitespace() => {}
                // Anything else has no place in a price.
                c => out.push(Token::Word(c.to_string())),
            }
            at += 1;
        }
    }
    out
}

/// Devanagari digits as ASCII.
fn plain_digit(c: char) -> char {
    match c {
        '\u{966}'..='\u{96f}' => char::from(b'0' + (c as u32 - 0x966) as u8),
        c => c,
    }
}

#[derive(Default)]
struct Read {
    numbers: Vec<(String, f64)>,
    currency: Option<Currency>,
    dashes: usize,
    dash_before: bool,
}

impl Read {
    fn take(&mut self, token: &Token, ahead: Option<&Token>, text: &str) -> Result<(), String> {
        match token {
            // `20% off` is no amount.
            Token::Number(_) if ahead == Some(&Token::Percent) => {}
            Token::Number(digits) => self.numbers.push((digits.clone(), 1.0)),
            Token::Percent => {}
            Token::Dash => {
                self.dash_before |= self.numbers.is_empty();
                self.dashes += 1;
            }
            Token::Word(word) => {
                if let Some(currency) = currency_of(word) {
                    if self.currency.is_some_and(|before| before != currency) {
                        return Err(format!(
                            "the price `{text}` names two currencies, so it was left out"
                        ));
                    }
                    self.currency = Some(currency);
                } else if let Some(times) = times(word) {
                    match self.numbers.last_mut() {
                        Some((_, factor)) if *factor == 1.0 => *factor = times,
                        _ => return Err(no_price(text)),
                    }
                } else if !is_idle(word) {
                    return Err(no_price(text));
                } else if matches!(word.as_str(), "to" | "से") {
                    self.dashes += 1;
                }
            }
        }
        Ok(())
    }

    fn finish(self, text: &str) -> Result<Amount, String> {
        let euro = self.currency == Some(Currency::EUR);
        let mut values = Vec::with_capacity(self.numbers.len());
        let mut note = None;
        for (digits, factor) in &self.numbers {
            let (value, doubt) = number(digits, euro).ok_or_else(|| {
                format!(
                    "the price `{text}` may be read in two ways, so it was left out; write 1299.50"
                )
            })?;
            if doubt {
                note = Some(format!("the price `{text}` was read as {value}"));
            }
            values.push(value * factor);
        }
        let first = *values.first().ok_or_else(|| no_price(text))?;
        if self.dash_before {
            return Err(no_price(text));
        }
        match values[..] {
            [_] => {}
            // `1.2 - 1.5 lakh`: what stands behind the last number counts for both.
            [low, high] if self.dashes > 0 => {
                let (_, factor) = self.numbers[1];
                let both = if self.numbers[0].1 == 1.0 && low * factor <= high {
                    low * factor
                } else {
                    low
                };
                let value = both.min(high);
                return Ok(Amount {
                    value,
                    currency: self.currency,
                    note: Some(format!("of the price range `{text}` the lower end counts")),
                });
            }
            _ => {
                return Err(format!(
                    "the price `{text}` holds {} numbers, so it was left out",
                    values.len()
                ));
            }
        }
        Ok(Amount {
            value: first,
            currency: self.currency,
            note,
        })
    }
}

fn no_price(text: &str) -> String {
    format!(
        "`{text}` is not a price; write a number such as 1299 or ₹1,299.00; the product has no price"
    )
}

/// A number with separators, and whether its reading leaves a doubt; `None` when it may mean two things.
fn number(digits: &str, euro: bool) -> Option<(f64, bool)> {
    let groups: Vec<&str> = digits.split([',', '.']).collect();
    let after = groups.last()?.len();
    let (comma, point) = (digits.rfind(','), digits.rfind('.'));
    let commas = digits.matches(',').count();
    let points = digits.matches('.').count();
    let grouped = |groups: &[&str]| {
        let middle = groups
            .get(1..groups.len().saturating_sub(1))
            .unwrap_or_default();
        groups.len() < 2
            || (groups[groups.len() - 1].len() == 3
                && middle.iter().all(|g| matches!(g.len(), 2 | 3)))
    };
    let (decimal, doubt) = match (comma, point) {
        (None, None) => (None, false),
        (Some(comma), Some(point)) => {
            let sound = grouped(&groups[..groups.len() - 1]);
            match comma > point {
                true if sound && commas == 1 && after <= 2 => (Some(comma), false),
                false if sound && points == 1 => (Some(point), false),
                _ => return None,
            }
        }
        (Some(_), None) if grouped(&groups) => (None, false),
        (Some(comma), None) if commas == 1 && after <= 2 => (Some(comma), !euro),
        (None, Some(_)) if points > 1 => match grouped(&groups) {
            true => (None, false),
            false => return None,
        },
        (None, Some(point)) if after != 3 || groups[0].len() > 3 => (Some(point), false),
        (None, Some(_)) if euro => (None, true),
        _ => return None,
    };
    let plain: String = digits
        .char_indices()
        .filter_map(|(at, c)| match c {
            ',' | '.' => (Some(at) == decimal).then_some('.'),
            c => Some(c),
        })
        .collect();
    Some((plain.parse().ok()?, doubt))
}

fn currency_of(word: &str) -> Option<Currency> {
    Some(match word {
        "₹" | "rs" | "re" | "inr" | "rupees" | "rupee" | "रु" | "रुपये" | "रुपए" | "रुपया" => {
            Currency::INR
        }
        "$" | "usd" | "dollar" | "dollars" => Currency::USD,
        "€" | "eur" | "euro" | "euros" => Currency::EUR,
        "£" | "gbp" | "pound" | "pounds" => Currency::GBP,
        "¥" | "jpy" | "yen" => "JPY".parse().ok()?,
        other => return super::columns::money_word(other),
    })
}

fn times(word: &str) -> Option<f64> {
    Some(match word {
        "k" | "thousand" | "hazar" | "hazaar" | "हज़ार" | "हजार" => 1e3,
        "lakh" | "lakhs" | "lac" | "lacs" | "l" | "लाख" => 1e5,
        "crore" | "crores" | "cr" | "करोड़" => 1e7,
        _ => return None,
    })
}

/// Words around a price that change nothing about it.
fn is_idle(word: &str) -> bool {
    const IDLE: [&str; 36] = [
        "only",
        "mrp",
        "m",
        "r",
        "p",
        "price",
        "from",
        "starting",
        "starts",
        "at",
        "onwards",
        "incl",
        "inclusive",
        "of",
        "all",
        "taxes",
        "tax",
        "off",
        "each",
        "per",
        "piece",
        "approx",
        "now",
        "deal",
        "sale",
        "special",
        "to",
        "us",
        "से",
        "मात्र",
        "केवल",
        "मूल्य",
        "के",
        "लिए",
        "for",
        "just",
    ];
    IDLE.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_price_zoo() {
        let inr = Some(Currency::INR);
        let eur = Some(Currency::EUR);
        for (text, value, currency) in [
            ("1299", 1299.0, None),
            ("₹1,299.00", 1299.0, inr),
            ("Rs. 1,299/-", 1299.0, inr),
            ("Rs.1299", 1299.0, inr),
            ("INR 1299", 1299.0, inr),
            ("1,25,000 INR", 125_000.0, inr),
            ("$12.99", 12.99, Some(Currency::USD)),
            ("US$ 12.99", 12.99, Some(Currency::USD)),
            ("1.299,00 €", 1299.0, eur),
            ("12,99 €", 12.99, eur),
            ("€1.299", 1299.0, eur),
            ("1.299.000 EUR", 1_299_000.0, eur),
            ("£5", 5.0, Some(Currency::GBP)),
            ("1.2 lakh", 120_000.0, None),
            ("₹1.5L", 150_000.0, inr),
            ("2 crore", 2e7, None),
            ("₹2.5k", 2500.0, inr),
            ("१,२९९ रु.", 1299.0, inr),
            ("रु. १२९९ मात्र", 1299.0, inr),
            ("MRP: ₹1,299 (incl. of all taxes)", 1299.0, inr),
            ("₹899 (50% off)", 899.0, inr),
            ("1299.0", 1299.0, None),
            ("1299.000", 1299.0, None),
            ("1,299.5", 1299.5, None),
            ("1.5 हज\u{93c}ार", 1500.0, None),
            ("1.5 ह\u{95b}ार", 1500.0, None),
            ("AED 99", 99.0, "AED".parse().ok()),
        ] {
            let read = amount(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert!((read.value - value).abs() < 1e-6, "{text}: {read:?}");
            assert_eq!(read.currency, currency, "{text}");
        }
    }

    #[test]
    fn ranges_keep_their_lower_end_and_say_so() {
        for (text, value) in [
            ("1299-1499", 1299.0),
            ("₹1,499 – ₹1,299", 1299.0),
            ("Rs 500 to Rs 800", 500.0),
            ("1.2-1.5 lakh", 120_000.0),
        ] {
            let read = amount(text).unwrap();
            assert!((read.value - value).abs() < 1e-6, "{text}: {read:?}");
            assert!(read.note.is_some());
        }
    }

    #[test]
    fn what_is_no_price_or_two_is_refused() {
        for text in [
            "",
            "None",
            "call us",
            "-5",
            "Pack of 3",
            "1.299",
            "1,2",
            "1,29,9,0",
            "12,9999",
            "3 for 2 and 1",
            "₹5 $6",
            "1e400",
            "8GB",
            "10 x 20",
            "1299 EMI",
            "iPhone 12",
            "2 5",
            "lakh",
        ] {
            if text == "1,2" {
                assert!(amount(text).unwrap().note.is_some());
            } else {
                assert!(amount(text).is_err(), "{text}: {:?}", amount(text));
            }
        }
    }
}
