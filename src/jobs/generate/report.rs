//! What a generation made.

use std::collections::BTreeMap;

use super::super::plural;
use super::super::runner::Report;
use super::outcome::{NotKept, Why};
use super::pictures::Pictured;
use super::run_cost::RunCost;
use super::settling::Replaced;
use super::spent::Spent;
use crate::domain::{Engine, Outcome, RunId};
use crate::quality::Cell;

/// A cell of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellFilled {
    /// The cell.
    pub cell: Cell,
    /// Conversations that it was to hold.
    pub wanted: u32,
    /// Conversations that it holds.
    pub kept: u32,
}

/// How many short cells a sentence names.
const NAMED: usize = 5;

/// What a generation made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The run.
    pub run: RunId,
    /// Its seed.
    pub seed: u64,
    /// How many runs of this seed came before it.
    pub number: u32,
    /// Who worded it.
    pub engine: Engine,
    /// What its words took.
    pub spent: Spent,
    /// How many conversations the run has to make in all.
    pub planned: u32,
    /// Conversations that this job finished, by how they ended, as [`Outcome::code`] names it.
    pub outcomes: BTreeMap<&'static str, u32>,
    /// Conversations of the run that were finished before this job.
    pub earlier: u32,
    /// Conversations of the run that count: ended, without faults, unlike those before them.
    pub kept: u32,
    /// Conversations of the run that were begun for that.
    pub attempts: u32,
    /// Those that do not count, in the order of their places. They stay in the workspace.
    pub not_kept: Vec<NotKept>,
    /// What was made in the place of conversations that count no more.
    pub replaced: Vec<Replaced>,
    /// How many show a picture of how many that were to; `None` before the end, and where nobody was to.
    pub pictured: Option<Pictured>,
    /// How many were wanted of what, and how many were kept.
    pub cells: Vec<CellFilled>,
    /// Conversations that could not be made, and why, and what is missing in the end.
    pub left_out: Vec<String>,
    /// Turns that this job wrote.
    pub turns: u64,
    /// Faults that the checks found in them.
    pub faults: u64,
    /// Profiles that were made first because the workspace had none.
    pub profiles_made: u32,
    /// What the whole run has cost, when a model words it.
    pub cost: Option<RunCost>,
    /// Why nothing more could be asked, when the budget ended it.
    pub out_of_budget: Option<String>,
    /// Conversations that were under way then; they are made when the run goes on.
    pub unfinished: u32,
    /// Whether a person stopped it.
    pub stopped: bool,
}

impl Generated {
    /// Conversations that came to an end of their own.
    pub fn finished(&self) -> u32 {
        let stopped = Outcome::Stopped.code();
        let own = self.outcomes.iter().filter(|(code, _)| **code != stopped);
        own.map(|(_, count)| count).sum()
    }
}

impl Generated {
    /// That fewer were kept than wanted, and where most are missing.
    pub(super) fn shortfall(&self) -> String {
        let mut short: Vec<&CellFilled> = self.cells.iter().collect();
        short.retain(|cell| cell.kept < cell.wanted);
        short.sort_by_key(|cell| (cell.kept.abs_diff(cell.wanted), cell.cell));
        let named = short.iter().rev().take(NAMED);
        let named = named.map(|one| format!("{} ({} of {})", one.cell, one.kept, one.wanted));
        format!(
            "{} of {} are missing after {}; most in {}",
            self.planned.saturating_sub(self.kept),
            plural(u64::from(self.planned), "wished conversation"),
            plural(u64::from(self.attempts), "attempt"),
            named.collect::<Vec<_>>().join(", "),
        )
    }

    /// That the budget is used up, what there is, and how to go on.
    pub(super) fn budget_words(&self, why: &str) -> String {
        format!(
            "{why}; {} of {} kept, {} stay unfinished: go on with the same options, a larger --budget and --resume {}",
            self.kept,
            plural(u64::from(self.planned), "wished conversation"),
            self.unfinished,
            self.run,
        )
    }

    /// That fewer show a picture than were to, when more than one in a hundred of all is missing.
    pub(super) fn few_pictures(&self) -> Option<String> {
        let whole = !self.stopped && self.out_of_budget.is_none();
        let Pictured { wanted, kept } = self.pictured.filter(|_| whole)?;
        let missing = wanted.saturating_sub(kept);
        (missing > (self.planned / 100).max(1)).then(|| {
            format!(
                "{kept} of {} that were to show a picture do: the others found none of their kind of thing in the catalogue",
                plural(u64::from(wanted), "conversation"),
            )
        })
    }

    fn not_kept_in_words(&self) -> String {
        let count = |is: fn(&Why) -> bool| self.not_kept.iter().filter(|one| is(&one.why)).count();
        let parts = [
            (count(|why| matches!(why, Why::Faults(_))), "with faults"),
            (
                count(|why| matches!(why, Why::Rejected(_))),
                "rejected by the review",
            ),
            (
                count(|why| matches!(why, Why::Twin(_))),
                "nearly like an earlier one",
            ),
            (
                count(|why| matches!(why, Why::Braked(_))),
                "stopped by a rule",
            ),
            (count(|why| *why == Why::Unfinished), "without an end"),
        ];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        parts.join(", ")
    }
}

impl Report for Generated {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        self.left_out.len() as u64
    }

    fn out_of_budget(&self) -> bool {
        self.out_of_budget.is_some()
    }

    fn summary(&self) -> String {
        let mut text = format!(
            "{} made with seed {}, {}, {}",
            plural(u64::from(self.finished()), "conversation"),
            self.seed,
            plural(self.turns, "turn"),
            plural(self.faults, "fault found"),
        )
        .replace("fault founds", "faults found");
        if !self.not_kept.is_empty() {
            let others = self.not_kept_in_words();
            text.push_str(&format!("; {} kept, besides {others}", self.kept));
        } else if self.earlier > 0 {
            text.push_str(&format!("; {} kept in all", self.kept));
        }
        if !self.left_out.is_empty() {
            text.push_str(&format!("; {} left out", self.left_out.len()));
        }
        if self.out_of_budget.is_some() {
            text.push_str("; the budget is used up, what was made is kept");
        }
        if self.stopped {
            text.push_str("; stopped, what was made is kept");
        }
        text
    }
}
