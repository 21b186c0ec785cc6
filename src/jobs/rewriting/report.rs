//! What a rewriting is told, and what it tells.

use serde::Serialize;

use super::super::asking::{Allowance, cost_words};
use super::super::auto_review::Writing;
use super::super::runner::Report;
use super::super::{Spent, plural};
use crate::domain::{BulkId, ConversationId, Status, TurnId};
use crate::review::Filter;

/// What is rewritten, and how much it may take.
#[derive(Clone, Debug, PartialEq)]
pub struct RewriteOptions {
    /// Which conversations. What people have judged or edited is left alone whatever the filter says.
    pub filter: Filter,
    /// At most so many turns.
    pub limit: Option<u64>,
    /// The share of turns whose rewriting may be colloquial, 0 to 1.
    pub colloquial: f64,
    /// Whether anything is asked and written.
    pub writing: Writing,
    /// What the model may use.
    pub allowance: Allowance,
    /// How many questions are on their way at a time.
    pub concurrency: usize,
}

impl Default for RewriteOptions {
    /// Everything undecided, a fifth of it colloquially, as published.
    fn default() -> Self {
        RewriteOptions {
            filter: Filter {
                status: vec![Status::Todo, Status::Part],
                ..Filter::default()
            },
            limit: None,
            colloquial: 0.2,
            writing: Writing::default(),
            allowance: Allowance::default(),
            concurrency: 4,
        }
    }
}

/// A turn that stays as it is, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stays {
    /// The conversation's number in the queue.
    pub number: i64,
    /// The conversation.
    pub conversation: ConversationId,
    /// The turn.
    pub turn: TurnId,
    /// Why, in a few words.
    pub reason: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Rewritten {
    /// Turns with a new text.
    pub rewritten: u64,
    /// Turns whose rewriting was refused, now or before.
    pub stays: Vec<Stays>,
    /// Turns that people judged or edited.
    pub by_people: u64,
    /// Turns that were rewritten before.
    pub before: u64,
    /// Turns that could not be asked about, each a sentence with the reason.
    pub left_out: Vec<String>,
    /// In a dry run: turns that would be asked about.
    pub would_ask: u64,
    /// What the model used; in a dry run, about how many tokens it would read and write.
    pub spent: Spent,
    /// Whether it was a dry run.
    pub writing: Writing,
    /// The bulk that one undo takes back; `None` when nothing was written.
    pub bulk: Option<BulkId>,
    /// The reviewer whose edits these are.
    pub reviewer: String,
}

impl Report for Rewritten {
    fn stopped(&self) -> bool {
        self.spent.stopped
    }

    fn left_out(&self) -> u64 {
        self.left_out.len() as u64
    }

    fn out_of_budget(&self) -> bool {
        self.spent.out_of_budget
    }

    fn summary(&self) -> String {
        let used = self.spent.tokens.words();
        let mut text = match self.writing {
            Writing::Dry => format!(
                "{} would be asked about, with {used}; nothing was asked or written",
                plural(self.would_ask, "turn"),
            ),
            Writing::Really => format!(
                "{} rewritten, {} as they were, {used} used{}",
                plural(self.rewritten, "turn"),
                self.stays.len(),
                cost_words(&self.spent.costs),
            ),
        };
        let passed = [
            (self.by_people, "judged or edited by people"),
            (self.before, "rewritten before"),
            (self.left_out(), "left out"),
        ];
        for (count, what) in passed.into_iter().filter(|(count, _)| *count > 0) {
            text.push_str(&format!(", {count} {what}"));
        }
        if self.spent.out_of_budget {
            text.push_str("; the budget is used up, the same command goes on with the rest");
        } else if self.spent.stopped {
            text.push_str("; stopped, the same command goes on with the rest");
        }
        text
    }
}
