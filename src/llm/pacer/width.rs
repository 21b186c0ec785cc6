//! How many requests may be under way at a time.
//!
//! Owns: the rule that finds out what a server bears: one more after every clean ten seconds, half as many when it is
//! overloaded. What was sent before a halving does not halve again.

use std::time::Duration;

use tokio::time::Instant;

/// The time without overload after which one more is let through.
const CLEAN: Duration = Duration::from_secs(10);

/// The halvings so far: what a request was sent under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Era(u64);

/// How many may be under way.
#[derive(Debug)]
pub(super) struct Width {
    most: u32,
    now: u32,
    era: Era,
    since: Instant,
}

impl Width {
    /// All of them, until the server says otherwise.
    pub(super) fn new(most: u32, now: Instant) -> Self {
        let most = most.max(1);
        Width {
            most,
            now: most,
            era: Era::default(),
            since: now,
        }
    }

    /// How many may be under way now.
    pub(super) fn get(&mut self, now: Instant) -> u32 {
        while self.now < self.most && now.saturating_duration_since(self.since) >= CLEAN {
            self.now += 1;
            self.since += CLEAN;
        }
        self.now
    }

    /// When one more will be let through, if nothing happens meanwhile.
    pub(super) fn grows_at(&self) -> Option<Instant> {
        (self.now < self.most).then(|| self.since + CLEAN)
    }

    /// The era in which a request leaves.
    pub(super) fn era(&self) -> Era {
        self.era
    }

    /// Notes that a request of this era met an overload.
    pub(super) fn overloaded(&mut self, era: Era, now: Instant) {
        let width = self.get(now);
        self.since = now;
        if era == self.era {
            self.now = (width / 2).max(1);
            self.era = Era(era.0 + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_halves_once_for_what_left_together_and_grows_by_one() {
        let start = Instant::now();
        let mut width = Width::new(16, start);
        let era = width.era();
        for _ in 0..5 {
            width.overloaded(era, start);
        }
        assert_eq!(width.get(start), 8);
        width.overloaded(width.era(), start);
        assert_eq!(width.get(start), 4);
        assert_eq!(width.get(start + Duration::from_secs(9)), 4);
        assert_eq!(width.get(start + Duration::from_secs(10)), 5);
        assert_eq!(width.get(start + Duration::from_secs(31)), 7);
        assert_eq!(width.get(start + Duration::from_secs(9_999)), 16);
        let end = start + Duration::from_secs(9_999);
        for _ in 0..9 {
            width.overloaded(width.era(), end);
        }
        assert_eq!(width.get(end), 1, "one always may");
    }
}
