//! The published machine.
//!
//! Owns: its rounds, probabilities, two openings, random choice among the first eight hits and its forced target. Does
//! not: mend them; the natural mode does.
//!
//! Four of five conversations open with words alone: two exchanges, then at most four rounds. The fifth opens with the
//! picture of a thing bought earlier that the target goes with: three exchanges, then at most three rounds; without a
//! target, or where nothing is known to go with it, it opens with words. The first round is an offer. Each later round
//! ends the talk when the target lies on the table; else it is small talk with a chance of .3 in the second and .2 in the
//! third, never twice in a row and never in the last, or else a refusal and the next offer. In the last round the target
//! is put in by force. Every conversation with a target ends in a purchase, after twelve turns when no pick hits it.
//!
//! One thing is said that the published assistant keeps silent about: that a pick is above the budget.

use std::sync::Arc;

use rand::RngExt;

use super::Machine;
use super::fit::{MadeFor, faults};
use super::search::{Found, search};
use crate::dialogue::{Chat, Facts, Fault, Offering, Seen, Showing, Situation, Step, Topic};
use crate::domain::{Act, Outcome, Product, ProductId};

/// Hits that the choice is made among.
const K: usize = 8;

/// The chance that a conversation opens with a picture.
const PICTURED: f64 = 0.2;

/// Rounds after an opening with words, and after one with a picture.
const ROUNDS: [u32; 2] = [4, 3];

/// The chance of small talk in the second round and in the third, when they are not the last.
const CHAT: [f64; 2] = [0.3, 0.2];

/// Companions that are looked through for one with a picture.
const COMPANIONS: usize = 8;

/// How a conversation opens.
#[derive(Clone, Debug, PartialEq)]
enum Opening {
    Words,
    /// With the picture of this product, bought earlier.
    Picture(Arc<Product>),
}

/// Where the published machine stands.
#[derive(Clone, Debug)]
pub(crate) struct Paper {
    opening: Opening,
    /// The round that is going on, from 1; 0 in the opening.
    round: u32,
    chatted: bool,
    target: Option<ProductId>,
}

impl Default for Paper {
    fn default() -> Self {
        Paper {
            opening: Opening::Words,
            round: 0,
            chatted: false,
            target: None,
        }
    }
}

impl Paper {
    /// The last round.
    fn rounds(&self) -> u32 {
        ROUNDS[usize::from(self.opening != Opening::Words)]
    }

    /// The chance of small talk in the round that is going on.
    fn chat(&self) -> f64 {
        let place = self
            .round
            .checked_sub(2)
            .filter(|_| self.round < self.rounds());
        let chance = place.and_then(|place| CHAT.get(place as usize));
        chance.copied().filter(|_| !self.chatted).unwrap_or(0.0)
    }
}

impl Machine {
    /// The next step of the published machine.
    pub(super) fn paper_step(&mut self) -> Option<Step> {
        let last = self.history.last().map(|said| said.situation);
        let step = match last {
            None => {
                self.paper_opens();
                self.step(Situation::AssistantHello, Facts::default(), &[])
            }
            Some(Situation::AssistantHello) => self.paper_first(),
            Some(Situation::AssistantSeen(_)) => self.paper_tell(Topic::Occasion),
            Some(Situation::AssistantClarify(topic)) => self.paper_tell(topic),
            Some(Situation::UserShow(_)) => self.paper_seen(),
            Some(Situation::UserOpen) => self.paper_clarify(),
            Some(Situation::UserTell(Topic::Occasion) | Situation::UserAny(Topic::Occasion)) => {
                self.paper_clarify()
            }
            Some(Situation::UserAccept | Situation::UserLeave(_)) => return None,
            Some(last) if last.speaker() == crate::domain::Speaker::User => {
                return self.paper_reply(last);
            }
            Some(_) => return Some(self.paper_react()),
        };
        Some(Machine::labelled(step, Act::ChitChat))
    }

