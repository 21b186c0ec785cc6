//! The books of what was asked of models and what it cost.
//!
//! Owns: what whoever keeps them has to promise. Does not: keep them; that takes a database.

use futures_util::future::BoxFuture;

use crate::domain::{CallEnd, CallId, NewCall, RequestHash};

/// Why an entry cannot be made, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LedgerError(pub String);

/// An entry that is being made.
pub type Booking<'a, T> = BoxFuture<'a, Result<T, LedgerError>>;

/// What the books say of a request.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Known {
    /// How many attempts have left, in this process or another.
    pub attempts: u32,
    /// The answer, when one was paid for.
    pub answer: Option<Vec<u8>>,
}

/// The books. Entries that come together may be put on disk together.
pub trait Ledger: Send + Sync {
    /// What is known of a request.
    fn known(&self, request: RequestHash) -> Booking<'_, Known>;

    /// Notes that an attempt is about to leave, as [`CallState::Sent`](crate::domain::CallState::Sent) and
    /// [`Billing::Maybe`](crate::domain::Billing::Maybe). It is on disk before the future ends: whatever happens later,
    /// the row shows that there may be something to pay.
    fn sent(&self, call: NewCall) -> Booking<'_, CallId>;

    /// Notes how an attempt ended, together with its answer, if there is one: what [`Known::answer`] gives back for the same
    /// request. Both are on disk before the future ends.
    fn ended(&self, call: CallId, end: CallEnd, answer: Option<Vec<u8>>) -> Booking<'_, ()>;

    /// Forgets the answer to a request: whoever asked has what it was asked for. What it cost stays in the books.
    fn forget(&self, request: RequestHash) -> Booking<'_, ()>;
}
