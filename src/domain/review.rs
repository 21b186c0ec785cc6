//! The review log: what people decided, as entries that merge.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{
    BulkId, ConversationId, Dimension, EntryId, ProductId, ProductValue, Rating, ReviewerId, Tag,
    TagChange, TurnId,
};

/// A word that is not in the list of words for its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not {kind}")]
pub struct UnknownWord {
    kind: &'static str,
    word: String,
}

impl UnknownWord {
    /// `kind` completes the sentence "`word` is not ...".
    pub fn new(kind: &'static str, word: &str) -> Self {
        Self {
            kind,
            word: word.to_owned(),
        }
    }
}

/// What a person says of a turn or conversation. *Skipped* is for conversations only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Good for training.
    Accepted,
    /// Not good.
    Rejected,
    /// Put aside; neither.
    Skipped,
}

/// Where a conversation stands in review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nobody has judged any of it.
    Todo,
    /// Some turns are judged, others not.
    Part,
    /// Accepted as a whole, or every turn judged and at least one accepted.
    Accepted,
    /// Rejected as a whole, or every turn of it.
    Rejected,
    /// Put aside.
    Skipped,
}

impl Status {
    /// Every status, in the order in which a queue goes through them.
    pub const ALL: [Status; 5] = [
        Status::Todo,
        Status::Part,
        Status::Accepted,
        Status::Rejected,
        Status::Skipped,
    ];

    /// The word that files and filters carry.
    pub fn code(self) -> &'static str {
        match self {
            Status::Todo => "todo",
            Status::Part => "part",
            Status::Accepted => "accepted",
            Status::Rejected => "rejected",
            Status::Skipped => "skipped",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Status {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Status::ALL.into_iter().find(|status| status.code() == text);
        found.ok_or_else(|| {
            UnknownWord::new("a status (todo, part, accepted, rejected, skipped)", text)
        })
    }
}

/// Why a turn or conversation was rejected. The digit is the key that gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A price, brand, colour, size or stock that the catalogue contradicts.
    WrongFact,
    /// Nobody talks so.
    Unnatural,
    /// Wrong gender form, or aap and tum mixed.
    GenderOrAddress,
    /// The need was told and is not met.
    IgnoresNeed,
    /// Dearer than the budget.
    OverBudget,
    /// Said before.
    Repeats,
    /// The user speaks as the assistant or the other way round.
    WrongSpeaker,
    /// Wrong language or script.
    WrongLanguage,
    /// Unsafe, or personal data.
    Unsafe,
    /// Something else.
    Other,
}

impl Reason {
    /// Every reason; its digit is its place from 1, and 0 for the last.
    pub const ALL: [Reason; 10] = [
        Reason::WrongFact,
        Reason::Unnatural,
        Reason::GenderOrAddress,
        Reason::IgnoresNeed,
        Reason::OverBudget,
        Reason::Repeats,
        Reason::WrongSpeaker,
        Reason::WrongLanguage,
        Reason::Unsafe,
        Reason::Other,
    ];

    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            Reason::WrongFact => "wrong_fact",
            Reason::Unnatural => "unnatural",
            Reason::GenderOrAddress => "gender_or_address",
            Reason::IgnoresNeed => "ignores_need",
            Reason::OverBudget => "over_budget",
            Reason::Repeats => "repeats",
            Reason::WrongSpeaker => "wrong_speaker",
            Reason::WrongLanguage => "wrong_language",
            Reason::Unsafe => "unsafe",
            Reason::Other => "other",
        }
    }

    /// The key: `1` to `9`, then `0`.
    pub fn digit(self) -> char {
        let place = Reason::ALL.iter().position(|r| *r == self).unwrap_or(9);
        char::from_digit((place as u32 + 1) % 10, 10).unwrap_or('0')
    }

    /// The reason of a digit key.
    pub fn from_digit(digit: char) -> Option<Self> {
        Reason::ALL
            .into_iter()
            .find(|reason| reason.digit() == digit)
    }

    /// One line in English.
    pub fn english(self) -> &'static str {
        match self {
            Reason::WrongFact => "wrong fact",
            Reason::Unnatural => "unnatural wording",
            Reason::GenderOrAddress => "wrong gender or aap/tum",
            Reason::IgnoresNeed => "ignores the need",
            Reason::OverBudget => "over budget",
            Reason::Repeats => "repeats",
            Reason::WrongSpeaker => "wrong speaker",
            Reason::WrongLanguage => "wrong language or script",
            Reason::Unsafe => "unsafe or personal",
            Reason::Other => "other",
        }
    }

    /// One line in Hindi.
    pub fn hindi(self) -> &'static str {
        match self {
            Reason::WrongFact => "जानकारी ग़लत है",
            Reason::Unnatural => "बोलने का ढंग बनावटी है",
            Reason::GenderOrAddress => "लिंग या आप/तुम ग़लत है",
            Reason::IgnoresNeed => "ज़रूरत पर ध्यान नहीं दिया",
            Reason::OverBudget => "बजट से बाहर है",
            Reason::Repeats => "बात दोहराई गई है",
            Reason::WrongSpeaker => "बोलने वाला ग़लत है",
            Reason::WrongLanguage => "भाषा या लिपि ग़लत है",
            Reason::Unsafe => "असुरक्षित या निजी बात",
            Reason::Other => "कुछ और",
        }
    }
}

