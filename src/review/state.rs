//! The review state of a conversation: what its live log entries add up to.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::{
    AutoReview, Conversation, ConversationId, Dimension, ProductId, Rating, Ratings, Reason,
    ReviewerId, Status, Tag, TextVersion, Turn, TurnId, Verdict,
};

/// The review state of one turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct TurnReview {
    /// The verdict given to this turn itself; an edit accepts it.
    pub verdict: Option<Verdict>,
    /// Why it was rejected.
    pub reason: Option<Reason>,
    /// Who decided last.
    pub reviewer: Option<ReviewerId>,
    /// Every text that an edit made, oldest first, versions from 2 upwards, edits that were taken back included.
    pub versions: Vec<TextVersion>,
    /// The version in force: 1 is the turn's own text.
    pub version: u32,
    /// The products that it names, when a person changed them; `None` leaves the turn's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mentioned: Option<Vec<ProductId>>,
}

/// The review state of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct ConversationReview {
    /// The verdict given to the conversation as a whole.
    pub verdict: Option<Verdict>,
    /// Why it was rejected.
    pub reason: Option<Reason>,
    /// Who decided last.
    pub reviewer: Option<ReviewerId>,
    /// What a program said of it last; it changes neither verdict nor status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto: Option<AutoReview>,
    /// The conversation that was made in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<ConversationId>,
    /// The free comment; empty for none.
    pub comment: String,
    /// The words that it is filed under.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<Tag>,
    /// Each reviewer's latest rating of each dimension.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ratings: Ratings,
    /// The turns that somebody touched.
    pub turns: BTreeMap<TurnId, TurnReview>,
}

impl ConversationReview {
    /// The text of a turn that is in force: the latest edit not taken back, else the turn's own.
    pub fn text<'a>(&'a self, turn: &'a Turn) -> &'a str {
        let Some(review) = self.turns.get(&turn.id) else {
            return &turn.text;
        };
        let edited = review.versions.iter().find(|v| v.version == review.version);
        edited.map_or(&turn.text, |version| &version.text)
    }

    /// The products that a turn names: as a person set them, else the turn's own.
    pub fn mentioned<'a>(&'a self, turn: &'a Turn) -> &'a [ProductId] {
        let changed = self
            .turns
            .get(&turn.id)
            .and_then(|review| review.mentioned.as_deref());
        changed.unwrap_or(&turn.mentioned)
    }

    /// The version of the text in force, from 1.
    pub fn version(&self, turn: TurnId) -> u32 {
        self.turns
            .get(&turn)
            .map_or(1, |review| review.version.max(1))
    }

    /// What this reviewer rated a dimension with.
    pub fn rating(&self, dimension: Dimension, by: &ReviewerId) -> Option<Rating> {
        self.ratings.get(&dimension)?.get(by).copied()
    }

    /// Whether the text in force is an edit.
    pub fn edited(&self, turn: TurnId) -> bool {
        self.version(turn) > 1
    }

    /// The program that made the text in force; `None` when a person did, or when it is the turn's own.
    pub fn rewritten_by(&self, turn: TurnId) -> Option<&ReviewerId> {
        let review = self.turns.get(&turn)?;
        let mut versions = review.versions.iter();
        let made = versions.find(|version| version.version == review.version)?;
        made.machine.as_ref()
    }

    /// The verdict that holds for a turn: its own, else an *accepted* of the whole conversation. A conversation's
    /// *rejected* or *skipped* leaves its turns as they are.
    pub fn effective(&self, turn: TurnId) -> Option<Verdict> {
        let own = self.turns.get(&turn).and_then(|review| review.verdict);
        own.or_else(|| (self.verdict == Some(Verdict::Accepted)).then_some(Verdict::Accepted))
    }

    /// Where the conversation stands: its own verdict wins; else every turn judged is accepted when one of them is, and
    /// rejected when none is; some judged is part.
    pub fn status(&self, conversation: &Conversation) -> Status {
        self.progress(conversation.current_turns().map(|turn| turn.id))
            .status
    }

    /// How far the review of these turns has come; `turns` are those of the current branch.
    pub fn progress(&self, turns: impl Iterator<Item = TurnId>) -> Progress {
        let (mut turns_seen, mut decided, mut edited) = (0, 0, 0);
        let (mut accepted, mut judged) = (0, 0);
        for turn in turns {
            let own = self.turns.get(&turn).and_then(|review| review.verdict);
            let verdict = self.effective(turn);
            turns_seen += 1;
            decided += u32::from(own.is_some());
            edited += u32::from(self.edited(turn));
            judged += u32::from(verdict.is_some());
            accepted += u32::from(verdict == Some(Verdict::Accepted));
        }
        let status = match self.verdict {
            Some(Verdict::Accepted) => Status::Accepted,
            Some(Verdict::Rejected) => Status::Rejected,
            Some(Verdict::Skipped) => Status::Skipped,
            None if judged == 0 => Status::Todo,
            None if judged < turns_seen => Status::Part,
            // Every turn is judged: nothing is left to do, and what was accepted counts.
            None if accepted > 0 => Status::Accepted,
            None => Status::Rejected,
        };
        Progress {
            status,
            turns: turns_seen,
            decided,
            edited,
        }
    }
}

/// How far the review of a conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Where it stands.
    pub status: Status,
    /// Turns of the current branch.
    pub turns: u32,
    /// Turns with a verdict of their own.
    pub decided: u32,
    /// Turns whose text in force is an edit.
    pub edited: u32,
}
