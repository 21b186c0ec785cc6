//! Errors of data files: which file, which line, what to do.

use super::json_places::Place;

/// What is wrong at a place of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedFault {
    /// Where.
    pub place: Place,
    /// What is wrong there and what to write instead.
    pub reason: String,
}

/// Faults that one message tells; the rest is counted.
const TOLD: usize = 12;

/// A data file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DataError {
    /// The file cannot be read at all.
    #[error("cannot read {file}: {reason}; check the path and its permissions")]
    Read {
        /// The file.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// A line is wrong.
    #[error("{file}, line {line}: {reason}")]
    Line {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong there and what to write instead.
        reason: String,
    },
    /// Several places are wrong, or one whose column is known.
    #[error("{file}: {}", told(faults))]
    Faults {
        /// The file.
        file: String,
        /// What is wrong, in the order of the file.
        faults: Vec<PlacedFault>,
    },
}

/// Faults as one sentence.
fn told(faults: &[PlacedFault]) -> String {
    let fault = |f: &PlacedFault| {
        let Place { line, column } = f.place;
        format!("line {line}, column {column}: {}", f.reason)
    };
    let mut all: Vec<String> = faults.iter().take(TOLD).map(fault).collect();
    if faults.len() > TOLD {
        let more = faults.len() - TOLD;
        all.push(format!("and {more} more, told once these are mended"));
    }
    all.join("; ")
}

impl DataError {
    /// A fault at a byte of `text`.
    pub(crate) fn at(file: &str, text: &str, byte: usize, reason: impl Into<String>) -> Self {
        let upto = text.get(..byte).unwrap_or(text);
        DataError::Line {
            file: file.to_owned(),
            line: upto.matches('\n').count() + 1,
            reason: reason.into(),
        }
    }

    /// A fault that the TOML reader found.
    pub(crate) fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let byte = error.span().map_or(0, |span| span.start);
        DataError::at(file, text, byte, error.message().trim().to_owned())
    }

    /// A fault that the JSON reader found.
    pub(crate) fn json(file: &str, error: &serde_json::Error) -> Self {
        DataError::Line {
            file: file.to_owned(),
            line: error.line().max(1),
            reason: error.to_string(),
        }
    }
}

/// Reads a text file of the user.
pub(crate) fn read(path: &std::path::Path) -> Result<String, DataError> {
    let fail = |reason: String| DataError::Read {
        file: path.display().to_string(),
        reason,
    };
    let bytes = std::fs::read(path).map_err(|error| fail(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| fail("it is not UTF-8 text".to_owned()))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
