//! What can go wrong in the store, in sentences.

use std::path::PathBuf;

use crate::domain::Subject;

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the workspace for writing.
    #[error(
        "the workspace {path} is in use by process {pid}{host}; close it there, or work read-only"
    )]
    Held {
        /// The workspace.
        path: PathBuf,
        /// The holder's process id.
        pid: u32,
        /// ` on HOST` when the holder runs on another machine, else empty.
        host: String,
    },
    /// Another process holds the workspace for writing and does not let this one write through it.
    #[error(
        "the workspace {path} is in use by process {pid}, which cannot write for this one: {why}; close it there, or work read-only"
    )]
    Apart {
        /// The workspace.
        path: PathBuf,
        /// The holder's process id.
        pid: u32,
        /// Why.
        why: String,
    },
    /// The process that writes for this one does not answer.
    #[error(
        "process {pid} holds the workspace and does not answer; {changes} changes may not be saved, look at them when it has ended"
    )]
    Unanswered {
        /// The holder's process id.
        pid: u32,
        /// How many changes wait.
        changes: u64,
    },
    /// The workspace was opened read-only.
    #[error("this workspace is open read-only ({why}); nothing was changed")]
    ReadOnly {
        /// Why it is read-only.
        why: String,
    },
    /// An older version of the studio made the database, and it was to be read only.
    #[error(
        "the workspace {path} is of an older format ({found}, this version writes {known}); `muse-studio setup --yes` brings it up to date and keeps a copy in its snapshots folder, nothing was changed"
    )]
    Older {
        /// The database file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The format that this version writes.
        known: u32,
    },
    /// A newer version of the studio made the database.
    #[error(
        "the workspace {path} was made by a newer version (format {found}, this one knows {known}); update muse-studio, nothing was changed"
    )]
    Newer {
        /// The database file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format that this version knows.
        known: u32,
    },
    /// The file is no database of ours.
    #[error(
        "{path} is not a Muse Studio database ({why}); restore a copy from the snapshots folder beside it, or name another workspace"
    )]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// What was found.
        why: String,
    },
    /// Somebody changed the subject since it was read.
    #[error(
        "the {} was changed meanwhile (it is at version {found}, yours was {expected}); look at it again",
        kind_of(subject)
    )]
    Conflict {
        /// What was changed.
        subject: Subject,
        /// The version that the caller had read.
        expected: u32,
        /// The version in the store.
        found: u32,
    },
    /// A thing that a change names does not exist.
    #[error("there is no {kind} {id} in this workspace")]
    Missing {
        /// `conversation`, `turn`, `run` ...
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// A change that contradicts itself.
    #[error("{0}; nothing was changed")]
    Contradiction(String),
    /// The disk is full or failed, or the database refused.
    #[error(
        "the workspace could not be {doing}: {cause}; what was saved before is safe, free space or mend the disk and try again"
    )]
    Disk {
        /// `read` or `written`.
        doing: &'static str,
        /// The driver's own words.
        cause: String,
    },
    /// The writer has stopped.
    #[error("the store is closed; open the workspace again")]
    Closed,
}

fn kind_of(subject: &Subject) -> &'static str {
    match subject {
        Subject::Conversation(_) => "conversation",
        Subject::Turn(..) => "turn",
        Subject::Product(_) => "product",
    }
}
