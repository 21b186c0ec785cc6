//! The limits that keep a hostile or broken file from using up the machine.

/// The longest line, CSV record or JSON element that is read, in bytes: 16 MiB. A longer one is one reject, and reading goes
/// on after it.
pub const MAX_RECORD_BYTES: usize = 16 * 1024 * 1024;

/// How deep JSON may nest: the depth at which the parser stops.
pub const MAX_JSON_DEPTH: usize = 128;

/// How many times larger than its compressed form a compressed file may grow.
pub const MAX_RATIO: u64 = 200;

/// Decompressed bytes below which the ratio is not looked at: 64 MiB. Small, very regular files compress well.
pub const RATIO_FREE_BYTES: u64 = 64 * 1024 * 1024;

/// After how many quotes that open and never close a CSV file's rest is given up, so that reading stays linear.
pub const MAX_UNCLOSED_QUOTES: usize = 32;

/// How many bytes at the start of a file decide what it is.
pub(super) const SNIFF_BYTES: usize = 256 * 1024;

/// How many characters of a rejected row its excerpt keeps.
pub(super) const EXCERPT_CHARS: usize = 160;
