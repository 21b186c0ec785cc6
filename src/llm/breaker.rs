//! A door that closes before a server that fails.
//!
//! Owns: when a model is left alone, and for how long: after so many failures in a row nobody asks it for a while, then one
//! request tries for all. Also: that nothing more is asked once every request would fail for the same reason.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::{LlmError, Patience};

/// The door before one model.
pub(super) struct Breaker {
    patience: Patience,
    state: Mutex<State>,
    /// Changes whenever the door does.
    news: watch::Sender<()>,
}

/// What stands behind the door.
struct State {
    door: Door,
    /// How long the server is left alone the next time.
    rest: Duration,
    /// How many tries for all have failed, ever.
    tries: u64,
    /// Why it is left alone.
    last: Option<LlmError>,
}

/// How the door stands.
#[derive(Debug)]
enum Door {
    /// Everybody passes; so many failed in a row.
    Open(u32),
    /// Nobody passes before then.
    Closed(Instant),
    /// One has passed, to try for all.
    Trying,
    /// Nobody will ever pass again.
    Shut(LlmError),
}

/// Leave to ask once. Whoever drops it without a word has learned nothing about the server.
pub(super) struct Pass<'a> {
    breaker: &'a Breaker,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// One of many.
    Usual,
    /// The one that tries for all.
    Trying,
    /// It has said how it went.
    Spent,
}

/// Whether one may pass.
enum Answer {
    Pass(Kind),
    Wait(Option<Instant>),
    Never(LlmError),
}

impl Breaker {
    /// An open door.
    pub(super) fn new(patience: Patience) -> Self {
        Breaker {
            patience,
            state: Mutex::new(State {
                door: Door::Open(0),
                rest: patience.rest,
                tries: 0,
                last: None,
            }),
            news: watch::Sender::new(()),
        }
    }

