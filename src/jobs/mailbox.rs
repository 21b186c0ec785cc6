//! The way from jobs to whoever watches them: one mailbox a process.
//!
//! Owns: merging of text deltas and progress while the watcher is busy. Does not: ever make a job wait. A turn that is
//! being made has at most one delta in the box and a job at most one progress; every other event is kept until it is
//! read, so that no state change is lost.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::{JobEvent, JobId};
use crate::domain::TurnId;

/// A mailbox: the end that jobs post to, and the end that is read.
pub(super) fn mailbox() -> (Postbox, Events) {
    let shared = Arc::new(Shared::default());
    (Postbox(shared.clone()), Events(shared))
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    wake: Notify,
}

#[derive(Default)]
struct State {
    /// A place is empty when its event was overtaken.
    queue: VecDeque<Option<JobEvent>>,
    /// The number of the event at the front of the queue.
    front: u64,
    deltas: HashMap<TurnId, u64>,
    progress: HashMap<JobId, u64>,
    reader_gone: bool,
}

impl State {
    fn push(&mut self, event: JobEvent) -> u64 {
        self.queue.push_back(Some(event));
        self.front + self.queue.len() as u64 - 1
    }

    fn place(&mut self, number: u64) -> Option<&mut Option<JobEvent>> {
        let place = usize::try_from(number.checked_sub(self.front)?).ok()?;
        self.queue.get_mut(place)
    }

    fn post(&mut self, event: JobEvent) {
        match event {
            JobEvent::Delta {
                conversation,
                turn,
                text,
            } => {
                let number = self.deltas.get(&turn).copied();
                if let Some(Some(JobEvent::Delta { text: queued, .. })) =
                    number.and_then(|number| self.place(number))
                {
                    queued.push_str(&text);
                    return;
                }
                let number = self.push(JobEvent::Delta {
                    conversation,
                    turn,
                    text,
                });
                self.deltas.insert(turn, number);
            }
            JobEvent::Progress { job, .. } => {
                let number = self.progress.get(&job).copied();
                if let Some(Some(place)) = number
                    .and_then(|number| self.place(number))
                    .map(Option::as_mut)
                {
                    *place = event;
                    return;
                }
                let number = self.push(event);
                self.progress.insert(job, number);
            }
            JobEvent::TurnDone { turn, .. } | JobEvent::TurnAgain { turn, .. } => {
                if let Some(place) = self.deltas.remove(&turn).and_then(|n| self.place(n)) {
                    *place = None;
                }
                self.push(event);
            }
            other => {
                self.push(other);
            }
        }
    }

    fn take(&mut self) -> Option<JobEvent> {
        while let Some(slot) = self.queue.pop_front() {
            self.front += 1;
            match slot {
                Some(JobEvent::Delta {
                    conversation,
                    turn,
                    text,
                }) => {
                    self.deltas.remove(&turn);
                    return Some(JobEvent::Delta {
                        conversation,
                        turn,
                        text,
                    });
                }
                Some(event @ JobEvent::Progress { .. }) => {
                    if let JobEvent::Progress { job, .. } = &event {
                        self.progress.remove(job);
                    }
                    return Some(event);
                }
                Some(event) => return Some(event),
                None => {}
            }
        }
        None
    }
}

/// A panic while the lock was held leaves the queue whole: every step on it is complete in itself.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where jobs post. Cloneable.
#[derive(Clone)]
pub(super) struct Postbox(Arc<Shared>);

impl Postbox {
    /// Posts an event; never waits.
    pub(super) fn post(&self, event: JobEvent) {
        {
            let mut state = lock(&self.0.state);
            if state.reader_gone {
                return;
            }
            state.post(event);
        }
        self.0.wake.notify_one();
    }
}

/// The events of all jobs of a runner, to be read by one watcher.
pub struct Events(Arc<Shared>);

impl Events {
    /// The next event, once there is one. May be dropped while it waits without losing an event.
    pub async fn next(&mut self) -> JobEvent {
        loop {
            if let Some(event) = self.try_next() {
                return event;
            }
            self.0.wake.notified().await;
        }
    }

    /// The next event if there is one now.
    pub fn try_next(&mut self) -> Option<JobEvent> {
        lock(&self.0.state).take()
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        state.reader_gone = true;
        state.queue = VecDeque::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Act, IdSequence, Speaker};

    fn delta(turn: u32, text: &str) -> JobEvent {
        let ids = IdSequence::new(1, 0);
        JobEvent::Delta {
            conversation: ids.conversation(0),
            turn: ids.turn(0, turn),
            text: text.to_owned(),
        }
    }

    fn turn_started(turn: u32) -> JobEvent {
        let ids = IdSequence::new(1, 0);
        JobEvent::TurnStarted {
            job: JobId(1),
            conversation: ids.conversation(0),
            turn: ids.turn(0, turn),
            speaker: Speaker::User,
            act: Act::Greet,
        }
    }

    fn turn_done(turn: u32, text: &str) -> JobEvent {
        let ids = IdSequence::new(1, 0);
        JobEvent::TurnDone {
            conversation: ids.conversation(0),
            turn: ids.turn(0, turn),
            text: text.to_owned(),
            mentioned: Vec::new(),
        }
    }

    fn progress(done: u64) -> JobEvent {
        JobEvent::Progress {
            job: JobId(1),
            done,
            left_out: 0,
            planned: None,
            bytes: None,
        }
    }

    fn drain(events: &mut Events) -> Vec<JobEvent> {
        std::iter::from_fn(|| events.try_next()).collect()
    }

    #[test]
    fn deltas_of_a_turn_merge_while_nobody_reads() {
        let (post, mut events) = mailbox();
        for event in [
            turn_started(0),
            delta(0, "na"),
            delta(1, "x"),
            delta(0, "maste"),
        ] {
            post.post(event);
        }
        assert_eq!(
            drain(&mut events),
            [turn_started(0), delta(0, "namaste"), delta(1, "x")]
        );
        post.post(delta(0, " ji"));
        assert_eq!(drain(&mut events), [delta(0, " ji")]);
    }

    #[test]
    fn a_finished_turn_overtakes_its_deltas() {
        let (post, mut events) = mailbox();
        for event in [turn_started(0), delta(0, "na"), turn_done(0, "namaste")] {
            post.post(event);
        }
        assert_eq!(
            drain(&mut events),
            [turn_started(0), turn_done(0, "namaste")]
        );
    }

    #[test]
    fn only_the_latest_progress_is_kept() {
        let (post, mut events) = mailbox();
        for done in 0..1_000 {
            post.post(progress(done));
        }
        assert_eq!(drain(&mut events), [progress(999)]);
        post.post(progress(1_000));
        assert_eq!(drain(&mut events), [progress(1_000)]);
    }

    #[test]
    fn a_reader_that_never_reads_keeps_one_delta_a_turn_and_every_state() {
        let (post, mut events) = mailbox();
        for turn in 0..50 {
            post.post(turn_started(turn));
            for _ in 0..1_000 {
                post.post(delta(turn, "a"));
            }
            post.post(turn_done(turn, "a"));
        }
        assert!(lock(&events.0.state).queue.len() <= 150);
        assert_eq!(drain(&mut events).len(), 100);
    }

    #[test]
    fn posting_after_the_reader_left_keeps_nothing() {
        let (post, events) = mailbox();
        drop(events);
        post.post(turn_started(0));
        assert!(lock(&post.0.state).queue.is_empty());
    }
}
