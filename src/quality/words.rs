//! Text as words, numbers and signs, each with its place in Unicode scalar values.

use crate::domain::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, or letters with digits after them.
    Word,
    /// Digits, with grouping commas and a decimal point.
    Number,
    /// One other character.
    Sign,
    /// The end of a sentence.
    Stop,
}

/// A token of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub kind: Kind,
    /// As written.
    pub raw: &'t str,
    /// For words: lower case, nukta dropped, chandrabindu as anusvara. For numbers: ASCII digits without commas.
    pub folded: String,
    /// In scalar values.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl Token<'_> {
    /// Whether it is the word `folded`.
    pub fn is(&self, folded: &str) -> bool {
        self.kind != Kind::Number && self.folded == folded
    }

    /// Whether it is one of these words.
    pub fn is_in(&self, folded: &[&str]) -> bool {
        self.kind != Kind::Number && folded.contains(&self.folded.as_str())
    }
}

/// The place from the first to the last of some tokens.
pub(super) fn span(tokens: &[Token<'_>]) -> Option<Span> {
    Some(Span {
        start: tokens.first()?.start,
        end: tokens.last()?.end,
    })
}

/// Folds a word for comparison: lower case, nukta dropped, chandrabindu as anusvara, joiners dropped.
pub(super) fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '\u{093C}' | '\u{200C}' | '\u{200D}' => {}
            'ँ' => out.push('ं'),
            // Letters that carry their nukta inside.
            '\u{0958}' => out.push('क'),
            '\u{0959}' => out.push('ख'),
            '\u{095A}' => out.push('ग'),
            '\u{095B}' => out.push('ज'),
            '\u{095C}' => out.push('ड'),
            '\u{095D}' => out.push('ढ'),
            '\u{095E}' => out.push('फ'),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Splits a text into tokens; white space is dropped.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let byte = |at: usize| chars.get(at).map_or(text.len(), |(byte, _)| *byte);
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at].1;
        if c.is_whitespace() && c != '\n' {
            at += 1;
            continue;
        }
        let (kind, end) = one(&chars, at);
        let raw = &text[byte(at)..byte(end)];
        let folded = match kind {
            Kind::Word => fold(raw),
            Kind::Number => raw.chars().filter_map(ascii_digit).collect(),
            Kind::Sign | Kind::Stop => raw.to_owned(),
        };
        out.push(Token {
            kind,
            raw,
            folded,
            start: at as u32,
            end: end as u32,
        });
        at = end;
    }
    out
}

/// The kind of the token that starts at `at`, and where it ends.
fn one(chars: &[(usize, char)], at: usize) -> (Kind, usize) {
    let get = |at: usize| chars.get(at).map(|(_, c)| *c);
    let c = chars[at].1;
    if is_digit(c) {
        let mut end = at + 1;
        while let Some(next) = get(end) {
            let grouped = matches!(next, ',' | '.') && get(end + 1).is_some_and(is_digit);
            if !is_digit(next) && !grouped {
                break;
            }
            end += 1;
        }
        return (Kind::Number, end);
    }
    if is_letter(c) {
        let mut end = at + 1;
        while get(end).is_some_and(|next| is_letter(next) || is_digit(next)) {
            end += 1;
        }
        return (Kind::Word, end);
    }
    let kind = match c {
        '!' | '?' | '।' | '\n' => Kind::Stop,
        // A full stop ends a sentence when white space or nothing follows and no short `Rs.` stands before.
        '.' if get(at + 1).is_none_or(char::is_whitespace) && !after_currency(chars, at) => {
            Kind::Stop
        }
        _ => Kind::Sign,
    };
    (kind, at + 1)
}

/// Whether the two characters before are a whole `Rs` or `रु`.
fn after_currency(chars: &[(usize, char)], at: usize) -> bool {
    let Some(start) = at.checked_sub(2) else {
        return false;
    };
    let own = chars[start..at].iter().flat_map(|(_, c)| c.to_lowercase());
    let word: String = own.collect();
    let whole = start == 0 || !is_letter(chars[start - 1].1);
    whole && matches!(word.as_str(), "rs" | "रु")
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('०'..='९').contains(&c)
}

fn is_letter(c: char) -> bool {
    let mark =
        matches!(c, '\u{0900}'..='\u{0963}' | '\u{0970}'..='\u{097F}' | '\u{200C}' | '\u{200D}');
    (c.is_alphabetic() || mark) && !is_digit(c)
}

fn ascii_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' | '.' => Some(c),
        '०'..='९' => char::from_digit(c as u32 - '०' as u32, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raws(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|t| t.raw).collect()
    }

    #[test]
    fn words_keep_their_vowel_signs_and_numbers_their_commas() {
        assert_eq!(
            raws("₹1,25,000 में हज़ार।"),
            ["₹", "1,25,000", "में", "हज़ार", "।"]
        );
        assert_eq!(
            raws("Rs. 1.5k, ok."),
            ["Rs", ".", "1.5", "k", ",", "ok", "."]
        );
        assert_eq!(tokens("हज़ार")[0].folded, "हजार");
        assert_eq!(tokens("१,२९९")[0].folded, "1299");
        assert_eq!(tokens("B12")[0].kind, Kind::Word);
    }

    #[test]
    fn a_full_stop_after_a_currency_ends_nothing() {
        let kinds: Vec<Kind> = tokens("Rs. 500 only. Ok").iter().map(|t| t.kind).collect();
        assert_eq!(kinds[1], Kind::Sign);
        assert_eq!(kinds[4], Kind::Stop);
    }

    #[test]
    fn places_are_in_scalar_values() {
        let found = tokens("नीला ₹500");
        assert_eq!((found[2].start, found[2].end), (6, 9));
    }
}
