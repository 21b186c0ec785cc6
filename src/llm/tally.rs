//! What was asked through a model so far, for whoever watches.
//!
//! Owns: counts of attempts, tokens, cost and failures in this process. Does not: outlive it; that is for the ledger.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::{Costs, Usage};

/// What was asked, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// Attempts that left.
    pub attempts: u64,
    /// Answers that came.
    pub answers: u64,
    /// Answers that were paid for before, and kept.
    pub kept: u64,
    /// Tokens of the answers that came, as far as servers tell.
    pub usage: Usage,
    /// What these answers cost, as far as that is known.
    pub costs: Costs,
    /// Answers of which nobody knows what they cost.
    pub unpriced: u64,
    /// Attempts that failed, by the kind of failure.
    pub failures: BTreeMap<&'static str, u64>,
}

/// Reads the tally of a model while it is asked. Cloneable.
#[derive(Clone, Default)]
pub struct Meter(Arc<Mutex<Tally>>);

impl Meter {
    /// The figures as they stand now.
    pub fn read(&self) -> Tally {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Counts something.
    pub(super) fn count(&self, change: impl FnOnce(&mut Tally)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
