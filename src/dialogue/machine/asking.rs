//! What a shopper asks and remarks about an offer.
//!
//! Owns: which question makes sense for which offer. Does not: know an answer.

use std::sync::Arc;

use rand::RngExt;

use super::Machine;
use super::fit::{Has, has};
use super::search::Found;
use crate::dialogue::{Chat, Question, Situation, Step};
use crate::domain::{Domain, Feature, Motive, Product};

impl Machine {
    /// A question, a comparison or a word about the weather, while there is time.
    pub(super) fn linger(&mut self, best: &Found) -> Option<Step> {
        if self.current.len() == 2 && !self.shopper.compared {
            self.shopper.compared = true;
            return Some(self.ask(Question::Which, &self.on_table()));
        }
        // Both were weighed: the next word names the one that is meant.
        if self.current.len() == 2 && self.exchanges + 1 >= self.plan.limits.min {
            return None;
        }
        let product = best.product.clone();
        self.current = vec![best.clone()];
        if !self.shopper.chatted && self.offered.len() < 3 {
            self.shopper.chatted = true;
            let chat = self.small_talk();
            return Some(self.step(Situation::UserChat(chat), self.thing_facts(), &[]));
        }
        while let Some(question) = self.shopper.questions.pop() {
            // The page shows what it tells: what it does not tell is asked less often than one would think.
            let told = self.page_tells(question, &product) || self.rng.random_bool(0.3);
            if told && self.worth_asking(question, &product) {
                return Some(self.ask(question, &[product]));
            }
        }
        None
    }

    /// Whether the product's own data answers the question; terms of the shop are always worth a question.
    pub(super) fn page_tells(&self, question: Question, product: &Product) -> bool {
        let lists = |name: &str| product.attribute(name).is_some();
        match question {
            Question::Material => lists("material"),
            Question::Color => lists("color"),
            Question::Warranty => lists("warranty"),
            Question::Rating => product.rating.is_some(),
            Question::Stock => product.stock.is_some(),
            _ => true,
        }
    }

    /// Something more to say in a conversation that is still too short.
    pub(super) fn stay(&mut self, best: &Found) -> Option<Step> {
        if let Some(step) = self.linger(best) {
            return Some(step);
        }
        let open = [
            Question::Rating,
            Question::Color,
            Question::Delivery,
            Question::Returns,
        ];
        let start = self.rng.random_range(0..open.len());
        let mut turned = open.into_iter().cycle().skip(start).take(open.len());
        let question =
            turned.find(|q| !self.was_asked(*q) && self.worth_asking(*q, &best.product))?;
        Some(self.ask(question, std::slice::from_ref(&best.product)))
    }

    pub(super) fn small_talk(&mut self) -> Chat {
        let festive = matches!(self.plan.scenario.motive, Motive::Celebrate | Motive::Gift);
        let mut pool = vec![Chat::Prices, Chat::Choice, Chat::Praise];
        if festive {
            pool.push(Chat::Festival);
        }
        pool[self.rng.random_range(0..pool.len())]
    }

    /// Whether the question still makes sense for this offer.
    pub(super) fn worth_asking(&self, question: Question, product: &Product) -> bool {
        match question {
            Question::Material => {
                let spoken = self.history.last().is_some_and(|said| {
                    product
                        .attribute("material")
                        .is_some_and(|m| said.text.contains(m))
                });
                self.wish_named("material").is_none() && !spoken
            }
            // One hope of paying less a talk: who asked for a discount does not ask for a sale too.
            Question::Discount | Question::Sale | Question::Coupon => {
                let hopes = [Question::Discount, Question::Sale, Question::Coupon];
                !hopes
                    .into_iter()
                    .any(|q| q != question && self.was_asked(q))
            }
            Question::Color | Question::Stock => product.domain != Domain::Books,
            // Nobody pays in cash for a refrigerator, or by instalments for a kettle.
            Question::Cod => product.price.is_none_or(|p| p.major() <= 10_000),
            Question::Emi => product.price.is_some_and(|p| p.major() >= 8_000),
            Question::Size => {
                let told = self.known.features.iter().any(|f| f.name == "size");
                let has_it = self.wish_named("size").map(|f| has(product, f));
                !told && has_it.is_some_and(|h| h != Has::Unknown)
            }
            Question::Rating => {
                let shown = product
                    .rating
                    .map(|r| format!("{r:.1}"))
                    .unwrap_or_default();
                shown.is_empty() || !self.history.iter().any(|s| s.text.contains(&shown))
            }
            _ => true,
        }
    }

    fn was_asked(&self, question: Question) -> bool {
        let situation = Situation::UserAsk(question);
        self.history.iter().any(|said| said.situation == situation)
    }

    pub(super) fn wish_named(&self, name: &str) -> Option<&Feature> {
        self.shopper.wanted.iter().find(|f| f.name == name)
    }

    pub(super) fn ask(&mut self, question: Question, about: &[Arc<Product>]) -> Step {
        let mut facts = self.thing_facts();
        facts.question = Some(question);
        if question == Question::Size {
            facts.features = self.wish_named("size").cloned().into_iter().collect();
            let told = facts.clone();
            self.learn(&told);
        }
        self.step(Situation::UserAsk(question), facts, about)
    }
}
