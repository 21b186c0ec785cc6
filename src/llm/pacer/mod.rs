//! The pace at which a model is asked.
//!
//! Owns: when a request may leave, by requests, tokens and requests under way, and what a server's own words change about
//! it. Does not: know what is asked, or ask again. Time is tokio's, so that tests can pause it.

mod bucket;
mod spacing;
mod width;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use self::bucket::Bucket;
use self::spacing::Spacing;
use self::width::{Era, Met, Width};
use super::{Limit, Limits, Usage};

/// How fast a model is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Requests a minute, spread evenly.
    pub requests: u32,
    /// Tokens read a minute; `None` leaves it to the server to complain.
    pub input_tokens: Option<u64>,
    /// Tokens written a minute.
    pub output_tokens: Option<u64>,
    /// The most requests under way at a time.
    pub in_flight: u32,
}

impl Default for Pace {
    /// One request a second, sixteen under way.
    fn default() -> Self {
        Pace {
            requests: 60,
            input_tokens: None,
            output_tokens: None,
            in_flight: 16,
        }
    }
}

/// Lets requests leave one after the other, in the order in which they came.
pub(super) struct Pacer {
    /// Whoever holds it is the next one to leave; it is fair.
    line: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    changed: Notify,
}

/// Leave for one request to be under way. Dropping it ends that.
pub(super) struct Slot<'a> {
    pacer: &'a Pacer,
    need: Usage,
    era: Era,
    used: Option<Usage>,
    met: Met,
}

impl Pacer {
    /// A pacer that begins now.
    pub(super) fn new(pace: Pace, now: Instant) -> Self {
        Pacer {
            line: tokio::sync::Mutex::default(),
            state: Mutex::new(State::new(pace, now)),
            changed: Notify::new(),
        }
    }

    /// Waits until a request that needs about so many tokens may leave.
    pub(super) async fn slot(&self, need: Usage) -> Slot<'_> {
        let _first = self.line.lock().await;
        loop {
            let wait = match self.state().try_leave(need, Instant::now()) {
                Ok(era) => {
                    return Slot {
                        pacer: self,
                        need,
                        era,
                        used: None,
                        met: Met::Room,
                    };
                }
                Err(wait) => wait,
            };
            match wait {
                Some(then) => tokio::select! {
                    () = sleep_until(then) => {}
                    () = self.changed.notified() => {}
                },
                None => self.changed.notified().await,
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot<'_> {
    /// Takes in what the server says of its limits.
    pub(super) fn told(&self, limits: &Limits) {
        self.pacer.state().told(limits, Instant::now());
        self.pacer.changed.notify_one();
    }

    /// Notes what was used.
    pub(super) fn used(&mut self, usage: Usage) {
        self.used = Some(usage);
    }

    /// Notes that the server is overloaded, and asks everybody to wait so long if it says so.
    pub(super) fn overloaded(&mut self, wait: Option<Duration>) {
        let now = Instant::now();
        let mut state = self.pacer.state();
        self.met = Met::Overload;
        if let Some(wait) = wait {
            state.held = state.held.max(now + wait);
        }
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        let used = self.used.unwrap_or(self.need);
        let mut state = self.pacer.state();
        state.under_way = state.under_way.saturating_sub(1);
        let now = Instant::now();
        state.settle(self.need, used, now);
        state.width.ended(self.era, self.met, now);
        drop(state);
        self.pacer.changed.notify_one();
    }
}

/// What the pace is worked out from.
struct State {
    spacing: Spacing,
    input: Option<Bucket>,
    output: Option<Bucket>,
    /// Both together, for servers that count so.
    both: Option<Bucket>,
    width: Width,
    under_way: u32,
    /// Nothing leaves before.
    held: Instant,
}

impl State {
    fn new(pace: Pace, now: Instant) -> Self {
        let bucket = |rate: Option<u64>| rate.map(|rate| Bucket::new(rate, now));
        State {
            spacing: Spacing::new(pace.requests),
            input: bucket(pace.input_tokens),
            output: bucket(pace.output_tokens),
            both: None,
            width: Width::new(pace.in_flight, now),
            under_way: 0,
            held: now,
        }
    }

    /// Lets one leave now, or tells when to ask again; `None` when only another one's end can help.
    fn try_leave(&mut self, need: Usage, now: Instant) -> Result<Era, Option<Instant>> {
        if self.under_way >= self.width.get(now) {
            return Err(self.width.grows_at());
        }
        let mut then = self.held.max(self.spacing.next(now));
        for (bucket, _) in self.counted(need) {
            then = bucket.as_mut().map_or(then, |b| then.max(b.next(now)));
        }
        if then > now {
            return Err(Some(then));
        }
        self.spacing.leave(now);
        self.under_way += 1;
        for (bucket, amount) in self.counted(need) {
            if let Some(bucket) = bucket {
                bucket.take(amount, now);
            }
        }
        Ok(self.width.era())
    }

    fn settle(&mut self, taken: Usage, used: Usage, now: Instant) {
        let used = [
            used.input,
            used.output,
            used.input.saturating_add(used.output),
        ];
        for ((bucket, taken), used) in self.counted(taken).into_iter().zip(used) {
            if let Some(bucket) = bucket {
                bucket.settle(taken, used, now);
            }
        }
    }

    /// Each bucket with the part of an amount that it counts.
    fn counted(&mut self, amount: Usage) -> [(&mut Option<Bucket>, u64); 3] {
        [
            (&mut self.input, amount.input),
            (&mut self.output, amount.output),
            (&mut self.both, amount.input.saturating_add(amount.output)),
        ]
    }

    fn told(&mut self, limits: &Limits, now: Instant) {
        if let Some(most) = limits.requests.most {
            self.spacing.lower(most);
        }
        if limits.requests.left == Some(0) {
            self.held = self.held.max(now + self.spacing.distance());
        }
        let all = [
            (&mut self.input, limits.input_tokens),
            (&mut self.output, limits.output_tokens),
            (&mut self.both, limits.tokens),
        ];
        for (bucket, limit) in all {
            heed(bucket, limit, now);
        }
    }
}

/// Takes in what a server says of one limit of tokens.
fn heed(bucket: &mut Option<Bucket>, limit: Limit, now: Instant) {
    if let Some(most) = limit.most {
        bucket
            .get_or_insert_with(|| Bucket::new(most, now))
            .lower(most, now);
    }
    if let (Some(bucket), Some(left)) = (bucket, limit.left) {
        bucket.left(left, now);
    }
}

#[cfg(test)]
mod tests;
