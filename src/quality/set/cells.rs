//! The cells that a set is planned and counted in: language x department x length x ending.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{Domain, Language, Outcome};

/// How long a conversation is, in exchanges (a user turn and its reply).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LengthBand {
    /// Up to 4.
    Short,
    /// 5 to 7.
    Medium,
    /// 8 and more.
    Long,
}

impl LengthBand {
    /// Every band, from short to long.
    pub const ALL: [LengthBand; 3] = [LengthBand::Short, LengthBand::Medium, LengthBand::Long];

    /// The band of so many exchanges.
    pub fn of(exchanges: u32) -> Self {
        match exchanges {
            0..=4 => LengthBand::Short,
            5..=7 => LengthBand::Medium,
            _ => LengthBand::Long,
        }
    }

    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            LengthBand::Short => "short",
            LengthBand::Medium => "medium",
            LengthBand::Long => "long",
        }
    }
}

impl fmt::Display for LengthBand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A cell. What is `None` was not asked for, and holds all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// The language.
    pub language: Language,
    /// The department.
    pub domain: Option<Domain>,
    /// The length.
    pub length: Option<LengthBand>,
    /// The ending.
    pub outcome: Option<Outcome>,
}

impl Cell {
    /// Whether `one`, which leaves nothing open, is of this cell.
    pub fn holds(&self, one: &Cell) -> bool {
        self.language == one.language
            && self.domain.is_none_or(|domain| Some(domain) == one.domain)
            && self.length.is_none_or(|length| Some(length) == one.length)
            && self
                .outcome
                .is_none_or(|outcome| Some(outcome) == one.outcome)
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.language.code())?;
        let parts = [
            self.domain.map(Domain::code),
            self.length.map(LengthBand::code),
            self.outcome.map(Outcome::code),
        ];
        for part in parts.into_iter().flatten() {
            write!(f, " {part}")?;
        }
        Ok(())
    }
}