    /// Draws the opening.
    fn paper_opens(&mut self) {
        let pictured = self.rng.random_bool(PICTURED);
        let bought = pictured.then(|| self.paper_bought()).flatten();
        if let (Some(paper), Some(bought)) = (&mut self.paper, bought) {
            self.shown = Some(bought.clone());
            paper.opening = Opening::Picture(bought);
        }
    }

    /// A thing that the target goes with, that can be shown and named, and that is made for the same person.
    fn paper_bought(&self) -> Option<Arc<Product>> {
        let target = self.retrieve.product(self.plan.scenario.target.as_ref()?)?;
        let theirs = MadeFor::of(&target);
        let mut companions = self.retrieve.companions(&target, COMPANIONS).into_iter();
        companions.find(|product| {
            let made = MadeFor::of(product);
            let same = made == theirs || made == MadeFor::Anyone || theirs == MadeFor::Anyone;
            let named = self.knowledge.nouns.of(product).is_some();
            product.image.is_some() && named && same && product.id != target.id
        })
    }

    /// The shopper's first needs, with the picture where there is one.
    fn paper_first(&mut self) -> Step {
        let facts = self.paper_facts();
        self.learn(&facts);
        match self.paper.as_ref().map(|paper| paper.opening.clone()) {
            Some(Opening::Picture(bought)) => {
                let bought = std::slice::from_ref(&bought);
                self.step(Situation::UserShow(Showing::Bought), facts, bought)
            }
            _ => self.step(Situation::UserOpen, facts, &[]),
        }
    }

    /// Praises what was bought and asks what the new thing is for.
    fn paper_seen(&self) -> Step {
        let bought = self.shown.as_slice();
        self.step(
            Situation::AssistantSeen(Seen::Bought),
            self.known_facts(),
            bought,
        )
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
        if topic == Topic::Occasion {
            facts.occasion = self.plan.scenario.occasion.clone();
            facts.occasion = facts.occasion.filter(|key| self.can_say(key));
            let Some(_) = facts.occasion else {
                return self.step(Situation::UserAny(topic), facts, &[]);
            };
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
        let last_round = self.paper.as_mut().is_none_or(|paper| {
            paper.round = paper.round.max(1);
            paper.round >= paper.rounds()
        });
        let seen = self.offered_ids();
        let searched = search(&self.known, None, &seen, &self.retrieve, &self.knowledge);
        let first: Vec<Found> = searched.found.iter().take(K).cloned().collect();
        let target = self.paper_target(&first);
        let forced = last_round || first.is_empty();
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
            paper.target = target;
        }
        let over = self.known.budget.zip(chosen.product.price);
        let how = match over.is_some_and(|(budget, price)| {
            budget.currency == price.currency && !price.within(budget)
        }) {
            true => Offering::Over,
            false if self.offered.is_empty() => Offering::First,
            false => Offering::Again,
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

    /// Accepts the target, or begins the next round with small talk or a refusal.
    fn paper_react(&mut self) -> Step {
        let products = self.on_table();
        let target = self.paper.as_ref().and_then(|p| p.target.clone());
        let offered = products.first().map(|p| p.id.clone());
        if offered.is_some() && offered == target {
            self.outcome = Some(Outcome::Bought);
            return self.step(Situation::UserAccept, self.thing_facts(), &products);
        }
        let chance = self.paper.as_mut().map_or(0.0, |paper| {
            paper.round += 1;
            paper.chat()
        });
        let chats = chance > 0.0 && self.rng.random_bool(chance);
        if let Some(paper) = &mut self.paper {
            paper.chatted = chats;
        }
        if chats {
            let chat = Chat::ALL[self.rng.random_range(1..Chat::ALL.len())];
            return self.step(Situation::UserChat(chat), self.thing_facts(), &[]);
        }
        let (situation, facts) = self.paper_refusal();
        self.step(situation, facts, &products)
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
