//! The user's turns in natural mode.
//!
//! Owns: what a shopper tells, and what he makes of an offer. Does not: find products, word questions, or end a talk.

use rand::RngExt;

use super::Machine;
use super::ending::exit_for;
use super::fit::{Wrong, faults};
use super::pace::{Pace, SHORT};
use super::plan::Shows;
use super::search::Found;
use crate::dialogue::{Exit, Facts, Fault, Question, Seen, Situation, Step, Topic};
use crate::domain::{
    BrandLoyalty, Decisiveness, DetailPreference, Money, Outcome, PriceSensitivity, Product,
};

/// How much more than the budget most people would spend, in percent.
const STRETCH: i64 = 40;

impl Machine {
    /// The first turn.
    pub(super) fn opening(&mut self) -> Step {
        if self.rng.random_bool(0.06) {
            return self.step(Situation::UserHello, self.thing_facts(), &[]);
        }
        self.open()
    }

    fn open(&mut self) -> Step {
        if self.plan.aim.shows == Shows::Picture
            && let Some(step) = self.open_with_picture()
        {
            return step;
        }
        let facts = self.opening_facts();
        self.learn(&facts);
        self.step(Situation::UserOpen, facts, &[])
    }

    /// What is told at once: the thing, whom and what it is for, and as much more as the person likes to tell.
    pub(super) fn opening_facts(&mut self) -> Facts {
        let scenario = self.plan.scenario.clone();
        let short = self.wished().is_some_and(|wished| wished <= SHORT);
        let (more, chance) = match self.persona.detail {
            _ if short => (4, 1.0),
            DetailPreference::Brief => (1, 0.45),
            DetailPreference::Moderate => (2, 0.65),
            DetailPreference::Detailed => (3, 0.9),
        };
        let mut facts = self.thing_facts();
        facts.wearer = self.shopper.wearer;
        let traits = self.plan.profile.traits.clone();
        let money = match traits.price_sensitivity {
            PriceSensitivity::Low => chance * 0.4,
            PriceSensitivity::Usual => chance,
            PriceSensitivity::High => 1.0 - (1.0 - chance) * 0.3,
        };
        if self.rng.random_bool(chance) {
            facts.recipient = scenario.recipient.clone();
        }
        if facts.recipient.is_none() && scenario.recipient.is_some() {
            facts.wearer = None;
        }
        let mut left = more;
        if self.rng.random_bool(money) && scenario.budget.is_some() {
            facts.budget = scenario.budget;
            left -= 1;
        }
        if left > 0 && self.rng.random_bool(chance) {
            facts.occasion = scenario.occasion.clone().filter(|key| self.can_say(key));
            left -= usize::from(facts.occasion.is_some());
        }
        let wanted = self.shopper.wanted.clone();
        let loyal = traits.brand_loyalty == BrandLoyalty::Loyal;
        let brand = wanted.iter().find(|f| f.name == "brand");
        facts.features.extend(brand.filter(|_| loyal).cloned());
        for feature in wanted.iter().filter(|f| !loyal || f.name != "brand") {
            let open = [
                "color",
                "material",
                "brand",
                "capacity",
                "storage",
                "connectivity",
                "language",
                "format",
                "size",
            ];
            // Brand, material and kind in one breath would name the very product.
            let told = |name: &str| facts.features.iter().any(|f| f.name == name);
            let names_it = match feature.name.as_str() {
                "material" => told("brand"),
                "brand" => told("material"),
                _ => false,
            };
            if left > 0
                && !names_it
                && open.contains(&feature.name.as_str())
                && self.rng.random_bool(chance * 0.7)
            {
                facts.features.push(feature.clone());
                left -= 1;
            }
        }
        facts
    }

    pub(super) fn can_say(&self, occasion: &str) -> bool {
        let beside = crate::dialogue::data::Beside::Nothing;
        self.knowledge
            .occasion_phrase(occasion, self.plan.language, beside)
            .is_some()
    }

    /// What the assistant knows once these facts are told.
    pub(super) fn learn(&mut self, facts: &Facts) {
        self.known.thing = self.plan.scenario.product_type.clone();
        self.known.domain = Some(self.plan.scenario.domain);
        facts.features.iter().for_each(|f| self.known.wish(f));
        if let Some(budget) = facts.budget {
            self.known.budget = Some(budget);
            self.known.settled.insert(Topic::Budget);
            self.shopper.told_budget = true;
        }
        if facts.recipient.is_some() || facts.wearer.is_some() {
            self.known.recipient = facts.recipient.clone().or(self.known.recipient.take());
            self.known.wearer = facts.wearer.or(self.known.wearer);
            self.known.settled.insert(Topic::Recipient);
        }
        if facts.occasion.is_some() {
            self.known.occasion = facts.occasion.clone();
            self.known.settled.insert(Topic::Occasion);
        }
    }

