//! The wished length: how far the talk is from it, and what a shopper does who has time left.
//!
//! Owns: the moves of somebody who likes what lies there and does not take it yet. Does not: judge offers, or end a talk.
//!
//! Without a wished length nothing here is asked. With one, a shopper who likes an offer early asks about it, wants to see
//! another, has another colour in mind, looks for something cheaper or says a word about this and that, each only where it
//! makes sense, and no question twice.

use std::sync::Arc;

use rand::RngExt;

use super::Machine;
use super::fit::Wrong;
use super::search::{Found, search};
use crate::dialogue::{Chat, Fault, Question, Situation, Step};
use crate::domain::{Decisiveness, Domain, Feature, Outcome, PriceSensitivity, Product, Speaker};

/// From this length on a talk has room for a third question in advance and a second word about this and that.
pub(super) const LONG: u32 = 8;

/// Up to this length a shopper tells all at once and the assistant asks little.
pub(super) const SHORT: u32 = 4;

/// Questions in a row about one offer, after which people look at something else or make up their minds.
const ROW: usize = 3;

/// The most exchanges that may be left, the offers' own counted, when two are shown side by side.
const ROOM_FOR_TWO: u32 = 4;

/// Offers that are passed over for no reason but taste.
const TASTES: usize = 2;

/// Where a talk stands against its wished length, were it closed with the turn that comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// No length is wished.
    Free,
    /// This many exchanges should still come before the closing one.
    Early(u32),
    /// It is time to close.
    Due,
}

/// What a shopper may do who likes an offer and has time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Ask,
    Chat,
    Look,
    Cheaper,
    Recolour,
}

impl Machine {
    /// The wished length within the limits.
    pub(super) fn wished(&self) -> Option<u32> {
        let limits = self.plan.limits;
        let wished = self.plan.aim.exchanges?;
        Some(wished.clamp(limits.min.min(limits.max), limits.max))
    }

    /// Where the talk stands when the shopper speaks.
    pub(super) fn pace(&self) -> Pace {
        let Some(wished) = self.wished() else {
            return Pace::Free;
        };
        let buys = self.shopper.exit.is_none();
        let thanks = u32::from(self.shopper.thanks && buys);
        match wished.saturating_sub(thanks + self.exchanges + 1) {
            0 => Pace::Due,
            left => Pace::Early(left),
        }
    }

    /// Whether the shopper is to buy and may take one exchange more for it.
    pub(super) fn may_go_on(&self) -> bool {
        let buys = self.plan.aim.outcome == Some(Outcome::Bought);
        let wished = self.wished().filter(|_| buys);
        wished.is_some_and(|wished| {
            self.exchanges < wished && self.exchanges + 1 < self.plan.limits.max
        })
    }

    /// Whether two offers side by side leave enough to say up to the wished end, and not too much: after them the one that
    /// is meant is named.
    pub(super) fn has_room_for_two(&self) -> bool {
        self.wished()
            .is_none_or(|wished| wished <= self.exchanges + ROOM_FOR_TWO)
    }

    /// What a shopper does who likes `best` and has time; nothing when all that makes sense was done.
    pub(super) fn stretch(&mut self, best: &Found, left: u32) -> Option<Step> {
        if self.current.len() == 2 && !self.shopper.compared {
            self.shopper.compared = true;
            return Some(self.ask(Question::Which, &self.on_table()));
        }
        self.current = vec![best.clone()];
        let mut moves = self.moves(best, left);
        while !moves.is_empty() {
            let total: u32 = moves.iter().map(|(_, weight)| weight).sum();
            let mut drawn = self.rng.random_range(0..total);
            let place = moves.iter().position(|(_, weight)| {
                let hit = drawn < *weight;
                drawn = drawn.saturating_sub(*weight);
                hit
            });
            let (chosen, _) = moves.remove(place.unwrap_or(0));
            if let Some(step) = self.make(chosen, best) {
                return Some(step);
            }
        }
        None
    }

