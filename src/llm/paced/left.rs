//! A request whose asker went away: its row in the books is closed all the same.
//!
//! Owns: that row, as long as nothing else ends it. Does not: end requests; to drop the stream does.

use std::sync::Arc;

use tokio::runtime::Handle;

use crate::domain::{Billing, CallEnd, CallId, CallState};
use crate::llm::Ledger;

/// The kind of end that the books give such a request.
const KIND: &str = "ended_here";

/// An open row. Dropped before it is [closed](Open::closed), it is closed behind the scenes: nobody waits for the answer any
/// more, and the server may ask to be paid for what it did.
pub(super) struct Open {
    ledger: Arc<dyn Ledger>,
    call: Option<CallId>,
}

impl Open {
    pub(super) fn new(ledger: Arc<dyn Ledger>, call: CallId) -> Self {
        Open {
            ledger,
            call: Some(call),
        }
    }

    /// The row; whoever takes it ends it.
    pub(super) fn closed(mut self) -> Option<CallId> {
        self.call.take()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // Where nothing runs any more the row stays without an end, as after a crash, and says just that.
        let (Some(call), Ok(runtime)) = (self.call.take(), Handle::try_current()) else {
            return;
        };
        let ledger = self.ledger.clone();
        runtime.spawn(async move {
            if let Err(error) = ledger.ended(call, end(), None).await {
                tracing::warn!(%error, "closing a request that nobody waits for");
            }
        });
    }
}

fn end() -> CallEnd {
    CallEnd {
        state: CallState::Dead,
        billing: Billing::Maybe,
        model: None,
        request_id: None,
        input: None,
        output: None,
        cached: None,
        cost: None,
        error: Some((
            KIND.to_owned(),
            "it was ended here before its answer was whole".to_owned(),
        )),
    }
}
