//! What can be wrong with a theme.
//!
//! Owns: the sentences, each with its file, line and key and what to do next.
//! Does not: decide whether to go on with another theme.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why a theme cannot be used.
#[derive(Debug, Error)]
pub enum ThemeError {
    /// No such theme.
    #[error(
        "There is no theme \"{name}\". Choose one of {known}, or put {name}.toml into the theme folder."
    )]
    Unknown {
        /// The name asked for.
        name: String,
        /// The built-in ones.
        known: String,
    },
    /// The file is there but not readable.
    #[error("{}: the theme cannot be read ({source}). Check the file's permissions and that it is UTF-8.", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{origin}:{line}: {message}. Mend this line; a theme is a TOML file like dark.toml.")]
    Syntax {
        /// The file.
        origin: String,
        /// Line, from 1.
        line: usize,
        /// The reader's own words.
        message: String,
    },
    /// A key that means nothing.
    #[error("{origin}:{line}: unknown key \"{key}\". Known here: {known}.")]
    UnknownKey {
        /// The file.
        origin: String,
        /// Line, from 1.
        line: usize,
        /// The key.
        key: String,
        /// What could stand there.
        known: String,
    },
    /// A value that means nothing.
    #[error("{origin}:{line}: \"{key}\" cannot be {value}. Write {expected}.")]
    Value {
        /// The file.
        origin: String,
        /// Line, from 1.
        line: usize,
        /// The key.
        key: String,
        /// What stands there.
        value: String,
        /// What could.
        expected: &'static str,
    },
}