    /// The moves that are open, with how readily each is made.
    fn moves(&self, best: &Found, left: u32) -> Vec<(Move, u32)> {
        let row = self.questions_in_a_row();
        let mut moves = Vec::new();
        if row < ROW {
            moves.push((Move::Ask, [12, 10, 4][row]));
        }
        let chats = self.said_by_user(|s| matches!(s, Situation::UserChat(_)));
        let long = self.wished().is_some_and(|wished| wished >= LONG);
        let just = matches!(self.last_of_user(), Some(Situation::UserChat(_)));
        if chats < 1 + usize::from(long) && !just && self.offered.len() < 4 {
            moves.push((Move::Chat, 4));
        }
        let tastes = self.said_by_user(|s| {
            matches!(
                s,
                Situation::UserCritique(Fault::Taste) | Situation::UserReject(Fault::Taste)
            )
        });
        let is_target = self.plan.scenario.target.as_ref() == Some(&best.product.id);
        if tastes < TASTES {
            // Who hesitates looks on even past the right thing, and comes back to it.
            let readily = match (self.plan.profile.traits.decisiveness, is_target) {
                (Decisiveness::Hesitant, _) if self.shopper.looks > 0 => 30,
                (Decisiveness::Hesitant, _) => 10,
                (Decisiveness::Usual, false) => 4,
                (Decisiveness::Usual, true) => 2,
                (Decisiveness::Quick, _) => 1,
            };
            moves.push((Move::Look, readily));
        }
        let sensitivity = self.plan.profile.traits.price_sensitivity;
        let told = self.shopper.complained.contains(&Fault::Cheaper);
        if !told && sensitivity != PriceSensitivity::Low && self.is_dear(best) {
            moves.push((Move::Cheaper, if self.shopper.thrifty { 12 } else { 2 }));
        }
        let recoloured = self.shopper.recoloured;
        if !recoloured && left >= 2 && best.product.domain == Domain::Fashion {
            moves.push((Move::Recolour, 4));
        }
        // When nothing else is left, one more question is better than a talk cut short.
        if row >= ROW && moves.iter().all(|(other, _)| *other == Move::Chat) {
            moves.push((Move::Ask, 1));
        }
        moves
    }

    fn make(&mut self, chosen: Move, best: &Found) -> Option<Step> {
        match chosen {
            Move::Ask => {
                let question = self.next_question(&best.product)?;
                Some(self.ask(question, std::slice::from_ref(&best.product)))
            }
            Move::Chat => {
                let chat = self.fresh_small_talk()?;
                Some(self.step(Situation::UserChat(chat), self.closing_facts(), &[]))
            }
            Move::Look => {
                self.others(|_| true)?;
                let hesitant = self.plan.profile.traits.decisiveness == Decisiveness::Hesitant;
                self.shopper.looks = self.shopper.looks.saturating_sub(u32::from(hesitant));
                Some(self.object(best, Wrong::plain(Fault::Taste)))
            }
            Move::Cheaper => {
                let price = best.product.price?;
                self.others(|other| other.price.is_some_and(|p| p.minor < price.minor))?;
                self.shopper.thrifty = false;
                Some(self.object(best, Wrong::plain(Fault::Cheaper)))
            }
            Move::Recolour => self.recolour(best),
        }
    }

    /// Another colour comes to mind, one that the shop has.
    fn recolour(&mut self, best: &Found) -> Option<Step> {
        if self.wish_named("color").is_some() {
            return None;
        }
        let own = best.product.attribute("color")?.to_lowercase();
        let other = self.others(|other| {
            let color = other.attribute("color").map(str::to_lowercase);
            color.is_some_and(|color| {
                color != own && self.knowledge.attributes.get(&color).is_some()
            })
        })?;
        let color = Feature {
            name: "color".to_owned(),
            value: other.attribute("color")?.to_owned(),
        };
        self.shopper.recoloured = true;
        self.shopper.wanted.push(color.clone());
        let wrong = Wrong {
            fault: Fault::Color,
            feature: Some(color),
        };
        Some(self.object(best, wrong))
    }

