//! The first bytes of a database file: enough to tell whether it is ours, without touching it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{error, schema};
use crate::store::StoreError;

/// `MUSE` in SQLite's application id.
pub(super) const APPLICATION_ID: u32 = u32::from_be_bytes(*b"MUSE");

const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// What lies at the place of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// No file.
    Nothing,
    /// A database of ours, of a format that we know.
    Ours,
}

/// Looks at the file; refuses what is foreign, damaged or newer.
pub(super) fn probe(path: &Path) -> Result<Found, StoreError> {
    let not_ours = |why: String| StoreError::NotOurs {
        path: path.to_owned(),
        why,
    };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error::file("read", path, &error)),
    };
    let meta = file.metadata().map_err(|e| error::file("read", path, &e))?;
    if !meta.is_file() {
        return Err(not_ours("it is no file".to_owned()));
    }
    if meta.len() == 0 {
        return Err(not_ours("the file is empty".to_owned()));
    }
    let mut head = [0; 100];
    if file.read_exact(&mut head).is_err() {
        return Err(not_ours(format!(
            "it is cut off after {} bytes",
            meta.len()
        )));
    }
    if &head[..16] != MAGIC {
        return Err(not_ours("it does not begin as one".to_owned()));
    }
    let number =
        |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    if number(68) != APPLICATION_ID {
        return Err(not_ours("another program made it".to_owned()));
    }
    schema::known(path, number(60))?;
    let page_size = match u64::from(u16::from_be_bytes([head[16], head[17]])) {
        1 => 65_536,
        size => size,
    };
    let needed = u64::from(number(28)) * page_size;
    // While a log lies beside it, the file may lag behind its own header.
    if meta.len() < needed && wal_is_empty(path) {
        let sizes = format!("it is cut off: {} of {needed} bytes", meta.len());
        return Err(not_ours(sizes));
    }
    Ok(Found::Ours)
}

/// Whether no write-ahead log with content lies beside the file.
pub(super) fn wal_is_empty(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-wal")).map_or(true, |meta| meta.len() == 0)
}

/// The path with something appended to the file name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
