//! The writer: one thread that commits changes in groups.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use super::attach::Server;
use super::error::{Refusal, disk};
use super::lock::WorkspaceLock;
use super::open::OpenOptions;
use super::pool::ReadPool;
use super::receipt::{self, Receipt};
use super::write::Stamp;
use super::{connection, read, write};
use crate::store::{Applied, Change, Durability, Standing, StoreError};

/// The most changes that one commit carries.
const GROUP: usize = 64;

/// How long a group is added to before it is committed.
const WINDOW: Duration = Duration::from_millis(5);

/// Changes that may wait; beyond it, callers wait to hand theirs in.
pub(super) const QUEUE: usize = 1024;

/// An answer that a caller waits for.
pub(super) type Answer<T> = oneshot::Sender<Result<T, StoreError>>;

/// What the writer is told.
pub(super) enum Message {
    /// Do this.
    Change(Pending),
    /// Put everything on disk and stop.
    Close(Answer<()>),
}

/// A change and who waits for it.
pub(super) struct Pending {
    /// What to write.
    pub(super) change: Change,
    /// Under which number, for a change of an attached process.
    pub(super) receipt: Option<Receipt>,
    /// Who waits.
    pub(super) answer: Answer<Applied>,
}

/// Owns the only connection that writes.
pub(super) struct Writer {
    path: PathBuf,
    /// `None` after the file failed: it is opened again before the next group.
    connection: Option<Connection>,
    /// What the connection was last told; `None` when it was told nothing yet.
    durability: Option<Durability>,
    stamp: Stamp,
    sequence: u64,
    news: watch::Sender<u64>,
    pool: Arc<ReadPool>,
    /// Serves attached processes. It goes before the lock does.
    server: Option<Server>,
    /// Held as long as the writer lives.
    _lock: WorkspaceLock,
}

impl Writer {
    /// Takes over a connection to a database of our format.
    pub(super) fn new(
        path: PathBuf,
        connection: Connection,
        options: &OpenOptions,
        pool: Arc<ReadPool>,
        lock: WorkspaceLock,
        news: watch::Sender<u64>,
    ) -> rusqlite::Result<Self> {
        let sequence = read::counts::counter(&connection, "sequence")?;
        let latest = read::log::latest_clock(&connection)?;
        receipt::forget_old(&connection, (options.clock)())?;
        news.send_replace(sequence);
        Ok(Writer {
            path,
            connection: Some(connection),
            durability: None,
            stamp: Stamp::new(latest, options.clock.clone(), options.entropy.clone()),
            sequence,
            news,
            pool,
            server: None,
            _lock: lock,
        })
    }

    /// Lets other processes of this machine attach, whose changes then come through the inbox too. Where sockets do not work
    /// they read and follow instead.
    pub(super) fn serve(
        &mut self,
        dir: &Path,
        workspace: Uuid,
        inbox: mpsc::WeakSender<Message>,
        standing: Arc<watch::Sender<Standing>>,
    ) {
        match Server::start(dir, workspace, inbox, self.news.subscribe(), standing) {
            Ok(server) => self.server = Some(server),
            Err(error) => tracing::warn!(%error, "other processes cannot attach here"),
        }
    }

    /// Works until told to close, or until nobody can send any more; first on what was left by whoever had the inbox before.
    pub(super) fn work(
        mut self,
        mut inbox: mpsc::Receiver<Message>,
        mut waiting: VecDeque<Pending>,
        mut closing: Option<Answer<()>>,
    ) {
        while !waiting.is_empty() {
            self.commit_some(&mut waiting);
        }
        while closing.is_none() {
            match inbox.blocking_recv() {
                Some(Message::Change(pending)) => waiting.push_back(pending),
                Some(Message::Close(answer)) => closing = Some(answer),
                None => break,
            }
            while closing.is_none() && waiting.len() < GROUP {
                match inbox.try_recv() {
                    Ok(Message::Change(pending)) => waiting.push_back(pending),
                    Ok(Message::Close(answer)) => closing = Some(answer),
                    Err(_) => break,
                }
            }
            while !waiting.is_empty() {
                self.commit_some(&mut waiting);
            }
        }
        inbox.close();
        let closed = self.finish();
        if let Some(answer) = closing {
            let _ = answer.send(closed);
        }
    }

