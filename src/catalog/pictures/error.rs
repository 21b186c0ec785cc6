//! Why there is no picture to show, in a sentence.

use std::io;
use std::time::Duration;

/// Why a picture is not shown.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The catalogue names none, and no file bears the product's id.
    #[error("the catalogue has no picture of it")]
    None,
    /// It is on the web; the address as the catalogue gives it.
    #[error("a picture on the web, not fetched: {0}")]
    OnTheWeb(String),
    /// The reference is an address of another kind.
    #[error("`{0}` is an address; a picture is named by its file in the media folder")]
    Scheme(String),
    /// The reference leads out of the media folder.
    #[error("`{0}` leads out of the media folder")]
    Outside(String),
    /// The file is not there.
    #[error("`{0}` is not in the media folder")]
    Missing(String),
    /// There is something else in its place.
    #[error("`{0}` is no file")]
    NotAFile(String),
    /// The file is too large.
    #[error("the file has {bytes} bytes; {limit} is the most that is read")]
    TooManyBytes {
        /// Bytes of the file.
        bytes: u64,
        /// The most.
        limit: u64,
    },
    /// The picture is too large.
    #[error("{width}x{height} pixels; {} million is the most that is shown", .limit / 1_000_000)]
    TooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The most in all.
        limit: u64,
    },
    /// Decoding it would take too much memory.
    #[error("it needs more memory than the {} MiB that a picture may take", .0 >> 20)]
    TooMuchMemory(u64),
    /// The file's first bytes are of no format that is shown.
    #[error("{0}; PNG, JPEG and WebP are shown")]
    Format(String),
    /// It moves.
    #[error("an animated picture, which is not shown; one still picture would be")]
    Animated,
    /// It is damaged.
    #[error("the file is damaged: {0}")]
    Corrupt(String),
    /// Decoding took too long.
    #[error("it could not be read within {} seconds", .0.as_secs())]
    TooSlow(Duration),
    /// The file could not be read.
    #[error("the file could not be read: {0}")]
    Unreadable(#[source] io::Error),
    /// This program was built without pictures.
    #[error("this program was built without the feature `images`")]
    NotBuiltIn,
}
