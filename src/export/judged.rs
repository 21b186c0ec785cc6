//! A conversation as people judged it: the view that every format is written from.

use std::collections::BTreeSet;

use crate::domain::{
    AutoReview, AutoVerdict, Conversation, ConversationId, Finding, Ratings, Reason, ReviewerId,
    Status, Tag, TextVersion, Turn, TurnId, Verdict,
};

/// A turn with the text in force and what people said of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JudgedTurn<'a> {
    /// The turn as generated or imported.
    pub turn: &'a Turn,
    /// The text in force.
    pub text: &'a str,
    /// The version in force; 1 is the turn's own text.
    pub version: u32,
    /// Every text that an edit made, versions from 2 upwards, edits that were taken back included.
    pub versions: &'a [TextVersion],
    /// The verdict that holds: the turn's own, else an *accepted* of the whole conversation.
    pub verdict: Option<Verdict>,
    /// The verdict given to this turn itself.
    pub own_verdict: Option<Verdict>,
    /// Why it was rejected.
    pub reason: Option<Reason>,
    /// Who decided last.
    pub reviewer: Option<&'a ReviewerId>,
}

impl<'a> JudgedTurn<'a> {
    /// A turn that nobody has judged or changed.
    pub fn untouched(turn: &'a Turn) -> Self {
        JudgedTurn {
            turn,
            text: &turn.text,
            version: 1,
            versions: &[],
            verdict: None,
            own_verdict: None,
            reason: None,
            reviewer: None,
        }
    }

    /// Whether the text in force is an edit.
    pub fn edited(&self) -> bool {
        self.version > 1
    }

    /// Whether the text in force is an edit that a person made.
    pub fn edited_by_person(&self) -> bool {
        let mut made = self.versions.iter().filter(|v| v.version == self.version);
        self.edited() && made.all(|version| version.machine.is_none())
    }
}

/// A conversation with what people said of it and what the checks found.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    /// The turns of the current branch, in order.
    pub turns: Vec<JudgedTurn<'a>>,
    /// The turns that lie on other branches only, in any order. Only the `muse` format carries them.
    pub aside: Vec<JudgedTurn<'a>>,
    /// The verdict given to the conversation as a whole.
    pub verdict: Option<Verdict>,
    /// Why it was rejected.
    pub reason: Option<Reason>,
    /// Who decided last about the whole.
    pub reviewer: Option<&'a ReviewerId>,
    /// What a program said of it.
    pub auto: Option<&'a AutoReview>,
    /// The conversation that was made in its place.
    pub replaced_by: Option<ConversationId>,
    /// The free comment; empty for none.
    pub comment: &'a str,
    /// The words that it is filed under.
    pub tags: Option<&'a BTreeSet<Tag>>,
    /// Each reviewer's rating of each dimension.
    pub ratings: Option<&'a Ratings>,
    /// Where it stands in review.
    pub status: Status,
    /// What the checks found.
    pub findings: &'a [Finding],
}

impl<'a> Judged<'a> {
    /// A conversation that nobody has judged.
    pub fn untouched(conversation: &'a Conversation, findings: &'a [Finding]) -> Self {
        Judged::with(conversation, findings, JudgedTurn::untouched)
    }

    /// A conversation whose turns are judged by `judge`; the whole is still without a verdict.
    pub fn with(
        conversation: &'a Conversation,
        findings: &'a [Finding],
        mut judge: impl FnMut(&'a Turn) -> JudgedTurn<'a>,
    ) -> Self {
        let turns: Vec<_> = conversation.current_turns().map(&mut judge).collect();
        let in_turns = |id: TurnId| turns.iter().any(|judged| judged.turn.id == id);
        let aside = if turns.len() == conversation.turns.len() {
            Vec::new()
        } else {
            let others = conversation.turns.values().filter(|t| !in_turns(t.id));
            others.map(judge).collect()
        };
        Judged {
            conversation,
            turns,
            aside,
            verdict: None,
            reason: None,
            reviewer: None,
            auto: None,
            replaced_by: None,
            comment: "",
            tags: None,
            ratings: None,
            status: Status::Todo,
            findings,
        }
    }

    /// The same, with a program's verdict where people have not come to one. Turns that a person judged stay as they are.
    #[must_use]
    pub fn counting_auto(mut self) -> Self {
        let undecided = matches!(self.status, Status::Todo | Status::Part);
        let Some(auto) = self.auto.filter(|_| undecided) else {
            return self;
        };
        self.verdict = Some(auto.verdict.as_verdict());
        self.reason = auto.reason;
        self.reviewer = Some(&auto.reviewer);
        if auto.verdict == AutoVerdict::Kept {
            for turn in self.turns.iter_mut().chain(&mut self.aside) {
                turn.verdict = turn.verdict.or(Some(Verdict::Accepted));
            }
        }
        self
    }

    /// The judged turn of an id, on whatever branch it lies.
    pub fn turn(&self, id: TurnId) -> Option<&JudgedTurn<'a>> {
        let all = self.turns.iter().chain(&self.aside);
        all.into_iter().find(|judged| judged.turn.id == id)
    }
}
