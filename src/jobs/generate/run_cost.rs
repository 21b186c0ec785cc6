//! What a run has cost in all, by the ledger.

use std::collections::BTreeMap;

use crate::domain::{Billing, Cost, Costs};
use crate::store::CallSum;

/// What a run has cost, whichever process asked.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RunCost {
    /// What its answers cost, as far as that is known.
    pub costs: Costs,
    /// The most that those calls may have cost besides of which nobody knows what they cost.
    pub uncertain: Costs,
    /// Attempts that failed, by the kind of failure.
    pub failures: BTreeMap<String, u64>,
}

impl RunCost {
    /// The sum over the calls of a run.
    pub fn of(sums: &[CallSum]) -> Self {
        let mut found = RunCost::default();
        for sum in sums {
            if let (Billing::Yes, Some(currency)) = (sum.billing, sum.currency) {
                let micros = sum.micros;
                found.costs += Cost { micros, currency };
            }
            sum.most
                .into_iter()
                .for_each(|most| found.uncertain += most);
            if let Some(kind) = &sum.error {
                *found.failures.entry(kind.clone()).or_default() += sum.calls;
            }
        }
        found
    }
}
