//! Connections to the database file, with the settings that make them safe.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

/// How long a statement waits for a lock that a foreign program holds.
const BUSY: Duration = Duration::from_secs(5);

/// Whether the place of the file lets SQLite keep its side files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// Ordinary: others may write while we read.
    Shared,
    /// Nothing can be written beside the file, and no unfinished log lies there: it is read as it is.
    Frozen,
}

/// The connection that writes.
pub(super) fn writer(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    harden(&connection)?;
    connection.execute_batch("PRAGMA cache_size = -16000; PRAGMA foreign_keys = ON;")?;
    Ok(connection)
}

/// Turns on the write-ahead log; only after the file is known to be ours.
pub(super) fn use_wal(connection: &Connection) -> rusqlite::Result<()> {
    // The log is cut back after a bulk change, so that it does not keep its largest size for ever.
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864;")
}

/// A connection that can only read.
pub(super) fn reader(path: &Path, medium: Medium) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match medium {
        Medium::Shared => Connection::open_with_flags(path, flags)?,
        Medium::Frozen => {
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            Connection::open_with_flags(immutable_uri(path), flags)?
        }
    };
    harden(&connection)?;
    connection.execute_batch("PRAGMA cache_size = -8000;")?;
    Ok(connection)
}

fn immutable_uri(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = text
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    format!("file:{text}?immutable=1")
}

fn harden(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;",
    )
}
