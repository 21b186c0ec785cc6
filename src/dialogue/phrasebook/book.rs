//! The phrasebook of one language: groups of lines, read from TOML.
//!
//! Owns: reading, checking and overriding lines. Does not: choose or fill them.

use std::collections::BTreeMap;
use std::path::Path;

use super::template::{self, Piece};
use crate::dialogue::Situation;
use crate::dialogue::data::{DataError, read};
use crate::domain::{Formality, Language};

/// How the groups begin that no situation names: pieces that lines are built from as `{piece.name}`.
const PIECE: &str = "piece.";

/// The pieces that the program itself asks for.
pub(super) const PIECES: [&str; 11] = [
    "piece.ack",
    "piece.why.match",
    "piece.why.budget",
    "piece.why.rating",
    "piece.why.size",
    "piece.why.language",
    "piece.why.unsure.size",
    "piece.why.unsure.language",
    "piece.why.unsure.color",
    "piece.why.unsure.material",
    "piece.why.unsure.other",
];

/// Whom a line suits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Style {
    Any,
    Only(u8),
}

impl Style {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "any" => Some(Style::Any),
            "casual" => Some(Style::Only(0)),
            "neutral" => Some(Style::Only(1)),
            "formal" => Some(Style::Only(2)),
            _ => None,
        }
    }

    pub(crate) fn suits(self, formality: Formality) -> bool {
        let wanted = match formality {
            Formality::Casual => 0,
            Formality::Neutral => 1,
            Formality::Formal => 2,
        };
        match self {
            Style::Any => true,
            Style::Only(style) => style == wanted,
        }
    }
}

/// One line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The group, the style and the place, such as `hi/user.ask.cod/any/3`.
    pub id: String,
    pub style: Style,
    pub pieces: Vec<Piece>,
    /// Its place among all lines of its group.
    pub place: usize,
}

/// Words that open a conversation.
const GREETINGS: [&str; 12] = [
    "hi",
    "hii",
    "hey",
    "hello",
    "good morning",
    "good afternoon",
    "good evening",
    "namaste",
    "नमस्ते",
    "नमस्कार",
    "हेलो",
    "हाय",
];

impl Line {
    /// Whether the line and a turn begin with the same word.
    pub(crate) fn begins_like(&self, turn: &str) -> bool {
        let first = |text: &str| {
            let word = text.split([' ', ',', '.', '।', '?']).next();
            word.map(str::to_lowercase).filter(|w| !w.is_empty())
        };
        match self.pieces.first() {
            Some(Piece::Text(text)) => first(text).is_some() && first(text) == first(turn),
            _ => false,
        }
    }

    /// The names of the pieces that it is built from.
    pub(super) fn pieces(&self) -> Vec<&str> {
        let mut names = Vec::new();
        template::pieces_of(&self.pieces, &mut names);
        names
    }

    /// Whether the line begins with a greeting.
    pub(crate) fn greets(&self) -> bool {
        let Some(Piece::Text(text)) = self.pieces.first() else {
            return false;
        };
        let text = text.to_lowercase();
        GREETINGS.iter().any(|hello| {
            let rest = text.strip_prefix(hello);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']))
        })
    }
}

/// The group of a piece.
pub(crate) fn piece_group(name: &str) -> String {
    format!("{PIECE}{name}")
}

/// The text of the book that the program carries.
pub(super) fn embedded(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../data/phrasebook/en.toml"),
        Language::Hi => include_str!("../data/phrasebook/hi.toml"),
        Language::Hinglish => include_str!("../data/phrasebook/hinglish.toml"),
    }
}

/// All lines of one language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    groups: BTreeMap<String, Vec<Line>>,
}

/// A book as TOML has it: groups of lines by style.
pub(super) type Raw = BTreeMap<String, BTreeMap<String, Vec<toml::Spanned<String>>>>;

impl Book {
    /// Reads a book; `file` names it in errors.
    pub(crate) fn parse(file: &str, text: &str, language: Language) -> Result<Self, DataError> {
        let raw: Raw = toml::from_str(text).map_err(|e| DataError::toml(file, text, &e))?;
        let known: Vec<String> = Situation::all().iter().map(ToString::to_string).collect();
        let mut book = Book::default();
        for (group, styles) in raw {
            let place = || text.find(&format!("\"{group}\"")).unwrap_or(0);
            if !known.contains(&group) && !group.starts_with(PIECE) {
                let reason = format!("`{group}` is no group of lines; see docs/phrasebook.md");
                return Err(DataError::at(file, text, place(), reason));
            }
            let mut lines = Vec::new();
            for (word, texts) in styles {
                let Some(style) = Style::parse(&word) else {
                    let reason =
                        format!("`{word}` is no style; use any, casual, neutral or formal");
                    return Err(DataError::at(file, text, place(), reason));
                };
                for (number, line) in texts.iter().enumerate() {
                    let pieces = template::parse(line.get_ref())
                        .map_err(|reason| DataError::at(file, text, line.span().start, reason))?;
                    lines.push(Line {
                        id: format!("{}/{group}/{word}/{}", language.code(), number + 1),
                        style,
                        pieces,
                        place: lines.len(),
                    });
                }
            }
            book.groups.insert(group, lines);
        }
        Ok(book)
    }

    /// The lines that the program carries, with the groups of `folder/{language}.toml` in place of the same groups.
    pub(crate) fn load(language: Language, folder: Option<&Path>) -> Result<Self, DataError> {
        let text = embedded(language);
        let name = format!("{}.toml", language.code());
        let mut book = Book::parse(&name, text, language)?;
        if let Some(path) = folder.map(|f| f.join(&name)).filter(|p| p.exists()) {
            let (file, text) = (path.display().to_string(), read(&path)?);
            let own = Book::parse(&file, &text, language)?;
            book.groups.extend(own.groups);
            book.check(&file, &text)?;
        } else {
            book.check(&name, text)?;
        }
        Ok(book)
    }

