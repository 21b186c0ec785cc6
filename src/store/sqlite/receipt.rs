//! Receipts: what became of the changes of attached processes, kept until those processes know it.
//!
//! A receipt is written in the transaction of its change. Whoever hands a change over again, because the answer was lost with
//! the holder that gave it, gets that answer and no second change.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::codec::Json;
use crate::store::Applied;

/// How long the receipts of a process that died with its holder are kept: longer than anybody is attached.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// Which change of which process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Receipt {
    /// The process, by an id that carries the time when it attached.
    pub(super) client: Uuid,
    /// The number of the change, rising.
    pub(super) number: u64,
    /// The process knows what became of its changes up to this one.
    pub(super) settled: u64,
}

/// The settings of one client begin so; their order is that of the numbers.
fn key(client: Uuid, number: u64) -> String {
    format!("receipt/{client}/{number:020}")
}

impl Receipt {
    /// What became of the change when it was done before; `None` when it was not.
    pub(super) fn find(&self, connection: &Connection) -> rusqlite::Result<Option<Applied>> {
        let found: Option<Json<Applied>> = connection
            .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
            .query_row([key(self.client, self.number)], |row| row.get(0))
            .optional()?;
        Ok(found.map(|Json(applied)| applied))
    }

    /// Keeps what became of the change, and forgets what its process knows.
    pub(super) fn keep(&self, connection: &Connection, applied: &Applied) -> rusqlite::Result<()> {
        connection
            .prepare_cached("DELETE FROM settings WHERE key BETWEEN ?1 AND ?2")?
            .execute([key(self.client, 0), key(self.client, self.settled)])?;
        connection
            .prepare_cached("INSERT INTO settings VALUES (?1, ?2)")?
            .execute(params![key(self.client, self.number), Json(applied)])?;
        Ok(())
    }
}

/// Forgets the receipts of processes that attached long before `now_ms`.
pub(super) fn forget_old(connection: &Connection, now_ms: i64) -> rusqlite::Result<()> {
    let before = u64::try_from(now_ms.saturating_sub(KEPT_MS)).unwrap_or(0);
    let oldest = uuid::Builder::from_unix_timestamp_millis(before, &[0; 10]).into_uuid();
    connection.execute(
        "DELETE FROM settings WHERE key >= 'receipt/' AND key < ?1",
        [key(oldest, 0)],
    )?;
    Ok(())
}
