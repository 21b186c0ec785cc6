//! From bytes to raw rows.
//!
//! Owns: opening files (plain or gzip), telling JSON, JSONL, CSV and TSV apart, streaming their rows with line and byte
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
mod parse;
pub mod profiles;
mod reject;
mod row;
mod sniff;
mod source;

pub use bytes::Progress;
pub use error::ImportError;
pub use limits::{
    GZIP_FREE_BYTES, MAX_GZIP_RATIO, MAX_JSON_DEPTH, MAX_RECORD_BYTES, MAX_UNCLOSED_QUOTES,
};
pub use reject::{Reject, RejectWriter, read_rejects};
pub use row::{Note, RawRow};
pub use sniff::Format;
pub use source::{Comments, Source};