    /// Waits until the server may be asked.
    ///
    /// # Errors
    /// The failure for which nobody may, or the last of those that were waited for.
    pub(super) async fn pass(&self) -> Result<Pass<'_>, LlmError> {
        let mut news = self.news.subscribe();
        let seen = self.state().tries;
        loop {
            match self.ask(seen, Instant::now()) {
                Answer::Pass(kind) => {
                    return Ok(Pass {
                        breaker: self,
                        kind,
                    });
                }
                Answer::Never(error) => return Err(error),
                Answer::Wait(Some(then)) => tokio::select! {
                    () = sleep_until(then) => {}
                    _ = news.changed() => {}
                },
                Answer::Wait(None) => drop(news.changed().await),
            }
        }
    }

    /// Lets nobody pass any more.
    pub(super) fn shut(&self, error: &LlmError) {
        self.state().door = Door::Shut(error.clone());
        self.news.send_replace(());
    }

    fn ask(&self, seen: u64, now: Instant) -> Answer {
        let mut state = self.state();
        let patient = state.tries - seen <= u64::from(self.patience.retries);
        match (&state.door, &state.last) {
            (Door::Shut(error), _) => Answer::Never(error.clone()),
            (Door::Open(_), _) => Answer::Pass(Kind::Usual),
            (_, Some(error)) if !patient => Answer::Never(error.clone()),
            (Door::Closed(until), _) if *until <= now => {
                state.door = Door::Trying;
                Answer::Pass(Kind::Trying)
            }
            (Door::Closed(until), _) => Answer::Wait(Some(*until)),
            (Door::Trying, _) => Answer::Wait(None),
        }
    }

    fn answered(&self) {
        let mut state = self.state();
        if !matches!(state.door, Door::Shut(_)) {
            state.door = Door::Open(0);
            state.rest = self.patience.rest;
        }
    }

    fn failed(&self, kind: Kind, error: &LlmError, now: Instant) {
        let mut state = self.state();
        let failures = match state.door {
            Door::Open(failures) => failures + 1,
            Door::Trying if kind == Kind::Trying => {
                state.tries += 1;
                self.patience.failures
            }
            // It left before the door closed.
            _ => return,
        };
        state.last = Some(error.clone());
        if failures < self.patience.failures {
            state.door = Door::Open(failures);
            return;
        }
        state.door = Door::Closed(now + state.rest);
        state.rest = (state.rest * 2).min(self.patience.longest_rest);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    /// Waits until the door has closed after all, while whoever holds this has not yet asked.
    pub(super) async fn revoked(&self) {
        let mut news = self.breaker.news.subscribe();
        while self.holds() {
            // The breaker outlives its passes, so there is always news to wait for.
            let _ = news.changed().await;
        }
    }

    fn holds(&self) -> bool {
        match self.breaker.state().door {
            Door::Open(_) => true,
            Door::Trying => self.kind == Kind::Trying,
            Door::Closed(_) | Door::Shut(_) => false,
        }
    }

    /// The server answered, whatever it said.
    pub(super) fn answered(mut self) {
        self.kind = Kind::Spent;
        self.breaker.answered();
        self.breaker.news.send_replace(());
    }

    /// The attempt failed like this. That a server is busy, or refuses, shows that it lives.
    pub(super) fn failed(mut self, error: &LlmError) {
        if !error.passing() || matches!(error, LlmError::Busy { .. }) {
            return self.answered();
        }
        let kind = std::mem::replace(&mut self.kind, Kind::Spent);
        self.breaker.failed(kind, error, Instant::now());
        self.breaker.news.send_replace(());
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if self.kind == Kind::Trying {
            let mut state = self.breaker.state();
            if matches!(state.door, Door::Trying) {
                state.door = Door::Closed(Instant::now());
            }
            drop(state);
            self.breaker.news.send_replace(());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::time::timeout;

    use super::*;

    const SOON: Duration = Duration::from_millis(1);

    fn paused<T>(case: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build();
        runtime.unwrap().block_on(case)
    }

    fn error() -> LlmError {
        LlmError::Server {
            host: "h".to_owned(),
            status: 500,
            said: "oops".to_owned(),
        }
    }

    async fn broken() -> Breaker {
        let patience = Patience::default();
        let breaker = Breaker::new(patience);
        for _ in 0..patience.failures {
            breaker.pass().await.unwrap().failed(&error());
        }
        breaker
    }

    #[test]
    fn it_closes_after_failures_in_a_row_and_opens_after_a_try() {
        paused(async {
            let breaker = broken().await;
            assert!(timeout(SOON, breaker.pass()).await.is_err());
            let try_one = breaker.pass().await.unwrap();
            assert!(timeout(SOON, breaker.pass()).await.is_err(), "one tries");
            try_one.answered();
            let first = breaker.pass().await.unwrap();
            breaker.pass().await.unwrap().answered();
            first.answered();
        });
    }

    #[test]
    fn failures_that_are_not_in_a_row_are_borne() {
        paused(async {
            let breaker = Breaker::new(Patience::default());
            for _ in 0..99 {
                for _ in 0..9 {
                    breaker.pass().await.unwrap().failed(&error());
                }
                breaker.pass().await.unwrap().answered();
            }
            assert!(timeout(SOON, breaker.pass()).await.is_ok());
        });
    }

    #[test]
    fn a_try_that_is_given_up_is_made_by_another() {
        paused(async {
            let breaker = broken().await;
            drop(breaker.pass().await.unwrap());
            assert!(timeout(SOON, breaker.pass()).await.is_ok());
        });
    }

    #[test]
    fn whoever_waits_does_not_wait_for_ever() {
        paused(async {
            let breaker = Arc::new(broken().await);
            let waiting: Vec<_> = (0..20)
                .map(|_| {
                    let breaker = breaker.clone();
                    tokio::spawn(async move {
                        // As a request does: it gives up after its fourth attempt, if nobody tells it to before.
                        for _ in 0..4 {
                            breaker.pass().await?.failed(&error());
                        }
                        Ok(())
                    })
                })
                .collect();
            let mut told = 0;
            for one in waiting {
                told += usize::from(one.await.unwrap() == Err(error()));
            }
            assert!(told >= 16, "{told} of those that waited were told");
        });
    }

    #[test]
    fn what_ends_the_run_ends_it_for_all() {
        paused(async {
            let breaker = broken().await;
            let key = LlmError::Key {
                host: "h".to_owned(),
                said: "no".to_owned(),
            };
            let (waiting, ()) = tokio::join!(breaker.pass(), async { breaker.shut(&key) });
            assert_eq!(waiting.err(), Some(key.clone()));
            assert_eq!(breaker.pass().await.err(), Some(key));
        });
    }
}
