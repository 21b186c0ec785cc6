//! The folder of an index that this process may write.
//!
//! Owns: writing the library's list of its own files without waiting for the disk. The library writes that list anew for
//! every file that it makes, and all it is for is to find files to delete: a list that a power cut takes back leaves a file
//! lying there, and one that is cut short counts as damage, after which the index is made again. Everything else is on disk before a commit names it. Does not: read or lock in any way of its own.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// The library's list of its files.
const LIST: &str = ".managed.json";

/// A folder of index files, for writing.
#[derive(Clone, Debug)]
pub(super) struct Writable {
    files: MmapDirectory,
    folder: PathBuf,
}

impl Writable {
    /// Opens a folder that is there.
    pub(super) fn open(folder: &Path) -> tantivy::Result<Self> {
        Ok(Writable {
            files: MmapDirectory::open(folder)?,
            folder: folder.to_owned(),
        })
    }
}

impl Directory for Writable {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
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
        if path != Path::new(LIST) {
            return self.files.atomic_write(path, data);
        }
        let mut fresh = tempfile::NamedTempFile::new_in(&self.folder)?;
        fresh.write_all(data)?;
        fresh.persist(self.folder.join(LIST))?;
        Ok(())
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
