//! The published machine.
//!
//! Owns: its rounds, probabilities, random choice among the first eight hits and its forced target. Does not: mend them;
//! the natural mode does. One opening is left out: the published multimodal one needs a model that sees images.
//!
//! Opening of two rounds, then up to four offers. After an offer that is not the target: small talk with a chance of .3 in
//! the second round and .2 in the third, never twice in a row, else a refusal and the next offer. In the last round the
//! target is put in by force. Every conversation with a target ends in a purchase.

use rand::RngExt;

use super::Machine;
use super::fit::faults;
use super::search::{Found, search};
use crate::dialogue::{Chat, Facts, Fault, Offering, Situation, Step, Topic};
use crate::domain::{Act, Outcome, ProductId};

/// Hits that the choice is made among.
const K: usize = 8;

/// Offers in a conversation.
const ROUNDS: u32 = 4;

/// The chance of small talk after the offer of each round.
const CHAT: [f64; 4] = [0.0, 0.3, 0.2, 0.0];

/// Where the published machine stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paper {
    round: u32,
    chatted: bool,
    target: Option<ProductId>,
}

impl Machine {
    /// The next step of the published machine.
    pub(super) fn paper_step(&mut self) -> Option<Step> {
        let position = self.history.len();
        let step = match (position, self.history.last().map(|said| said.situation)) {
            (0, _) => self.step(Situation::AssistantHello, Facts::default(), &[]),
            (1, _) => {
                let facts = self.paper_facts();
                self.learn(&facts);
                self.step(Situation::UserOpen, facts, &[])
            }
            (2, _) => self.paper_clarify(),
            (3, Some(Situation::AssistantClarify(topic))) => self.paper_tell(topic),
            (_, Some(Situation::UserAccept | Situation::UserLeave(_))) => return None,
            (_, Some(last)) if last.speaker() == crate::domain::Speaker::User => {
                return self.paper_reply(last);
            }
            (_, Some(_)) => return Some(self.paper_react()),
            (_, None) => return None,
        };
        Some(Machine::labelled(step, Act::ChitChat))
    }

    fn paper_facts(&self) -> Facts {
        let scenario = &self.plan.scenario;
        Facts {
            recipient: scenario.recipient.clone(),
            wearer: self.shopper.wearer,
            ..self.thing_facts()
        }
    }

    fn paper_clarify(&mut self) -> Step {
        let topic = if self.shopper.budget.is_some() {
            Topic::Budget
        } else {
            Topic::Color
        };
        self.step(Situation::AssistantClarify(topic), self.known_facts(), &[])
    }

    fn paper_tell(&mut self, topic: Topic) -> Step {
        let mut facts = self.thing_facts();
        if topic == Topic::Budget {
            facts.budget = self.shopper.budget;
            self.learn(&facts);
            return self.step(Situation::UserTell(topic), facts, &[]);
        }
        let colour = self
            .shopper
            .wanted
            .iter()
            .find(|f| f.name == "color")
            .cloned();
        let Some(colour) = colour else {
            return self.step(Situation::UserAny(topic), facts, &[]);
        };
        facts.features = vec![colour];
        self.learn(&facts);
        self.step(Situation::UserTell(topic), facts, &[])
    }

    /// Offers, or answers small talk.
    fn paper_reply(&mut self, last: Situation) -> Option<Step> {
        if let Situation::UserChat(chat) = last {
            let facts = self.known_facts();
            return Some(self.step(Situation::AssistantChat(chat), facts, &self.on_table()));
        }
        let round = self.paper.as_ref().map_or(ROUNDS, |p| p.round);
        let seen = self.offered_ids();
        let searched = search(&self.known, None, &seen, &self.retrieve, &self.knowledge);
        let first: Vec<Found> = searched.found.iter().take(K).cloned().collect();
        let target = self.paper_target(&first);
        let forced = round + 1 >= ROUNDS || first.is_empty();
        let chosen = if forced {
            self.target_found(target.as_ref())
        } else {
            let place = self.rng.random_range(0..first.len());
            first.get(place).cloned()
        };
        let Some(chosen) = chosen else {
            self.outcome = Some(Outcome::OutOfTurns);
            return None;
        };
        let mut retrieval = searched.choosing(&chosen);
        if forced {
            retrieval.forced = true;
            retrieval.chosen_rank = None;
        }
        if let Some(paper) = &mut self.paper {
            paper.round += 1;
            paper.target = target;
        }
        let how = if self.offered.is_empty() {
            Offering::First
        } else {
            Offering::Again
        };
        let mut facts = self.known_facts();
        facts.matched = chosen.matched.clone();
        self.offered.push(chosen.product.clone());
        self.current = vec![chosen];
        let step = self.step(Situation::AssistantRecommend(how), facts, &self.on_table());
        Some(Machine::with_retrieval(step, retrieval))
    }

    /// The scenario's target; a scenario without one takes the best hit of its first search, as the published machine
    /// always has a target.
    fn paper_target(&self, first: &[Found]) -> Option<ProductId> {
        let kept = self.paper.as_ref().and_then(|p| p.target.clone());
        kept.or_else(|| self.plan.scenario.target.clone())
            .or_else(|| first.first().map(|found| found.product.id.clone()))
    }

    fn target_found(&self, target: Option<&ProductId>) -> Option<Found> {
        let product = self.retrieve.product(target?)?;
        Some(Found {
            product,
            rank: 0,
            lacks: Vec::new(),
            matched: Vec::new(),
        })
    }

    /// Accepts the target, makes small talk, or refuses.
    fn paper_react(&mut self) -> Step {
        let products = self.on_table();
        let target = self.paper.as_ref().and_then(|p| p.target.clone());
        let offered = products.first().map(|p| p.id.clone());
        let round = self.paper.as_ref().map_or(0, |p| p.round);
        if offered.is_some() && offered == target {
            self.outcome = Some(Outcome::Bought);
            return self.step(Situation::UserAccept, self.thing_facts(), &products);
        }
        let chance = CHAT.get(round as usize).copied().unwrap_or(0.0);
        let chatted = self.paper.as_ref().is_some_and(|p| p.chatted);
        if !chatted && chance > 0.0 && self.rng.random_bool(chance) {
            self.set_chatted(true);
            let chat = Chat::ALL[self.rng.random_range(1..Chat::ALL.len())];
            return self.step(Situation::UserChat(chat), self.thing_facts(), &[]);
        }
        self.set_chatted(false);
        let (situation, facts) = self.paper_refusal();
        self.step(situation, facts, &products)
    }

    fn set_chatted(&mut self, chatted: bool) {
        if let Some(paper) = &mut self.paper {
            paper.chatted = chatted;
        }
    }

    /// Names the main difference to what is wanted, or mere taste.
    fn paper_refusal(&mut self) -> (Situation, Facts) {
        let mut facts = self.thing_facts();
        let s = &self.shopper;
        let wrong = self.current.first().and_then(|found| {
            faults(&found.product, s.budget, &s.wanted, &s.unwanted)
                .into_iter()
                .next()
        });
        let fault = wrong.as_ref().map_or(Fault::Taste, |w| w.fault);
        if fault == Fault::Price {
            facts.budget = self.shopper.budget;
        }
        facts.features = wrong.and_then(|w| w.feature).into_iter().collect();
        if fault != Fault::Avoid {
            self.learn(&facts.clone());
        }
        (Situation::UserReject(fault), facts)
    }
}
