//! The backend itself: the store's traits answered by the writer and the read pool.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use futures_util::FutureExt;
use futures_util::future::ready;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot, watch};

use super::attach::{Deputy, Hello, Link};
use super::connection::Medium;
use super::follow::Follower;
use super::open::{Access, OpenOptions};
use super::pool::ReadPool;
use super::writer::{Message, Pending, QUEUE, Writer};
use super::{error, read, snapshot};
use crate::domain::{
    ConversationId, Engine, LogEntry, Product, ProductId, Profile, ProfileId, RequestHash,
    ReviewerId, Run, RunId, Topic,
};
use crate::review::Filter;
use crate::store::{
    Applied, CallPilot, CallRecord, CallSum, Calls, Change, Conversations, Counts, Cursor, Draft,
    KnownCall, Maintenance, Page, ProductGroup, ProductRecord, ProductVersion, Products,
    ProfileFilter, Profiles, Reply, ReviewLog, Reviewed, Runs, Standing, StoreError, Summary, Use,
    Writes,
};

/// A workspace in one directory, in SQLite.
///
/// Reads and writes are handed over when they are called, not when they are first polled: two calls in a row keep their
/// order whoever waits for the answers, and a write whose answer nobody waits for is still done.
pub struct SqliteStore {
    path: PathBuf,
    medium: Medium,
    pool: Arc<ReadPool>,
    news: watch::Receiver<u64>,
    side: Side,
}

/// What this process may do.
enum Side {
    /// It holds the lock, or writes through the process that does; the thread ends when the inbox is closed.
    Writing {
        inbox: Option<mpsc::Sender<Message>>,
        thread: Mutex<Option<JoinHandle<()>>>,
        standing: watch::Receiver<Standing>,
    },
    /// It follows another process, or reads a file that nobody can change.
    Reading {
        why: String,
        _follower: Option<Follower>,
    },
}

impl SqliteStore {
    pub(super) fn writing(
        dir: &Path,
        options: &OpenOptions,
        pool: Arc<ReadPool>,
        mut writer: Writer,
        news: watch::Receiver<u64>,
    ) -> Result<Self, StoreError> {
        let (inbox, outbox) = mpsc::channel(QUEUE);
        let (stand, standing) = watch::channel(Standing::ALONE);
        if options.access == Access::Together {
            writer.serve(dir, options.workspace, inbox.downgrade(), Arc::new(stand));
        }
        let work = move || writer.work(outbox, VecDeque::new(), None);
        Self::at_work(dir, pool, news, inbox, standing, work)
    }

    /// Writes through the process that holds the workspace, and takes its place when it leaves.
    pub(super) fn attached(
        dir: &Path,
        options: &OpenOptions,
        hello: Hello,
        link: Link,
    ) -> Result<Self, StoreError> {
        let (inbox, outbox) = mpsc::channel(QUEUE);
        let pool = Arc::new(ReadPool::new(dir.join("muse.db"), Medium::Shared));
        let (tell, news) = watch::channel(link.sequence);
        let (stand, standing) = watch::channel(Standing::Attached { pid: link.pid });
        let deputy = Deputy {
            dir: dir.to_owned(),
            options: options.clone(),
            pool: Arc::clone(&pool),
            news: tell,
            standing: Arc::new(stand),
            inbox: inbox.downgrade(),
            hello,
        };
        let work = move || deputy.work(link, outbox);
        Self::at_work(dir, pool, news, inbox, standing, work)
    }

    fn at_work(
        dir: &Path,
        pool: Arc<ReadPool>,
        news: watch::Receiver<u64>,
        inbox: mpsc::Sender<Message>,
        standing: watch::Receiver<Standing>,
        work: impl FnOnce() + Send + 'static,
    ) -> Result<Self, StoreError> {
        let path = dir.join("muse.db");
        let thread = std::thread::Builder::new().name("store-write".to_owned());
        let thread = thread.spawn(work);
        let thread = thread.map_err(|e| error::file("written", &path, &e))?;
        Ok(SqliteStore {
            path,
            medium: Medium::Shared,
            pool,
            news,
            side: Side::Writing {
                inbox: Some(inbox),
                thread: Mutex::new(Some(thread)),
                standing,
            },
        })
    }

    pub(super) fn reading(path: PathBuf, pool: Arc<ReadPool>, why: String, medium: Medium) -> Self {
        let (tell, news) = watch::channel(0);
        let follow = || Follower::start(path.clone(), tell);
        SqliteStore {
            side: Side::Reading {
                why,
                _follower: (medium == Medium::Shared).then(follow),
            },
            path,
            medium,
            pool,
            news,
        }
    }

