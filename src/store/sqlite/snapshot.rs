//! Copies of the database while it is in use, and its health.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use futures_util::FutureExt;
use jiff::civil::Date;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::connection::{self, Medium};
use super::error;
use super::header::beside;
use super::schema::sync_folder_of;
use crate::store::{Reply, Store, StoreError};

/// How many daily copies are kept.
const KEPT: usize = 7;

/// Copies the database on a thread of its own, so that neither the writer nor a page waits for it.
pub(super) fn start(from: PathBuf, medium: Medium, to: PathBuf) -> Reply<'static, ()> {
    let (answer, receive) = oneshot::channel();
    let failed = to.clone();
    let thread = std::thread::Builder::new().name("store-copy".to_owned());
    let started = thread.spawn(move || {
        let _ = answer.send(copy(&from, medium, &to));
    });
    async move {
        started.map_err(|e| error::file("written", &failed, &e))?;
        receive.await.unwrap_or(Err(StoreError::Closed))
    }
    .boxed()
}

/// A consistent copy under its name, or none at all.
fn copy(from: &Path, medium: Medium, to: &Path) -> Result<(), StoreError> {
    let making = beside(to, ".new");
    let written = |e: std::io::Error| error::file("written", to, &e);
    if to.exists() {
        return Err(written(std::io::ErrorKind::AlreadyExists.into()));
    }
    match fs::remove_file(&making) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(written(e)),
        _ => {}
    }
    let outcome = connection::reader(from, medium)
        .and_then(|source| source.execute("VACUUM INTO ?1", [making.to_string_lossy()]));
    if let Err(e) = outcome {
        // Half a copy is of no use to anybody.
        let _ = fs::remove_file(&making);
        return Err(error::disk("written", &e));
    }
    File::open(&making)
        .and_then(|file| file.sync_all())
        .map_err(written)?;
    fs::rename(&making, to).map_err(written)?;
    sync_folder_of(to);
    Ok(())
}

/// What SQLite finds wrong with the file.
pub(super) fn faults(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut check = connection.prepare("PRAGMA integrity_check")?;
    let lines: Vec<String> = check
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

/// Makes today's copy in `DIR/snapshots` when it is missing, and keeps the newest seven. Tells where the new copy lies.
///
/// # Errors
///
/// [`StoreError::Disk`] when the copy could not be written; older copies are then left alone.
pub async fn daily_snapshot(
    store: &Store,
    dir: &Path,
    today: Date,
) -> Result<Option<PathBuf>, StoreError> {
    let folder = dir.join("snapshots");
    let copy = folder.join(format!("muse-{today}.db"));
    if copy.exists() {
        return Ok(None);
    }
    fs::create_dir_all(&folder).map_err(|e| error::file("written", &folder, &e))?;
    store.snapshot(copy.clone()).await?;
    forget_old(&folder).map_err(|e| error::file("written", &folder, &e))?;
    Ok(Some(copy))
}

fn forget_old(folder: &Path) -> std::io::Result<()> {
    let mut daily: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| is_daily(path))
        .collect();
    // The names carry the date, so their order is that of the days.
    daily.sort();
    let old = daily.len().saturating_sub(KEPT);
    daily.iter().take(old).try_for_each(fs::remove_file)
}

/// Whether we made this file: other files in the folder are not ours to delete.
fn is_daily(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let date = name
        .strip_prefix("muse-")
        .and_then(|rest| rest.strip_suffix(".db"));
    date.is_some_and(|date| date.parse::<Date>().is_ok())
}
