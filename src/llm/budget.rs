//! The most that may be spent on a model.
//!
//! Owns: what is set aside before a request leaves, what comes back, what stays gone, who waits for whom. Does not: know
//! prices, tokens or requests; amounts come from whoever asks.
//!
//! At any time what is spent, what may have been spent, and what is set aside are together at most the budget, as long as no
//! answer costs more than was set aside for it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::LlmError;
use crate::domain::Cost;

/// From this part of the budget on a person is told, in hundredths.
const WARN: u128 = 80;

/// The most that may be spent, and what of it is gone. Cloneable: all clones are one budget.
#[derive(Clone)]
pub struct Budget(Arc<Shared>);

struct Shared {
    most: Cost,
    state: Mutex<State>,
    /// Changes whenever something comes back.
    news: watch::Sender<()>,
}

/// Amounts in millionths.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// What answers are known to have cost.
    spent: u64,
    /// What was set aside for requests of which nobody knows whether, or how much, they cost.
    uncertain: u64,
    /// What is set aside for requests that have not ended.
    held: u64,
    /// How many these are.
    under_way: u32,
    /// Whether the person was told that most is gone.
    warned: bool,
}

/// How a budget stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The most that may be spent.
    pub most: Cost,
    /// What answers are known to have cost.
    pub spent: Cost,
    /// What calls may have cost besides, of which nobody knows what became of them.
    pub uncertain: Cost,
    /// What is set aside for requests that are under way.
    pub held: Cost,
}

impl Budget {
    /// Nothing of it is gone.
    pub fn new(most: Cost) -> Self {
        Budget(Arc::new(Shared {
            most,
            state: Mutex::default(),
            news: watch::Sender::new(()),
        }))
    }

    /// The most that may be spent.
    pub fn most(&self) -> Cost {
        self.0.most
    }

    /// Counts what was spent before for the same purpose, in millionths of the budget's currency: what is known to be spent,
    /// and what may be.
    pub fn count_earlier(&self, spent: u64, uncertain: u64) {
        let mut state = self.state();
        state.spent = state.spent.saturating_add(spent);
        state.uncertain = state.uncertain.saturating_add(uncertain);
    }

    /// What is left to be set aside.
    pub fn left(&self) -> Cost {
        let gone = self.state().gone();
        Cost {
            micros: self.0.most.micros.saturating_sub(gone),
            ..self.0.most
        }
    }

    /// How it stands now.
    pub fn standing(&self) -> Standing {
        let state = *self.state();
        let cost = |micros| Cost {
            micros,
            ..self.0.most
        };
        Standing {
            most: self.0.most,
            spent: cost(state.spent),
            uncertain: cost(state.uncertain),
            held: cost(state.held),
        }
    }

    /// Sets an amount aside. When there is not enough, it waits for what others who are under way give back.
    ///
    /// # Errors
    /// [`LlmError::Spent`] when there is not enough and nothing can come back any more.
    pub(super) async fn set_aside(&self, amount: Cost) -> Result<SetAside, LlmError> {
        let mut news = self.0.news.subscribe();
        loop {
            {
                let mut state = self.state();
                if state.gone().saturating_add(amount.micros) <= self.0.most.micros {
                    state.held += amount.micros;
                    state.under_way += 1;
                    return Ok(SetAside {
                        budget: self.clone(),
                        amount: amount.micros,
                        left: Left::NotYet,
                    });
                }
                if state.under_way == 0 {
                    break;
                }
            }
            // The budget outlives whoever waits for it.
            let _ = news.changed().await;
        }
        let standing = self.standing();
        Err(LlmError::Spent {
            budget: standing.most,
            spent: standing.spent,
            uncertain: standing.uncertain,
            next: amount,
        })
    }

    /// Once: that most of it is gone.
    pub(super) fn warning(&self) -> Option<String> {
        let mut state = self.state();
        let sure = u128::from(state.spent) + u128::from(state.uncertain);
        if state.warned || sure * 100 < u128::from(self.0.most.micros) * WARN {
            return None;
        }
        state.warned = true;
        drop(state);
        let Standing {
            most,
            spent,
            uncertain,
            ..
        } = self.standing();
        let maybe = match uncertain.micros {
            0 => String::new(),
            _ => format!(", and {uncertain} may be"),
        };
        Some(format!(
            "{WARN} % of the budget is used up: of {most}, {spent} is spent{maybe}; at the end of it nothing more is asked"
        ))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn gone(&self) -> u64 {
        self.spent
            .saturating_add(self.uncertain)
            .saturating_add(self.held)
    }
}

/// What is set aside for one request. Dropped without a word it comes back while the request has not left, and stays gone
/// once it may have.
pub(super) struct SetAside {
    budget: Budget,
    amount: u64,
    left: Left,
}

/// Whether the request has left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    NotYet,
    Perhaps,
    Ended,
}

impl SetAside {
    /// The request is about to leave.
    pub(super) fn leaves(&mut self) {
        self.left = Left::Perhaps;
    }

    /// It cost so much.
    pub(super) fn cost(mut self, cost: Cost) {
        self.end(cost.micros, 0);
    }