    /// Hands a message to the writer, at once when there is room.
    fn send<T: Send + 'static>(
        &self,
        inbox: &mpsc::Sender<Message>,
        message: Message,
        answer: oneshot::Receiver<Result<T, StoreError>>,
    ) -> Reply<'static, T> {
        let waiting = match inbox.try_send(message) {
            Ok(()) => None,
            Err(TrySendError::Full(message)) => Some((inbox.clone(), message)),
            Err(TrySendError::Closed(_)) => return ready(Err(StoreError::Closed)).boxed(),
        };
        async move {
            if let Some((inbox, message)) = waiting {
                inbox.send(message).await.map_err(|_| StoreError::Closed)?;
            }
            answer.await.unwrap_or(Err(StoreError::Closed))
        }
        .boxed()
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        if let Side::Writing { inbox, thread, .. } = &mut self.side {
            *inbox = None;
            let thread = thread.get_mut().unwrap_or_else(PoisonError::into_inner);
            if let Some(thread) = thread.take() {
                // It writes what was handed in and lets go of the lock.
                let _ = thread.join();
            }
        }
    }
}

impl Products for SqliteStore {
    fn products(&self, ids: Vec<ProductId>) -> Reply<'_, Vec<Product>> {
        self.pool
            .run(move |connection| read::products::with_ids(connection, &ids))
    }

    fn product_page(&self, cursor: Cursor, limit: u32) -> Reply<'_, Page<Product>> {
        self.pool
            .run(move |connection| read::products::page(connection, cursor, limit))
    }

    fn product_record(&self, id: ProductId) -> Reply<'_, Option<ProductRecord>> {
        self.pool
            .run(move |connection| read::history::record(connection, &id))
    }

    fn product_history(&self, id: ProductId) -> Reply<'_, Vec<ProductVersion>> {
        self.pool
            .run(move |connection| read::history::versions(connection, &id))
    }

    fn uses_of(&self, id: ProductId, cursor: Cursor, limit: u32) -> Reply<'_, Page<Use>> {
        self.pool
            .run(move |connection| read::uses::page(connection, &id, cursor, limit))
    }

    fn use_counts(&self, ids: Vec<ProductId>) -> Reply<'_, Vec<u64>> {
        self.pool
            .run(move |connection| read::uses::counts(connection, &ids))
    }

    fn group_of(&self, id: ProductId) -> Reply<'_, Option<ProductGroup>> {
        self.pool
            .run(move |connection| read::groups::of(connection, &id))
    }

    fn groups(&self, cursor: Cursor, limit: u32) -> Reply<'_, Page<ProductGroup>> {
        self.pool
            .run(move |connection| read::groups::page(connection, cursor, limit))
    }
}

impl Profiles for SqliteStore {
    fn profile(&self, id: ProfileId) -> Reply<'_, Option<Profile>> {
        self.pool
            .run(move |connection| read::profiles::with_id(connection, &id))
    }

    fn profile_page(
        &self,
        filter: ProfileFilter,
        cursor: Cursor,
        limit: u32,
    ) -> Reply<'_, Page<Profile>> {
        self.pool
            .run(move |connection| read::profiles::page(connection, &filter, cursor, limit))
    }
}

impl Conversations for SqliteStore {
    fn conversation(&self, id: ConversationId) -> Reply<'_, Option<Reviewed>> {
        self.pool
            .run(move |connection| read::conversations::with_id(connection, id))
    }

    fn conversation_page(
        &self,
        filter: Filter,
        cursor: Cursor,
        limit: u32,
    ) -> Reply<'_, Page<Reviewed>> {
        self.pool
            .run(move |connection| read::conversations::page(connection, &filter, cursor, limit))
    }

    fn summaries(&self, filter: Filter, cursor: Cursor, limit: u32) -> Reply<'_, Page<Summary>> {
        self.pool.run(move |connection| {
            read::conversations::summaries(connection, &filter, cursor, limit)
        })
    }

    fn count(&self, filter: Filter) -> Reply<'_, u64> {
        self.pool
            .run(move |connection| read::conversations::count(connection, &filter))
    }

    fn counts(&self) -> Reply<'_, Counts> {
        self.pool.run(read::counts::counts)
    }

    fn key_of(&self, id: ConversationId) -> Reply<'_, Option<i64>> {
        self.pool
            .run(move |connection| read::conversations::key_of(connection, id))
    }
}

