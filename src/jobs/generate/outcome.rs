//! What became of one conversation, as far as the plan of the run asks for it.

use std::fmt;

use crate::dialogue::{BrakeRule, Shows};
use crate::domain::{Conversation, ConversationId, Outcome, Reason};
use crate::quality::{Cell, Fingerprint, LengthBand};

/// What became of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Became {
    /// The conversation.
    pub(super) conversation: ConversationId,
    /// How it ended.
    pub(super) outcome: Outcome,
    /// Its exchanges.
    pub(super) exchanges: u32,
    /// Faults that the checks found in it as it was made.
    pub(super) faults: u32,
    /// Why a review rejects it, where there is one and it does.
    pub(super) rejected: Option<Reason>,
    /// What its shopper shows.
    pub(super) shows: Shows,
    /// What it is like.
    pub(super) fingerprint: Fingerprint,
    /// The rule that ended it before its time.
    pub(super) brake: Option<BrakeRule>,
}

impl Became {
    /// What became of this conversation, in which the checks found so many faults.
    pub(super) fn of(conversation: &Conversation, outcome: Outcome, faults: u32) -> Self {
        let texts = conversation.current_turns().map(|turn| turn.text.as_str());
        Became {
            conversation: conversation.id,
            outcome,
            exchanges: conversation.exchanges(),
            faults,
            rejected: None,
            shows: match conversation.shows_a_picture() {
                true => Shows::Picture,
                false => Shows::Words,
            },
            fingerprint: Fingerprint::of(texts),
            brake: None,
        }
    }

    /// The same, ended by this rule.
    pub(super) fn braked(self, brake: Option<BrakeRule>) -> Self {
        Became { brake, ..self }
    }

    /// The same, rejected by a review for this reason.
    pub(super) fn rejected(self, rejected: Option<Reason>) -> Self {
        Became { rejected, ..self }
    }

    /// The cell that it is of, among cells that leave open what `aimed` leaves open.
    pub(super) fn cell(&self, aimed: &Cell) -> Cell {
        Cell {
            language: aimed.language,
            domain: aimed.domain,
            length: aimed.length.map(|_| LengthBand::of(self.exchanges)),
            outcome: aimed.outcome.map(|_| self.outcome),
        }
    }
}

/// A conversation that does not count as one of those that were asked for. It stays in the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotKept {
    /// Its place in the run, from 0.
    pub ordinal: u32,
    /// The conversation.
    pub conversation: ConversationId,
    /// Why.
    pub why: Why,
}

/// Why a conversation is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It did not come to an end.
    Unfinished,
    /// A rule ended it before its time.
    Braked(BrakeRule),
    /// The checks found so many faults.
    Faults(u32),
    /// The review rejects it.
    Rejected(Reason),
    /// It is nearly the same as this earlier one.
    Twin(ConversationId),
}

impl Why {
    /// The word that `--json` carries.
    pub fn code(self) -> &'static str {
        match self {
            Why::Unfinished => "unfinished",
            Why::Braked(rule) => rule.code(),
            Why::Faults(_) => "faults",
            Why::Rejected(_) => "rejected",
            Why::Twin(_) => "near_twin",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Unfinished => f.write_str("it did not come to an end"),
            Why::Braked(rule) => write!(f, "it was stopped by the rule {rule}"),
            Why::Faults(1) => f.write_str("the checks found a fault"),
            Why::Faults(count) => write!(f, "the checks found {count} faults"),
            Why::Rejected(reason) => write!(f, "the review rejects it: {}", reason.english()),
            Why::Twin(earlier) => write!(f, "it is nearly the same as {earlier}"),
        }
    }
}
