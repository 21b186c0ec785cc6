//! Orders to single conversations of a run while they are being made, and how many are made at once.
//!
//! Owns: who is held, whose side a person has taken, the words typed for the turn that waits, and the places where a
//! conversation stands still for them. Does not: word a turn, keep one, or plan what comes next.
//!
//! A conversation that stands still for a person takes no place among those that are made at once. The plan of the run
//! keeps its order all the same: it never goes more than its window past the oldest conversation that is not finished.

use std::collections::HashMap;
use std::future::Future;
use std::ops::RangeInclusive;
use std::sync::Arc;

use tokio::sync::watch;

use super::super::control::Gate;
use super::super::runner::Reporter;
use super::super::{Awaits, Hold, JobEvent};
use super::ByModel;
use crate::dialogue::{Spending, Step, Worded};
use crate::domain::{ConversationId, Engine, ReviewerId, Speaker, TurnId};

/// What the provenance of a turn that a person typed names as its source.
const TYPED: &str = "typed";

/// What one conversation is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Steer {
    /// Finish the turn that is being made, then stand still.
    Hold,
    /// Go on.
    GoOn,
    /// End here; what was said stays.
    Stop,
    /// Wait for a person's words wherever this side speaks.
    TakeOver(Speaker),
    /// Word both sides again.
    HandBack,
    /// The words of the turn that waits for them; of no other.
    Say {
        /// The turn.
        turn: TurnId,
        /// Its text.
        text: String,
    },
    /// Word the next turn in so many ways, and wait for one to be picked.
    Branch(usize),
    /// Go on with this one of them.
    Pick {
        /// The turn.
        turn: TurnId,
        /// Who picked it.
        by: ReviewerId,
    },
    /// Go on with none of them: they are forgotten.
    Leave,
}

/// How many ways a turn can be worded in to pick from.
pub const WAYS: RangeInclusive<usize> = 2..=4;

/// What one conversation has been told so far.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Orders {
    hold: Hold,
    side: Option<Speaker>,
    typed: Option<(TurnId, String)>,
    /// How many ways the next turn is to be worded in.
    ways: Option<usize>,
    picked: Option<(TurnId, ReviewerId)>,
    stop: bool,
    place: Place,
}

/// Whether a conversation takes one of the places of those that are made at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It does.
    Taken,
    /// It does not: it stands still for a person.
    Free,
}

impl Default for Orders {
    fn default() -> Self {
        Orders {
            hold: Hold::Going,
            side: None,
            typed: None,
            ways: None,
            picked: None,
            stop: false,
            place: Place::Taken,
        }
    }
}

impl Orders {
    fn take(&mut self, order: Steer) {
        match order {
            Steer::Hold => self.hold = Hold::Paused,
            Steer::GoOn => {
                self.hold = Hold::Going;
                self.ways = None;
            }
            Steer::Stop => self.stop = true,
            Steer::TakeOver(side) => self.side = Some(side),
            Steer::HandBack => self.side = None,
            Steer::Say { turn, text } => self.typed = Some((turn, text)),
            Steer::Branch(ways) => {
                self.ways = Some(ways.clamp(*WAYS.start(), *WAYS.end()));
                self.picked = None;
            }
            Steer::Pick { turn, by } => self.picked = Some((turn, by)),
            Steer::Leave => self.ways = None,
        }
    }
}

#[derive(Default)]
struct Board {
    at_once: usize,
    most: usize,
    /// The model that words the conversations that begin from now on; `None` for the phrasebook.
    by: Option<ByModel>,
    /// How often it was changed.
    tuned: u32,
    orders: HashMap<ConversationId, Orders>,
}

/// The orders of one job. Cloneable; a job that makes no conversations has none to give them to.
#[derive(Clone, Default)]
pub(in crate::jobs) struct Steering(Arc<watch::Sender<Board>>);

impl Steering {
    /// Gives an order; what now holds for the conversation, or `None` when nothing changed for it: it has ended.
    pub(in crate::jobs) fn order(
        &self,
        conversation: ConversationId,
        order: Steer,
    ) -> Option<(Hold, Option<Speaker>)> {
        let mut now = None;
        self.0.send_if_modified(|board| {
            let Some(orders) = board.orders.get_mut(&conversation) else {
                return false;
            };
            let before = orders.clone();
            orders.take(order);
            let changed = *orders != before;
            now = changed.then_some((orders.hold, orders.side));
            changed
        });
        now
    }

