//! How a shopper ends a talk: takes something, lets go of a wish, or goes.
//!
//! Owns: earlier offers that one comes back to, the reasons of leaving, the closing turns. Does not: judge offers.

use std::sync::Arc;

use rand::RngExt;

use super::Machine;
use super::fit::{Has, has};
use super::search::Found;
use crate::dialogue::{Exit, Facts, Fault, Question, Situation, Step};
use crate::domain::{Act, BrandLoyalty, Feature, Outcome, Product};

impl Machine {
    /// Lets go of the wish that cannot be met, or goes.
    pub(super) fn let_go(&mut self) -> Step {
        let Some(lack) = self.lacking.clone() else {
            return self.leave(Exit::NotFound);
        };
        let mut facts = self.thing_facts();
        facts.features = vec![lack.clone()];
        let loyal = self.plan.profile.traits.brand_loyalty == BrandLoyalty::Loyal;
        let stubborn = if loyal && lack.name == "brand" {
            0.7
        } else {
            0.25
        };
        let stays = self.plan.aim.outcome == Some(Outcome::Bought) || self.is_early();
        if self.rng.random_bool(stubborn) && !stays {
            return self.leave(Exit::NotFound);
        }
        self.drop_wish(lack)
    }

    fn drop_wish(&mut self, wish: Feature) -> Step {
        let facts = Facts {
            features: vec![wish.clone()],
            ..self.thing_facts()
        };
        self.known.drop_wish(&wish.name);
        self.shopper.wanted.retain(|f| f.name != wish.name);
        self.step(Situation::UserDrop, facts, &[])
    }

    /// A wish that was told and may go when nothing meets it.
    fn wish_to_drop(&self) -> Option<Feature> {
        let loyal = self.plan.profile.traits.brand_loyalty == BrandLoyalty::Loyal;
        let fixed = |f: &&Feature| f.name == "size" || (loyal && f.name == "brand");
        let mut told = self.known.features.iter().rev();
        told.find(|f| !fixed(f)).cloned()
    }

    /// Nothing else is there: an earlier offer, when one was good enough, or the door.
    pub(super) fn settle(&mut self) -> Step {
        let early = self.is_early();
        let good = self.good_earlier();
        if let (Some(product), true) = (&good, early) {
            // Time is left: one more question about the one that was good enough.
            let terms = [Question::Delivery, Question::Returns, Question::Cod];
            let question = terms.into_iter().find(|q| self.may_ask(*q, product));
            if let (Some(question), Some(found)) = (question, self.found_earlier(product)) {
                self.current = vec![found];
                return self.ask(question, std::slice::from_ref(product));
            }
        }
        let goes_on = good.is_none() && (early || self.may_go_on());
        match self.wish_to_drop().filter(|_| goes_on) {
            Some(wish) => self.drop_wish(wish),
            None => self.come_back(Exit::NotFound),
        }
    }

    /// The first earlier offer that has nothing wrong with it.
    fn good_earlier(&self) -> Option<Arc<Product>> {
        let mut offered = self.offered.iter();
        offered.find(|p| self.wrong(p).is_empty()).cloned()
    }

    fn found_earlier(&self, product: &Arc<Product>) -> Option<Found> {
        let has_it = |wish: &&Feature| has(product, wish) == Has::Yes;
        Some(Found {
            product: product.clone(),
            rank: 0,
            lacks: Vec::new(),
            matched: self.known.features.iter().filter(has_it).cloned().collect(),
        })
    }

    /// Takes an earlier offer, when one was good enough and the user means to buy; else goes, for this reason.
    pub(super) fn come_back(&mut self, why: Exit) -> Step {
        match (self.good_earlier(), self.shopper.exit) {
            (Some(product), None) => {
                self.current.clear();
                self.take(&product, Situation::UserAcceptEarlier)
            }
            (Some(_), Some(exit)) => self.leave(exit),
            (None, _) => self.leave(why),
        }
    }

    /// The product that would be just right, when it was shown earlier and is not on the table now.
    pub(super) fn left_lying(&self) -> Option<Arc<Product>> {
        let target = self.plan.scenario.target.as_ref()?;
        let on_table = self.current.iter().any(|found| found.product.id == *target);
        let shown = self.offered.iter().find(|product| product.id == *target)?;
        (!on_table && self.wrong(shown).is_empty()).then(|| shown.clone())
    }

    pub(super) fn take(&mut self, product: &Arc<Product>, how: Situation) -> Step {
        self.bought = Some(product.clone());
        self.step(how, self.closing_facts(), std::slice::from_ref(product))
    }

    pub(super) fn leave(&mut self, why: Exit) -> Step {
        // Nobody calls dear what costs far less than he meant to spend.
        let cheap = self
            .current
            .first()
            .and_then(|f| f.product.price)
            .zip(self.shopper.budget);
        let cheap = cheap.is_some_and(|(price, budget)| price.minor * 10 < budget.minor * 8);
        let why = if why == Exit::Price && cheap {
            Exit::Later
        } else {
            why
        };
        let mut facts = self.closing_facts();
        facts.budget = self.shopper.budget.filter(|_| self.shopper.told_budget);
        self.left_for = Some(why);
        let products: Vec<Arc<Product>> = self
            .current
            .iter()
            .take(1)
            .map(|f| f.product.clone())
            .collect();
        self.step(Situation::UserLeave(why), facts, &products)
    }

    /// The offer that a shopper who goes may come back to: the last one, unless nothing was right.
    fn offer_to_keep_in_mind(&self) -> Vec<Arc<Product>> {
        let right = !matches!(self.left_for, Some(Exit::NotFound | Exit::Stock));
        let last = self.offered.last().filter(|_| right);
        last.into_iter().cloned().collect()
    }

    /// The outcome that the assistant's closing turn brings.
    pub(super) fn end(&mut self, outcome: Outcome, situation: Situation) -> Step {
        self.outcome = Some(outcome);
        let products: Vec<Arc<Product>> = match outcome {
            Outcome::Left => self.offer_to_keep_in_mind(),
            _ => self.bought.iter().cloned().collect(),
        };
        // All is said: the budget is not read back.
        let facts = Facts {
            exit: self.left_for,
            budget: None,
            ..self.known_facts()
        };
        let step = self.step(situation, facts, &products);
        Machine::labelled(step, Act::Thank)
    }

    pub(super) fn after_the_end(&mut self, last: Situation) -> Option<Step> {
        let room = match self.wished() {
            Some(wished) => self.exchanges < wished,
            None => self.shopper.thanks && self.exchanges < self.plan.limits.max,
        };
        let thanks = room && last == Situation::AssistantBought;
        thanks.then(|| self.step(Situation::UserThanks, self.closing_facts(), &[]))
    }
}

pub(super) fn exit_for(fault: Fault) -> Exit {
    match fault {
        Fault::Price => Exit::Price,
        Fault::Size => Exit::Stock,
        _ => Exit::NotFound,
    }
}
