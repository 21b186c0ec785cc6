//! From bytes to raw rows.
//!
//! Owns: opening files (plain, gzip or zstd; UTF-8 or UTF-16), telling JSON, JSONL, CSV, TSV and Parquet apart, streaming their rows with line and byte
//! offset, the limits that keep hostile files harmless, the list of rejected rows, JSON with comments, and profiles.
//! Does not: know what a product's columns mean (`catalog` does), write to a store, run in the background, draw progress.
//!
//! The rule is *generous, never silent*: every line or element of a file becomes a [`RawRow`], a [`Reject`] with a reason,
//! or is blank. A row that was read with a repair carries a [`Note`].

mod bytes;
mod csv_rows;
mod error;
mod json_rows;
pub mod jsonc;
mod jsonl;
mod limits;
mod lines;
#[cfg(feature = "parquet")]
mod parquet_rows;
#[cfg(feature = "parquet")]
mod parquet_values;
mod parse;
pub mod profiles;
mod reject;
mod row;
mod shape;
mod sniff;
mod source;
mod utf16;

pub use bytes::Progress;
pub use error::ImportError;
pub use limits::{
    MAX_JSON_DEPTH, MAX_RATIO, MAX_RECORD_BYTES, MAX_UNCLOSED_QUOTES, RATIO_FREE_BYTES,
};
pub use reject::{Reject, RejectWriter, read_rejects};
pub use row::{Note, RawRow};
pub use sniff::Format;
pub use source::{Comments, Source};

/// Whether a panic in this source file is caught here and told as a fault of the file that was read: the reader of Parquet
/// gives up on some damaged files in that way.
pub fn catches_panics_of(source_file: &str) -> bool {
    cfg!(feature = "parquet")
        && source_file
            .split(['/', '\\'])
            .any(|part| part.starts_with("parquet-"))
}