    /// Commits a group from the front of the queue. When the commit itself fails, each is tried alone, so that one that
    /// cannot be written does not take the others with it.
    fn commit_some(&mut self, waiting: &mut VecDeque<Pending>) {
        let group: Vec<&Pending> = waiting.iter().collect();
        match self.try_group(&group) {
            Ok(outcomes) => {
                let done = outcomes.len();
                for (outcome, pending) in outcomes.into_iter().zip(waiting.drain(..done)) {
                    let _ = pending.answer.send(outcome);
                }
            }
            Err(refusal) if group.len() == 1 => {
                if let Some(pending) = waiting.pop_front() {
                    let _ = pending.answer.send(Err(refusal.into_store()));
                }
            }
            Err(_) => {
                for pending in waiting.drain(..) {
                    let outcome = match self.try_group(&[&pending]) {
                        Ok(mut outcomes) => outcomes.pop().unwrap_or(Err(StoreError::Closed)),
                        Err(refusal) => Err(refusal.into_store()),
                    };
                    let _ = pending.answer.send(outcome);
                }
            }
        }
    }

    /// Does as many of the changes as fit the window, in one transaction, and commits. The outcomes are those of the
    /// first changes, in order; an error means that nothing at all was written.
    fn try_group(
        &mut self,
        group: &[&Pending],
    ) -> Result<Vec<Result<Applied, StoreError>>, Refusal> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.reopen()?,
        };
        let before = self.sequence;
        let outcome = self.transact(&connection, group);
        if outcome.is_err() {
            self.sequence = before;
            if !connection.is_autocommit() {
                // The reason of the failure is what the caller should see, not that of the clean-up.
                let _ = connection.execute_batch("ROLLBACK");
            }
        }
        let broken = matches!(&outcome, Err(refusal) if refusal.broke_the_file());
        // After a failed sync nothing that the system holds in memory can be trusted: the file is opened anew.
        self.connection = (!broken && connection.is_autocommit()).then_some(connection);
        if self.sequence != before {
            self.news.send_replace(self.sequence);
        }
        outcome
    }

    fn transact(
        &mut self,
        connection: &Connection,
        group: &[&Pending],
    ) -> Result<Vec<Result<Applied, StoreError>>, Refusal> {
        let full = group
            .iter()
            .any(|pending| pending.change.durability == Durability::Full);
        self.be_as_durable(connection, full)?;
        run(connection, "BEGIN IMMEDIATE")?;
        let (before, started) = (self.sequence, Instant::now());
        let mut outcomes = Vec::with_capacity(group.len());
        for pending in group {
            outcomes.push(self.step(connection, pending)?);
            if started.elapsed() > WINDOW {
                break;
            }
        }
        if self.sequence == before {
            run(connection, "ROLLBACK")?;
        } else {
            read::counts::set_counter(connection, "sequence", self.sequence)?;
            run(connection, "COMMIT")?;
        }
        Ok(outcomes)
    }

    /// Lets the next commit wait for the disk, or not. A later FULL commit syncs the whole log, and with it what was
    /// committed before at NORMAL.
    fn be_as_durable(&mut self, connection: &Connection, full: bool) -> rusqlite::Result<()> {
        let (durability, told) = match full {
            true => (Durability::Full, "PRAGMA synchronous = FULL"),
            false => (Durability::Batched, "PRAGMA synchronous = NORMAL"),
        };
        if self.durability != Some(durability) {
            connection.execute_batch(told)?;
            self.durability = Some(durability);
        }
        Ok(())
    }

    /// One change between savepoints. The inner error is the caller's; the outer one has cost the whole transaction.
    fn step(
        &mut self,
        connection: &Connection,
        pending: &Pending,
    ) -> Result<Result<Applied, StoreError>, Refusal> {
        if let Some(receipt) = &pending.receipt
            && let Some(applied) = receipt.find(connection)?
        {
            return Ok(Ok(applied));
        }
        run(connection, "SAVEPOINT change")?;
        match self.write(connection, pending) {
            Ok(applied) => {
                run(connection, "RELEASE change")?;
                self.sequence = applied.sequence;
                Ok(Ok(applied))
            }
            Err(refusal) if connection.is_autocommit() || refusal.broke_the_file() => Err(refusal),
            Err(refusal) => {
                connection.execute_batch("ROLLBACK TO change; RELEASE change")?;
                Ok(Err(refusal.into_store()))
            }
        }
    }

    /// Does a change, and keeps its receipt when it has one.
    fn write(&mut self, connection: &Connection, pending: &Pending) -> Result<Applied, Refusal> {
        let mut applied = write::apply(connection, &mut self.stamp, &pending.change)?;
        applied.sequence = self.sequence + 1;
        if let Some(receipt) = &pending.receipt {
            receipt.keep(connection, &applied)?;
        }
        Ok(applied)
    }

    fn reopen(&mut self) -> rusqlite::Result<Connection> {
        let connection = connection::writer(&self.path)?;
        connection::use_wal(&connection)?;
        self.sequence = read::counts::counter(&connection, "sequence")?;
        self.stamp.follow(read::log::latest_clock(&connection)?);
        self.durability = None;
        Ok(connection)
    }

    /// Closes the readers, then moves the log into the file and closes that too.
    fn finish(&mut self) -> Result<(), StoreError> {
        self.pool.close();
        let Some(connection) = self.connection.take() else {
            return Ok(());
        };
        let synced =
            connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)");
        let closed = connection.close().map_err(|(_, error)| error);
        synced.and(closed).map_err(|error| disk("written", &error))
    }
}

