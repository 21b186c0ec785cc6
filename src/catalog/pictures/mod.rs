//! Pictures of products: from a reference in a catalogue to pixels that are safe to show.
//!
//! Owns: which file a reference may mean (`media`), what is checked before a byte is decoded and the limits while it is
//! (`decode`), and a picture as half-blocks (`blocks`). Nothing is ever fetched: a picture on the web is told, not loaded.
//! Does not: draw on a terminal, keep pictures, or name them in words (`alt_text` does).

pub mod alt_text;
mod blocks;
#[cfg(feature = "images")]
mod decode;
#[cfg(feature = "images")]
mod encode;
mod error;
mod media;

pub use blocks::{Block, Blocks};
pub use error::PictureError;
pub use media::Media;

use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// What a picture may cost before it is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Width times height.
    pub pixels: u64,
    /// Bytes that decoding may take at a time.
    pub memory: u64,
    /// How long decoding may last.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 64 << 20,
            pixels: 40_000_000,
            memory: 256 << 20,
            time: Duration::from_secs(5),
        }
    }
}

/// Pixels, four bytes each (red, green, blue, opacity), row by row from the top left.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

impl Picture {
    /// A picture of these pixels; `None` when their number is not width times height, or there are none.
    pub fn new(width: u32, height: u32, rgba: Vec<u8>) -> Option<Self> {
        let bytes = u64::from(width) * u64::from(height) * 4;
        let whole = bytes > 0 && bytes == rgba.len() as u64;
        whole.then_some(Picture {
            width,
            height,
            rgba,
        })
    }

    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The pixels' bytes.
    pub fn rgba(&self) -> &[u8] {
        &self.rgba
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}x{})", self.width, self.height)
    }
}

/// Reads a picture on a thread of its own and waits for it no longer than the limits say.
///
/// A picture larger than a screen is made smaller at once, so that what stays in memory is small.
///
/// # Errors
/// [`PictureError`] says in a sentence why there is nothing to show. A decoder that outlasts its time is left to end by
/// itself, which the other limits see to.
pub fn load(path: &Path, limits: Limits) -> Result<Picture, PictureError> {
    let (sender, receiver) = channel();
    let file = path.to_path_buf();
    std::thread::Builder::new()
        .name("picture".to_owned())
        .spawn(move || {
            // Nobody waits any more when the time is over.
            let _ = sender.send(read(&file, &limits));
        })
        .map_err(PictureError::Unreadable)?;
    match receiver.recv_timeout(limits.time) {
        Ok(read) => read,
        Err(RecvTimeoutError::Timeout) => Err(PictureError::TooSlow(limits.time)),
        Err(RecvTimeoutError::Disconnected) => Err(PictureError::Corrupt(
            "its decoder gave up in the middle".to_owned(),
        )),
    }
}

/// The picture as a JPEG file on white, at most so many pixels along its longer side: for a model that is to look at it.
/// Nothing but the pixels goes into it, whatever else the first file held.
///
/// # Errors
/// [`PictureError::NotBuiltIn`] without the feature `images`.
pub fn as_jpeg(picture: &Picture, longest: u32) -> Result<Vec<u8>, PictureError> {
    #[cfg(feature = "images")]
    return encode::jpeg(picture, longest);
    #[cfg(not(feature = "images"))]
    return Err(PictureError::NotBuiltIn);
}

#[cfg(feature = "images")]
fn read(path: &Path, limits: &Limits) -> Result<Picture, PictureError> {
    decode::file(path, limits)
}

#[cfg(not(feature = "images"))]
fn read(_path: &Path, _limits: &Limits) -> Result<Picture, PictureError> {
    Err(PictureError::NotBuiltIn)
}

#[cfg(all(test, feature = "images"))]
mod tests;
