//! The folder of an index for whoever goes through all of it once, such as to bring its segments together.
//!
//! Owns: reading files a piece at a time. The library reads files through pages that the system maps into memory; those of a
//! file that is read from end to end stay there, so that bringing segments together would take as much memory as they are
//! large. Does not: write or lock in any way of its own.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};

use super::writable::Writable;

/// So many bytes are read at once where fewer are asked for.
const PIECE: usize = 64 * 1024;

/// A folder of index files, for writing, read a piece at a time.
#[derive(Clone, Debug)]
pub(super) struct Piecewise {
    files: Writable,
    folder: PathBuf,
}

impl Piecewise {
    /// Opens a folder that is there.
    pub(super) fn open(folder: &Path) -> tantivy::Result<Self> {
        Ok(Piecewise {
            files: Writable::open(folder)?,
            folder: folder.to_owned(),
        })
    }
}

impl Directory for Piecewise {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match Pieces::open(&self.folder.join(path)) {
            Ok(pieces) => Ok(Arc::new(pieces)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.files.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

/// One file with the piece of it that was read last.
#[derive(Debug)]
struct Pieces {
    len: usize,
    file: Mutex<(File, Range<usize>, OwnedBytes)>,
}

impl Pieces {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let len = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Pieces {
            len,
            file: Mutex::new((file, 0..0, OwnedBytes::empty())),
        })
    }
}

fn read(file: &mut File, range: &Range<usize>) -> io::Result<OwnedBytes> {
    let mut bytes = vec![0; range.len()];
    file.seek(SeekFrom::Start(range.start as u64))?;
    file.read_exact(&mut bytes)?;
    Ok(OwnedBytes::new(bytes))
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        self.len
    }
}

impl FileHandle for Pieces {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut guard = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, had, piece) = &mut *guard;
        if range.len() >= PIECE {
            return read(file, &range);
        }
        if range.start < had.start || range.end > had.end {
            let next = range.start..(range.start + PIECE).min(self.len).max(range.end);
            *piece = read(file, &next)?;
            *had = next;
        }
        Ok(piece.slice(range.start - had.start..range.end - had.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_those_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let bytes: Vec<u8> = (0..200_000u32).map(|n| (n % 251) as u8).collect();
        std::fs::write(&path, &bytes).unwrap();
        let pieces = Pieces::open(&path).unwrap();
        assert_eq!(pieces.len(), bytes.len());
        for range in [
            0..10,
            5..70,
            65_530..65_540,
            100..100,
            0..200_000,
            199_990..200_000,
            3..4,
            200_000..200_000,
        ] {
            let read = pieces.read_bytes(range.clone()).unwrap();
            assert_eq!(read.as_slice(), &bytes[range]);
        }
        assert!(pieces.read_bytes(199_999..200_001).is_err());
    }
}
