//! What is said over the socket, each message one line of JSON.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::domain::Subject;
use crate::store::{Applied, Change, StoreError};

/// Rises when a message changes its shape.
const PROTOCOL: u32 = 1;

/// The first line of whoever connects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store::sqlite) struct Hello {
    /// The shape of the messages.
    protocol: u32,
    /// The version of the program: a change of one may mean nothing to another.
    version: String,
    /// The workspace that is meant.
    workspace: Uuid,
    /// Who connects; the same for as long as the process is attached.
    pub(super) client: Uuid,
}

impl Hello {
    /// The greeting of a process of this version.
    pub(in crate::store::sqlite) fn new(workspace: Uuid, client: Uuid) -> Self {
        Hello {
            protocol: PROTOCOL,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            workspace,
            client,
        }
    }

    /// Why the holder, a process of this version with this workspace, cannot take whoever says so; `None` when it can.
    pub(super) fn unfit(&self, workspace: Uuid) -> Option<String> {
        let ours = env!("CARGO_PKG_VERSION");
        if (self.protocol, self.version.as_str()) != (PROTOCOL, ours) {
            return Some(format!(
                "it is muse-studio {ours}, and you run {}",
                self.version
            ));
        }
        (self.workspace != workspace).then(|| "it holds another workspace".to_owned())
    }
}

/// The first line of the holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Welcome {
    /// Come in.
    In {
        /// The holder's process.
        pid: u32,
        /// The number of the latest change.
        sequence: u64,
    },
    /// Not here.
    Out {
        /// The holder's process.
        pid: u32,
        /// Why.
        why: String,
    },
}

/// What an attached process says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum ToHolder {
    /// Write this.
    Change {
        /// The number of the change, rising, of this client.
        number: u64,
        /// Every change up to this number has been answered: its receipt is of no more use.
        settled: u64,
        /// A [`Change`], read apart, so that one that means nothing has an answer too.
        change: Box<RawValue>,
    },
}

/// What the holder says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromHolder {
    /// What became of a change.
    Done {
        /// Its number.
        number: u64,
        /// The outcome.
        outcome: Result<Applied, Failure>,
    },
    /// Something was committed; the number of the latest change.
    Committed(u64),
}

/// An error of the store on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Failure {
    /// [`StoreError::Conflict`].
    Conflict {
        subject: Subject,
        expected: u32,
        found: u32,
    },
    /// [`StoreError::Missing`].
    Missing { kind: String, id: String },
    /// [`StoreError::Contradiction`].
    Contradiction(String),
    /// Any other: the disk.
    Disk(String),
}

/// The kinds of things that can be missing.
const KINDS: [&str; 6] = [
    "conversation",
    "turn",
    "branch",
    "run",
    "product",
    "call under way",
];

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict {
                subject,
                expected,
                found,
            } => Failure::Conflict {
                subject,
                expected,
                found,
            },
            StoreError::Missing { kind, id } => Failure::Missing {
                kind: kind.to_owned(),
                id,
            },
            StoreError::Contradiction(text) => Failure::Contradiction(text),
            StoreError::Disk { cause, .. } => Failure::Disk(cause),
            other => Failure::Disk(other.to_string()),
        }
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Conflict {
                subject,
                expected,
                found,
            } => StoreError::Conflict {
                subject,
                expected,
                found,
            },
            Failure::Missing { kind, id } => StoreError::Missing {
                kind: KINDS
                    .into_iter()
                    .find(|known| *known == kind)
                    .unwrap_or("thing"),
                id,
            },
            Failure::Contradiction(text) => StoreError::Contradiction(text),
            Failure::Disk(cause) => StoreError::Disk {
                doing: "written",
                cause,
            },
        }
    }
}

/// A change in a message; an error when it cannot be written as JSON.
pub(super) fn packed(change: &Change) -> serde_json::Result<Box<RawValue>> {
    serde_json::value::to_raw_value(change)
}
