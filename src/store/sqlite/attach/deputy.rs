//! An attached process's side: empties the inbox in the writer's place, and becomes the writer when there is none.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::net::unix::OwnedWriteHalf;
use tokio::sync::{mpsc, watch};

use super::lines::{Incoming, LONGEST, line};
use super::link::{Link, NoLink};
use super::message::{FromHolder, Hello, ToHolder, packed};
use crate::store::sqlite::lock::{Attempt, WorkspaceLock};
use crate::store::sqlite::open::{OpenOptions, writer_of};
use crate::store::sqlite::pool::ReadPool;
use crate::store::sqlite::receipt::Receipt;
use crate::store::sqlite::writer::{Answer, Message, Pending, Writer};
use crate::store::{Standing, StoreError};

/// Changes that may be on their way to the holder; beyond it, the inbox is left to fill.
const UNDER_WAY: usize = 256;

/// The pause between two attempts to find a holder or become one.
const PAUSE: Duration = Duration::from_millis(25);

/// How long a process that is closing waits for an answer of the holder.
const PARTING: Duration = Duration::from_secs(5);

/// Writes through the holder.
pub(in crate::store::sqlite) struct Deputy {
    pub(in crate::store::sqlite) dir: PathBuf,
    pub(in crate::store::sqlite) options: OpenOptions,
    pub(in crate::store::sqlite) pool: Arc<ReadPool>,
    pub(in crate::store::sqlite) news: watch::Sender<u64>,
    pub(in crate::store::sqlite) standing: Arc<watch::Sender<Standing>>,
    /// Weak, so that the inbox closes when the store is dropped.
    pub(in crate::store::sqlite) inbox: mpsc::WeakSender<Message>,
    pub(in crate::store::sqlite) hello: Hello,
}

/// What is on its way, and how far this process has come to its end.
#[derive(Default)]
struct Desk {
    /// Not yet answered, in order.
    waiting: VecDeque<Pending>,
    /// The number of the latest change.
    latest: u64,
    closing: Closing,
}

/// Whether the store is being closed.
#[derive(Default)]
enum Closing {
    /// It is in use.
    #[default]
    No,
    /// It is, until this time at the latest; whoever asked for it waits for an answer.
    Until(Instant, Option<Answer<()>>),
}

/// How a connection to a holder ended.
enum Ended {
    /// By the holder, or by its death.
    Lost,
    /// By this process: nothing is left to do.
    Closed,
    /// By this process: the holder does not answer.
    Unanswered,
}

/// Who writes from now on.
enum Found {
    Holder(Link),
    Us(Box<Writer>),
    Nobody,
}