    /// Changes what a conversation has been told.
    fn change(&self, conversation: ConversationId, change: impl FnOnce(&mut Orders)) {
        self.0.send_modify(|board| {
            if let Some(orders) = board.orders.get_mut(&conversation) {
                change(orders);
            }
        });
    }

    /// The model that words the conversations that begin from now on.
    pub(in crate::jobs) fn by_model(&self) -> Option<ByModel> {
        self.0.borrow().by.clone()
    }

    /// Has another model, or the same one otherwise, word the conversations that begin from now on.
    pub(in crate::jobs) fn retune(&self, by: ByModel) {
        self.0.send_modify(|board| {
            board.by = Some(by);
            board.tuned += 1;
        });
    }

    /// The model that words what begins now, when it was changed since it had been changed so often, and how often it was.
    pub(super) fn retuned(&self, known: u32) -> Option<(u32, ByModel)> {
        let board = self.0.borrow();
        let by = board.by.clone().filter(|_| board.tuned != known)?;
        Some((board.tuned, by))
    }

    /// Begins a run that makes so many conversations at once, and may make so many at most.
    pub(super) fn begin(&self, at_once: usize, most: usize, by: Option<ByModel>) {
        self.0.send_modify(|board| {
            board.by = by;
            board.most = most.max(1);
            board.at_once = at_once.clamp(1, board.most);
        });
    }

    /// Sets how many conversations are made at once, one at least and as many as the run allows at most; the number that
    /// now holds, `None` when it did before.
    pub(in crate::jobs) fn set_at_once(&self, conversations: usize) -> Option<usize> {
        let mut now = None;
        self.0.send_if_modified(|board| {
            let wanted = conversations.max(1).min(board.most);
            now = (board.at_once != wanted).then_some(wanted);
            board.at_once = wanted;
            now.is_some()
        });
        now
    }

    /// How many more may be begun beside so many that are being made, held ones among them.
    pub(super) fn room(&self, making: usize) -> bool {
        let board = self.0.borrow();
        let stand = board
            .orders
            .values()
            .filter(|orders| orders.place == Place::Free)
            .count();
        making.saturating_sub(stand) < board.at_once
    }

    /// Returns when any order was given, or a conversation came to stand or went on, after `seen` was made.
    pub(super) fn seen(&self) -> Seen {
        Seen(self.0.subscribe())
    }

    /// The helm of a conversation that now begins.
    pub(super) fn helm(
        &self,
        conversation: ConversationId,
        gate: Gate,
        reporter: Reporter,
    ) -> Helm {
        self.0.send_modify(|board| {
            board.orders.insert(conversation, Orders::default());
        });
        Helm {
            conversation,
            gate,
            board: self.0.subscribe(),
            steering: self.clone(),
            reporter,
        }
    }
}

/// The orders as they were at one moment.
pub(super) struct Seen(watch::Receiver<Board>);

impl Seen {
    /// Waits until they are others.
    pub(super) async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending().await
        }
    }
}

/// How a conversation may proceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// On.
    On,
    /// It ends here.
    End(StoppedBy),
}

/// Whose order ended a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StoppedBy {
    /// The one to the whole run: it is made again when the run goes on.
    Run,
    /// The one to it alone: it stays as it is.
    Itself,
}

/// What a person did with a turn of the side that was taken over.
#[derive(Debug)]
pub(super) enum Hand {
    /// Gave its words.
    Typed(Worded),
    /// Handed the side back, or never took it: the machine words the turn.
    Back,
    /// Ended the conversation.
    End(StoppedBy),
}

/// What a person did with the ways in which a turn was worded.
#[derive(Debug)]
pub(super) enum Picked {
    /// Took this one.
    One(TurnId, ReviewerId),
    /// Took none.
    None,
    /// Ended the conversation.
    End(StoppedBy),
}

/// What one conversation asks before each turn.
pub(super) struct Helm {
    conversation: ConversationId,
    gate: Gate,
    board: watch::Receiver<Board>,
    steering: Steering,
    reporter: Reporter,
}

impl Helm {
    /// Whether an order ends the conversation now.
    pub(super) fn ended(&self) -> Option<StoppedBy> {
        match (self.gate.stopped(), self.orders().stop) {
            (true, _) => Some(StoppedBy::Run),
            (false, true) => Some(StoppedBy::Itself),
            (false, false) => None,
        }
    }

