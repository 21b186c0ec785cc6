//! Orders to a running job: go on, hold, stop.

use std::sync::Arc;

use tokio::sync::watch;

use super::generate::{ByModel, Steer, Steering};
use super::mailbox::Postbox;
use super::{Hold, JobEvent, JobId};
use crate::domain::ConversationId;

/// What a job is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Go,
    Hold,
    Stop,
}

/// Whether a job may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// It may.
    Go,
    /// It ends now and keeps what it made.
    Stopped,
}

/// Steers one job. Cloneable; orders to a job that has ended do nothing.
#[derive(Clone)]
pub struct Control {
    id: JobId,
    orders: Arc<watch::Sender<Order>>,
    steering: Steering,
    post: Postbox,
}

impl Control {
    /// The controls of a new job, and the gate that it asks.
    pub(super) fn new(id: JobId, post: Postbox) -> (Self, Gate) {
        let (sender, receiver) = watch::channel(Order::Go);
        let control = Control {
            id,
            orders: Arc::new(sender),
            steering: Steering::default(),
            post,
        };
        (control, Gate(receiver))
    }

    /// The job.
    pub fn id(&self) -> JobId {
        self.id
    }

    /// Holds the job: turns that are being made are finished, no new one begins.
    pub fn pause(&self) {
        self.change(Order::Go, Order::Hold, Hold::Paused);
    }

    /// Lets a held job go on.
    pub fn resume(&self) {
        self.change(Order::Hold, Order::Go, Hold::Going);
    }

    /// Ends the job; what it made is kept. There is no way back.
    pub fn stop(&self) {
        self.orders.send_if_modified(|order| {
            let changes = *order != Order::Stop;
            *order = Order::Stop;
            changes
        });
    }

    /// Steers one conversation of the job; nothing happens when it has ended.
    pub fn steer(&self, conversation: ConversationId, order: Steer) {
        if let Some((state, side)) = self.steering.order(conversation, order) {
            self.post.post(JobEvent::Steered {
                job: self.id,
                conversation,
                state,
                side,
            });
        }
    }

    /// Makes so many conversations at once from now on, one at least and half of what its plan looks ahead at most.
    /// Those that are being made are finished.
    pub fn make_at_once(&self, conversations: usize) {
        if let Some(conversations) = self.steering.set_at_once(conversations) {
            self.post.post(JobEvent::AtOnce {
                job: self.id,
                conversations,
            });
        }
    }

    /// The model that words the conversations that the job begins from now on; `None` for the phrasebook.
    pub fn by_model(&self) -> Option<ByModel> {
        self.steering.by_model()
    }

    /// Has another model, or the same one otherwise, word the conversations that the job begins from now on. Those that are
    /// being made are finished as they were begun.
    pub fn retune(&self, by: ByModel) {
        self.steering.retune(by);
    }

    /// The orders to single conversations.
    pub(super) fn steering(&self) -> Steering {
        self.steering.clone()
    }

    fn change(&self, from: Order, to: Order, state: Hold) {
        if self.orders.is_closed() {
            return;
        }
        let changed = self.orders.send_if_modified(|order| {
            let changes = *order == from;
            if changes {
                *order = to;
            }
            changes
        });
        if changed {
            self.post.post(JobEvent::Held {
                job: self.id,
                state,
            });
        }
    }
}

/// What a job asks before each step. Cloneable, one for each worker.
#[derive(Clone)]
pub(super) struct Gate(watch::Receiver<Order>);

impl Gate {
    /// Waits while the job is held.
    pub(super) async fn pass(&mut self) -> Pass {
        // A job whose controls are all gone has nobody left who could hold it.
        let order = match self.0.wait_for(|order| *order != Order::Hold).await {
            Ok(order) => *order,
            Err(_) => Order::Go,
        };
        match order {
            Order::Stop => Pass::Stopped,
            Order::Go | Order::Hold => Pass::Go,
        }
    }

    /// Whether the job is held, without waiting.
    pub(super) fn held(&self) -> bool {
        *self.0.borrow() == Order::Hold
    }

    /// Waits for another order.
    pub(super) async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending().await
        }
    }

    /// Whether the job was told to stop, without waiting.
    pub(super) fn stopped(&self) -> bool {
        *self.0.borrow() == Order::Stop
    }
}

#[cfg(test)]
mod tests {
    use super::super::mailbox::mailbox;
    use super::*;

    #[tokio::test]
    async fn a_held_job_waits_and_a_stopped_one_ends() {
        let (post, mut events) = mailbox();
        let (control, mut gate) = Control::new(JobId(3), post);
        assert_eq!(gate.pass().await, Pass::Go);
        control.pause();
        control.pause();
        let waiting = tokio::time::timeout(std::time::Duration::from_millis(20), gate.pass());
        assert!(waiting.await.is_err());
        control.resume();
        assert_eq!(gate.pass().await, Pass::Go);
        control.pause();
        control.stop();
        control.resume();
        assert_eq!(gate.pass().await, Pass::Stopped);
        assert!(gate.stopped());
        let states: Vec<JobEvent> = std::iter::from_fn(|| events.try_next()).collect();
        assert_eq!(states.len(), 3, "one event a change: {states:?}");
    }
}
