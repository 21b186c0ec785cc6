//! What a generation made.

use std::collections::BTreeMap;

use super::super::plural;
use super::super::runner::Report;
use crate::domain::{Outcome, RunId};

/// What a generation made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The run.
    pub run: RunId,
    /// Its seed.
    pub seed: u64,
    /// How many runs of this seed came before it.
    pub number: u32,
    /// How many conversations the run has to make in all.
    pub planned: u32,
    /// Conversations that this job finished, by how they ended, as [`Outcome::code`] names it.
    pub outcomes: BTreeMap<&'static str, u32>,
    /// Conversations that could not be made, and why.
    pub left_out: Vec<String>,
    /// Turns that this job wrote.
    pub turns: u64,
    /// Faults that the checks found in them.
    pub faults: u64,
    /// Profiles that were made first because the workspace had none.
    pub profiles_made: u32,
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

impl Report for Generated {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        self.left_out.len() as u64
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
        if !self.left_out.is_empty() {
            text.push_str(&format!("; {} left out", self.left_out.len()));
        }
        if self.stopped {
            text.push_str("; stopped, what was made is kept");
        }
        text
    }
}
