//! The books of a model's calls for as long as the process runs, for asking at a pace without a database.
//!
//! Owns: how many attempts at each request have left. Does not: survive the process, or know any answer: whoever asks
//! keeps what it was given.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;

use crate::domain::{CallEnd, CallId, NewCall, RequestHash};
use crate::llm::{Booking, Known, Ledger};

/// Books that nobody keeps.
#[derive(Default)]
pub(super) struct Unkept(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    calls: i64,
    attempts: HashMap<RequestHash, u32>,
}

impl Unkept {
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ledger for Unkept {
    fn known(&self, request: RequestHash) -> Booking<'_, Known> {
        let attempts = self.entries().attempts.get(&request).copied();
        let known = Known {
            attempts: attempts.unwrap_or(0),
            answer: None,
        };
        async move { Ok(known) }.boxed()
    }

    fn sent(&self, call: NewCall) -> Booking<'_, CallId> {
        let mut entries = self.entries();
        *entries.attempts.entry(call.request).or_default() += 1;
        entries.calls += 1;
        let id = CallId(entries.calls);
        async move { Ok(id) }.boxed()
    }

    fn ended(&self, _: CallId, end: CallEnd, _: Option<Vec<u8>>) -> Booking<'_, ()> {
        tracing::debug!(state = end.state.code(), "a model's call ended");
        async { Ok(()) }.boxed()
    }
}
