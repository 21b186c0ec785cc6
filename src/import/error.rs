//! Why a whole file cannot be imported.

use std::io;
use std::path::PathBuf;

/// A file that cannot be read, or not to its end. Each message says which file, what is wrong and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// There is no such file.
    #[error("{} does not exist; check the path", path.display())]
    Missing {
        /// The path as given.
        path: PathBuf,
    },
    /// The path is a folder, a socket or the like.
    #[error("{} is not a file; name one file of products", path.display())]
    NotAFile {
        /// The path as given.
        path: PathBuf,
    },
    /// The system refused to open or read it.
    #[error("{} cannot be read: {source}; check its permissions and the disk", path.display())]
    Io {
        /// The path as given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing is in it.
    #[error("{} is empty; nothing was imported", path.display())]
    Empty {
        /// The path as given.
        path: PathBuf,
    },
    /// It holds no text.
    #[error("{} is not text but {what}; give JSON, JSONL, CSV, TSV or Parquet; the texts may be packed as .gz or .zst", path.display())]
    Binary {
        /// The path as given.
        path: PathBuf,
        /// What the first bytes look like, such as `a Parquet file`.
        what: &'static str,
    },
    /// The text is none of the formats.
    #[error("{} holds no rows: {reason}", path.display())]
    Shape {
        /// The path as given.
        path: PathBuf,
        /// What was found and what was expected.
        reason: String,
    },
    /// A map from categories to the ids of their items.
    #[error("{} is a map from categories to item ids, not products: it holds no titles; import the file of the items, then `muse-studio categories map` makes such a map", path.display())]
    CategoryMap {
        /// The path as given.
        path: PathBuf,
    },
    /// This build reads no Parquet.
    #[error("{} is a Parquet file, which this build does not read; build with `--features parquet`, or save the file as CSV or JSONL", path.display())]
    NoParquet {
        /// The path as given.
        path: PathBuf,
    },
    /// A Parquet file whose list of columns is not there or damaged.
    #[error("{} is a Parquet file that is cut off or damaged ({reason}); fetch the file again, or save it as CSV or JSONL", path.display())]
    NoParquetRows {
        /// The path as given.
        path: PathBuf,
        /// What the reader said.
        reason: String,
    },
    /// A Parquet file whose columns are packed in a way that is not read.
    #[error("{} is a Parquet file packed with {packing}, which is not read here; save it with snappy, gzip, zstd or LZ4, or as CSV or JSONL", path.display())]
    ParquetPacking {
        /// The path as given.
        path: PathBuf,
        /// How it is packed.
        packing: String,
    },
    /// A Parquet file that turns out to be damaged while it is read.
    #[error("{}: the Parquet data cannot be read after {after} rows ({reason}); the rows before were read; fetch the file again, or save it as CSV or JSONL", path.display())]
    Parquet {
        /// The path as given.
        path: PathBuf,
        /// Rows read until then.
        after: u64,
        /// What the reader said.
        reason: String,
    },
    /// The compressed data stop or are damaged.
    #[error("{}: the compressed data are cut off or damaged after {after} bytes of text ({reason}); the rows before were read; fetch the file again", path.display())]
    Packed {
        /// The path as given.
        path: PathBuf,
        /// Decompressed bytes read until then.
        after: u64,
        /// What the decompressor said.
        reason: String,
    },
    /// A decompression bomb.
    #[error("{}: {} MiB grew out of {} KiB, more than {}:1; this is no honest catalogue, so reading stopped; decompress it yourself if you trust it", path.display(), out / 1_048_576, compressed / 1024, super::limits::MAX_RATIO)]
    Bomb {
        /// The path as given.
        path: PathBuf,
        /// Compressed bytes read.
        compressed: u64,
        /// Decompressed bytes made of them.
        out: u64,
    },
}
