//! Opening a workspace: who may write, what is refused.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use tokio::sync::watch;
use uuid::Uuid;

use super::attach::{Link, NoLink, greeting};
use super::connection::Medium;
use super::entropy::Entropy;
use super::header::{Found, probe, wal_is_empty};
use super::lock::{Attempt, Holder, WorkspaceLock, holder};
use super::pool::ReadPool;
use super::writer::Writer;
use super::{SqliteStore, connection, error, schema};
use crate::store::{Store, StoreError};

/// How long a holder that does not listen, because it begins or ends just now, is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(25);

/// Tells the time in milliseconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// What the caller means to do with a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Access {
    /// Read and write; refused while another process writes.
    #[default]
    ReadWrite,
    /// Read and write, together with every other process of this machine that opens the workspace so: one holds it and writes
    /// for all. Refused while a process holds it that cannot be reached.
    Together,
    /// Only read, beside whoever writes, and follow what is committed.
    ReadOnly,
}

/// How to open a workspace.
#[derive(Clone)]
pub struct OpenOptions {
    /// What the caller means to do.
    pub access: Access,
    /// The time that log entries are stamped with.
    pub clock: Clock,
    /// The randomness in the ids of log entries.
    pub entropy: Entropy,
    /// Which workspace is meant, so that processes that work together know that they mean the same.
    pub workspace: Uuid,
}

impl OpenOptions {
    /// Options with the given time, and the randomness of the operating system.
    pub fn new(access: Access, clock: Clock) -> Self {
        OpenOptions {
            access,
            clock,
            entropy: Arc::new(rand::random),
            workspace: Uuid::nil(),
        }
    }

    /// The same options, for the workspace of this id.
    #[must_use]
    pub fn of(mut self, workspace: Uuid) -> Self {
        self.workspace = workspace;
        self
    }

    /// Options with the time and the randomness of the operating system.
    pub fn system(access: Access) -> Self {
        let clock = || match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            Err(_) => 0,
        };
        OpenOptions::new(access, Arc::new(clock))
    }
}

impl SqliteStore {
    /// Opens the workspace in this folder, and makes it when there is none and the access allows it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Held`] when another process writes, [`StoreError::Newer`] and [`StoreError::NotOurs`] for files that
    /// are left as they are, [`StoreError::Disk`] when the system refuses. A folder or file that cannot be written opens
    /// read-only; [`crate::store::Writes::read_only`] says why.
    pub fn open(dir: &Path, options: OpenOptions) -> Result<Store, StoreError> {
        let path = dir.join("muse.db");
        match options.access {
            Access::ReadOnly => open_read_only(&path, why_read_only(dir)),
            Access::ReadWrite => open_read_write(dir, &path, &options),
            Access::Together => open_together(dir, &path, &options),
        }
    }
}

/// Opens through the holder when there is one that lets us in, else as the holder. One that is just beginning or ending is
/// given a little time.
fn open_together(dir: &Path, path: &Path, options: &OpenOptions) -> Result<Store, StoreError> {
    let hello = greeting(options);
    let until = Instant::now() + PATIENCE;
    loop {
        let held = match open_read_write(dir, path, options) {
            Err(held @ StoreError::Held { .. }) => held,
            other => return other,
        };
        if matches!(&held, StoreError::Held { host, .. } if !host.is_empty()) {
            return Err(held);
        }
        match Link::to(dir, &hello) {
            Ok(link) => return SqliteStore::attached(dir, options, hello, link).map(Store::new),
            Err(NoLink::Refused { pid, why }) => {
                let path = dir.to_owned();
                return Err(StoreError::Apart { path, pid, why });
            }
            Err(NoLink::Nobody) if Instant::now() >= until => return Err(held),
            Err(NoLink::Nobody) => std::thread::sleep(PAUSE),
        }
    }
}

fn open_read_write(dir: &Path, path: &Path, options: &OpenOptions) -> Result<Store, StoreError> {
    match std::fs::create_dir_all(dir) {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => {
            return Err(error::file("written", dir, &e));
        }
        _ => {}
    }
    if let Some(why) = forbidden(dir, path) {
        return open_read_only(path, why);
    }
    let lock = match WorkspaceLock::take(dir)? {
        Attempt::Taken(lock) => lock,
        Attempt::Unwritable(why) => return open_read_only(path, why),
    };
    let pool = Arc::new(ReadPool::new(path.to_owned(), Medium::Shared));
    let (news, watch) = watch::channel(0);
    let writer = writer_of(dir, options, Arc::clone(&pool), lock, news)?;
    Ok(Store::new(SqliteStore::writing(
        dir, options, pool, writer, watch,
    )?))
}