    /// The user's reply to the assistant's last turn; `None` when all is said.
    pub(super) fn user_step(&mut self, last: Situation) -> Option<Step> {
        if self.outcome.is_some() {
            return self.after_the_end(last);
        }
        Some(match last {
            Situation::AssistantHello => self.open(),
            Situation::AssistantClarify(topic) => self.tell(topic),
            Situation::AssistantSeen(Seen::Color) => self.tell(Topic::Color),
            Situation::AssistantSeen(Seen::Budget) => self.tell(Topic::Budget),
            Situation::AssistantSeen(Seen::Bought) => self.tell(Topic::Occasion),
            Situation::AssistantWiden => self.widen(),
            Situation::AssistantDrop => self.let_go(),
            Situation::AssistantNone => self.settle(),
            Situation::AssistantNoMore => self.settle(),
            _ => self.react(last),
        })
    }

    /// Answers a clarifying question, or does not mind.
    fn tell(&mut self, topic: Topic) -> Step {
        let mut facts = self.thing_facts();
        let scenario = &self.plan.scenario;
        let wanted = self.shopper.wanted.iter().find(|f| f.name == topic.code());
        let known = match topic {
            Topic::Budget => {
                facts.budget = self.shopper.budget;
                facts.budget.is_some()
            }
            Topic::Recipient => {
                facts.recipient = scenario.recipient.clone();
                facts.wearer = self.shopper.wearer;
                true
            }
            Topic::Occasion => {
                facts.occasion = scenario.occasion.clone();
                facts.occasion.is_some()
            }
            _ => {
                facts.features = wanted.cloned().into_iter().collect();
                wanted.is_some()
            }
        };
        if known {
            self.learn(&facts);
            return self.step(Situation::UserTell(topic), facts, &[]);
        }
        self.step(Situation::UserAny(topic), facts, &[])
    }

    /// Spends more, when it is not much more, or goes.
    fn widen(&mut self) -> Step {
        let floor = self.history_floor();
        let (percent, willing) = match self.plan.profile.traits.price_sensitivity {
            PriceSensitivity::Low => (60, 0.9),
            PriceSensitivity::Usual => (STRETCH, 0.75),
            PriceSensitivity::High => (15, 0.5),
        };
        let reaches = |percent: i64| {
            let both = self.shopper.budget.zip(floor);
            both.is_some_and(|(budget, floor)| {
                floor.major() <= budget.major() + budget.major() * percent / 100
            })
        };
        // Nobody goes before the talk has begun because of a little more.
        let buys = self.plan.aim.outcome == Some(Outcome::Bought);
        let stays = ((self.is_early() || buys) && reaches(STRETCH))
            || (reaches(percent) && self.rng.random_bool(willing));
        let (Some(floor), true) = (floor, stays) else {
            return self.leave(Exit::Price);
        };
        let raised = round_up(floor);
        self.shopper.budget = Some(raised);
        let facts = Facts {
            budget: Some(raised),
            ..self.thing_facts()
        };
        self.learn(&facts);
        self.step(Situation::UserWiden, facts, &[])
    }

    /// Whether the conversation is too short to be left yet.
    pub(super) fn is_early(&self) -> bool {
        self.exchanges + 1 < self.plan.limits.min || matches!(self.pace(), Pace::Early(_))
    }

    fn history_floor(&self) -> Option<Money> {
        self.known.budget.and(self.floor)
    }

    pub(super) fn wrong(&self, product: &Product) -> Vec<Wrong> {
        let s = &self.shopper;
        faults(product, s.budget, &s.wanted, &s.unwanted)
    }

