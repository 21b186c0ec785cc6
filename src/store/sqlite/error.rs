//! From the driver's errors to the store's sentences.

use rusqlite::{Error, ErrorCode};

use crate::store::StoreError;

/// Why a step of a change was not done: the store's own refusal, or the driver's.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A sentence that is ready for the caller.
    Store(StoreError),
    /// An error of the database.
    Sqlite(Error),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Refusal::Store(error)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal::Sqlite(error)
    }
}

impl Refusal {
    /// What the caller is told.
    pub(super) fn into_store(self) -> StoreError {
        match self {
            Refusal::Store(error) => error,
            Refusal::Sqlite(error) => disk("written", &error),
        }
    }

    /// Whether the file itself failed, so that the connection can no longer be trusted.
    pub(super) fn broke_the_file(&self) -> bool {
        matches!(self, Refusal::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure))
    }
}

/// The sentence for an error of the database while it was `read` or `written`.
pub(super) fn disk(doing: &'static str, error: &Error) -> StoreError {
    let cause = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            format!("the file is damaged ({error}); a copy is in the snapshots folder beside it")
        }
        _ => error.to_string(),
    };
    StoreError::Disk { doing, cause }
}

/// The sentence for an error of the file system.
pub(super) fn file(
    doing: &'static str,
    path: &std::path::Path,
    error: &std::io::Error,
) -> StoreError {
    StoreError::Disk {
        doing,
        cause: format!("{}: {error}", path.display()),
    }
}
