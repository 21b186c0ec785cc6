//! A model that is asked at a pace, patiently, with everything in the books.
//!
//! Owns: the order of things. What was answered before is not asked again; an attempt is in the books before it leaves; an
//! answer is in the books before anybody has it; a request takes the place of another only while it is on the wire.
//! Does not: know how fast, how often or at what price; that is for the parts.

mod asking;
mod typical;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::StreamExt;
use futures_util::future::ready;
use futures_util::stream;
use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;
use tokio::sync::mpsc;
use tokio::time::Instant;

use self::asking::Asking;
use self::typical::Typical;
use super::breaker::Breaker;
use super::pacer::{Pace, Pacer};
use super::patience::{Patience, Repeats};
use super::{ChatEvent, ChatModel, ChatRequest, ChatStream, Ledger, Wire};
use crate::domain::{Engine, Price};

/// A model over a wire. All that is asked of one model belongs through one of these.
pub struct Paced {
    wire: Arc<dyn Wire>,
    ledger: Arc<dyn Ledger>,
    pacer: Pacer,
    patience: Patience,
    breaker: Breaker,
    repeats: Mutex<Repeats>,
    typical: Mutex<Typical>,
    chance: Mutex<ChaCha12Rng>,
    price: Option<Price>,
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
            pacer: Pacer::new(pace, now),
            patience,
            breaker: Breaker::new(patience),
            repeats: Mutex::new(Repeats::new(pace.requests, now)),
            typical: Mutex::default(),
            chance: Mutex::new(ChaCha12Rng::seed_from_u64(seed)),
            price: None,
        }
    }

    /// The same, at this price. Without one, what answers cost is unknown.
    pub fn at_price(self, price: Option<Price>) -> Self {
        Paced { price, ..self }
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
}

/// What a lock guards is right whenever nobody holds it.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
