//! The state machine: it picks the act of every turn, in every engine.
//!
//! Owns: whose turn it is, what is known, what was offered, when a conversation ends. Does not: word anything, search by
//! itself, or know the time.
//!
//! Natural mode: the user has a scenario that the assistant does not see; the assistant knows what was said, asks when too
//! little is known, and offers what retrieval ranks first among what fits. Paper mode: the published machine, with its
//! random choice among the first eight hits and its forced target, marked as such.

mod asking;
mod assistant;
mod ending;
mod fit;
mod known;
mod pace;
mod paper;
mod picture;
mod plan;
mod search;
mod shopper;
mod user;

pub(crate) use self::fit::MadeFor;
pub(crate) use self::user::round_up;

use std::sync::Arc;

use rand::rngs::ChaCha12Rng;

use self::known::Known;
use self::paper::Paper;
pub use self::plan::{Aim, Limits, Plan, Recorded, Shows};
use self::search::Found;
use self::shopper::Shopper;
use super::data::Knowledge;
use super::{
    Brief, Exit, Facts, Offer, Persona, Retrieval, Retrieve, Said, Situation, Step, Worded, random,
};
use crate::domain::{
    Act, ConversationId, Feature, Mode, Money, Outcome, Product, ProductId, RunId, Speaker,
};

/// One conversation in the making. Call [`Machine::next`] for a step, word it, give the words to [`Machine::record`], and
/// so on until there is no next step.
pub struct Machine {
    plan: Plan,
    retrieve: Arc<dyn Retrieve>,
    knowledge: Arc<Knowledge>,
    persona: Arc<Persona>,
    brief: Arc<Brief>,
    rng: ChaCha12Rng,
    known: Known,
    shopper: Shopper,
    paper: Option<Paper>,
    history: Vec<Said>,
    /// Everything offered so far, in order.
    offered: Vec<Arc<Product>>,
    /// What is on the table now.
    current: Vec<Found>,
    /// The lowest price found when nothing was within the budget.
    floor: Option<Money>,
    /// The wish that the assistant said it cannot meet.
    lacking: Option<Feature>,
    /// Wishes of which the assistant said, offering the closest, that nothing meets them.
    told_lacking: Vec<String>,
    /// Why the user went.
    left_for: Option<Exit>,
    asked_to_widen: bool,
    asked_to_drop: bool,
    bought: Option<Arc<Product>>,
    /// The product whose picture the shopper shows; it is never offered.
    shown: Option<Arc<Product>>,
    exchanges: u32,
    outcome: Option<Outcome>,
}

impl Machine {
    /// A machine for a plan. The same plan, catalogue and knowledge give the same conversation.
    pub fn new(plan: Plan, retrieve: Arc<dyn Retrieve>, knowledge: Arc<Knowledge>) -> Self {
        let mut rng = random::stream(plan.seed, "machine", u64::from(plan.ordinal));
        let shopper = Shopper::new(&plan, &knowledge, &mut rng);
        let persona = Arc::new(Persona::of(&plan.profile));
        let brief = Arc::new(Brief {
            profile: Arc::clone(&plan.profile),
            scenario: plan.scenario.clone(),
            target: None,
            kept_in: None,
        });
        let paper = (plan.mode == Mode::Paper).then(Paper::default);
        Machine {
            persona,
            brief,
            rng,
            known: Known::default(),
            shopper,
            paper,
            history: Vec::new(),
            offered: Vec::new(),
            current: Vec::new(),
            floor: None,
            lacking: None,
            told_lacking: Vec::new(),
            left_for: None,
            asked_to_widen: false,
            asked_to_drop: false,
            bought: None,
            shown: None,
            exchanges: 0,
            outcome: None,
            plan,
            retrieve,
            knowledge,
        }
    }

    /// Puts the product that would be just right into the brief, so that a voice can keep its name from the shopper.
    pub fn hiding(mut self, target: Option<Arc<Product>>) -> Self {
        Arc::make_mut(&mut self.brief).target = target;
        self
    }

