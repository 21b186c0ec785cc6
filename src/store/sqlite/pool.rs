//! The read pool: a few threads, each with its own connection, that start when they are first needed.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::connection::{self, Medium};
use super::error;
use crate::store::StoreError;

/// Enough for a page, a search and a report at once; more would only compete for the disk.
const THREADS: usize = 3;

type Job = Box<dyn FnOnce(&mut Reader) + Send>;

/// Answers reads. Each read sees one consistent state: that of the last commit when it began.
pub(super) struct ReadPool {
    shared: Arc<Shared>,
}

struct Shared {
    path: PathBuf,
    medium: Medium,
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    threads: Vec<JoinHandle<()>>,
    idle: usize,
    closed: bool,
}

impl ReadPool {
    pub(super) fn new(path: PathBuf, medium: Medium) -> Self {
        ReadPool {
            shared: Arc::new(Shared {
                path,
                medium,
                state: Mutex::default(),
                wake: Condvar::new(),
            }),
        }
    }

    /// Queues a read at once; the future gives its answer. A read whose future is dropped before its turn is not done.
    pub(super) fn run<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        let (answer, receive) = oneshot::channel();
        let job: Job = Box::new(move |reader| {
            if !answer.is_closed() {
                let _ = answer.send(reader.read(read));
            }
        });
        self.push(job);
        async move { receive.await.unwrap_or(Err(StoreError::Closed)) }.boxed()
    }

    fn push(&self, job: Job) {
        let mut state = self.shared.state();
        if state.closed {
            return;
        }
        state.jobs.push_back(job);
        // A thread that failed is replaced; the read that it was at has been told that the store is closed.
        state.threads.retain(|thread| !thread.is_finished());
        if state.idle < state.jobs.len() && state.threads.len() < THREADS {
            let shared = Arc::clone(&self.shared);
            let thread = std::thread::Builder::new().name("store-read".to_owned());
            // Without a new thread the ones that run take the job.
            state.threads.extend(thread.spawn(move || shared.work()));
        }
        if state.threads.is_empty() {
            state.jobs.clear();
        }
        self.shared.wake.notify_one();
    }

    /// Finishes what is queued and closes the connections; later reads answer [`StoreError::Closed`].
    pub(super) fn close(&self) {
        let threads = {
            let mut state = self.shared.state();
            state.closed = true;
            std::mem::take(&mut state.threads)
        };
        self.shared.wake.notify_all();
        for thread in threads {
            let _ = thread.join();
        }
        self.shared.state().jobs.clear();
    }
}

impl Drop for ReadPool {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut reader = Reader {
            path: self.path.clone(),
            medium: self.medium,
            connection: None,
        };
        while let Some(job) = self.next() {
            job(&mut reader);
        }
    }

    fn next(&self) -> Option<Job> {
        let mut state = self.state();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if state.closed {
                return None;
            }
            state.idle += 1;
            state = self
                .wake
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }
}

/// One thread's connection, opened when first needed.
struct Reader {
    path: PathBuf,
    medium: Medium,
    connection: Option<Connection>,
}

impl Reader {
    fn read<T>(
        &mut self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let outcome = self.connection().and_then(|connection| {
            let snapshot = connection.unchecked_transaction()?;
            read(&snapshot)
        });
        outcome.map_err(|error| {
            // A failed file may have come back under another handle; the next read opens it again.
            self.connection = None;
            error::disk("read", &error)
        })
    }

    fn connection(&mut self) -> rusqlite::Result<&Connection> {
        let ready = match self.connection.take() {
            Some(connection) => connection,
            None => connection::reader(&self.path, self.medium)?,
        };
        Ok(self.connection.insert(ready))
    }
}
