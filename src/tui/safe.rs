//! Text that is safe to show: no byte of data can drive the terminal, hide, or turn the reading direction.
//!
//! Owns: the one way from stored text to shown text, taken once when a value becomes a view model.
//! Does not: change what is stored, exported or searched.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::text::{char_width, joins_previous};

/// Spaces shown for a tab.
const TAB: &str = "    ";
/// Stands where a sign has no letter to sit on, as in printed grammars.
const DOTTED_CIRCLE: char = '\u{25cc}';
/// Signs in a row that one letter may carry; Hindi needs at most four, stacked "zalgo" text has hundreds.
const MOST_MARKS: usize = 12;

const ZWNJ: char = '\u{200c}';
const ZWJ: char = '\u{200d}';

/// Text without control, bidi or invisible characters, cheap to clone. Dereferences to `str`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeText(Arc<str>);

impl SafeText {
    /// For one row: a line feed is shown as `⏎`.
    pub fn line(text: &str) -> Self {
        Self(sanitise(text, Newlines::Shown))
    }

    /// For a text of several rows: line feeds stay.
    pub fn block(text: &str) -> Self {
        Self(sanitise(text, Newlines::Kept))
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for SafeText {
    fn default() -> Self {
        Self(Arc::from(""))
    }
}

impl Deref for SafeText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for SafeText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for SafeText {
    /// As [`SafeText::line`].
    fn from(text: &str) -> Self {
        Self::line(text)
    }
}

/// What becomes of a line feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Newlines {
    Kept,
    Shown,
}

fn sanitise(text: &str, newlines: Newlines) -> Arc<str> {
    // Plain ASCII and most rows of the screen need no second look.
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Arc::from(text);
    }
    let mut shown = Shown::new(text.len());
    let mut previous = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        shown.push(c, previous, next, newlines);
        previous = Some(c);
    }
    shown.out.into()
}

/// The text being built.
struct Shown {
    out: String,
    /// Whether the last thing written is a letter or symbol that a sign may sit on.
    base: bool,
    marks: usize,
}

impl Shown {
    fn new(capacity: usize) -> Self {
        Self {
            out: String::with_capacity(capacity),
            base: false,
            marks: 0,
        }
    }

    fn push(&mut self, c: char, previous: Option<char>, next: Option<char>, newlines: Newlines) {
        match c {
            '\n' if newlines == Newlines::Kept => self.separator("\n"),
            '\n' => self.separator("⏎"),
            '\r' if next == Some('\n') => {}
            '\t' => self.separator(TAB),
            '\u{7f}' => self.separator("␡"),
            '\0'..='\u{1f}' => self.control(c),
            ' ' => self.separator(" "),
            '!'..='~' => self.letter(c),
            ZWJ | ZWNJ => self.joiner(c, previous, next),
            // How a symbol is to look, and its skin: terminals disagree on their columns.
            '\u{fe0e}' | '\u{fe0f}' if previous.is_some_and(takes_style) => {}
            '\u{1f3fb}'..='\u{1f3ff}' if previous.is_some_and(is_symbol) => {}
            _ if is_hidden(c) => self.name(c),
            _ if joins_previous(c) => self.mark(c),
            _ if char_width(c) == 0 => self.name(c),
            _ => self.letter(c),
        }
    }

    fn letter(&mut self, c: char) {
        self.out.push(c);
        self.base = !c.is_whitespace();
        self.marks = 0;
    }

    fn separator(&mut self, shown: &str) {
        self.out.push_str(shown);
        self.base = false;
        self.marks = 0;
    }