    /// Whether every piece that a line names is there, and none is built from itself.
    fn check(&self, file: &str, text: &str) -> Result<(), DataError> {
        if let Some(group) = PIECES
            .into_iter()
            .find(|group| self.lines(group).is_empty())
        {
            let reason = format!("`{group}` needs a line; the program itself asks for it");
            let place = text.find(&format!("\"{group}\"")).unwrap_or(0);
            return Err(DataError::at(file, text, place, reason));
        }
        for (group, lines) in &self.groups {
            let fault = |reason| {
                let place = text.find(&format!("\"{group}\"")).unwrap_or(0);
                DataError::at(file, text, place, reason)
            };
            for name in lines.iter().flat_map(Line::pieces) {
                if !self.has_piece(name) {
                    let reason =
                        format!("`{{piece.{name}}}` has no group `piece.{name}` with lines");
                    return Err(fault(reason));
                }
            }
            if self.reaches(group, group, &mut Vec::new()) {
                return Err(fault(format!("`{group}` is built from itself")));
            }
        }
        Ok(())
    }

    /// Whether there are lines for a piece; one that depends on the facts needs them for something.
    fn has_piece(&self, name: &str) -> bool {
        let group = piece_group(name);
        match group.split_once('@') {
            None => !self.lines(&group).is_empty(),
            Some((start, _)) => self.groups.keys().any(|group| group.starts_with(start)),
        }
    }

    /// Whether the pieces of `from`, or theirs in turn, are those of `goal`.
    fn reaches<'a>(&'a self, from: &str, goal: &str, seen: &mut Vec<&'a str>) -> bool {
        for name in self.lines(from).iter().flat_map(Line::pieces) {
            let group = piece_group(name);
            if group == goal {
                return true;
            }
            if !seen.contains(&name) {
                seen.push(name);
                if self.reaches(&group, goal, seen) {
                    return true;
                }
            }
        }
        false
    }

    /// The lines that the program carries, with these groups in place of the same groups.
    pub(super) fn with(language: Language, file: &str, text: &str) -> Result<Self, DataError> {
        let mut book = Book::load(language, None)?;
        book.groups
            .extend(Book::parse(file, text, language)?.groups);
        book.check(file, text)?;
        Ok(book)
    }

    /// Every group with its lines.
    pub(super) fn groups(&self) -> impl Iterator<Item = (&str, &[Line])> {
        let groups = self.groups.iter();
        groups.map(|(name, lines)| (name.as_str(), lines.as_slice()))
    }

    /// The lines of a group.
    pub(crate) fn lines(&self, group: &str) -> &[Line] {
        self.groups.get(group).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_books_cover_every_situation() {
        for language in Language::ALL {
            let book = Book::load(language, None).unwrap();
            let mut missing = Vec::new();
            for situation in Situation::all() {
                if book.lines(&situation.to_string()).len() < 2 {
                    missing.push(situation.to_string());
                }
            }
            assert!(missing.is_empty(), "{language}: {missing:?}");
        }
    }

    #[test]
    fn a_fault_in_a_users_file_names_the_line() {
        let text = "[\"user.hello\"]\nany = [\n  \"hi\",\n  \"hello {itm}\",\n]\n";
        let error = Book::parse("en.toml", text, Language::En).unwrap_err();
        assert!(error.to_string().starts_with("en.toml, line 4:"), "{error}");
        let error =
            Book::parse("en.toml", "[\"user.helo\"]\nany = []\n", Language::En).unwrap_err();
        assert!(error.to_string().contains("line 1"), "{error}");
    }

    #[test]
    fn pieces_are_there_and_end() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("en.toml");
        let load = |text: &str| {
            std::fs::write(&file, text).unwrap();
            Book::load(Language::En, Some(folder.path()))
        };
        let hello = "[\"user.hello\"]\nany = [\"{piece.hey} there\"]\n";
        let error = load(hello).unwrap_err().to_string();
        assert!(error.contains("no group `piece.hey`"), "{error}");
        let round =
            "[\"piece.hey\"]\nany = [\"{piece.oh}\"]\n[\"piece.oh\"]\nany = [\"[ {piece.hey}]\"]\n";
        let error = load(&format!("{hello}{round}")).unwrap_err().to_string();
        assert!(error.contains("built from itself"), "{error}");
        let facts = format!("{hello}[\"piece.hey\"]\nany = [\"{{piece.at.@occasion}}\"]\n");
        assert!(load(&facts).is_err());
        load(&format!(
            "{facts}[\"piece.at.diwali\"]\nany = [\"happy Diwali\"]\n"
        ))
        .unwrap();
        let error = load("[\"piece.ack\"]\nany = []\n").unwrap_err().to_string();
        assert!(error.contains("needs a line"), "{error}");
        let whole = format!("{hello}[\"piece.hey\"]\nany = [\"hey\"]\ncasual = [\"yo\"]\n");
        assert_eq!(load(&whole).unwrap().lines("piece.hey").len(), 2);
    }

    #[test]
    fn a_users_group_takes_the_place_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("en.toml"),
            "[\"user.hello\"]\nany = [\"oi\"]\n",
        )
        .unwrap();
        let book = Book::load(Language::En, Some(folder.path())).unwrap();
        assert_eq!(book.lines("user.hello").len(), 1);
        assert!(!book.lines("user.open").is_empty());
    }
}