    /// Puts into the brief what the words are for, so that they can be paid for once.
    pub fn kept_in(mut self, run: RunId, conversation: ConversationId) -> Self {
        Arc::make_mut(&mut self.brief).kept_in = Some((run, conversation));
        self
    }

    /// The next step, or `None` when the conversation is over. Call it once for each turn.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Option<Step> {
        if self.plan.mode == Mode::Paper {
            return self.paper_step();
        }
        match self.history.last().map(|said| said.situation) {
            None => Some(self.opening()),
            Some(last) if last.speaker() == Speaker::Assistant => self.user_step(last),
            Some(last) => Some(self.assistant_step(last)),
        }
    }

    /// Takes the words of a step into the history and gives what the turn is made of.
    pub fn record(&mut self, step: Step, worded: Worded) -> Recorded {
        let situation = step.situation;
        let recorded = Recorded::of(step, worded);
        self.history.push(Said {
            speaker: recorded.speaker,
            act: recorded.act,
            situation,
            text: recorded.text.clone(),
            source: recorded.provenance.source.clone(),
            mentioned: recorded.mentioned.clone(),
        });
        if recorded.speaker == Speaker::Assistant && self.history.len() > 1 {
            self.exchanges += 1;
        }
        recorded
    }

    /// Puts other words to what was said at a place: a person edited them. What the turn did and was about stays.
    pub fn reword(&mut self, place: usize, text: &str) {
        if let Some(said) = self.history.get_mut(place)
            && said.text != text
        {
            text.clone_into(&mut said.text);
        }
    }

    /// How the conversation ended; `None` while it goes on.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// How many exchanges are complete.
    pub fn exchanges(&self) -> u32 {
        self.exchanges
    }

    /// What was said so far.
    pub fn history(&self) -> &[Said] {
        &self.history
    }

    fn step(&self, situation: Situation, facts: Facts, products: &[Arc<Product>]) -> Step {
        let position = self.history.len() as u64;
        let ordinal = u64::from(self.plan.ordinal);
        Step {
            speaker: situation.speaker(),
            act: situation.act(),
            situation,
            language: self.plan.language,
            facts,
            offered: products
                .iter()
                .cloned()
                .map(|product| Offer { product })
                .collect(),
            persona: Arc::clone(&self.persona),
            brief: Arc::clone(&self.brief),
            history: self.history.clone().into(),
            retrieval: None,
            ordinal: self.plan.ordinal,
            voice_seed: random::mix(self.plan.seed, "voice", ordinal),
            seed: random::mix(self.plan.seed, "turn", ordinal << 16 | position),
        }
    }

    /// Facts that hold now, for the assistant: the thing and what is known of the need.
    fn known_facts(&self) -> Facts {
        Facts {
            thing: self.known.thing.clone(),
            features: self.known.features.clone(),
            budget: self.known.budget,
            recipient: self.known.recipient.clone(),
            wearer: self.known.wearer,
            occasion: self.known.occasion.clone(),
            ..Facts::default()
        }
    }

    /// Facts of a turn that only needs to name the thing.
    fn thing_facts(&self) -> Facts {
        Facts {
            thing: self.plan.scenario.product_type.clone(),
            ..Facts::default()
        }
    }

    /// Facts of a turn near the end: the thing, and for whom and what it is, as far as that was told.
    fn closing_facts(&self) -> Facts {
        Facts {
            recipient: self.known.recipient.clone(),
            occasion: self.known.occasion.clone(),
            ..self.thing_facts()
        }
    }

    fn on_table(&self) -> Vec<Arc<Product>> {
        self.current.iter().map(|f| f.product.clone()).collect()
    }

    fn offered_ids(&self) -> Vec<ProductId> {
        let seen = self.offered.iter().chain(&self.shown);
        seen.map(|product| product.id.clone()).collect()
    }

    /// The act of the step replaced by the published machine's label.
    fn labelled(mut step: Step, act: Act) -> Step {
        step.act = act;
        step
    }

    /// A step that rests on a search.
    fn with_retrieval(mut step: Step, retrieval: Retrieval) -> Step {
        step.retrieval = Some(retrieval);
        step
    }
}