    /// It cost nothing.
    pub(super) fn nothing(mut self) {
        self.end(0, 0);
    }

    fn end(&mut self, spent: u64, uncertain: u64) {
        self.left = Left::Ended;
        let mut state = self.budget.state();
        state.held = state.held.saturating_sub(self.amount);
        state.under_way = state.under_way.saturating_sub(1);
        state.spent = state.spent.saturating_add(spent);
        state.uncertain = state.uncertain.saturating_add(uncertain);
        drop(state);
        self.budget.0.news.send_replace(());
    }
}

impl Drop for SetAside {
    fn drop(&mut self) {
        match self.left {
            Left::Ended => {}
            Left::NotYet => self.end(0, 0),
            Left::Perhaps => self.end(0, self.amount),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use futures_util::FutureExt;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Currency;

    fn usd(micros: u64) -> Cost {
        Cost {
            micros,
            currency: Currency::USD,
        }
    }

    /// What happens next.
    #[derive(Clone, Debug)]
    enum Event {
        /// Somebody wants to ask.
        Asks(u64),
        /// The oldest that is set aside leaves.
        Leaves,
        /// The oldest that left is answered, for this part of what was set aside, in hundredths.
        Answered(u64),
        /// The oldest that left is refused.
        Refused,
        /// The oldest that left is never heard of again.
        Lost,
        /// The oldest that has not left is given up.
        GivenUp,
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            4 => (0..400u64).prop_map(Event::Asks),
            3 => Just(Event::Leaves),
            3 => (0..=100u64).prop_map(Event::Answered),
            1 => Just(Event::Refused),
            1 => Just(Event::Lost),
            1 => Just(Event::GivenUp),
        ]
    }

    proptest! {
        #[test]
        fn no_order_of_events_goes_beyond_the_budget(
            most in 1..3_000u64,
            earlier in 0..1_000u64,
            events in proptest::collection::vec(event(), 0..200),
        ) {
            let budget = Budget::new(usd(most));
            budget.count_earlier(earlier / 2, earlier - earlier / 2);
            let (mut waiting, mut gone) = (VecDeque::new(), VecDeque::new());
            let mut spent = earlier / 2;
            for event in events {
                match event {
                    Event::Asks(amount) => match budget.set_aside(usd(amount)).now_or_never() {
                        Some(Ok(aside)) => waiting.push_back(aside),
                        Some(Err(error)) => {
                            prop_assert!(waiting.is_empty() && gone.is_empty(), "{}", error);
                        }
                        None => prop_assert!(!waiting.is_empty() || !gone.is_empty()),
                    },
                    Event::Leaves => {
                        if let Some(mut aside) = waiting.pop_front() {
                            aside.leaves();
                            gone.push_back(aside);
                        }
                    }
                    Event::Answered(part) => {
                        if let Some(aside) = gone.pop_front() {
                            let cost = aside.amount * part / 100;
                            spent += cost;
                            aside.cost(usd(cost));
                        }
                    }
                    Event::Refused => {
                        if let Some(aside) = gone.pop_front() {
                            aside.nothing();
                        }
                    }
                    Event::Lost => drop(gone.pop_front()),
                    Event::GivenUp => drop(waiting.pop_front()),
                }
                let now = budget.standing();
                let sum = now.spent.micros + now.uncertain.micros + now.held.micros;
                prop_assert!(sum <= most.max(earlier), "{:?}", now);
                prop_assert_eq!(now.spent.micros, spent);
                let open = waiting.iter().chain(&gone).map(|aside| aside.amount);
                prop_assert_eq!(now.held.micros, open.sum::<u64>());
            }
        }
    }

    #[tokio::test]
    async fn whoever_waits_goes_on_when_something_comes_back() {
        let budget = Budget::new(usd(100));
        let first = budget.set_aside(usd(80)).await.unwrap();
        let second = budget.set_aside(usd(50));
        tokio::pin!(second);
        assert!(second.as_mut().now_or_never().is_none());
        first.cost(usd(50));
        drop(second.await.unwrap());
        let error = budget.set_aside(usd(51)).await.err().unwrap();
        assert!(error.ends_the_run());
        assert!(error.to_string().contains("USD 0.0001"), "{error}");
    }

    #[tokio::test]
    async fn a_person_is_told_once_and_in_time() {
        let budget = Budget::new(usd(10_000_000));
        let aside = budget.set_aside(usd(9_000_000)).await.unwrap();
        assert_eq!(
            budget.warning(),
            None,
            "what is only set aside may come back"
        );
        aside.cost(usd(7_900_000));
        assert_eq!(budget.warning(), None);
        let mut lost = budget.set_aside(usd(100_000)).await.unwrap();
        lost.leaves();
        drop(lost);
        let told = budget.warning().unwrap();
        for word in ["80 %", "USD 10.00", "USD 7.90 is spent", "USD 0.10 may be"] {
            assert!(told.contains(word), "{word} in {told}");
        }
        assert_eq!(budget.warning(), None);
    }
}
