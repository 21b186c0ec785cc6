//! The books of what is asked of models, in the workspace.

use futures_util::FutureExt;

use crate::domain::{CallEnd, CallId, NewCall, RequestHash};
use crate::llm::{Booking, Known, Ledger, LedgerError};
use crate::store::{Change, Op, Store, StoreError};

/// The ledger of a workspace. Entries of requests that are under way together go to disk together: the store's writer
/// commits in groups.
pub struct WorkspaceLedger(Store);

impl WorkspaceLedger {
    /// The ledger in this store.
    pub fn new(store: Store) -> Self {
        WorkspaceLedger(store)
    }
}

impl From<StoreError> for LedgerError {
    fn from(error: StoreError) -> Self {
        LedgerError(error.to_string())
    }
}

impl Ledger for WorkspaceLedger {
    fn known(&self, request: RequestHash) -> Booking<'_, Known> {
        let known = self.0.known_call(request);
        async move {
            let known = known.await?;
            Ok(Known {
                attempts: known.attempts,
                answer: known.answer,
            })
        }
        .boxed()
    }

    fn sent(&self, call: NewCall) -> Booking<'_, CallId> {
        async move {
            let applied = self.0.apply(Change::one(Op::SendCall(call))).await?;
            let id = applied.calls.first().copied();
            id.ok_or_else(|| LedgerError("the store gave the call no row".to_owned()))
        }
        .boxed()
    }

    fn ended(&self, call: CallId, end: CallEnd, answer: Option<Vec<u8>>) -> Booking<'_, ()> {
        async move {
            let change = Change::one(Op::EndCall(call, end, answer));
            Ok(self.0.apply(change).await.map(drop)?)
        }
        .boxed()
    }

    fn forget(&self, request: RequestHash) -> Booking<'_, ()> {
        // Should it come back, nothing is lost by that.
        let change = Change::batched(vec![Op::ForgetAnswer(request)]);
        async move { Ok(self.0.apply(change).await.map(drop)?) }.boxed()
    }
}