    /// Judges what is on the table.
    fn react(&mut self, last: Situation) -> Step {
        if let Some(step) = self.after_answer(last) {
            return step;
        }
        let last_chance = self.exchanges + 1 >= self.plan.limits.max;
        let pace = self.pace();
        let tired = self.exchanges + 1 >= self.shopper.patience || pace == Pace::Due;
        let Some((best, wrong)) = self.best_on_table() else {
            return self.leave(Exit::NotFound);
        };
        if let Some(first) = wrong.first() {
            // A size cannot be seen: one asks for it before one misses it.
            if first.fault == Fault::Size && !last_chance {
                let product = best.product.clone();
                self.current = vec![best];
                return self.ask(Question::Size, &[product]);
            }
            let again = self.shopper.complained.contains(&first.fault);
            let goes_on = match pace {
                // One may have meant to thank for a purchase, and now there is none.
                Pace::Due => self.may_go_on() || self.is_early(),
                _ => !(again || self.shopper.short_of_time),
            };
            if last_chance || (tired && !goes_on) {
                return self.come_back(exit_for(first.fault));
            }
            return self.object(&best, first.clone());
        }
        let is_target = self.plan.scenario.target.as_ref() == Some(&best.product.id);
        if let Pace::Early(left) = pace {
            if !last_chance && let Some(step) = self.stretch(&best, left) {
                return step;
            }
        } else if !last_chance && !tired {
            if self.shopper.thrifty && self.is_dear(&best) {
                self.shopper.thrifty = false;
                return self.object(&best, Wrong::plain(Fault::Cheaper));
            }
            // Who hesitates looks around even when the right thing lies there, and comes back to it.
            let hesitant = self.plan.profile.traits.decisiveness == Decisiveness::Hesitant;
            if self.shopper.looks > 0 && (hesitant || !is_target) {
                self.shopper.looks -= 1;
                return self.object(&best, Wrong::plain(Fault::Taste));
            }
            if let Some(step) = self.linger(&best) {
                return step;
            }
        }
        if self.exchanges + 1 < self.plan.limits.min
            && let Some(step) = self.stay(&best)
        {
            return step;
        }
        if let (Some(product), None) = (self.left_lying(), self.shopper.exit) {
            self.current.clear();
            return self.take(&product, Situation::UserAcceptEarlier);
        }
        match self.shopper.exit {
            Some(exit) => self.leave(exit),
            None if self.current.len() == 2 => {
                self.take(&best.product.clone(), Situation::UserPick)
            }
            None => self.take(&best.product.clone(), Situation::UserAccept),
        }
    }

    /// Whether an offer takes most of what may be spent, so that who looks at prices asks for less.
    pub(super) fn is_dear(&self, offer: &Found) -> bool {
        let price = offer.product.price.zip(self.shopper.budget);
        price.is_some_and(|(price, budget)| price.minor * 10 > budget.minor * 6)
    }

    /// What an answer changes: no such size, sold out.
    fn after_answer(&mut self, last: Situation) -> Option<Step> {
        use crate::dialogue::Answered::No;
        match last {
            Situation::AssistantAnswer(Question::Size, No) => {
                let best = self.current.first()?.clone();
                let size = self
                    .shopper
                    .wanted
                    .iter()
                    .find(|f| f.name == "size")
                    .cloned();
                if self.exchanges + 1 >= self.plan.limits.max {
                    return Some(self.leave(Exit::Stock));
                }
                Some(self.object(
                    &best,
                    Wrong {
                        fault: Fault::Size,
                        feature: size,
                    },
                ))
            }
            Situation::AssistantAnswer(Question::Stock, No) => Some(self.leave(Exit::Stock)),
            Situation::AssistantAnswer(
                Question::Discount | Question::Sale | Question::Coupon,
                No,
            ) if self.shopper.exit == Some(Exit::Price)
                && !matches!(self.pace(), Pace::Early(_)) =>
            {
                Some(self.leave(Exit::Price))
            }
            _ => None,
        }
    }

    /// The offer that pleases most, with what is wrong with it.
    fn best_on_table(&self) -> Option<(Found, Vec<Wrong>)> {
        let target = self.plan.scenario.target.as_ref();
        self.current
            .iter()
            .map(|found| (found.clone(), self.wrong(&found.product)))
            .min_by_key(|(found, wrong)| (wrong.len(), target != Some(&found.product.id)))
    }

    /// Says what is wrong: a critique asks for another of the kind, a reject refuses.
    pub(super) fn object(&mut self, offer: &Found, wrong: Wrong) -> Step {
        let first = self.shopper.complained.insert(wrong.fault);
        let critique = if first { 0.65 } else { 0.3 };
        let situation = if self.rng.random_bool(critique) {
            Situation::UserCritique(wrong.fault)
        } else {
            Situation::UserReject(wrong.fault)
        };
        let mut facts = self.thing_facts();
        match (wrong.fault, &wrong.feature) {
            (Fault::Price, _) => facts.budget = self.shopper.budget,
            (Fault::Cheaper, _) => self.known.dear = offer.product.price,
            (Fault::Avoid, Some(feature)) => {
                facts.features = vec![feature.clone()];
                self.known.avoids.push(feature.clone());
            }
            (_, Some(feature)) => facts.features = vec![feature.clone()],
            (_, None) => {}
        }
        if !matches!(wrong.fault, Fault::Avoid) {
            let told = facts.clone();
            self.learn(&told);
        }
        self.known
            .refused
            .extend(self.current.iter().map(|f| f.product.id.clone()));
        self.step(situation, facts, std::slice::from_ref(&offer.product))
    }
}

/// The next amount that somebody would name as a budget.
pub(crate) fn round_up(amount: Money) -> Money {
    let rupees = amount.major();
    let step = match rupees {
        0..1_000 => 100,
        1_000..10_000 => 500,
        10_000..50_000 => 1_000,
        _ => 5_000,
    };
    Money::rupees((rupees + step - 1) / step * step)
}
