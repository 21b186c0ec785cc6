//! One conversation in the making: whose turn it is, and what was said.

use super::{Shop, begin, turn};
use crate::dialogue::{Machine, Plan, Step, Worded};
use crate::domain::{Conversation, Engine, IdSequence, Outcome, Speaker, Turn};

/// A conversation in the making. The state machine chooses what each turn does and what it is about; whoever speaks only
/// words it: a [`UserChat`](super::UserChat), a [`SystemChat`](super::SystemChat), or your own program.
///
/// ```
/// use muse_studio::dialogue::{Aim, Limits, Plan};
/// use muse_studio::domain::{Mode, Speaker};
/// use muse_studio::simulate::{Shop, SystemChat, Talk, UserChat, UserProfileGenerator};
///
/// # fn main() -> Result<(), muse_studio::simulate::SimulateError> {
/// let shop = Shop::sample()?;
/// let profile = UserProfileGenerator::new(shop.clone()).generate_profiles(1)?.remove(0);
/// let (user, system) = (UserChat::new(&shop)?, SystemChat::new(&shop)?);
/// let plan = Plan {
///     scenario: profile.scenario.clone().expect("a generated shopper has an errand"),
///     language: profile.conversation_style.language,
///     profile: profile.into(),
///     mode: Mode::Natural,
///     limits: Limits::default(),
///     aim: Aim::default(),
///     seed: 7,
///     ordinal: 0,
/// };
/// let mut talk = Talk::begin(&shop, plan);
/// while let Some(speaker) = talk.speaker() {
///     let turn = match speaker {
///         Speaker::User => user.speak(&mut talk)?,
///         Speaker::Assistant => system.reply(&mut talk)?,
///     };
///     println!("{speaker:?}: {}", turn.expect("it was this side's turn").text);
/// }
/// assert!(talk.outcome().is_some());
/// # Ok(())
/// # }
/// ```
pub struct Talk {
    machine: Machine,
    ids: IdSequence,
    conversation: Conversation,
    /// The turn that is to be worded now; `None` when the conversation is over.
    next: Option<Step>,
}

impl Talk {
    /// A conversation that begins as planned.
    pub fn begin(shop: &Shop, plan: Plan) -> Self {
        let ids = IdSequence::new(plan.seed, 0);
        let conversation = begin(&plan, &ids, None, Engine::default());
        let retrieve = shop.retrieve();
        let target = plan.scenario.target.as_ref();
        let target = target.and_then(|id| retrieve.product(id));
        let mut machine = Machine::new(plan, retrieve, shop.knowledge().clone()).hiding(target);
        let next = machine.next();
        Talk {
            machine,
            ids,
            conversation,
            next,
        }
    }

    /// Who speaks now; `None` when the conversation is over.
    pub fn speaker(&self) -> Option<Speaker> {
        self.next.as_ref().map(|step| step.speaker)
    }

    /// What is to be worded now: the act, the facts, the products, what was said before.
    pub fn step(&self) -> Option<&Step> {
        self.next.as_ref()
    }

    /// Takes the words of the turn that is due, and gives the turn. `None` when the conversation is over.
    pub fn say(&mut self, worded: Worded) -> Option<&Turn> {
        let step = self.next.take()?;
        let engine = worded.engine;
        let place = self.conversation.turns.len() as u32;
        let id = self.ids.turn(self.conversation.ordinal, place);
        let said = turn(id, self.machine.record(step, worded));
        self.conversation.engine = engine;
        self.conversation.push(said);
        self.next = self.machine.next();
        self.conversation.outcome = self.machine.outcome();
        self.conversation.turns.get(&id)
    }

    /// How it ended; `None` while it goes on.
    pub fn outcome(&self) -> Option<Outcome> {
        self.conversation.outcome
    }

    /// What was said so far.
    pub fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// The conversation. One that was not brought to its end is marked as stopped.
    pub fn finish(mut self) -> Conversation {
        self.conversation.outcome.get_or_insert(Outcome::Stopped);
        self.conversation
    }
}

impl std::fmt::Debug for Talk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Talk({} turns)", self.conversation.turns.len())
    }
}