/// A statement without values, which is said for every group: it is parsed once.
fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::super::lock::Attempt;
    use super::super::open::Access;
    use super::super::{connection::Medium, schema};
    use super::*;
    use crate::store::Op;

    /// A writer on a disk with room for a few more pages, its inbox, and its folder.
    fn cramped() -> (Writer, TempDir) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("muse.db");
        schema::create(&path).unwrap();
        let connection = connection::writer(&path).unwrap();
        connection::use_wal(&connection).unwrap();
        let pages: u32 = connection
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .unwrap();
        connection
            .pragma_update(None, "max_page_count", pages + 20)
            .unwrap();
        let Attempt::Taken(lock) = WorkspaceLock::take(folder.path()).unwrap() else {
            panic!("a fresh folder can be locked");
        };
        let pool = Arc::new(ReadPool::new(path.clone(), Medium::Shared));
        let options = OpenOptions::system(Access::ReadWrite);
        let news = watch::Sender::new(0);
        let writer = Writer::new(path, connection, &options, pool, lock, news).unwrap();
        (writer, folder)
    }

    fn setting(key: &str, length: usize) -> Change {
        Change::one(Op::PutSetting(key.to_owned(), Some("x".repeat(length))))
    }

    fn answers(writer: &mut Writer, changes: Vec<Change>) -> Vec<Result<Applied, StoreError>> {
        let (mut waiting, mut receivers) = (VecDeque::new(), Vec::new());
        for change in changes {
            let (answer, receive) = oneshot::channel();
            waiting.push_back(Pending {
                change,
                receipt: None,
                answer,
            });
            receivers.push(receive);
        }
        while !waiting.is_empty() {
            writer.commit_some(&mut waiting);
        }
        receivers
            .into_iter()
            .map(|mut receive| receive.try_recv().unwrap())
            .collect()
    }

    #[test]
    fn a_full_disk_refuses_one_change_and_the_writer_goes_on() {
        let (mut writer, _folder) = cramped();
        let group = vec![
            setting("a", 10),
            setting("huge", 4_000_000),
            setting("b", 10),
        ];
        let told = answers(&mut writer, group);
        let refused = told[1].as_ref().unwrap_err();
        assert!(
            matches!(
                refused,
                StoreError::Disk {
                    doing: "written",
                    ..
                }
            ),
            "{refused}"
        );
        assert_eq!(told[0].as_ref().unwrap().sequence, 1);
        assert_eq!(told[2].as_ref().unwrap().sequence, 2);
        let later = answers(&mut writer, vec![setting("c", 10)]);
        assert_eq!(later[0].as_ref().unwrap().sequence, 3);
        let reader = writer.reopen().unwrap();
        let keys: Vec<String> = reader
            .prepare("SELECT key FROM settings ORDER BY key")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(keys, ["a", "b", "c"]);
    }

    #[test]
    fn a_failed_file_is_opened_again() {
        let (mut writer, folder) = cramped();
        writer.connection = None;
        let (path, away) = (folder.path().join("muse.db"), folder.path().join("away"));
        std::fs::rename(&path, &away).unwrap();
        let told = answers(&mut writer, vec![setting("a", 10)]);
        assert!(matches!(told[0], Err(StoreError::Disk { .. })), "{told:?}");
        std::fs::rename(&away, &path).unwrap();
        let told = answers(&mut writer, vec![setting("a", 10)]);
        assert_eq!(told[0].as_ref().unwrap().sequence, 1);
    }
}