impl Deputy {
    /// Works until told to close, or until nobody can send any more; as the writer, if it comes to that.
    pub(in crate::store::sqlite) fn work(self, link: Link, mut inbox: mpsc::Receiver<Message>) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let Ok(runtime) = runtime else {
            return;
        };
        let mut desk = Desk::default();
        let mut link = link;
        loop {
            let pid = link.pid;
            match runtime.block_on(self.attend(link, &mut inbox, &mut desk)) {
                Ended::Lost => {}
                Ended::Closed => return self.leave(inbox, desk),
                Ended::Unanswered => return self.give_up(pid, inbox, desk),
            }
            self.standing.send_replace(Standing::Seeking { pid });
            link = match self.seek(&mut inbox, &mut desk) {
                Found::Holder(link) => link,
                Found::Us(writer) => {
                    drop(runtime);
                    let Desk {
                        waiting, closing, ..
                    } = desk;
                    let closing = match closing {
                        Closing::No => None,
                        Closing::Until(_, answer) => answer,
                    };
                    return writer.work(inbox, waiting, closing);
                }
                Found::Nobody => return self.give_up(pid, inbox, desk),
            };
        }
    }

    /// Hands changes over and takes the answers.
    async fn attend(
        &self,
        link: Link,
        inbox: &mut mpsc::Receiver<Message>,
        desk: &mut Desk,
    ) -> Ended {
        let Link {
            pid,
            sequence,
            stream,
            rest,
        } = link;
        let Ok((read, mut write)) = unblocked(stream) else {
            return Ended::Lost;
        };
        let mut incoming = Incoming::new(read, rest);
        self.standing.send_replace(Standing::Attached { pid });
        self.heard(sequence);
        if desk.hand_over_again(&mut write).await.is_err() {
            return Ended::Lost;
        }
        loop {
            if desk.done() {
                return Ended::Closed;
            }
            tokio::select! {
                biased;
                message = incoming.next() => match message {
                    Ok(Some(FromHolder::Done { number, outcome })) => {
                        if let Ok(applied) = &outcome {
                            self.heard(applied.sequence);
                        }
                        desk.answer(number, outcome.map_err(StoreError::from));
                    }
                    Ok(Some(FromHolder::Committed(sequence))) => self.heard(sequence),
                    Ok(None) | Err(_) => return Ended::Lost,
                },
                message = inbox.recv(), if desk.takes_more() => {
                    if let Some(pending) = desk.take(message, &self.hello)
                        && say(&mut write, &pending).await.is_err()
                    {
                        return Ended::Lost;
                    }
                }
                () = desk.parted() => return Ended::Unanswered,
            }
        }
    }

    /// Looks for a holder, and tries to become it, until either is done.
    fn seek(&self, inbox: &mut mpsc::Receiver<Message>, desk: &mut Desk) -> Found {
        loop {
            match self.try_to_hold() {
                Ok(Some(writer)) => return Found::Us(Box::new(writer)),
                Ok(None) => {}
                Err(error) => desk.refuse_all(&error.to_string()),
            }
            match Link::to(&self.dir, &self.hello) {
                Ok(link) => return Found::Holder(link),
                Err(NoLink::Refused { why, .. }) => desk.refuse_all(&why),
                Err(NoLink::Nobody) => {}
            }
            while desk.takes_more() {
                match inbox.try_recv() {
                    Ok(message) => drop(desk.take(Some(message), &self.hello)),
                    Err(mpsc::error::TryRecvError::Disconnected) => {
                        drop(desk.take(None, &self.hello));
                    }
                    Err(mpsc::error::TryRecvError::Empty) => break,
                }
            }
            if matches!(desk.closing, Closing::Until(at, _) if at <= Instant::now()) {
                return Found::Nobody;
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Takes the lock if it is free; the writer that then works in this process.
    fn try_to_hold(&self) -> Result<Option<Writer>, StoreError> {
        let lock = match WorkspaceLock::take(&self.dir) {
            Ok(Attempt::Taken(lock)) => lock,
            Ok(Attempt::Unwritable(why)) => return Err(StoreError::ReadOnly { why }),
            Err(StoreError::Held { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let pool = Arc::clone(&self.pool);
        let mut writer = writer_of(&self.dir, &self.options, pool, lock, self.news.clone())?;
        self.standing.send_replace(Standing::ALONE);
        let standing = Arc::clone(&self.standing);
        writer.serve(
            &self.dir,
            self.options.workspace,
            self.inbox.clone(),
            standing,
        );
        Ok(Some(writer))
    }

    /// Notes that the holder committed something.
    fn heard(&self, sequence: u64) {
        self.news.send_if_modified(|seen| {
            let newer = sequence > *seen;
            *seen = sequence.max(*seen);
            newer
        });
    }

    fn leave(self, mut inbox: mpsc::Receiver<Message>, desk: Desk) {
        inbox.close();
        self.pool.close();
        if let Closing::Until(_, Some(answer)) = desk.closing {
            let _ = answer.send(Ok(()));
        }
    }

    fn give_up(self, pid: u32, mut inbox: mpsc::Receiver<Message>, mut desk: Desk) {
        inbox.close();
        self.pool.close();
        let changes = desk.waiting.len() as u64;
        for pending in desk.waiting.drain(..) {
            let _ = pending
                .answer
                .send(Err(StoreError::Unanswered { pid, changes }));
        }
        if let Closing::Until(_, Some(answer)) = desk.closing {
            let _ = answer.send(match changes {
                0 => Ok(()),
                _ => Err(StoreError::Unanswered { pid, changes }),
            });
        }
    }
}

impl Desk {
    /// Whether another message may be taken from the inbox.
    fn takes_more(&self) -> bool {
        matches!(self.closing, Closing::No) && self.waiting.len() < UNDER_WAY
    }

    /// Whether nothing is left to do.
    fn done(&self) -> bool {
        matches!(self.closing, Closing::Until(..)) && self.waiting.is_empty()
    }

    /// Takes a message from the inbox; what the holder is to be told of it.
    fn take(&mut self, message: Option<Message>, hello: &Hello) -> Option<ToHolder> {
        match message {
            Some(Message::Change(mut pending)) => {
                self.latest += 1;
                pending.receipt = Some(Receipt {
                    client: hello.client,
                    number: self.latest,
                    settled: self.settled(),
                });
                let told = self.told(&pending);
                match told {
                    Ok(told) => {
                        self.waiting.push_back(pending);
                        Some(told)
                    }
                    Err(error) => {
                        let _ = pending.answer.send(Err(error));
                        None
                    }
                }
            }
            Some(Message::Close(answer)) => {
                self.closing = Closing::Until(Instant::now() + PARTING, Some(answer));
                None
            }
            None => {
                self.closing = Closing::Until(Instant::now() + PARTING, None);
                None
            }
        }
    }

    /// Every change up to this one was answered.
    fn settled(&self) -> u64 {
        let first = self.waiting.front().and_then(|pending| pending.receipt);
        first.map_or(self.latest, |receipt| receipt.number) - 1
    }

    fn told(&self, pending: &Pending) -> Result<ToHolder, StoreError> {
        let change = packed(&pending.change).map_err(|error| {
            StoreError::Contradiction(format!("the change cannot be handed over ({error})"))
        })?;
        if change.get().len() + 1_024 > LONGEST {
            return Err(StoreError::Contradiction(format!(
                "the change has {} bytes, more than the {LONGEST} that can be handed to another process; do it when no other holds the workspace",
                change.get().len()
            )));
        }
        Ok(ToHolder::Change {
            number: pending.receipt.map_or(0, |receipt| receipt.number),
            settled: self.settled(),
            change,
        })
    }

    /// Hands over what another holder left unanswered.
    async fn hand_over_again(&self, write: &mut OwnedWriteHalf) -> std::io::Result<()> {
        for pending in &self.waiting {
            if let Ok(told) = self.told(pending) {
                say(write, &told).await?;
            }
        }
        Ok(())
    }

    fn answer(&mut self, number: u64, outcome: Result<crate::store::Applied, StoreError>) {
        let is_it = |pending: &Pending| {
            pending
                .receipt
                .is_some_and(|receipt| receipt.number == number)
        };
        if let Some(at) = self.waiting.iter().position(is_it)
            && let Some(pending) = self.waiting.remove(at)
        {
            let _ = pending.answer.send(outcome);
        }
        if let Closing::Until(at, _) = &mut self.closing {
            *at = Instant::now() + PARTING;
        }
    }

    /// Answers everything that waits with the reason why nobody can write it.
    fn refuse_all(&mut self, why: &str) {
        for pending in self.waiting.drain(..) {
            let why = why.to_owned();
            let _ = pending.answer.send(Err(StoreError::ReadOnly { why }));
        }
    }

    /// Waits until a process that is closing has waited long enough.
    async fn parted(&self) {
        match self.closing {
            Closing::No => std::future::pending().await,
            Closing::Until(at, _) => tokio::time::sleep_until(at.into()).await,
        }
    }
}

fn unblocked(
    stream: std::os::unix::net::UnixStream,
) -> std::io::Result<(tokio::net::unix::OwnedReadHalf, OwnedWriteHalf)> {
    stream.set_nonblocking(true)?;
    Ok(tokio::net::UnixStream::from_std(stream)?.into_split())
}

async fn say(write: &mut OwnedWriteHalf, message: &ToHolder) -> std::io::Result<()> {
    write.write_all(&line(message)?).await
}

/// The greeting of this process, under an id of its own.
pub(in crate::store::sqlite) fn greeting(options: &OpenOptions) -> Hello {
    let millis = u64::try_from((options.clock)()).unwrap_or(0);
    let random = (options.entropy)();
    let client = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
    Hello::new(options.workspace, client)
}
