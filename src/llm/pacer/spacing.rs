//! Requests at even distances.
//!
//! Owns: two bounds that hold for any window, wherever it begins: never more than the rate in sixty seconds, and never more
//! than its sixtieth, rounded up, and one in a second.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// The time over which a rate is counted.
const MINUTE: Duration = Duration::from_secs(60);
/// By how much a request may make up for one that left late: what timers are late by.
const SLACK: Duration = Duration::from_millis(10);

/// When the next request may leave.
#[derive(Debug)]
pub(super) struct Spacing {
    rate: u32,
    /// When the next one is due; `None` before the first.
    due: Option<Instant>,
    /// When the last ones left, as many as may leave in a minute.
    left: VecDeque<Instant>,
}

impl Spacing {
    /// So many a minute, at least one.
    pub(super) fn new(rate: u32) -> Self {
        Spacing {
            rate: rate.max(1),
            due: None,
            left: VecDeque::new(),
        }
    }

    /// Lowers the rate to what the server says; it is never raised by that.
    pub(super) fn lower(&mut self, rate: u64) {
        let told = u32::try_from(rate).unwrap_or(u32::MAX).max(1);
        self.rate = self.rate.min(told);
    }

    /// The distance between two requests.
    pub(super) fn distance(&self) -> Duration {
        let nanos = 60_000_000_000u64.div_ceil(u64::from(self.rate));
        Duration::from_nanos(nanos)
    }

    /// When the next one may leave.
    pub(super) fn next(&self, now: Instant) -> Instant {
        let due = self.due.unwrap_or(now);
        let full = self.left.len().checked_sub(self.rate as usize);
        let oldest = full.and_then(|at| self.left.get(at));
        oldest.map_or(due, |oldest| due.max(*oldest + MINUTE))
    }

    /// Notes that one leaves now.
    pub(super) fn leave(&mut self, now: Instant) {
        let slack = SLACK.min(self.distance());
        let late = now.checked_sub(slack).unwrap_or(now);
        let base = self.due.map_or(now, |due| due.clamp(late, now));
        self.due = Some(base + self.distance());
        self.left.push_back(now);
        while self.left.len() > self.rate as usize {
            self.left.pop_front();
        }
    }
}
