//! The rules' names, and text cut into words.
//!
//! Owns: what a word is in three scripts' worth of text. Does not: check.

/// The rules of shop talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Shop talk, not textbook.
    W1,
    /// The assistant has no gender.
    W2,
    /// One level of address.
    W3,
    /// Adjectives agree with their noun.
    W4,
    /// Oblique case and the ergative.
    W5,
    /// Elders in the plural.
    W6,
    /// Money as spoken.
    W7,
    /// No invented promises.
    W8,
    /// Short item names.
    W9,
    /// Indian sizes and goods.
    W10,
    /// The calendar and the place agree.
    W11,
    /// One person's spelling.
    W12,
    /// Switching only where speakers do.
    W13,
    /// Chat length and manners.
    W14,
    /// Indian English.
    W15,
}

/// The words of a text in lower case; Devanagari signs belong to their word.
pub(crate) fn words(text: &str) -> Vec<String> {
    let inside = |c: char| {
        c.is_alphanumeric()
            || ('\u{900}'..='\u{963}').contains(&c)
            || ('\u{966}'..='\u{97f}').contains(&c)
            || matches!(c, '\u{200c}' | '\u{200d}')
    };
    text.split(|c: char| !inside(c))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The sentences of a text. A point inside a number ends none.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut last = None;
    let inside = move |c: char| {
        let number = c == '.' && last.is_some_and(|l: char| l.is_ascii_digit());
        last = Some(c);
        matches!(c, '?' | '!' | '।' | ';') || (c == '.' && !number)
    };
    text.split(inside).filter(|s| !s.trim().is_empty())
}

/// The clauses of a text, parted by commas and the like as well as by sentence ends.
pub(crate) fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let parts = |c: char| matches!(c, ',' | ':' | '(' | ')' | '—' | '–' | '\n' | '…');
    let clauses = sentences(text).flat_map(move |sentence| sentence.split(parts));
    clauses.filter(|clause| !clause.trim().is_empty())
}

/// The text without titles in quotes: those are not the speaker's words.
pub(crate) fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(" '") {
        let after = &rest[open + 2..];
        let Some(close) = after
            .find("' ")
            .or_else(|| after.find("',"))
            .or_else(|| after.find('\''))
        else {
            break;
        };
        out.push_str(&rest[..open]);
        rest = &after[close + 1..];
    }
    out.push_str(rest);
    out
}

/// Whether `parts` stand side by side in `words`.
pub(crate) fn has_run(words: &[String], parts: &str) -> bool {
    let parts: Vec<&str> = parts.split_whitespace().collect();
    words
        .windows(parts.len())
        .any(|run| run.iter().zip(&parts).all(|(a, b)| a == b))
}
