//! How many requests may be under way at a time.
//!
//! Owns: the rule that finds out what a server bears: half as many when it has no room for more than a fifth of them, one
//! more after every ten seconds in which it has room for nine of ten. What was sent before a halving does not halve again.
//! Some servers turn requests away by chance, however few there are; asking for fewer would help nobody then.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// The calm time after which one more is let through.
const CALM: Duration = Duration::from_secs(10);
/// How many requests are looked back at.
const LAST: usize = 20;

/// The halvings so far: what a request was sent under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Era(u64);

/// How a request ended, as far as it tells how many the server bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Met {
    /// The server had room for it, whatever else became of it.
    Room,
    /// The server was overloaded.
    Overload,
}

/// How many may be under way.
#[derive(Debug)]
pub(super) struct Width {
    most: u32,
    now: u32,
    era: Era,
    /// How the last requests of this era ended.
    last: VecDeque<Met>,
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
            last: VecDeque::new(),
            since: now,
        }
    }

    /// How many may be under way now.
    pub(super) fn get(&mut self, now: Instant) -> u32 {
        while self.grows_at().is_some_and(|then| then <= now) {
            self.now += 1;
            self.since += CALM;
        }
        self.now
    }

    /// When one more will be let through, if nothing happens meanwhile.
    pub(super) fn grows_at(&self) -> Option<Instant> {
        let may = self.now < self.most && self.is_calm();
        may.then(|| self.since + CALM)
    }

    /// The era in which a request leaves.
    pub(super) fn era(&self) -> Era {
        self.era
    }

    /// Notes how a request of this era ended.
    pub(super) fn ended(&mut self, era: Era, met: Met, now: Instant) {
        let width = self.get(now);
        if era != self.era {
            return;
        }
        self.last.push_back(met);
        if self.last.len() > LAST {
            self.last.pop_front();
        }
        if met == Met::Room {
            return;
        }
        if self.is_too_wide() {
            self.now = (width / 2).max(1);
            self.era = Era(era.0 + 1);
            self.last.clear();
            self.since = now;
        } else if !self.is_calm() {
            self.since = now;
        }
    }

    fn overloads(&self) -> usize {
        self.last
            .iter()
            .filter(|met| **met == Met::Overload)
            .count()
    }

    /// More than a fifth met an overload. One alone says nothing, however few there are.
    fn is_too_wide(&self) -> bool {
        5 * self.overloads() > self.last.len() + 6
    }

    /// At most a tenth met an overload, or one alone.
    fn is_calm(&self) -> bool {
        self.overloads() <= (self.last.len() / 10).max(1)
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    use super::*;

    fn overloads(width: &mut Width, count: usize, now: Instant) {
        let era = width.era();
        for _ in 0..count {
            width.ended(era, Met::Overload, now);
        }
    }

    #[test]
    fn it_halves_once_for_what_left_together_and_grows_by_one() {
        let start = Instant::now();
        let mut width = Width::new(16, start);
        overloads(&mut width, 1, start);
        assert_eq!(width.get(start), 16, "one alone says nothing");
        overloads(&mut width, 5, start);
        assert_eq!(width.get(start), 8);
        overloads(&mut width, 2, start);
        assert_eq!(width.get(start), 4);
        assert_eq!(width.get(start + Duration::from_secs(9)), 4);
        assert_eq!(width.get(start + Duration::from_secs(10)), 5);
        assert_eq!(width.get(start + Duration::from_secs(31)), 7);
        assert_eq!(width.get(start + Duration::from_secs(9_999)), 16);
        let end = start + Duration::from_secs(9_999);
        for _ in 0..9 {
            overloads(&mut width, 2, end);
        }
        assert_eq!(width.get(end), 1, "one always may");
    }

    /// The widths over half an hour, second by second, at a server that is overloaded when `refuses` says so of a request
    /// that finds so many others there. Each second ends what was begun.
    fn widths(most: u32, mut refuses: impl FnMut(u32) -> bool) -> Vec<u32> {
        let start = Instant::now();
        let mut width = Width::new(most, start);
        let second = |at| {
            let now = start + Duration::from_secs(at);
            let (under_way, era) = (width.get(now), width.era());
            for others in 0..under_way {
                let met = match refuses(others) {
                    true => Met::Overload,
                    false => Met::Room,
                };
                width.ended(era, met, now);
            }
            under_way
        };
        (0..1_800).map(second).collect()
    }

    fn mean(widths: &[u32]) -> f64 {
        widths.iter().sum::<u32>() as f64 / widths.len() as f64
    }

    #[test]
    fn overloads_by_chance_narrow_it_little() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let widths = widths(16, |_| rng.random_bool(0.05));
        assert!(mean(&widths) > 14.0, "{}", mean(&widths));
    }

    #[test]
    fn it_finds_out_what_a_server_bears() {
        for bears in [1, 3, 8] {
            let widths = widths(32, |others| others >= bears);
            let settled = &widths[60..];
            let most = f64::from(bears) + 1.5;
            assert!(mean(settled) <= most, "{bears}: {}", mean(settled));
            assert!(
                mean(settled) >= 0.6 * f64::from(bears),
                "{bears}: {}",
                mean(settled)
            );
        }
    }
}
