//! A bucket of tokens that fills evenly.
//!
//! Owns: one rate. Whoever comes while there is anything left may take what it needs; the next one waits until that is made
//! good. So a request that is larger than the bucket passes too, and the rate holds on the average.

use std::time::Duration;

use tokio::time::Instant;

/// A bucket. It holds a second's worth.
#[derive(Debug)]
pub(super) struct Bucket {
    /// Tokens a second.
    rate: f64,
    /// What is in it; below zero when more was taken.
    level: f64,
    since: Instant,
}

impl Bucket {
    /// A full bucket of so many tokens a minute.
    pub(super) fn new(per_minute: u64, now: Instant) -> Self {
        let rate = per_minute.max(1) as f64 / 60.0;
        Bucket {
            rate,
            level: rate,
            since: now,
        }
    }

    /// Lowers the rate to what the server says.
    pub(super) fn lower(&mut self, per_minute: u64, now: Instant) {
        self.fill(now);
        self.rate = self.rate.min(per_minute.max(1) as f64 / 60.0);
    }

    /// Takes what the server says is left for less than what is counted here.
    pub(super) fn left(&mut self, left: u64, now: Instant) {
        self.fill(now);
        self.level = self.level.min(left as f64);
    }

    /// When something may be taken.
    pub(super) fn next(&mut self, now: Instant) -> Instant {
        self.fill(now);
        if self.level > 0.0 {
            return now;
        }
        // One millisecond more, so that rounding does not make it early.
        let wait = Duration::from_secs_f64(-self.level / self.rate);
        now + wait + Duration::from_millis(1)
    }

    /// Takes so many, also more than there are.
    pub(super) fn take(&mut self, tokens: u64, now: Instant) {
        self.fill(now);
        self.level -= tokens as f64;
    }

    /// Puts right what was taken by what was used.
    pub(super) fn settle(&mut self, taken: u64, used: u64, now: Instant) {
        self.fill(now);
        self.level = (self.level + taken as f64 - used as f64).min(self.rate);
    }

    fn fill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.since).as_secs_f64();
        self.level = (self.level + passed * self.rate).min(self.rate.max(self.level));
        self.since = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_holds_on_the_average_also_for_large_requests() {
        let start = Instant::now();
        let (mut bucket, mut now, mut taken) = (Bucket::new(6_000, start), start, 0);
        while now < start + Duration::from_secs(600) {
            now = bucket.next(now).max(now);
            bucket.take(1_700, now);
            taken += 1_700;
        }
        // Ten minutes' worth and a full bucket; the last request but one may overdraw it, and the last comes after the end.
        assert!((58_300..=63_500).contains(&taken), "{taken}");
    }

    #[test]
    fn what_was_not_used_comes_back() {
        let now = Instant::now();
        let mut bucket = Bucket::new(60, now);
        bucket.take(100, now);
        assert!(bucket.next(now) > now + Duration::from_secs(98));
        bucket.settle(100, 0, now);
        assert_eq!(bucket.next(now), now);
        bucket.left(0, now);
        bucket.lower(6, now);
        let later = now + Duration::from_secs(1);
        assert_eq!(bucket.next(later), later, "it fills again");
    }
}
