//! Which process makes which run: a file a run, locked by whoever makes it.
//!
//! Owns: that a run is made by one process at a time, who that is, and the word by which another process has it stop. The
//! system gives the lock back when the process dies, so that a killed run can be gone on with at once.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Folder, JobError};
use crate::domain::RunId;

/// How often a run looks whether it was told to stop.
pub(super) const LOOK: Duration = Duration::from_millis(200);

/// Attempts to take a lock that somebody may hold for a moment, to look at it.
const ATTEMPTS: u32 = 5;

/// The pause between two of them.
const PAUSE: Duration = Duration::from_millis(10);

/// A run that is being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtWork {
    /// The run.
    pub run: RunId,
    /// The process that makes it.
    pub pid: u32,
}

/// The first line of the file; each later line is a word of another process.
#[derive(Serialize, Deserialize)]
struct Signature {
    pid: u32,
}

/// The right to make a run, until it is dropped or its process ends.
#[derive(Debug)]
pub(super) struct Claim {
    file: File,
    path: PathBuf,
    signed: u64,
}

impl Claim {
    /// Takes the right to make a run.
    ///
    /// # Errors
    /// [`JobError::NotResumable`] when another process, or another job of this one, makes it.
    pub(super) fn take(folder: &Folder, run: RunId) -> Result<Self, JobError> {
        let dir = folder.at_work();
        fs::create_dir_all(&dir).map_err(JobError::file(&dir, "made"))?;
        let path = dir.join(run.to_string());
        let failed = || JobError::file(&path, "written");
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                std::thread::sleep(PAUSE);
            }
            let mut file = opened(&path).map_err(failed())?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => continue,
                Err(TryLockError::Error(error)) => return Err(failed()(error)),
            }
            // Whoever had it may have taken the file away between our opening and our locking it.
            if !same_file(&file, &path) {
                continue;
            }
            let signed = sign(&mut file).map_err(failed())?;
            return Ok(Claim { file, path, signed });
        }
        let by = read(&path).map_or_else(
            || "another process".to_owned(),
            |signature| format!("process {}", signature.pid),
        );
        Err(JobError::NotResumable {
            run,
            why: format!("{by} is making it; `muse-studio generate --stop` ends that"),
        })
    }

    /// Whether another process asked for an end.
    pub(super) fn told_to_stop(&self) -> bool {
        let length = self.file.metadata().map(|meta| meta.len());
        length.is_ok_and(|length| length > self.signed)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// The runs that are being made in this workspace, by any process.
///
/// # Errors
/// When the folder cannot be read.
pub fn at_work(folder: &Folder) -> Result<Vec<AtWork>, JobError> {
    let dir = folder.at_work();
    let entries = match fs::read_dir(&dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(JobError::file(&dir, "read")(error)),
    };
    let mut found: Vec<AtWork> = entries
        .filter_map(|entry| at_work_in(&entry.ok()?.path()))
        .collect();
    found.sort_by_key(|one| one.run);
    Ok(found)
}

/// Asks whoever makes a run to stop as after the interrupt key: what it made is kept. Waits until it has, as long as `patience`;
/// tells who it was, and whether it has.
///
/// # Errors
/// When nobody makes it, or the word cannot be left.
pub async fn stop_elsewhere(
    folder: &Folder,
    run: RunId,
    patience: Duration,
) -> Result<(AtWork, Stopping), JobError> {
    let asked = ask_to_stop(folder, run)?;
    let until = tokio::time::Instant::now() + patience;
    while at_work(folder)?.contains(&asked) {
        if tokio::time::Instant::now() >= until {
            return Ok((asked, Stopping::Asked));
        }
        tokio::time::sleep(LOOK).await;
    }
    Ok((asked, Stopping::Done))
}

/// How far a run that was asked to stop has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopping {
    /// It has not stopped yet.
    Asked,
    /// It has.
    Done,
}

/// Leaves the word to stop with whoever makes a run.
///
/// # Errors
/// When nobody makes it, or the word cannot be left.
pub fn ask_to_stop(folder: &Folder, run: RunId) -> Result<AtWork, JobError> {
    let path = folder.at_work().join(run.to_string());
    let found = at_work_in(&path).ok_or_else(|| JobError::NotResumable {
        run,
        why: "nobody is making it".to_owned(),
    })?;
    let append = || {
        OpenOptions::new()
            .append(true)
            .open(&path)?
            .write_all(b"stop\n")
    };
    append().map_err(JobError::file(&path, "written"))?;
    Ok(found)
}

fn at_work_in(path: &Path) -> Option<AtWork> {
    let run = path.file_name()?.to_str()?.parse().ok()?;
    let file = File::open(path).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Some(AtWork {
            run,
            pid: read(path)?.pid,
        }),
        // Nobody holds it: its process was killed. Without locks nothing can be told.
        Ok(()) | Err(TryLockError::Error(_)) => None,
    }
}

fn opened(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    options.open(path)
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(held), Ok(there)) = (file.metadata(), fs::metadata(path)) else {
        return false;
    };
    (held.dev(), held.ino()) == (there.dev(), there.ino())
}

#[cfg(not(unix))]
fn same_file(_: &File, path: &Path) -> bool {
    path.exists()
}

fn sign(file: &mut File) -> std::io::Result<u64> {
    let mut line = serde_json::to_vec(&Signature {
        pid: std::process::id(),
    })?;
    line.push(b'\n');
    file.set_len(0)?;
    file.write_all(&line)?;
    Ok(line.len() as u64)
}

fn read(path: &Path) -> Option<Signature> {
    let mut text = String::new();
    let file = File::open(path).ok()?;
    file.take(4_096).read_to_string(&mut text).ok()?;
    serde_json::from_str(text.lines().next()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::IdSequence;

    #[test]
    fn a_run_is_made_once_at_a_time_and_can_be_told_to_stop() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path());
        let (run, other) = (IdSequence::new(1, 0).run(), IdSequence::new(1, 1).run());
        assert_eq!(at_work(&folder).unwrap(), []);
        assert!(ask_to_stop(&folder, run).is_err());
        let claim = Claim::take(&folder, run).unwrap();
        let _other = Claim::take(&folder, other).unwrap();
        let refused = Claim::take(&folder, run).unwrap_err().to_string();
        let pid = std::process::id();
        assert!(
            refused.contains(&format!("process {pid} is making it")),
            "{refused}"
        );
        assert!(!claim.told_to_stop());
        assert_eq!(ask_to_stop(&folder, run).unwrap(), AtWork { run, pid });
        assert!(claim.told_to_stop());
        assert_eq!(at_work(&folder).unwrap().len(), 2);
        drop(claim);
        assert_eq!(at_work(&folder).unwrap(), [AtWork { run: other, pid }]);
        let again = Claim::take(&folder, run).unwrap();
        assert!(!again.told_to_stop(), "the word was for the one before");
    }

    #[test]
    fn what_a_killed_process_left_keeps_nobody_out() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path());
        let run = IdSequence::new(1, 0).run();
        fs::create_dir_all(folder.at_work()).unwrap();
        for left in ["{\"pid\":1}\nstop\n", "", "rubbish"] {
            fs::write(folder.at_work().join(run.to_string()), left).unwrap();
            assert_eq!(at_work(&folder).unwrap(), []);
            let claim = Claim::take(&folder, run).unwrap();
            assert!(!claim.told_to_stop(), "{left}");
        }
    }
}
