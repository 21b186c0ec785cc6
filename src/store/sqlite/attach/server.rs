//! The holder's side: takes changes from attached processes to the writer, and the outcomes back.
//!
//! One thread, one task a connection and one for what it is sent. A connection that says something senseless, or nothing for
//! long at its beginning, is closed; one that does not read what it is sent holds up nobody but itself.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch};
use uuid::Uuid;

use super::lines::{GREETING, Incoming, LONGEST, Lines, line};
use super::message::{Failure, FromHolder, Hello, ToHolder, Welcome};
use super::place;
use crate::store::sqlite::receipt::Receipt;
use crate::store::sqlite::writer::{Message, Pending};
use crate::store::{Applied, Standing, StoreError};

/// Processes that may be attached at once.
const GUESTS: usize = 64;

/// Changes of one connection that may be under way; beyond it, the next line is not read.
const UNDER_WAY: usize = 256;

/// How long a connection may take to greet.
const PATIENCE: Duration = Duration::from_secs(5);

/// Serves attached processes until it is dropped; then the socket is gone, and nobody has an answer any more.
pub(in crate::store::sqlite) struct Server {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    dir: PathBuf,
}

/// What every connection works with.
struct House {
    workspace: Uuid,
    /// Weak, so that the writer ends when its own process has closed the store.
    inbox: mpsc::WeakSender<Message>,
    news: watch::Receiver<u64>,
    standing: Arc<watch::Sender<Standing>>,
}

/// A process that is let in, until it leaves.
struct Guest(Arc<watch::Sender<Standing>>);

impl Guest {
    fn enter(house: &House) -> Self {
        let standing = Arc::clone(&house.standing);
        standing.send_modify(|standing| {
            if let Standing::Holding { guests } = standing {
                *guests += 1;
            }
        });
        Guest(standing)
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.0.send_modify(|standing| {
            if let Standing::Holding { guests } = standing {
                *guests = guests.saturating_sub(1);
            }
        });
    }
}

impl Server {
    /// Listens in this folder, whose lock this process holds.
    pub(in crate::store::sqlite) fn start(
        dir: &Path,
        workspace: Uuid,
        inbox: mpsc::WeakSender<Message>,
        news: watch::Receiver<u64>,
        standing: Arc<watch::Sender<Standing>>,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let listener = place::listen(dir)?;
        listener.set_nonblocking(true)?;
        let house = Arc::new(House {
            workspace,
            inbox,
            news,
            standing,
        });
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new().name("store-serve".to_owned());
        let thread = thread.spawn(move || {
            runtime.block_on(async move {
                tokio::select! {
                    _ = stopped => {}
                    () = welcome_all(listener, house) => {}
                }
            });
        })?;
        Ok(Server {
            stop: Some(stop),
            thread: Some(thread),
            dir: dir.to_owned(),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Before the lock goes: the socket of the next holder must not be taken for ours.
        let _ = place::remove(&self.dir);
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn welcome_all(listener: std::os::unix::net::UnixListener, house: Arc<House>) {
    let listener = match UnixListener::from_std(listener) {
        Ok(listener) => listener,
        Err(error) => return tracing::warn!(%error, "nobody can attach"),
    };
    let rooms = Arc::new(Semaphore::new(GUESTS));
    loop {
        let Ok(room) = rooms.clone().acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let house = Arc::clone(&house);
                tokio::spawn(async move {
                    attend(stream, &house).await;
                    drop(room);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "somebody could not attach");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn attend(stream: UnixStream, house: &House) {
    let (read, mut write) = stream.into_split();
    let mut incoming = Incoming::new(read, Lines::new(GREETING));
    let hello = match tokio::time::timeout(PATIENCE, incoming.next::<Hello>()).await {
        Ok(Ok(Some(hello))) => hello,
        Ok(Err(error)) => return tracing::warn!(%error, "a greeting that is none"),
        Ok(Ok(None)) | Err(_) => return,
    };
    let pid = std::process::id();
    let unfit = hello.unfit(house.workspace);
    let welcome = match unfit.clone() {
        Some(why) => Welcome::Out { pid, why },
        None => Welcome::In {
            pid,
            sequence: *house.news.borrow(),
        },
    };
    if say(&mut write, &welcome).await.is_err() || unfit.is_some() {
        return;
    }
    let _guest = Guest::enter(house);
    let (outcomes, outbox) = mpsc::channel(UNDER_WAY);
    let sending = tokio::spawn(send(write, outbox, house.news.clone()));
    if let Err(error) = listen(incoming.up_to(LONGEST), hello.client, house, &outcomes).await {
        tracing::warn!(%error, "an attached process was let go");
    }
    sending.abort();
}

/// Takes changes to the writer, in the order in which they come, until the other side leaves.
async fn listen(
    mut incoming: Incoming<OwnedReadHalf>,
    client: Uuid,
    house: &House,
    outcomes: &mpsc::Sender<(FromHolder, OwnedSemaphorePermit)>,
) -> Result<(), super::lines::Unreadable> {
    let places = Arc::new(Semaphore::new(UNDER_WAY));
    while let Some(ToHolder::Change {
        number,
        settled,
        change,
    }) = incoming.next().await?
    {
        let Ok(place) = places.clone().acquire_owned().await else {
            break;
        };
        let (answer, answered) = oneshot::channel();
        let outcome = match serde_json::from_str(change.get()) {
            Ok(change) => {
                let pending = Pending {
                    change,
                    receipt: Some(Receipt {
                        client,
                        number,
                        settled,
                    }),
                    answer,
                };
                let Some(inbox) = house.inbox.upgrade() else {
                    break;
                };
                if inbox.send(Message::Change(pending)).await.is_err() {
                    break;
                }
                answered
            }
            Err(error) => {
                let why = format!("the change means nothing here ({error})");
                let _ = answer.send(Err(StoreError::Contradiction(why)));
                answered
            }
        };
        tokio::spawn(report(number, outcome, outcomes.clone(), place));
    }
    Ok(())
}

/// Tells the outcome of a change once there is one. When the writer ends before, nothing is told: the other side hands the
/// change to the next holder.
async fn report(
    number: u64,
    outcome: oneshot::Receiver<Result<Applied, StoreError>>,
    outcomes: mpsc::Sender<(FromHolder, OwnedSemaphorePermit)>,
    place: OwnedSemaphorePermit,
) {
    if let Ok(outcome) = outcome.await {
        let outcome = outcome.map_err(Failure::from);
        let _ = outcomes
            .send((FromHolder::Done { number, outcome }, place))
            .await;
    }
}

/// Sends outcomes, and the number of the latest change whenever there is another.
async fn send(
    mut write: OwnedWriteHalf,
    mut outbox: mpsc::Receiver<(FromHolder, OwnedSemaphorePermit)>,
    mut news: watch::Receiver<u64>,
) {
    loop {
        let sent = tokio::select! {
            biased;
            outcome = outbox.recv() => match outcome {
                Some((outcome, _place)) => say(&mut write, &outcome).await,
                None => return,
            },
            changed = news.changed() => match changed {
                Ok(()) => {
                    let latest = *news.borrow_and_update();
                    say(&mut write, &FromHolder::Committed(latest)).await
                }
                Err(_) => return,
            },
        };
        if sent.is_err() {
            return;
        }
    }
}

async fn say(
    write: &mut (impl AsyncWrite + Unpin),
    message: &impl serde::Serialize,
) -> io::Result<()> {
    write.write_all(&line(message)?).await
}
