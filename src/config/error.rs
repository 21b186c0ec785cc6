//! What can be wrong with settings, in sentences.

use std::path::PathBuf;

use super::{Key, Source};

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file that was named, or that exists, cannot be read.
    #[error("the settings file {path} cannot be read")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        #[source]
        cause: std::io::Error,
    },
    /// A file is not in its format.
    #[error("{path}:{line}: {why}; mend the line or move the file away")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What the reader expected.
        why: String,
    },
    /// A setting has a value that it cannot have.
    #[error("{source_of}: {key} cannot be set so: {why}")]
    Value {
        /// The setting.
        key: Key,
        /// Where the value stands.
        source_of: Source,
        /// What is wrong, and what would be right.
        why: String,
    },
}

/// Something about the settings that a person should know, and that stops nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Where.
    pub place: Source,
    /// What.
    pub sentence: String,
    /// What to do about it.
    pub next: String,
}

impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.sentence, self.next)
    }
}