/// The writer of the workspace in this folder, whose lock was taken.
pub(super) fn writer_of(
    dir: &Path,
    options: &OpenOptions,
    pool: Arc<ReadPool>,
    lock: WorkspaceLock,
    news: watch::Sender<u64>,
) -> Result<Writer, StoreError> {
    let path = dir.join("muse.db");
    if probe(&path)? == Found::Nothing {
        schema::create(&path)?;
    }
    let connection = ready_to_write(&path)?;
    Writer::new(path, connection, options, pool, lock, news).map_err(|e| error::disk("read", &e))
}

/// The writer's connection to a file of our format.
fn ready_to_write(path: &Path) -> Result<Connection, StoreError> {
    let writing = |e: rusqlite::Error| error::disk("written", &e);
    let connection = connection::writer(path).map_err(writing)?;
    // Until the format is known to be ours, closing must not touch the file either.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .map_err(writing)?;
    let format = schema::format(&connection).map_err(|e| error::disk("read", &e))?;
    schema::known(path, format)?;
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
        .map_err(writing)?;
    connection::use_wal(&connection).map_err(writing)?;
    schema::migrate(&connection).map_err(writing)?;
    Ok(connection)
}

/// Why the system will not let us write here, told from the permissions; `None` when they allow it.
fn forbidden(dir: &Path, path: &Path) -> Option<String> {
    let read_only =
        |path: &Path| std::fs::metadata(path).is_ok_and(|meta| meta.permissions().readonly());
    if read_only(dir) {
        return Some("the folder is write-protected".to_owned());
    }
    read_only(path).then(|| "muse.db is write-protected".to_owned())
}

fn why_read_only(dir: &Path) -> String {
    let held = || Some(holder(dir).filter(Holder::may_live)?.to_string());
    let why = forbidden(dir, &dir.join("muse.db")).or_else(held);
    why.unwrap_or_else(|| "as asked".to_owned())
}

/// What would keep a process of this machine from writing to the workspace in this folder, told from permissions and from the
/// name in the lock file; `None` when nothing would. Takes no lock, so that looking never gets into a writer's way.
pub fn obstacle(dir: &Path) -> Option<String> {
    let far = || {
        let holder = holder(dir).filter(|holder| !holder.is_here())?;
        Some(holder.to_string())
    };
    forbidden(dir, &dir.join("muse.db")).or_else(far)
}

/// The process of this machine that holds the workspace in this folder, as far as the lock file tells.
pub fn holder_here(dir: &Path) -> Option<u32> {
    let holder = holder(dir)?;
    (holder.is_here() && holder.may_live()).then_some(holder.pid)
}

fn open_read_only(path: &Path, why: String) -> Result<Store, StoreError> {
    if probe(path)? == Found::Nothing {
        return Err(StoreError::NotOurs {
            path: path.to_owned(),
            why: "there is no such file".to_owned(),
        });
    }
    let medium = readable_medium(path)?;
    let pool = Arc::new(ReadPool::new(path.to_owned(), medium));
    Ok(Store::new(SqliteStore::reading(
        PathBuf::from(path),
        pool,
        why,
        medium,
    )))
}

/// How the file can be read here. A folder that cannot be written has no room for SQLite's side files; then the file is
/// read as it is, if no unfinished log belongs to it.
fn readable_medium(path: &Path) -> Result<Medium, StoreError> {
    let attempt = |medium| {
        let connection = connection::reader(path, medium)?;
        schema::format(&connection)
    };
    let found = match attempt(Medium::Shared) {
        Ok(format) => Ok((format, Medium::Shared)),
        Err(_) if wal_is_empty(path) => {
            attempt(Medium::Frozen).map(|format| (format, Medium::Frozen))
        }
        Err(error) => Err(error),
    };
    let (format, medium) = found.map_err(|e| error::disk("read", &e))?;
    schema::known(path, format)?;
    if format < schema::FORMAT {
        return Err(StoreError::Older {
            path: path.to_owned(),
            found: format,
            known: schema::FORMAT,
        });
    }
    Ok(medium)
}
