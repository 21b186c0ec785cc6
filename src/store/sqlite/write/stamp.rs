//! The stamps of new log entries: ids and clock values.

use crate::domain::{EntryId, Hlc};
use crate::store::sqlite::entropy::{Entropy, entry_id};
use crate::store::sqlite::open::Clock;

/// Gives each new entry a clock value after all that the log holds, and an id.
pub(in crate::store::sqlite) struct Stamp {
    latest: Hlc,
    clock: Clock,
    entropy: Entropy,
}

impl Stamp {
    /// Goes on after `latest`, the log's newest clock value.
    pub(in crate::store::sqlite) fn new(latest: Hlc, clock: Clock, entropy: Entropy) -> Self {
        Stamp {
            latest,
            clock,
            entropy,
        }
    }

    /// Makes later stamps come after a clock value that was seen.
    pub(in crate::store::sqlite) fn follow(&mut self, seen: Hlc) {
        self.latest = self.latest.max(seen);
    }

    /// What the wall clock shows, in milliseconds since 1970.
    pub(super) fn now_ms(&self) -> i64 {
        (self.clock)()
    }

    /// The next entry's stamp.
    pub(super) fn next(&mut self) -> (EntryId, Hlc) {
        self.latest = self.latest.next((self.clock)());
        (entry_id(self.latest, (self.entropy)()), self.latest)
    }
}