    /// The first product not yet seen that has nothing wrong with it and passes `keep`.
    fn others(&self, keep: impl Fn(&Product) -> bool) -> Option<Arc<Product>> {
        let seen = self.offered_ids();
        let searched = search(
            &self.known,
            self.known.cap(),
            &seen,
            &self.retrieve,
            &self.knowledge,
        );
        let mut found = searched.found.into_iter().map(|found| found.product);
        found.find(|product| self.wrong(product).is_empty() && keep(product))
    }

    /// A question that was not asked yet and makes sense: those in mind first, then others about the thing or the terms.
    fn next_question(&mut self, product: &Product) -> Option<Question> {
        while let Some(question) = self.shopper.questions.pop() {
            if self.page_tells(question, product) && self.may_ask(question, product) {
                return Some(question);
            }
        }
        let mut open: Vec<Question> = Question::ALL.to_vec();
        open.retain(|q| self.suits_thing(*q, product) && self.may_ask(*q, product));
        // People ask of the thing sooner than of the terms.
        let of_thing = |q: &Question| {
            use Question::{Blouse, Color, Material, Rating, Stock, Warranty};
            matches!(q, Blouse | Color | Material | Rating | Stock | Warranty)
        };
        let near: Vec<Question> = open.iter().copied().filter(of_thing).collect();
        let pool = match near.is_empty() || self.rng.random_bool(0.4) {
            true => open,
            false => near,
        };
        let place = (!pool.is_empty()).then(|| self.rng.random_range(0..pool.len()))?;
        pool.get(place).copied()
    }

    /// Whether the question was not asked yet and makes sense for this offer.
    pub(super) fn may_ask(&self, question: Question, product: &Product) -> bool {
        let asked = self.said_by_user(|s| s == Situation::UserAsk(question)) > 0;
        !asked && self.worth_asking(question, product)
    }

    /// Whether people ask so of such a thing, and get an answer.
    fn suits_thing(&self, question: Question, product: &Product) -> bool {
        let sensitivity = self.plan.profile.traits.price_sensitivity;
        let domain = product.domain;
        let fits = match question {
            Question::Cod | Question::Delivery | Question::Returns => true,
            Question::Discount | Question::Sale | Question::Coupon | Question::Emi => {
                sensitivity != PriceSensitivity::Low
            }
            Question::Exchange => domain == Domain::Fashion && self.wish_named("size").is_some(),
            Question::Warranty => domain == Domain::Electronics,
            Question::Blouse => self.plan.scenario.product_type == "saree",
            Question::Material => !matches!(domain, Domain::Electronics | Domain::Books),
            Question::Color => self.wish_named("color").is_none(),
            Question::Rating | Question::Stock => true,
            Question::Size | Question::Which => false,
        };
        fits && self.page_tells(question, product)
    }

    /// Small talk that was not made yet.
    fn fresh_small_talk(&mut self) -> Option<Chat> {
        let chat = self.small_talk();
        let made = |chat| self.said_by_user(|s| s == Situation::UserChat(chat)) > 0;
        (!made(chat)).then_some(chat)
    }

    /// How many turns of the user were of this kind.
    fn said_by_user(&self, keep: impl Fn(Situation) -> bool) -> usize {
        let of_user = self.history.iter().filter(|s| s.speaker == Speaker::User);
        of_user.filter(|said| keep(said.situation)).count()
    }

    fn last_of_user(&self) -> Option<Situation> {
        let mut turns = self.history.iter().rev();
        let last = turns.find(|said| said.speaker == Speaker::User)?;
        Some(last.situation)
    }

    /// How many questions the user asked one after another, up to now.
    fn questions_in_a_row(&self) -> usize {
        let turns = self
            .history
            .iter()
            .rev()
            .filter(|s| s.speaker == Speaker::User);
        turns
            .take_while(|said| matches!(said.situation, Situation::UserAsk(_)))
            .count()
    }
}
