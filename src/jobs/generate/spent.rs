//! What the words of a run took.

use crate::dialogue::{Spending, Worded};
use crate::domain::Costs;

/// What models were asked for conversations, and what that took.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Spent {
    /// Questions asked, answers that were not used among them.
    pub calls: u64,
    /// Tokens sent, as far as servers tell.
    pub input_tokens: u64,
    /// Tokens received, as far as servers tell.
    pub output_tokens: u64,
    /// Turns of which no server told what they took.
    pub uncounted: u64,
    /// Turns whose answer was paid for before, and kept.
    pub cache_hits: u64,
    /// What it cost, as far as that is known.
    pub costs: Costs,
    /// Turns of which nobody knows what they cost.
    pub unpriced: u64,
    /// The exact model, as the server named it last.
    pub model: Option<String>,
}

impl Spent {
    /// Adds a turn.
    pub(super) fn add(&mut self, worded: &Worded) {
        self.add_answers(&worded.spent);
        if worded.model.is_some() {
            self.model.clone_from(&worded.model);
        }
    }

    /// Adds answers, whatever came of them.
    pub(super) fn add_answers(&mut self, spent: &Spending) {
        self.calls += u64::from(spent.calls);
        self.input_tokens += spent.input_tokens.unwrap_or(0);
        self.output_tokens += spent.output_tokens.unwrap_or(0);
        self.uncounted += u64::from(spent.calls > 0 && spent.output_tokens.is_none());
        self.cache_hits += u64::from(spent.cache_hit);
        match spent.cost {
            Some(cost) => self.costs += cost,
            None => self.unpriced += u64::from(spent.calls > 0),
        }
    }

    /// Adds what other conversations took.
    pub(super) fn take(&mut self, other: Spent) {
        self.calls += other.calls;
        self.input_tokens += other.input_tokens;
        self.output_tokens += other.output_tokens;
        self.uncounted += other.uncounted;
        self.cache_hits += other.cache_hits;
        self.unpriced += other.unpriced;
        other.costs.iter().for_each(|cost| self.costs += cost);
        self.model = other.model.or(self.model.take());
    }

    /// Tokens sent and received.
    pub fn tokens(&self) -> u64 {
        self.input_tokens + self.output_tokens
    }
}
