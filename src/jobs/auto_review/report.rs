//! What an automatic review is told, and what it tells.

use serde::Serialize;

use super::super::asking::{Allowance, cost_words};
use super::super::runner::Report;
use super::super::{Spent, plural};
use super::proposal::{OnFault, Proposal, Remedy};
use crate::domain::{AutoVerdict, BulkId, ConversationId, Status, TurnId};
use crate::review::Filter;

/// What is reviewed, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct AutoReviewOptions {
    /// Which conversations. What people have judged is passed over whatever the filter says.
    pub filter: Filter,
    /// At most so many.
    pub limit: Option<u64>,
    /// Three scores that sum to less are not enough; 0 to 6.
    pub cut: f32,
    /// What becomes of those that are not good enough.
    pub on_fault: OnFault,
    /// What happens to those that this reviewer judged before.
    pub before: Before,
    /// Whether verdicts are written.
    pub writing: Writing,
    /// What a model may use.
    pub allowance: Allowance,
    /// How many conversations a model is asked about at a time.
    pub concurrency: usize,
}

impl Default for AutoReviewOptions {
    /// Everything undecided, cut at the published 4 of 6.
    fn default() -> Self {
        AutoReviewOptions {
            filter: Filter {
                status: vec![Status::Todo, Status::Part],
                ..Filter::default()
            },
            limit: None,
            cut: 4.0,
            on_fault: OnFault::default(),
            before: Before::default(),
            writing: Writing::default(),
            allowance: Allowance::default(),
            concurrency: 4,
        }
    }
}

/// What happens to what was done before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Before {
    /// It stays, and is passed over.
    #[default]
    Keep,
    /// It is done again.
    Again,
}

/// Whether a job writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Writing {
    /// It does.
    #[default]
    Really,
    /// It only says what it would write. What a model answers is kept all the same: it is paid for.
    Dry,
}

/// Conversations that were not reviewed, because they need not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Passed {
    /// People have judged them.
    pub by_people: u64,
    /// This reviewer has.
    pub before: u64,
}

/// A conversation of which turns were put right. Its proposal says what became of it then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repaired {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its number in the queue.
    pub number: i64,
    /// The turns with a new text; none when every wording was refused.
    pub turns: Vec<TurnId>,
}

/// A conversation that another stands in for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MadeAgain {
    /// The conversation, which stays where it is.
    pub conversation: ConversationId,
    /// Its number in the queue.
    pub number: i64,
    /// The new one.
    pub by: ConversationId,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AutoReviewed {
    /// The reviewer whose verdicts these are.
    pub reviewer: String,
    /// What is proposed, in the order of the queue.
    pub proposals: Vec<Proposal>,
    /// What was repaired, in the order of the queue.
    pub repaired: Vec<Repaired>,
    /// What was made again.
    pub made_again: Vec<MadeAgain>,
    /// What was passed over.
    pub passed: Passed,
    /// Conversations that could not be judged, each a sentence with the reason.
    pub left_out: Vec<String>,
    /// The bulk that one undo takes back; `None` when nothing was written.
    pub bulk: Option<BulkId>,
    /// Whether verdicts were written.
    pub writing: Writing,
    /// What a model used; nothing when none was asked.
    pub spent: Spent,
    /// Answers that a model had given before.
    pub kept_answers: u64,
    /// The model's prompt, by its bytes.
    pub prompt: Option<String>,
    /// Whether a person stopped it.
    pub stopped: bool,
}

impl AutoReviewed {
    /// How many got this verdict.
    pub fn count(&self, verdict: AutoVerdict) -> u64 {
        let with = self.proposals.iter().filter(|p| p.verdict == verdict);
        with.count() as u64
    }
}

impl Report for AutoReviewed {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        self.left_out.len() as u64
    }

    fn out_of_budget(&self) -> bool {
        self.spent.out_of_budget
    }

    fn summary(&self) -> String {
        let mut text = format!(
            "{} reviewed by {}: {} kept, {} discarded, {} put aside",
            plural(self.proposals.len() as u64, "conversation"),
            self.reviewer,
            self.count(AutoVerdict::Kept),
            self.count(AutoVerdict::Discarded),
            self.count(AutoVerdict::Aside),
        );
        for (remedy, done, words) in [
            (Remedy::Repair, self.repaired.len(), "repaired"),
            (Remedy::Regenerate, self.made_again.len(), "made again"),
        ] {
            let due = self.proposals.iter().filter(|p| p.remedy == Some(remedy));
            match (self.writing, due.count()) {
                (Writing::Dry, due) if due > 0 => {
                    text.push_str(&format!(", {due} to be {words}"));
                }
                (Writing::Really, _) if done > 0 => text.push_str(&format!(", {done} {words}")),
                _ => {}
            }
        }
        let passed = [
            (self.passed.by_people, "judged by people"),
            (self.passed.before, "judged by it before"),
            (self.left_out(), "left out"),
        ];
        for (count, what) in passed.into_iter().filter(|(count, _)| *count > 0) {
            text.push_str(&format!(", {count} {what}"));
        }
        if self.spent.calls > 0 {
            let cost = cost_words(&self.spent.costs);
            text.push_str(&format!("; {} used{cost}", self.spent.tokens.words()));
        }
        if self.writing == Writing::Dry {
            text.push_str("; nothing was written");
        }
        if self.spent.out_of_budget {
            text.push_str("; the budget is used up, the same command goes on");
        } else if self.stopped {
            text.push_str("; stopped, the same command goes on");
        }
        text
    }
}
