//! The bytes of a file: counted, decompressed, and stopped when they grow beyond reason.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::error::ImportError;
use super::limits::{MAX_RATIO, RATIO_FREE_BYTES};
use super::utf16::{ByteOrder, Utf16};

/// How far the reading of a file is; cheap to clone and to ask from another thread.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    read: Arc<AtomicU64>,
    total: u64,
}

impl Progress {
    /// Progress through so many bytes.
    #[cfg(feature = "parquet")]
    pub(super) fn of(total: u64) -> Self {
        Progress {
            read: Arc::default(),
            total,
        }
    }

    /// Says how far it is.
    #[cfg(feature = "parquet")]
    pub(super) fn set(&self, read: u64) {
        self.read.store(read.min(self.total), Ordering::Relaxed);
    }

    /// Bytes of the file read so far (compressed ones, of a compressed file).
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes of the file; 0 when the input is no file.
    pub fn total(&self) -> u64 {
        self.total
    }
}

/// Counts what passes.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// The error inside an [`io::Error`] that a decompression bomb gives.
#[derive(Debug, thiserror::Error)]
#[error("{out} bytes out of {compressed}")]
pub(super) struct BombError {
    pub(super) compressed: u64,
    pub(super) out: u64,
}

/// Stops a compressed stream that grows too much.
struct RatioGuard<R> {
    inner: R,
    compressed: Arc<AtomicU64>,
    out: u64,
}

impl<R: Read> Read for RatioGuard<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.out += n as u64;
        let compressed = self.compressed.load(Ordering::Relaxed);
        if self.out > RATIO_FREE_BYTES && self.out > compressed.saturating_mul(MAX_RATIO) {
            let out = self.out;
            return Err(io::Error::other(BombError { compressed, out }));
        }
        Ok(n)
    }
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

impl Packing {
    fn of(head: &[u8]) -> Packing {
        match head {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
            _ => Packing::Plain,
        }
    }
}

/// A stream of text bytes, decompressed.
pub(super) struct Input {
    pub(super) reader: Box<dyn BufRead + Send>,
    pub(super) progress: Progress,
    pub(super) packing: Packing,
}

const BUFFER: usize = 128 * 1024;
/// Bytes that tell the packing.
const MAGIC: usize = 4;

/// Opens a file; its packing is told by its first bytes, whatever the name.
pub(super) fn open(path: &Path) -> Result<Input, ImportError> {
    let (file, length) = open_file(path)?;
    wrap(file, length).map_err(io_error(path))
}

/// Opens a file that begins with these bytes; `None` when it begins with others.
pub(super) fn open_binary(path: &Path, magic: &[u8]) -> Result<Option<(File, u64)>, ImportError> {
    let (mut file, length) = open_file(path)?;
    let mut head = Vec::with_capacity(magic.len());
    let read = (&mut file).take(magic.len() as u64).read_to_end(&mut head);
    let rewound = read.and_then(|_| file.rewind());
    rewound.map_err(io_error(path))?;
    Ok((head == magic).then_some((file, length)))
}

fn open_file(path: &Path) -> Result<(File, u64), ImportError> {
    let meta = std::fs::metadata(path).map_err(io_error(path))?;
    if !meta.is_file() {
        return Err(ImportError::NotAFile { path: path.into() });
    }
    if meta.len() == 0 {
        return Err(ImportError::Empty { path: path.into() });
    }
    let file = File::open(path).map_err(io_error(path))?;
    Ok((file, meta.len()))
}

fn io_error(path: &Path) -> impl Fn(io::Error) -> ImportError {
    move |source| match source.kind() {
        io::ErrorKind::NotFound => ImportError::Missing { path: path.into() },
        _ => ImportError::Io {
            path: path.into(),
            source,
        },
    }
}

/// Makes an input of any reader.
pub(super) fn wrap(reader: impl Read + Send + 'static, total: u64) -> io::Result<Input> {
    let progress = Progress {
        read: Arc::default(),
        total,
    };
    let counted = Counted {
        inner: reader,
        count: Arc::clone(&progress.read),
    };
    // A pipe may give its first bytes one by one.
    let mut counted = counted;
    let mut head = Vec::with_capacity(MAGIC);
    (&mut counted).take(MAGIC as u64).read_to_end(&mut head)?;
    let packing = Packing::of(&head);
    let buffered = BufReader::with_capacity(BUFFER, Cursor::new(head).chain(counted));
    let reader: Box<dyn BufRead + Send> = match packing {
        Packing::Plain => Box::new(buffered),
        Packing::Gzip => guarded(MultiGzDecoder::new(buffered), &progress),
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(buffered)?;
            decoder.window_log_max(MAX_WINDOW_LOG)?;
            guarded(decoder, &progress)
        }
    };
    Ok(Input {
        reader: as_utf8(reader),
        progress,
        packing,
    })
}

/// The largest window that a zstd stream may ask for, as a power of two: 128 MiB, as its own tool allows.
const MAX_WINDOW_LOG: u32 = 27;

fn guarded(decoder: impl Read + Send + 'static, progress: &Progress) -> Box<dyn BufRead + Send> {
    let guarded = RatioGuard {
        compressed: Arc::clone(&progress.read),
        inner: decoder,
        out: 0,
    };
    Box::new(BufReader::with_capacity(BUFFER, guarded))
}

/// Text that begins with the byte order mark of UTF-16, as spreadsheets save it, is read as UTF-8.
fn as_utf8(mut reader: Box<dyn BufRead + Send>) -> Box<dyn BufRead + Send> {
    let mut head = Vec::with_capacity(2);
    let peeked = (&mut reader).take(2).read_to_end(&mut head);
    let order = ByteOrder::of(&head);
    let whole: Box<dyn BufRead + Send> = match peeked {
        Ok(_) => Box::new(Cursor::new(head).chain(reader)),
        // The error is told at the first read, with its place.
        Err(error) => Box::new(Cursor::new(head).chain(BufReader::new(Failing::new(error)))),
    };
    match order {
        Some(order) => Box::new(BufReader::with_capacity(BUFFER, Utf16::new(whole, order))),
        None => whole,
    }
}

/// Gives the error that stopped a look at the first bytes, after those bytes.
pub(super) struct Failing(Option<io::Error>);

impl Failing {
    pub(super) fn new(error: io::Error) -> Self {
        Failing(Some(error))
    }
}

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        match self.0.take() {
            Some(error) => Err(error),
            None => Ok(0),
        }
    }
}
