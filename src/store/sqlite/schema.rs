//! The format of the database and its migrations.

use std::fs::File;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::header::{APPLICATION_ID, beside, wal_is_empty};
use super::{connection, error};
use crate::store::StoreError;

/// Each script takes the format before it to its own number, which is its place from 1.
const MIGRATIONS: [&str; 7] = [
    include_str!("migrations/0001_workspace.sql"),
    include_str!("migrations/0002_products.sql"),
    include_str!("migrations/0003_automatic_review.sql"),
    include_str!("migrations/0004_ledger.sql"),
    include_str!("migrations/0005_budget.sql"),
    include_str!("migrations/0006_choices.sql"),
    include_str!("migrations/0007_remarks.sql"),
];

/// The newest format that this version knows.
pub(super) const FORMAT: u32 = MIGRATIONS.len() as u32;

/// Refuses a format that is newer than ours.
pub(super) fn known(path: &Path, found: u32) -> Result<(), StoreError> {
    if found <= FORMAT {
        return Ok(());
    }
    Err(StoreError::Newer {
        path: path.to_owned(),
        found,
        known: FORMAT,
    })
}

/// The format of an open database.
pub(super) fn format(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Brings the database to our format, one transaction a step.
pub(super) fn migrate(connection: &Connection) -> rusqlite::Result<()> {
    let from = format(connection)?;
    for (script, number) in MIGRATIONS.iter().zip(1..).skip(from as usize) {
        let step = connection.unchecked_transaction()?;
        step.execute_batch(script)?;
        step.pragma_update(None, "user_version", number)?;
        step.commit()?;
    }
    Ok(())
}

/// Makes an empty database. It comes into being whole, under its name, or not at all.
pub(super) fn create(path: &Path) -> Result<(), StoreError> {
    if !wal_is_empty(path) {
        return Err(StoreError::NotOurs {
            path: path.to_owned(),
            why: "the file is gone, but the -wal file that belongs to it is still here".to_owned(),
        });
    }
    let making = beside(path, ".new");
    let written = |e: std::io::Error| error::file("written", &making, &e);
    for leftover in ["", "-wal", "-shm"] {
        match std::fs::remove_file(beside(&making, leftover)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(written(e)),
            _ => {}
        }
    }
    fill(&making).map_err(|e| error::disk("written", &e))?;
    File::open(&making)
        .and_then(|file| file.sync_all())
        .map_err(written)?;
    std::fs::rename(&making, path).map_err(written)?;
    sync_folder_of(path);
    Ok(())
}

fn fill(path: &Path) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let fresh = Connection::open_with_flags(path, flags)?;
    fresh.pragma_update(None, "application_id", APPLICATION_ID)?;
    // Nothing is lost if this fails half-way, so it is synced once, at the end.
    fresh.pragma_update(None, "synchronous", "OFF")?;
    connection::use_wal(&fresh)?;
    migrate(&fresh)?;
    fresh.close().map_err(|(_, error)| error)
}

/// Makes a rename durable where the system lets folders be synced.
pub(super) fn sync_folder_of(path: &Path) {
    if let Some(folder) = path.parent()
        && let Ok(folder) = File::open(folder)
    {
        // Some file systems cannot do it; the rename is then as durable as they make it.
        let _ = folder.sync_all();
    }
}
