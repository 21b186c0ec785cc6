//! How long a request is tried.
//!
//! Owns: how often, the pauses between attempts, and the share that repeated requests may have of all. Does not: wait, or
//! know what is asked.

use std::time::Duration;

use rand::{Rng, RngExt};
use tokio::time::Instant;

use super::LlmError;

/// How patient a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How often a request that failed is tried again.
    pub retries: u32,
    /// The most that the first pause can be; it doubles from there.
    pub first: Duration,
    /// The most that any pause of ours can be.
    pub longest: Duration,
    /// The longest wait that a server may ask for; who asks for more gets no further requests.
    pub longest_asked: Duration,
    /// After so many failures in a row, the server is left alone for a while.
    pub failures: u32,
    /// How long it is left alone at first; it doubles with each try that fails, up to [`Patience::longest_rest`].
    pub rest: Duration,
    /// The longest that it is left alone.
    pub longest_rest: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience {
            retries: 3,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(60),
            longest_asked: super::retry::PATIENCE,
            failures: 10,
            rest: Duration::from_secs(15),
            longest_rest: Duration::from_secs(120),
        }
    }
}

/// What to do after a failure.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Next {
    /// Try again after this pause.
    Again(Duration),
    /// Give up, for this reason.
    GiveUp(LlmError),
}

impl Patience {
    /// What to do when this attempt, counted from 1, failed. A pause is drawn evenly from nothing to twice the one before,
    /// so that requests that failed together do not come back together.
    pub(super) fn after(&self, attempt: u32, error: LlmError, rng: &mut impl Rng) -> Next {
        if let LlmError::Busy {
            host,
            said,
            wait: Some(wait),
        } = &error
            && *wait > self.longest_asked
        {
            return Next::GiveUp(LlmError::Later {
                host: host.clone(),
                said: said.clone(),
                wait: *wait,
            });
        }
        if !error.passing() || attempt > self.retries {
            return Next::GiveUp(error);
        }
        let doublings = attempt.saturating_sub(1).min(20);
        let ceiling = self.first.saturating_mul(1 << doublings).min(self.longest);
        let ours = ceiling.mul_f64(rng.random_range(0.0..=1.0));
        Next::Again(match error {
            // A little after what it asks for: not all at the same moment.
            LlmError::Busy {
                wait: Some(wait), ..
            } => wait + ours.min(self.first),
            _ => ours,
        })
    }
}

/// The share of repeated requests: one for ten that are made, and as many as a tenth of the pace.
#[derive(Debug)]
pub(super) struct Repeats {
    /// How many may be made now.
    left: f64,
    most: f64,
    /// How many more each second, whatever is made.
    rate: f64,
    since: Instant,
}

/// What each request adds to the repeats.
const SHARE: f64 = 0.1;
/// How many may be saved up at least.
const LEAST: f64 = 10.0;

impl Repeats {
    /// For a pace of so many requests a minute.
    pub(super) fn new(requests: u32, now: Instant) -> Self {
        let tenth = f64::from(requests.max(1)) * SHARE;
        let most = tenth.max(LEAST);
        Repeats {
            left: most,
            most,
            rate: most / 60.0,
            since: now,
        }
    }

    /// Notes that a request is made for the first time.
    pub(super) fn made(&mut self) {
        self.left = (self.left + SHARE).min(self.most);
    }

    /// Takes one. The pause after which it may leave.
    pub(super) fn take(&mut self, now: Instant) -> Duration {
        let passed = now.saturating_duration_since(self.since).as_secs_f64();
        self.left = (self.left + passed * self.rate).min(self.most);
        self.since = now;
        self.left -= 1.0;
        Duration::from_secs_f64((-self.left).max(0.0) / self.rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    fn busy(seconds: u64) -> LlmError {
        LlmError::Busy {
            host: "h".to_owned(),
            said: "slow down".to_owned(),
            wait: Some(Duration::from_secs(seconds)),
        }
    }

    fn failed() -> LlmError {
        LlmError::Server {
            host: "h".to_owned(),
            status: 500,
            said: "oops".to_owned(),
        }
    }

    proptest! {
        #[test]
        fn pauses_are_jittered_and_bounded(seed: u64, attempt in 1u32..40) {
            let patience = Patience { retries: 99, ..Patience::default() };
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let ceiling = 0.5 * 2f64.powi(attempt as i32 - 1);
            let Next::Again(pause) = patience.after(attempt, failed(), &mut rng) else {
                panic!("a failed server is asked again");
            };
            prop_assert!(pause.as_secs_f64() <= ceiling.min(60.0) + 1e-9);
            let Next::Again(asked) = patience.after(attempt, busy(30), &mut rng) else {
                panic!("a busy server is asked again");
            };
            prop_assert!((30.0..=30.5).contains(&asked.as_secs_f64()), "{asked:?}");
        }
    }

    #[test]
    fn patience_ends() {
        let (patience, mut rng) = (Patience::default(), ChaCha8Rng::seed_from_u64(1));
        let mut after = |attempt, error| patience.after(attempt, error, &mut rng);
        assert!(matches!(after(3, failed()), Next::Again(_)));
        assert_eq!(after(4, failed()), Next::GiveUp(failed()));
        assert!(matches!(after(1, busy(120)), Next::Again(_)));
        let Next::GiveUp(later) = after(1, busy(121)) else {
            panic!("two minutes are the most");
        };
        assert!(later.to_string().contains("121 s"), "{later}");
        assert!(later.ends_the_run());
    }

    #[test]
    fn repeats_are_a_tenth() {
        let start = Instant::now();
        let mut repeats = Repeats::new(60, start);
        for _ in 0..10 {
            assert_eq!(repeats.take(start), Duration::ZERO);
        }
        assert!(repeats.take(start) > Duration::from_secs(5));
        for _ in 0..20 {
            repeats.made();
        }
        assert_eq!(repeats.take(start), Duration::ZERO);
        let later = start + Duration::from_secs(999);
        for _ in 0..10 {
            assert_eq!(repeats.take(later), Duration::ZERO);
        }
        assert!(repeats.take(later) > Duration::ZERO, "no more are saved up");
    }
}
