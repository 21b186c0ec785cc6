//! What can stop an export.

use std::io;
use std::path::{Path, PathBuf};

use super::Format;

/// Why no file was written. Nothing lies under the final name in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A file of that name is there.
    #[error("{path} is already there; choose another name, or say that it may be overwritten")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The path names a directory.
    #[error("{path} is a directory; name a file in it, such as {path}/sft.jsonl")]
    Directory {
        /// The directory.
        path: PathBuf,
    },
    /// The format has no way to say that a turn is context without loss.
    #[error(
        "{format} files cannot mark a turn as context without loss; use --partial cut or --partial drop"
    )]
    Mask {
        /// The format.
        format: Format,
    },
    /// The lossless format is never cut.
    #[error(
        "muse files keep every turn with its verdict and are never cut; leave --partial out, or use mask or drop"
    )]
    CutMuse,
    /// The disk or the system said no.
    #[error("{path} could not be {doing}: {source}; nothing was exported")]
    Io {
        /// The file.
        path: PathBuf,
        /// A participle: written, synced, renamed.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// A row could not be turned into JSON.
    #[error("a row of {path} could not be written as JSON: {source}; nothing was exported")]
    Json {
        /// The file.
        path: PathBuf,
        /// What the writer said.
        source: serde_json::Error,
    },
    /// The file did not read back as it was written.
    #[error(
        "{path} did not read back as written, at line {line}: {why}; nothing was exported, please try again and check the disk"
    )]
    ReadBack {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: u64,
        /// What is wrong.
        why: String,
    },
}

impl ExportError {
    pub(super) fn io(path: &Path, doing: &'static str, source: io::Error) -> Self {
        ExportError::Io {
            path: path.to_owned(),
            doing,
            source,
        }
    }
}