impl FromStr for Reason {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut chars = text.chars();
        if let (Some(digit), None) = (chars.next(), chars.next())
            && let Some(reason) = Reason::from_digit(digit)
        {
            return Ok(reason);
        }
        let found = Reason::ALL.into_iter().find(|reason| reason.code() == text);
        found.ok_or_else(|| {
            UnknownWord::new(
                "a reason; use a digit 0-9 or a word such as wrong_fact",
                text,
            )
        })
    }
}

/// A hybrid logical clock: wall milliseconds that never run back, and a counter within one millisecond.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
pub struct Hlc {
    /// Milliseconds since 1970.
    pub millis: i64,
    /// Counts entries of the same millisecond.
    pub counter: u32,
}

impl Hlc {
    /// The clock's next value when the wall shows `now_ms` and the last value was `self`.
    pub fn next(self, now_ms: i64) -> Hlc {
        let (millis, counter) = match self.counter.checked_add(1) {
            _ if now_ms > self.millis => (now_ms, 0),
            Some(counter) => (self.millis, counter),
            None => (self.millis.saturating_add(1), 0),
        };
        Hlc { millis, counter }
    }
}

/// What an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// A whole conversation.
    Conversation(ConversationId),
    /// One turn of it.
    Turn(ConversationId, TurnId),
    /// A product.
    Product(ProductId),
}

impl Subject {
    /// The thing whose state the entry is part of.
    pub fn topic(&self) -> Topic {
        match self {
            Subject::Conversation(id) | Subject::Turn(id, _) => Topic::Conversation(*id),
            Subject::Product(id) => Topic::Product(id.clone()),
        }
    }

    /// The conversation that the subject is, or lies in; a product lies in none.
    pub fn conversation(&self) -> Option<ConversationId> {
        match self {
            Subject::Conversation(id) | Subject::Turn(id, _) => Some(*id),
            Subject::Product(_) => None,
        }
    }

    /// The product that the subject is.
    pub fn product(&self) -> Option<&ProductId> {
        match self {
            Subject::Product(id) => Some(id),
            Subject::Conversation(_) | Subject::Turn(..) => None,
        }
    }
}

/// A thing with a state of its own, which its own entries add up to: no entry of another topic bears on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// A conversation with its turns.
    Conversation(ConversationId),
    /// A product.
    Product(ProductId),
}

/// What was done, with what stood before: enough to take it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Action {
    /// A verdict was given, changed or (with `after: None`) taken away.
    Judge {
        /// The verdict before.
        before: Option<Verdict>,
        /// The verdict after.
        after: Option<Verdict>,
    },
    /// A turn's text was changed. An edit also accepts the turn.
    Edit {
        /// The text before.
        before: String,
        /// The text after.
        after: String,
    },
    /// A conversation's free comment was changed.
    Comment {
        /// The comment before; empty for none.
        before: String,
        /// The comment after.
        after: String,
    },
    /// The reviewer rated a conversation, or (with `after: None`) took the rating away.
    Rate {
        /// What was rated.
        dimension: Dimension,
        /// The reviewer's own rating before.
        before: Option<Rating>,
        /// The rating after.
        after: Option<Rating>,
    },
    /// A tag was put on a conversation or taken off.
    Tag {
        /// The tag.
        tag: Tag,
        /// What became of it.
        change: TagChange,
    },
    /// The products that a turn names were changed.
    Mention {
        /// The products before, in order.
        before: Vec<ProductId>,
        /// The products after.
        after: Vec<ProductId>,
    },
    /// Another conversation was made in the place of this one, or (with `after: None`) no longer counts as that.
    Replace {
        /// The conversation before.
        before: Option<ConversationId>,
        /// The conversation after.
        after: Option<ConversationId>,
    },
    /// A field of a product was changed.
    Set {
        /// The value before.
        before: ProductValue,
        /// The value after, of the same field.
        after: ProductValue,
    },
}

/// An entry as a person makes it; the store adds id and clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewEntry {
    /// Who.
    pub reviewer: ReviewerId,
    /// About what.
    pub subject: Subject,
    /// The version of the subject that the person saw.
    pub base_version: u32,
    /// What was done.
    pub action: Action,
    /// Why.
    pub reason: Option<Reason>,
    /// The bulk action that it belongs to.
    pub bulk: Option<BulkId>,
}

/// An entry of the append-only log. The state of a subject is the fold of its live entries in (clock, id) order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    /// The id.
    pub id: EntryId,
    /// Who.
    pub reviewer: ReviewerId,
    /// When, for ordering.
    pub clock: Hlc,
    /// About what.
    pub subject: Subject,
    /// The version of the subject that the person saw.
    pub base_version: u32,
    /// What was done.
    pub action: Action,
    /// Why.
    pub reason: Option<Reason>,
    /// The entry that this one takes back.
    pub inverse_of: Option<EntryId>,
    /// The bulk action that it belongs to.
    pub bulk: Option<BulkId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_give_reasons_and_back() {
        assert_eq!(Reason::from_digit('1'), Some(Reason::WrongFact));
        assert_eq!(Reason::from_digit('0'), Some(Reason::Other));
        for reason in Reason::ALL {
            assert_eq!(Reason::from_digit(reason.digit()), Some(reason));
            assert_eq!(reason.code().parse(), Ok(reason));
        }
    }

    #[test]
    fn the_clock_never_runs_back() {
        let a = Hlc {
            millis: 10,
            counter: 0,
        };
        assert!(a.next(5) > a);
        assert_eq!(
            a.next(11),
            Hlc {
                millis: 11,
                counter: 0
            }
        );
    }
}
