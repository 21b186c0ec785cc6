//! The lock on a workspace: one process writes.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::error;
use crate::store::StoreError;

/// The lock, held until it is dropped or its process ends.
///
/// The system's lock on the file decides; the process id and host name inside are for people, and for file systems that
/// know no locks. A killed holder leaves the name but not the lock, and is so taken over.
#[derive(Debug)]
pub(super) struct WorkspaceLock {
    file: File,
}

/// How an attempt to lock ended.
pub(super) enum Attempt {
    /// It is ours.
    Taken(WorkspaceLock),
    /// The folder cannot be written, for this reason.
    Unwritable(String),
}

/// Who wrote the lock file last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    /// Its process id.
    pub(super) pid: u32,
    /// Its machine; empty when unknown.
    pub(super) host: String,
}

impl WorkspaceLock {
    /// Locks the workspace for this process.
    pub(super) fn take(dir: &Path) -> Result<Attempt, StoreError> {
        let path = place(dir);
        let mut options = OpenOptions::new();
        let opened = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path);
        let file = match opened {
            Ok(file) => file,
            Err(e)
                if matches!(
                    e.kind(),
                    ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
                ) =>
            {
                return Ok(Attempt::Unwritable(format!(
                    "the folder cannot be written: {e}"
                )));
            }
            Err(e) => return Err(error::file("written", &path, &e)),
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(dir, holder(dir))),
            Err(TryLockError::Error(_)) => {
                // No locks here: go by what the last holder wrote.
                if let Some(holder) = holder(dir).filter(Holder::may_live) {
                    return Err(held(dir, Some(holder)));
                }
            }
        }
        let mut lock = WorkspaceLock { file };
        lock.sign().map_err(|e| error::file("written", &path, &e))?;
        Ok(Attempt::Taken(lock))
    }

    fn sign(&mut self) -> std::io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        write!(self.file, "{}\n{}\n", std::process::id(), host_name())
    }
}

impl Drop for WorkspaceLock {
    fn drop(&mut self) {
        // An empty file says that nobody holds it; the lock itself goes with the handle.
        let _ = self.file.set_len(0);
    }
}

impl Holder {
    /// Whether it is of this machine; one that names none counts as such.
    pub(super) fn is_here(&self) -> bool {
        self.host.is_empty() || self.host == host_name()
    }

    /// Whether the holder is alive as far as can be told from here.
    pub(super) fn may_live(&self) -> bool {
        if self.host != host_name() || !cfg!(target_os = "linux") {
            return true;
        }
        Path::new("/proc").join(self.pid.to_string()).exists()
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_here() {
            true => write!(f, "process {} writes to it", self.pid),
            false => write!(f, "process {} on {} writes to it", self.pid, self.host),
        }
    }
}

/// Who wrote the lock file last; `None` when nobody holds it.
pub(super) fn holder(dir: &Path) -> Option<Holder> {
    let mut text = String::new();
    File::open(place(dir))
        .ok()?
        .take(1024)
        .read_to_string(&mut text)
        .ok()?;
    let mut lines = text.lines();
    let pid = lines.next()?.parse().ok()?;
    let host = lines.next().unwrap_or_default().to_owned();
    Some(Holder { pid, host })
}

fn held(dir: &Path, holder: Option<Holder>) -> StoreError {
    let (pid, host) = holder.map_or((0, String::new()), |holder| (holder.pid, holder.host));
    let holder = Holder { pid, host };
    StoreError::Held {
        path: dir.to_owned(),
        pid,
        host: match holder.is_here() {
            true => String::new(),
            false => format!(" on {}", holder.host),
        },
    }
}

fn place(dir: &Path) -> PathBuf {
    dir.join("lock")
}

/// This machine's name; empty when the system does not say.
fn host_name() -> String {
    let told = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let told = told.or_else(|| std::env::var("HOSTNAME").ok());
    let told = told.or_else(|| std::env::var("COMPUTERNAME").ok());
    told.unwrap_or_default().trim().to_owned()
}