    /// Returns once an order ends it alone. What it would have said is of no use to the run any more.
    pub(super) fn given_up(&self) -> impl Future<Output = ()> + use<> {
        let (mut board, conversation) = (self.board.clone(), self.conversation);
        async move {
            let stops = |board: &Board| {
                let orders = board.orders.get(&conversation);
                orders.is_some_and(|orders| orders.stop)
            };
            if board.wait_for(stops).await.is_err() {
                std::future::pending().await
            }
        }
    }

    /// Whether it, or the whole run, is held.
    pub(super) fn held(&self) -> bool {
        self.gate.held() || self.orders().hold == Hold::Paused
    }

    /// Whether a person words this side.
    pub(super) fn taken(&self, side: Speaker) -> bool {
        self.orders().side == Some(side)
    }

    /// How many ways the next turn is to be worded in for a person to pick from; `None` when one will do.
    pub(super) fn ways(&self) -> Option<usize> {
        self.orders().ways
    }

    /// Waits while it, or the whole run, is held, and nobody asks what it could go on with.
    pub(super) async fn pass(&mut self) -> Way {
        let free = |helm: &Helm| !helm.held() || helm.ways().is_some();
        if !free(self) && self.ended().is_none() {
            self.wait(Awaits::Release, free).await;
        }
        self.ended().map_or(Way::On, Way::End)
    }

    /// Waits for one of these turns to be picked, or for all of them to be left.
    pub(super) async fn pick(&mut self, turns: &[TurnId]) -> Picked {
        let picked = |helm: &Helm| {
            let picked = helm.orders().picked;
            picked.filter(|(turn, _)| turns.contains(turn))
        };
        self.wait(Awaits::Pick, |helm| {
            helm.ways().is_none() || picked(helm).is_some()
        })
        .await;
        if let Some(by) = self.ended() {
            return Picked::End(by);
        }
        let Some((turn, by)) = self.ways().and_then(|_| picked(self)) else {
            return Picked::None;
        };
        self.steering.change(self.conversation, |orders| {
            orders.ways = None;
            orders.picked = None;
        });
        Picked::One(turn, by)
    }

    /// Waits for a person's words for a step, if a person has taken its side.
    pub(super) async fn words(&mut self, turn: TurnId, step: &Step) -> Hand {
        if !self.taken(step.speaker) {
            return Hand::Back;
        }
        let awaits = Awaits::Words {
            turn,
            speaker: step.speaker,
            act: step.act,
        };
        self.wait(awaits, |helm| {
            !helm.taken(step.speaker) || helm.typed(turn).is_some()
        })
        .await;
        if let Some(by) = self.ended() {
            return Hand::End(by);
        }
        match self.typed(turn) {
            Some(text) => Hand::Typed(Worded {
                text,
                source: TYPED.to_owned(),
                engine: Engine::Imported,
                model: None,
                spent: Spending::default(),
            }),
            None => Hand::Back,
        }
    }

    fn typed(&self, turn: TurnId) -> Option<String> {
        let typed = self.orders().typed;
        typed.and_then(|(of, text)| (of == turn).then_some(text))
    }

    fn orders(&self) -> Orders {
        let board = self.board.borrow();
        board
            .orders
            .get(&self.conversation)
            .cloned()
            .unwrap_or_default()
    }

    /// Stands still until `ready`, or until an order ends the conversation.
    async fn wait(&mut self, awaits: Awaits, ready: impl Fn(&Helm) -> bool) {
        // What is held with the whole run keeps its place: all of them go on together.
        let alone = !self.gate.held();
        if alone {
            self.take_place(Place::Free);
        }
        self.reporter.post(JobEvent::Waits {
            job: self.reporter.id(),
            conversation: self.conversation,
            awaits,
        });
        while !ready(self) && self.ended().is_none() {
            tokio::select! {
                () = self.gate.changed() => {}
                Ok(()) = self.board.changed() => {}
            }
        }
        if alone {
            self.take_place(Place::Taken);
        }
    }

    fn take_place(&self, place: Place) {
        self.steering
            .change(self.conversation, |orders| orders.place = place);
    }
}

impl Drop for Helm {
    fn drop(&mut self) {
        let conversation = self.conversation;
        self.steering.0.send_modify(|board| {
            board.orders.remove(&conversation);
        });
    }
}
