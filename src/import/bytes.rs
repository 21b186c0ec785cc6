//! The bytes of a file: counted, decompressed, and stopped when they grow beyond reason.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::error::ImportError;
use super::limits::{GZIP_FREE_BYTES, MAX_GZIP_RATIO};

/// How far the reading of a file is; cheap to clone and to ask from another thread.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    read: Arc<AtomicU64>,
    total: u64,
}

impl Progress {
    /// Bytes of the file read so far (compressed ones, of a gzip file).
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

/// Stops a gzip stream that grows too much.
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
        if self.out > GZIP_FREE_BYTES && self.out > compressed.saturating_mul(MAX_GZIP_RATIO) {
            let out = self.out;
            return Err(io::Error::other(BombError { compressed, out }));
        }
        Ok(n)
    }
}

/// A stream of text bytes, decompressed.
pub(super) struct Input {
    pub(super) reader: Box<dyn BufRead + Send>,
    pub(super) progress: Progress,
    pub(super) gzip: bool,
}

const BUFFER: usize = 128 * 1024;

/// Opens a file; gzip is told by its first bytes, whatever the name.
pub(super) fn open(path: &Path) -> Result<Input, ImportError> {
    let io_error = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => ImportError::Missing { path: path.into() },
        _ => ImportError::Io {
            path: path.into(),
            source,
        },
    };
    let meta = std::fs::metadata(path).map_err(io_error)?;
    if !meta.is_file() {
        return Err(ImportError::NotAFile { path: path.into() });
    }
    if meta.len() == 0 {
        return Err(ImportError::Empty { path: path.into() });
    }
    let file = File::open(path).map_err(io_error)?;
    wrap(file, meta.len()).map_err(io_error)
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
    let mut buffered = BufReader::with_capacity(BUFFER, counted);
    let gzip = buffered.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let reader: Box<dyn BufRead + Send> = if gzip {
        let guarded = RatioGuard {
            compressed: Arc::clone(&progress.read),
            inner: MultiGzDecoder::new(buffered),
            out: 0,
        };
        Box::new(BufReader::with_capacity(BUFFER, guarded))
    } else {
        Box::new(buffered)
    };
    Ok(Input {
        reader,
        progress,
        gzip,
    })
}
