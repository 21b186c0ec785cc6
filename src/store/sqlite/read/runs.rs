//! Reads of runs and settings.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::domain::{Run, RunId};
use crate::store::sqlite::codec::{Json, Word};

const COLUMNS: &str = "SELECT body, state, ended FROM runs";

fn run_of(row: &Row<'_>) -> rusqlite::Result<Run> {
    let mut run = row.get::<_, Json<Run>>(0)?.0;
    run.state = row.get::<_, Word<_>>(1)?.0;
    run.ended_ms = row.get(2)?;
    Ok(run)
}

/// Every run, oldest first.
pub(in crate::store::sqlite) fn all(connection: &Connection) -> rusqlite::Result<Vec<Run>> {
    let mut find = connection.prepare_cached(&format!("{COLUMNS} ORDER BY seq"))?;
    find.query_map([], run_of)?.collect()
}

/// One run.
pub(in crate::store::sqlite) fn with_id(
    connection: &Connection,
    id: RunId,
) -> rusqlite::Result<Option<Run>> {
    let mut find = connection.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?;
    find.query_row([id.0], run_of).optional()
}

/// A small value of the user interface.
pub(in crate::store::sqlite) fn setting(
    connection: &Connection,
    key: &str,
) -> rusqlite::Result<Option<String>> {
    let mut find = connection.prepare_cached("SELECT value FROM settings WHERE key = ?1")?;
    find.query_row([key], |row| row.get(0)).optional()
}
