//! Randomness for the ids of log entries, passed in so that tests can fix it.

use std::sync::Arc;

use crate::domain::{EntryId, Hlc};

/// Gives ten random bytes each time it is asked.
pub type Entropy = Arc<dyn Fn() -> [u8; 10] + Send + Sync>;

/// A new uuid v7: the time of the clock value and random bytes.
pub(super) fn entry_id(clock: Hlc, random: [u8; 10]) -> EntryId {
    let millis = u64::try_from(clock.millis).unwrap_or_default();
    EntryId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}
