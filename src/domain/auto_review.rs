//! Automatic review: what a program says of a conversation, beside what people say.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Reason, ReviewerId, UnknownWord, Verdict};

/// What a program says of a conversation. In the log it is written as a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AutoVerdict {
    /// It found nothing against it.
    Kept,
    /// It found it not good enough.
    Discarded,
    /// It leaves it to people.
    Aside,
}

impl AutoVerdict {
    /// Every value.
    pub const ALL: [AutoVerdict; 3] = [
        AutoVerdict::Kept,
        AutoVerdict::Discarded,
        AutoVerdict::Aside,
    ];

    /// The word that files and filters carry.
    pub fn code(self) -> &'static str {
        match self {
            AutoVerdict::Kept => "kept",
            AutoVerdict::Discarded => "discarded",
            AutoVerdict::Aside => "aside",
        }
    }

    /// The verdict that it would be from a person.
    pub fn as_verdict(self) -> Verdict {
        match self {
            AutoVerdict::Kept => Verdict::Accepted,
            AutoVerdict::Discarded => Verdict::Rejected,
            AutoVerdict::Aside => Verdict::Skipped,
        }
    }
}

impl From<Verdict> for AutoVerdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accepted => AutoVerdict::Kept,
            Verdict::Rejected => AutoVerdict::Discarded,
            Verdict::Skipped => AutoVerdict::Aside,
        }
    }
}

impl fmt::Display for AutoVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for AutoVerdict {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = AutoVerdict::ALL.into_iter().find(|v| v.code() == text);
        found.ok_or_else(|| {
            UnknownWord::new("an automatic verdict (kept, discarded, aside, none)", text)
        })
    }
}

/// The automatic review of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutoReview {
    /// What the program says.
    pub verdict: AutoVerdict,
    /// Why it was discarded.
    pub reason: Option<Reason>,
    /// The program.
    pub reviewer: ReviewerId,
}

impl fmt::Display for AutoReview {
    /// `discarded by auto:offline (wrong fact)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} by {}", self.verdict, self.reviewer)?;
        match self.reason {
            Some(reason) => write!(f, " ({})", reason.english()),
            None => Ok(()),
        }
    }
}
