//! Following the commits of another process, for a workspace that is open read-only.

use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::watch;

use super::connection::{self, Medium};
use super::read;

/// Often enough for a person to see changes come, rare enough to cost nothing.
const INTERVAL: Duration = Duration::from_millis(500);

/// A thread that looks for commits until it is dropped.
pub(super) struct Follower {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Follower {
    pub(super) fn start(path: PathBuf, news: watch::Sender<u64>) -> Self {
        let (stop, stopped) = mpsc::channel();
        let thread = std::thread::Builder::new().name("store-follow".to_owned());
        let thread = thread.spawn(move || {
            let Ok(connection) = connection::reader(&path, Medium::Shared) else {
                return;
            };
            let mut seen = version(&connection);
            tell(&connection, &news);
            while stopped.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                let now = version(&connection);
                if now != seen {
                    seen = now;
                    tell(&connection, &news);
                }
            }
        });
        Follower {
            stop: Some(stop),
            thread: thread.ok(),
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A number that changes whenever another connection commits; `None` when it cannot be read just now.
fn version(connection: &Connection) -> Option<i64> {
    connection
        .query_row("PRAGMA data_version", [], |row| row.get(0))
        .ok()
}

fn tell(connection: &Connection, news: &watch::Sender<u64>) {
    if let Ok(sequence) = read::counts::counter(connection, "sequence") {
        news.send_if_modified(|seen| std::mem::replace(seen, sequence) != sequence);
    }
}