    /// A C0 control as its picture: ␛ for escape.
    fn control(&mut self, c: char) {
        let picture = char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}');
        self.out.push(picture);
        self.base = false;
        self.marks = 0;
    }

    /// A character nobody can see, by its number.
    fn name(&mut self, c: char) {
        let name = format!("‹U+{:04X}›", u32::from(c));
        self.separator(&name);
    }

    fn mark(&mut self, c: char) {
        if !self.base {
            self.letter(DOTTED_CIRCLE);
        }
        self.marks += 1;
        if self.marks <= MOST_MARKS {
            self.out.push(c);
        } else {
            self.name(c);
        }
    }

    /// Joiners shape Devanagari and stay there; between emoji they go, so that each part is shown.
    fn joiner(&mut self, c: char, previous: Option<char>, next: Option<char>) {
        let beside_devanagari =
            previous.is_some_and(is_devanagari) || next.is_some_and(is_devanagari);
        if beside_devanagari && self.base {
            self.out.push(c);
        } else if c == ZWJ && previous.is_some_and(is_symbol) && next.is_some_and(is_symbol) {
            self.base = true;
        } else {
            self.name(c);
        }
    }
}

fn is_devanagari(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{97f}' | '\u{a8e0}'..='\u{a8ff}' | '\u{11b00}'..='\u{11b5f}')
}

/// Roughly the emoji and the signs around them; also what modifies one.
fn is_symbol(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{3030}'..='\u{303d}' | '\u{3297}' | '\u{3299}'
        | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}')
}

/// Whether a presentation selector may follow `c`; a second one would be hidden data.
fn takes_style(c: char) -> bool {
    c != '\u{fe0f}'
        && (is_symbol(c) || matches!(c, '#' | '*' | '0'..='9' | '©' | '®' | '‼' | '⁉' | '™' | 'ℹ'))
}

/// Characters without a visible form: C1 controls, bidi controls, zero-width and filler characters, tags, selectors.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_become_pictures() {
        assert_eq!(&*SafeText::line("a\u{1b}[31mb\u{7f}\0\r"), "a␛[31mb␡␀␍");
        assert_eq!(&*SafeText::line("a\u{9b}31m"), "a‹U+009B›31m");
        assert_eq!(&*SafeText::line("a\tb\r\nc"), "a    b⏎c");
        assert_eq!(&*SafeText::block("a\r\nb\nc"), "a\nb\nc");
    }

    #[test]
    fn what_cannot_be_seen_is_named() {
        assert_eq!(&*SafeText::line("a\u{202e}b"), "a‹U+202E›b");
        assert_eq!(&*SafeText::line("\u{feff}₹\u{200b}"), "‹U+FEFF›₹‹U+200B›");
        assert_eq!(&*SafeText::line("so\u{ad}ft"), "so‹U+00AD›ft");
        assert_eq!(&*SafeText::line("\u{e0041}"), "‹U+E0041›");
        assert_eq!(&*SafeText::line("a\u{fe0f}\u{fe01}"), "a‹U+FE0F›‹U+FE01›");
    }

    #[test]
    fn devanagari_passes_and_its_joiners_stay() {
        for word in [
            "हिन्दी",
            "क्ष",
            "र्‍य",
            "क्‌ष",
            "साड़ी",
            "ॐ",
            "हूँ",
            "₹१,२९९",
            "अंग्रेज़ी।",
        ] {
            assert_eq!(&*SafeText::line(word), word);
        }
        assert_eq!(&*SafeText::line("a\u{200d}b"), "a‹U+200D›b");
        assert_eq!(&*SafeText::line("\u{200c}क"), "‹U+200C›क");
    }

    #[test]
    fn emoji_lose_what_terminals_disagree_on() {
        assert_eq!(&*SafeText::line("❤️ 👍🏽 👨‍👩‍👧 1️⃣"), "❤ 👍 👨👩👧 1⃣");
    }

    #[test]
    fn a_sign_without_a_letter_gets_a_circle_to_sit_on() {
        assert_eq!(&*SafeText::line("ि ु"), "◌ि ◌ु");
        assert_eq!(&*SafeText::block("क\nा"), "क\n◌ा");
    }

    #[test]
    fn stacked_marks_are_stopped() {
        let zalgo = format!("a{}", "\u{301}".repeat(40));
        let shown = SafeText::line(&zalgo);
        assert!(shown.starts_with(&format!("a{}‹", "\u{301}".repeat(MOST_MARKS))));
    }
}
