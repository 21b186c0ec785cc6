//! A row as the file gave it.

use serde_json::{Map, Value};

/// Something about a row that was repaired while reading it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// A sentence, such as `2 bytes are not UTF-8 and became \u{fffd}`.
    pub text: String,
}

/// One row: named values, and where they stood.
#[derive(Clone, Debug, PartialEq)]
pub struct RawRow {
    /// The line of the file, from 1, on which the row begins.
    pub line: u64,
    /// The byte, from 0, at which the row begins; in a gzip file counted in the decompressed text.
    pub byte_offset: u64,
    /// The values by their column or key, in the file's order.
    pub fields: Map<String, Value>,
    /// What was repaired; empty for a clean row.
    pub notes: Vec<Note>,
}
