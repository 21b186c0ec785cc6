//! The user's turns in natural mode.
//!
//! Owns: what a shopper does next. Does not: find products.

use rand::RngExt;

use super::Machine;
use super::fit::{Has, Wrong, faults, has};
use super::pace::{Pace, SHORT};
use super::plan::Shows;
use super::search::Found;
use crate::dialogue::{Chat, Exit, Facts, Fault, Question, Seen, Situation, Step, Topic};
use crate::domain::{
    Act, BrandLoyalty, Decisiveness, DetailPreference, Domain, Feature, Money, Motive, Outcome,
    PriceSensitivity, Product,
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
            ];
            if left > 0
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

    fn after_the_end(&mut self, last: Situation) -> Option<Step> {
        let room = match self.wished() {
            Some(wished) => self.exchanges < wished,
            None => self.shopper.thanks && self.exchanges < self.plan.limits.max,
        };
        let thanks = room && last == Situation::AssistantBought;
        thanks.then(|| self.step(Situation::UserThanks, self.closing_facts(), &[]))
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
    fn is_early(&self) -> bool {
        self.exchanges + 1 < self.plan.limits.min || matches!(self.pace(), Pace::Early(_))
    }

    fn history_floor(&self) -> Option<Money> {
        self.known.budget.and(self.floor)
    }

    /// Lets go of the wish that cannot be met, or goes.
    fn let_go(&mut self) -> Step {
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
        let stays =
            self.plan.aim.outcome == Some(Outcome::Bought) || matches!(self.pace(), Pace::Early(_));
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
    fn settle(&mut self) -> Step {
        let early = matches!(self.pace(), Pace::Early(_));
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
    fn good_earlier(&self) -> Option<Product> {
        let mut offered = self.offered.iter();
        offered.find(|p| self.wrong(p).is_empty()).cloned()
    }

    fn found_earlier(&self, product: &Product) -> Option<Found> {
        let has_it = |wish: &&Feature| has(product, wish) == Has::Yes;
        Some(Found {
            product: product.clone(),
            rank: 0,
            lacks: Vec::new(),
            matched: self.known.features.iter().filter(has_it).cloned().collect(),
        })
    }

    /// Takes an earlier offer, when one was good enough and the user means to buy; else goes, for this reason.
    fn come_back(&mut self, why: Exit) -> Step {
        match (self.good_earlier(), self.shopper.exit) {
            (Some(product), None) => {
                self.current.clear();
                self.take(&product, Situation::UserAcceptEarlier)
            }
            (Some(_), Some(exit)) => self.leave(exit),
            (None, _) => self.leave(why),
        }
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
                Pace::Due => self.may_go_on(),
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

    /// The product that would be just right, when it was shown earlier and is not on the table now.
    fn left_lying(&self) -> Option<Product> {
        let target = self.plan.scenario.target.as_ref()?;
        let on_table = self.current.iter().any(|found| found.product.id == *target);
        let shown = self.offered.iter().find(|product| product.id == *target)?;
        (!on_table && self.wrong(shown).is_empty()).then(|| shown.clone())
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
            Situation::AssistantAnswer(Question::Discount, No)
                if self.shopper.exit == Some(Exit::Price)
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

    /// A question, a comparison or a word about the weather, while there is time.
    fn linger(&mut self, best: &Found) -> Option<Step> {
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
    fn stay(&mut self, best: &Found) -> Option<Step> {
        if let Some(step) = self.linger(best) {
            return Some(step);
        }
        let asked = |q: &Question| {
            let situation = Situation::UserAsk(*q);
            self.history.iter().any(|said| said.situation == situation)
        };
        let open = [
            Question::Rating,
            Question::Color,
            Question::Delivery,
            Question::Returns,
        ];
        let start = self.rng.random_range(0..open.len());
        let mut turned = open.into_iter().cycle().skip(start).take(open.len());
        let question = turned.find(|q| !asked(q) && self.worth_asking(*q, &best.product))?;
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

    pub(super) fn wish_named(&self, name: &str) -> Option<&Feature> {
        self.shopper.wanted.iter().find(|f| f.name == name)
    }

    pub(super) fn ask(&mut self, question: Question, about: &[Product]) -> Step {
        let mut facts = self.thing_facts();
        facts.question = Some(question);
        if question == Question::Size {
            facts.features = self.wish_named("size").cloned().into_iter().collect();
            let told = facts.clone();
            self.learn(&told);
        }
        self.step(Situation::UserAsk(question), facts, about)
    }

    fn take(&mut self, product: &Product, how: Situation) -> Step {
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
        let products: Vec<Product> = self
            .current
            .iter()
            .take(1)
            .map(|f| f.product.clone())
            .collect();
        self.step(Situation::UserLeave(why), facts, &products)
    }

    /// The outcome that the assistant's closing turn brings.
    pub(super) fn end(&mut self, outcome: Outcome, situation: Situation) -> Step {
        self.outcome = Some(outcome);
        let products: Vec<Product> = match outcome {
            Outcome::Left => self.offered.iter().rev().cloned().collect(),
            _ => self.bought.iter().cloned().collect(),
        };
        let facts = Facts {
            exit: self.left_for,
            ..self.known_facts()
        };
        let step = self.step(situation, facts, &products);
        Machine::labelled(step, Act::Thank)
    }
}

fn exit_for(fault: Fault) -> Exit {
    match fault {
        Fault::Price => Exit::Price,
        Fault::Size => Exit::Stock,
        _ => Exit::NotFound,
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
