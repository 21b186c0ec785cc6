//! The sides of a product as the index keeps them: what filters compare and what facets count.
//!
//! All sides share one field and one column, told apart by a letter in front, so that counting reads one list a product.

use super::bands::PriceBand;
use super::facets::Side;
use crate::catalog::missing::Missing;
use crate::catalog::typed::Typed;
use crate::catalog::words::fold::fold;
use crate::domain::Product;

/// The longest value that is kept, in characters.
const MAX_CHARS: usize = 200;
/// Stands between what is compared and what is shown.
pub(in crate::catalog) const SHOWN: char = '\u{1}';

impl Side {
    /// Every side, in the order in which an answer lists them.
    pub const ALL: [Side; 7] = [
        Side::Domain,
        Side::Category,
        Side::Brand,
        Side::Color,
        Side::Size,
        Side::Material,
        Side::Price,
    ];

    pub(in crate::catalog) fn letter(self) -> char {
        match self {
            Side::Domain => 'd',
            Side::Category => 'g',
            Side::Brand => 'b',
            Side::Color => 'c',
            Side::Size => 's',
            Side::Material => 'm',
            Side::Price => 'p',
        }
    }

    fn of_letter(letter: char) -> Option<Side> {
        Side::ALL.into_iter().find(|side| side.letter() == letter)
    }
}

/// Everything that a product is, side by side, each value once.
pub(in crate::catalog) fn of(product: &Product) -> Vec<(Side, String)> {
    let typed = Typed::of(product);
    let mut out: Vec<(Side, String)> = Vec::with_capacity(12);
    let mut push = |side, value: String| {
        if !value.trim().is_empty() && !out.iter().any(|had| had.0 == side && had.1 == value) {
            out.push((side, value));
        }
    };
    push(Side::Domain, product.domain.code().to_owned());
    for name in &product.categories {
        push(Side::Category, name.clone());
    }
    if let Some(brand) = &product.brand {
        push(Side::Brand, brand.clone());
    }
    for (side, values) in [
        (Side::Color, typed.colors),
        (Side::Size, typed.sizes),
        (Side::Material, typed.materials),
    ] {
        for value in values {
            push(side, value);
        }
    }
    if let Some(price) = product.price {
        push(Side::Price, PriceBand::of(price).sortable());
    }
    out
}

/// What filters compare: the value folded, behind the letter of its side.
pub(in crate::catalog) fn key(side: Side, value: &str) -> String {
    let mut key = String::from(side.letter());
    key.push_str(&folded(value));
    key
}

/// What filters for missing data compare; no side has its letter.
pub(in crate::catalog) fn lacking(missing: Missing) -> String {
    format!("x{}", missing.code())
}

/// What facets count: the key, and behind it the value as it is shown where that differs.
pub(in crate::catalog) fn entry(side: Side, value: &str) -> String {
    let mut entry = key(side, value);
    let shown = tidy(value);
    if side != Side::Price && entry[1..] != shown {
        entry.push(SHOWN);
        entry.push_str(&shown);
    }
    entry
}

/// An entry taken apart: side, what is compared, what is shown.
pub(in crate::catalog) fn parted(entry: &str) -> Option<(Side, &str, &str)> {
    let letter = entry.chars().next()?;
    let rest = &entry[letter.len_utf8()..];
    let (key, shown) = rest.split_once(SHOWN).unwrap_or((rest, rest));
    Some((Side::of_letter(letter)?, key, shown))
}

/// A value as filters compare it: folded, without outer or doubled white space, at most 200 characters.
pub(in crate::catalog) fn folded(value: &str) -> String {
    fold(&tidy(value))
}

fn tidy(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for word in value.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    match out.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => out[..end].to_owned(),
        None => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_apart_again() {
        for (side, value, key, shown) in [
            (Side::Brand, " Neel  Sutra ", "neel sutra", "Neel Sutra"),
            (Side::Color, "blue", "blue", "blue"),
            (Side::Size, "UK 8", "uk 8", "UK 8"),
            (Side::Brand, "a\u{1}B", "a b", "a B"),
            (Side::Price, "INR000000500", "inr000000500", "inr000000500"),
        ] {
            let entry = entry(side, value);
            assert_eq!(parted(&entry), Some((side, key, shown)));
            assert!(entry.starts_with(&super::key(side, value)));
        }
        assert_eq!(parted(""), None);
        assert_eq!(parted("?x"), None);
    }
}