impl ReviewLog for SqliteStore {
    fn log_page(&self, cursor: Cursor, limit: u32) -> Reply<'_, Page<LogEntry>> {
        self.pool
            .run(move |connection| read::log::page(connection, cursor, limit))
    }

    fn log_of(&self, conversation: ConversationId) -> Reply<'_, Vec<LogEntry>> {
        self.pool.run(move |connection| {
            read::log::entries_of(connection, &Topic::Conversation(conversation))
        })
    }

    fn log_of_product(&self, product: ProductId) -> Reply<'_, Vec<LogEntry>> {
        self.pool
            .run(move |connection| read::log::entries_of(connection, &Topic::Product(product)))
    }

    fn drafts(&self, reviewer: ReviewerId) -> Reply<'_, Vec<Draft>> {
        self.pool
            .run(move |connection| read::log::drafts(connection, &reviewer))
    }
}

impl Runs for SqliteStore {
    fn runs(&self) -> Reply<'_, Vec<Run>> {
        self.pool.run(read::runs::all)
    }

    fn run(&self, id: RunId) -> Reply<'_, Option<Run>> {
        self.pool
            .run(move |connection| read::runs::with_id(connection, id))
    }

    fn setting(&self, key: String) -> Reply<'_, Option<String>> {
        self.pool
            .run(move |connection| read::runs::setting(connection, &key))
    }
}

impl Calls for SqliteStore {
    fn known_call(&self, request: RequestHash) -> Reply<'_, KnownCall> {
        self.pool
            .run(move |connection| read::ledger::known(connection, request))
    }

    fn calls(&self, run: Option<RunId>, cursor: Cursor, limit: u32) -> Reply<'_, Page<CallRecord>> {
        self.pool
            .run(move |connection| read::ledger::page(connection, run, cursor, limit))
    }

    fn call_sums(&self, run: Option<RunId>) -> Reply<'_, Vec<CallSum>> {
        self.pool
            .run(move |connection| read::ledger::sums(connection, run))
    }

    fn call_pilot(&self, engine: Engine, model: String) -> Reply<'_, CallPilot> {
        self.pool
            .run(move |connection| read::ledger::pilot(connection, engine, &model))
    }
}

impl Writes for SqliteStore {
    fn apply(&self, change: Change) -> Reply<'_, Applied> {
        match &self.side {
            Side::Writing {
                inbox: Some(inbox), ..
            } => {
                let (answer, receive) = oneshot::channel();
                let pending = Pending {
                    change,
                    receipt: None,
                    answer,
                };
                self.send(inbox, Message::Change(pending), receive)
            }
            Side::Writing { inbox: None, .. } => ready(Err(StoreError::Closed)).boxed(),
            Side::Reading { why, .. } => {
                ready(Err(StoreError::ReadOnly { why: why.clone() })).boxed()
            }
        }
    }

    fn watch(&self) -> watch::Receiver<u64> {
        self.news.clone()
    }

    fn standing(&self) -> watch::Receiver<Standing> {
        match &self.side {
            Side::Writing { standing, .. } => standing.clone(),
            Side::Reading { .. } => watch::channel(Standing::Reading).1,
        }
    }

    fn read_only(&self) -> Option<String> {
        match &self.side {
            Side::Writing { .. } => None,
            Side::Reading { why, .. } => Some(why.clone()),
        }
    }
}

impl Maintenance for SqliteStore {
    fn snapshot(&self, to: PathBuf) -> Reply<'_, ()> {
        snapshot::start(self.path.clone(), self.medium, to)
    }

    fn check(&self) -> Reply<'_, Vec<String>> {
        self.pool.run(snapshot::faults)
    }

    fn place(&self) -> &Path {
        &self.path
    }

    fn close(&self) -> Reply<'_, ()> {
        match &self.side {
            Side::Writing {
                inbox: Some(inbox),
                thread,
                ..
            } => {
                let (answer, receive) = oneshot::channel();
                let closed = self.send(inbox, Message::Close(answer), receive);
                async move {
                    let outcome = closed.await;
                    let thread = thread.lock().unwrap_or_else(PoisonError::into_inner).take();
                    if let Some(thread) = thread {
                        // It has answered as its last deed; this waits for it to let go of the lock.
                        let _ = thread.join();
                    }
                    outcome
                }
                .boxed()
            }
            _ => {
                self.pool.close();
                ready(Ok(())).boxed()
            }
        }
    }
}
