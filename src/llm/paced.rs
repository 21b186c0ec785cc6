//! A model that is asked at a pace, patiently, with everything in the books.
//!
//! Owns: the order of things. What was answered before is not asked again; an attempt is in the books before it leaves; an
//! answer is in the books before anybody has it; a request takes the place of another only while it is on the wire; what it
//! may cost is set aside before it leaves.
//! Does not: know how fast, how often or at what price; that is for the parts.

mod asking;
mod bound;
mod left;
mod typical;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::ready;
use futures_util::stream;
use futures_util::{FutureExt, StreamExt};
use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;
use tokio::sync::mpsc;
use tokio::time::Instant;

use self::asking::Asking;
use self::typical::Typical;
use super::breaker::Breaker;
use super::pacer::{Pace, Pacer};
use super::patience::{Patience, Repeats};
use super::{
    Answer, Budget, ChatEvent, ChatModel, ChatRequest, ChatStream, Ledger, LlmError, Meter, Wire,
    kept,
};
use crate::domain::{Engine, Price};

/// A model over a wire. All that is asked of one server belongs through one of these, or through those [beside](Paced::beside)
/// it.
pub struct Paced {
    wire: Arc<dyn Wire>,
    ledger: Arc<dyn Ledger>,
    pacer: Arc<Pacer>,
    patience: Patience,
    breaker: Arc<Breaker>,
    repeats: Arc<Mutex<Repeats>>,
    typical: Mutex<Typical>,
    chance: Arc<Mutex<ChaCha12Rng>>,
    price: Option<Price>,
    budget: Option<Budget>,
    meter: Meter,
}

impl Paced {
    /// The model at the other end of this wire, asked at this pace, with this patience. The seed decides how long pauses
    /// are, and nothing else.
    pub fn new(
        wire: Arc<dyn Wire>,
        pace: Pace,
        patience: Patience,
        ledger: Arc<dyn Ledger>,
        seed: u64,
    ) -> Self {
        let now = Instant::now();
        Paced {
            wire,
            ledger,
            pacer: Arc::new(Pacer::new(pace, now)),
            patience,
            breaker: Arc::new(Breaker::new(patience)),
            repeats: Arc::new(Mutex::new(Repeats::new(pace.requests, now))),
            typical: Mutex::default(),
            chance: Arc::new(Mutex::new(ChaCha12Rng::seed_from_u64(seed))),
            price: None,
            budget: None,
            meter: Meter::default(),
        }
    }

    /// The same, at this price. Without one, what answers cost is unknown.
    pub fn at_price(self, price: Option<Price>) -> Self {
        Paced { price, ..self }
    }

    /// The same, at this price, and within this budget of the same currency.
    pub fn within(self, price: Price, budget: Budget) -> Self {
        Paced {
            price: Some(price),
            budget: Some(budget),
            ..self
        }
    }

    /// Another model of the same server, at this price: both keep to one pace, one budget and one set of books together.
    /// The price is in the currency of the budget, when there is one.
    pub fn beside(&self, wire: Arc<dyn Wire>, price: Option<Price>) -> Self {
        Paced {
            wire,
            ledger: self.ledger.clone(),
            pacer: self.pacer.clone(),
            patience: self.patience,
            breaker: self.breaker.clone(),
            repeats: self.repeats.clone(),
            // How long its answers are is its own.
            typical: Mutex::default(),
            chance: self.chance.clone(),
            price,
            budget: self.budget.clone(),
            meter: self.meter.clone(),
        }
    }

    /// What is asked through this model, from now on.
    pub fn meter(&self) -> Meter {
        self.meter.clone()
    }
}

impl ChatModel for Paced {
    fn stream(&self, request: ChatRequest) -> ChatStream<'_> {
        let (tell, mut hear) = mpsc::unbounded_channel();
        let asking = Asking::new(self, request, tell.clone());
        let asked = async move {
            // Whoever does not listen any more has dropped this too.
            let _ = match asking.answer().await {
                Ok(reply) => tell.send(Ok(ChatEvent::Done(reply))),
                Err(error) => tell.send(Err(error)),
            };
        };
        let asked = stream::once(asked).filter_map(|()| ready(None));
        let heard = stream::poll_fn(move |context| hear.poll_recv(context));
        stream::select(heard, asked).boxed()
    }

    fn name(&self) -> &str {
        self.wire.name()
    }

    fn engine(&self) -> Engine {
        self.wire.engine()
    }

    fn forget<'a>(&'a self, request: &'a ChatRequest) -> Answer<'a, ()> {
        async move {
            let hash = kept::hash(self.wire.as_ref(), request);
            let forgotten = self.ledger.forget(hash).await;
            forgotten.map_err(|error| LlmError::Unbooked {
                model: self.wire.name().to_owned(),
                why: error.to_string(),
            })
        }
        .boxed()
    }
}

/// What a lock guards is right whenever nobody holds it.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
