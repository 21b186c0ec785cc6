//! Whether a phrasebook is sound: what is wrong with its lines, each with its place in the file.
//!
//! Owns: lines that are there twice, pieces that nothing uses, groups that are too small, forms that are missing, words that are
//! fixed beside a slot they follow, lines that
//! no conversation can say, and breaches of the rules of shop talk in lines as they are said. What a situation knows is not
//! listed anywhere: it is read off real steps of the machine. Does not: make those steps, or judge what only a reader can.

mod bound;
mod places;
mod reach;
mod said;
mod shape;

use std::fmt;

use self::places::Places;
use super::book::Book;
use crate::dialogue::Step;
use crate::dialogue::data::{DataError, Knowledge};
use crate::dialogue::wording::Rule;
use crate::domain::Language;

/// A phrasebook to be checked.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// What the file is called in messages.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The language of its lines.
    pub language: Language,
}

/// What kind of fault a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The file cannot be read as a phrasebook.
    Unreadable,
    /// The same words stand in the group already.
    Twice,
    /// A piece that no line is built from, or that is named after nothing.
    Unused,
    /// A group with fewer lines than a conversation needs.
    Small,
    /// A form of an agreement is empty.
    Form,
    /// A word is fixed that follows the gender or number of what fills a slot beside it.
    Bound,
    /// No conversation gives what the line needs.
    Unsaid,
    /// A rule of shop talk is broken by the line as it is said.
    Rule(Rule),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Unreadable => f.write_str("unreadable"),
            Fault::Twice => f.write_str("twice"),
            Fault::Unused => f.write_str("unused"),
            Fault::Small => f.write_str("small"),
            Fault::Form => f.write_str("form"),
            Fault::Bound => f.write_str("bound"),
            Fault::Unsaid => f.write_str("unsaid"),
            Fault::Rule(rule) => write!(f, "{rule:?}"),
        }
    }
}

/// A fault at a line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// The line, from 1.
    pub line: usize,
    /// The kind.
    pub fault: Fault,
    /// What is wrong and what to do, in words.
    pub reason: String,
}

/// What a check came to.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Checked {
    /// What is wrong, in the order of the file.
    pub faults: Vec<LineFault>,
    /// Lines looked at.
    pub lines: usize,
    /// Lines that were filled at least once, and their words checked.
    pub said: usize,
    /// Groups that no step given was in, so that their lines were only looked at.
    pub not_met: Vec<String>,
}

/// Checks a phrasebook. `steps` are steps of conversations in this language: the more, the surer; the same steps give the
/// same answer.
pub fn check(source: Source<'_>, steps: &[Step], knowledge: &Knowledge) -> Checked {
    let read = Book::with(source.language, source.file, source.text)
        .and_then(|book| Ok((book, Places::read(source)?)));
    match read {
        Ok((book, places)) => look(&book, &places, source.language, steps, knowledge),
        Err(error) => unreadable(error),
    }
}

/// The text of a phrasebook that the program carries.
pub fn embedded(language: Language) -> &'static str {
    super::book::embedded(language)
}

fn look(
    book: &Book,
    places: &Places,
    language: Language,
    steps: &[Step],
    knowledge: &Knowledge,
) -> Checked {
    let mut checked = Checked {
        lines: places.lines(),
        ..Checked::default()
    };
    shape::check(book, places, language, &mut checked.faults);
    bound::check(book, places, language, &mut checked.faults);
    reach::check(book, places, knowledge, &mut checked.faults);
    said::check(book, places, language, steps, knowledge, &mut checked);
    checked
        .faults
        .sort_by(|a, b| (a.line, a.fault, &a.reason).cmp(&(b.line, b.fault, &b.reason)));
    checked.faults.dedup();
    checked
}

fn unreadable(error: DataError) -> Checked {
    let (line, reason) = match error {
        DataError::Line { line, reason, .. } => (line, reason),
        other => (1, other.to_string()),
    };
    let fault = LineFault {
        line,
        fault: Fault::Unreadable,
        reason,
    };
    Checked {
        faults: vec![fault],
        ..Checked::default()
    }
}
