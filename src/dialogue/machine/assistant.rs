//! The assistant's turns in natural mode.
//!
//! Owns: clarify, offer, answer or give up. Does not: know more than the user said.

use std::sync::Arc;

use rand::RngExt;

use super::Machine;
use super::fit::{Has, has};
use super::known::topic_of;
use super::pace::LONG;
use super::search::{Found, Searched, search};
use crate::dialogue::data::{Goods, PolicyAnswer};
use crate::dialogue::names::Phrase;
use crate::dialogue::{Answered, Facts, Offering, Question, Situation, Step, Topic};
use crate::domain::{DetailPreference, Domain, Feature, Gender, Language, Outcome, Product};

impl Machine {
    /// The assistant's reply to the user's last turn.
    pub(super) fn assistant_step(&mut self, last: Situation) -> Step {
        match last {
            Situation::UserShow(_) => self.seen().unwrap_or_else(|| self.serve(last)),
            Situation::UserHello => self.step(Situation::AssistantHello, Facts::default(), &[]),
            Situation::UserAsk(Question::Which) => self.compare(),
            Situation::UserAsk(question) => self.answer(question),
            Situation::UserChat(chat) => self.step(
                Situation::AssistantChat(chat),
                self.known_facts(),
                &self.on_table(),
            ),
            Situation::UserAccept | Situation::UserPick | Situation::UserAcceptEarlier => {
                self.end(Outcome::Bought, Situation::AssistantBought)
            }
            Situation::UserLeave(_) => self.end(Outcome::Left, Situation::AssistantLeft),
            Situation::UserThanks => {
                let bought: Vec<Arc<Product>> = self.bought.iter().cloned().collect();
                let facts = Facts {
                    budget: None,
                    ..self.known_facts()
                };
                self.step(Situation::AssistantBye, facts, &bought)
            }
            _ => self.serve(last),
        }
    }

    /// Asks for a need or makes an offer.
    fn serve(&mut self, last: Situation) -> Step {
        if self.offered.is_empty()
            && let Some(topic) = self.open_need()
        {
            self.known.clarified += 1;
            self.known.settled.insert(topic);
            return self.step(Situation::AssistantClarify(topic), self.known_facts(), &[]);
        }
        let seen = self.offered_ids();
        let mut searched = search(
            &self.known,
            self.known.cap(),
            &seen,
            &self.retrieve,
            &self.knowledge,
        );
        self.like_the_picture(&mut searched);
        let Some(best) = self.freshest(&searched) else {
            return self.nothing(&searched);
        };
        if best.lacks.iter().any(|lack| self.spent(lack)) {
            let step = self.step(Situation::AssistantNoMore, self.known_facts(), &[]);
            return Machine::with_retrieval(step, searched.retrieval.clone());
        }
        if let Some(lack) = best.lacks.first()
            && !self.asked_to_drop
            && self.rng.random_bool(0.4)
        {
            self.asked_to_drop = true;
            return self.ask_to_drop(lack.clone(), &searched);
        }
        self.offer(best, &searched, last)
    }

    /// The best hit; of equally good ones the first that would not be called just like an earlier offer.
    fn freshest(&self, searched: &Searched) -> Option<Found> {
        let first = searched.found.first()?;
        let called = |p: &Product| Phrase::product(p, &self.knowledge);
        let fresh = |found: &&Found| {
            let name = called(&found.product);
            found.lacks.len() == first.lacks.len()
                && !self.offered.iter().any(|earlier| called(earlier) == name)
        };
        searched.found.iter().find(fresh).or(Some(first)).cloned()
    }

    /// Whether a wish is used up: offers that met it were refused, or it was already said that nothing meets it and the
    /// shopper insists on it.
    fn spent(&self, lack: &Feature) -> bool {
        let met = self.offered.iter().any(|p| has(p, lack) == Has::Yes);
        let told = self.told_lacking.contains(&lack.name);
        met || told
    }

    /// The need to ask for now, when too little is known.
    fn open_need(&mut self) -> Option<Topic> {
        let wished = self.wished();
        let long = wished.is_some_and(|wished| wished >= LONG);
        let most = match self.persona.detail {
            DetailPreference::Detailed => 1,
            _ => 2,
        } + u32::from(long);
        if wished.is_some_and(|wished| self.exchanges + 3 > wished) {
            return None;
        }
        let depth = self.known.depth();
        let eager = match (self.known.clarified, depth) {
            (0, 0..=1) => 1.0,
            (0, 2) => 0.8,
            (0, _) => 0.35,
            (1, 0..=2) => 0.6,
            _ => 0.2,
        };
        let eager = if long {
            f64::min(1.0, eager * 1.3)
        } else {
            eager
        };
        if self.known.clarified >= most || !self.rng.random_bool(eager) {
            return None;
        }
        let open: Vec<Topic> = self
            .topics()
            .into_iter()
            .filter(|topic| !self.known.settled.contains(topic))
            .collect();
        let near = open.len().min(2);
        (near > 0).then(|| open[self.rng.random_range(0..near)])
    }

    /// The needs that make sense for this thing, most telling first.
    fn topics(&self) -> Vec<Topic> {
        let mut topics = Vec::new();
        let open_wearer = self
            .knowledge
            .people
            .worn_by_both
            .contains(&self.known.thing);
        // Asked only of somebody who can answer it.
        let answerable = self.shopper.wearer.is_some() || self.plan.scenario.recipient.is_some();
        let wearer_known = self
            .known
            .wears(&self.knowledge)
            .is_some_and(|g| g != Gender::Unknown);
        if open_wearer && !wearer_known && answerable {
            topics.push(Topic::Recipient);
        }
        topics.push(Topic::Budget);
        if let Some(noun) = self.knowledge.nouns.get(&self.known.thing) {
            topics.extend(noun.asks.iter().filter_map(|name| topic_of(name)));
        }
        if self.known.domain == Some(Domain::Electronics) {
            topics.push(Topic::Brand);
        }
        // Occasion and size are asked for only of what is worn, and features only where the goods tell them.
        let fashion = self.known.domain == Some(Domain::Fashion);
        topics.retain(|t| fashion || !matches!(t, Topic::Occasion | Topic::Size));
        // A bed stores things too, but not in gigabytes.
        let electronics = self.known.domain == Some(Domain::Electronics);
        topics.retain(|t| electronics || *t != Topic::Storage);
        let features = topics.iter().any(|t| is_feature(*t));
        if features {
            let searched = search(
                &self.known,
                self.known.budget,
                &[],
                &self.retrieve,
                &self.knowledge,
            );
            let told = |topic: &Topic| {
                let lists = |f: &Found| f.product.attributes.contains_key(topic.code());
                searched.found.iter().filter(|f| lists(f)).count() >= 2
            };
            topics.retain(|t| !is_feature(*t) || told(t));
        }
        topics
    }

    /// Nothing within what was said: dearer things, if there are any, else the plain truth.
    fn nothing(&mut self, searched: &Searched) -> Step {
        let seen = self.offered_ids();
        // Who asked for something cheaper is not asked to spend more.
        let cheaper = self.known.dear.is_some();
        if self.known.budget.is_some() && !self.asked_to_widen && !cheaper {
            let wider = search(&self.known, None, &seen, &self.retrieve, &self.knowledge);
            let floor = wider.found.iter().filter_map(|f| f.product.price);
            let floor = floor.filter(|p| p.currency == crate::domain::Currency::INR);
            self.floor = floor.min_by_key(|price| price.minor);
            if self.floor.is_some() {
                self.asked_to_widen = true;
                let facts = Facts {
                    floor: self.floor,
                    ..self.known_facts()
                };
                let step = self.step(Situation::AssistantWiden, facts, &[]);
                return Machine::with_retrieval(step, wider.retrieval);
            }
        }
        let situation = if self.offered.is_empty() {
            Situation::AssistantNone
        } else {
            Situation::AssistantNoMore
        };
        let step = self.step(situation, self.known_facts(), &[]);
        Machine::with_retrieval(step, searched.retrieval.clone())
    }

    fn ask_to_drop(&mut self, lack: Feature, searched: &Searched) -> Step {
        let facts = Facts {
            features: vec![lack.clone()],
            ..self.known_facts()
        };
        self.lacking = Some(lack);
        let step = self.step(Situation::AssistantDrop, facts, &[]);
        Machine::with_retrieval(step, searched.retrieval.clone())
    }

    fn offer(&mut self, best: Found, searched: &Searched, last: Situation) -> Step {
        let first = self.offered.is_empty();
        let second = searched
            .found
            .get(1)
            .filter(|f| f.lacks.is_empty())
            .cloned();
        let pair = first && best.lacks.is_empty() && self.rng.random_bool(0.35);
        // A size or language that was told is confirmed of one offer; of two at once it would be a list.
        let strict = |f: &Feature| matches!(f.name.as_str(), "size" | "language");
        let pair = pair && self.has_room_for_two() && !self.known.features.iter().any(strict);
        let retrieval = searched.choosing(&best);
        let mut facts = self.known_facts();
        facts.matched = best.matched.clone();
        let silent = |f: &&Feature| has(&best.product, f) == Has::Unknown;
        facts.unsure = facts.features.iter().filter(silent).cloned().collect();
        self.current = match second.filter(|_| pair && distinct(&best, searched.found.get(1))) {
            Some(second) => vec![best.clone(), second],
            None => vec![best.clone()],
        };
        let situation = if let Some(lack) = best.lacks.first() {
            facts.features = vec![lack.clone()];
            self.told_lacking.push(lack.name.clone());
            Situation::AssistantRecommend(Offering::Closest)
        } else if self.current.len() == 2 {
            Situation::AssistantRecommend(Offering::Pair)
        } else if first || matches!(last, Situation::UserWiden | Situation::UserDrop) {
            Situation::AssistantRecommend(Offering::First)
        } else {
            Situation::AssistantRecommend(Offering::Again)
        };
        // A wish that the best hit lacks is let go: the shopper has been told.
        let products = self.on_table();
        self.offered.extend(products.iter().cloned());
        let step = self.step(situation, facts, &products);
        Machine::with_retrieval(step, retrieval)
    }

    fn compare(&mut self) -> Step {
        let products = self.on_table();
        self.step(Situation::AssistantCompare, self.known_facts(), &products)
    }

    /// Answers from the product's own facts or from the shop's policy; never from anywhere else.
    fn answer(&mut self, question: Question) -> Step {
        let product = self.current.first().map(|found| found.product.clone());
        let (answered, value) = match question {
            Question::Size
            | Question::Material
            | Question::Color
            | Question::Stock
            | Question::Rating
            | Question::Blouse
            | Question::Which => self.product_answer(question, product.as_deref()),
            Question::Warranty => match product.as_ref().and_then(|p| p.attribute("warranty")) {
                Some(warranty) => {
                    let words = warranty_words(warranty, self.plan.language);
                    (Answered::Yes, Some(words))
                }
                None => (Answered::Unknown, None),
            },
            _ => self.policy_answer(question, product.as_deref()),
        };
        let mut facts = Facts {
            question: Some(question),
            value,
            ..self.known_facts()
        };
        if question == Question::Size {
            facts.features.retain(|f| f.name == "size");
        }
        let products: Vec<Arc<Product>> = product.into_iter().collect();
        self.step(
            Situation::AssistantAnswer(question, answered),
            facts,
            &products,
        )
    }

    /// What the shop's policy says of the product in hand, or of the kind asked for while none is.
    fn policy_answer(
        &mut self,
        question: Question,
        product: Option<&Product>,
    ) -> (Answered, Option<String>) {
        let topic = match question {
            Question::Returns => "return",
            Question::Delivery => "delivery_date",
            other => other.code(),
        };
        let nouns = &self.knowledge.nouns;
        let goods = match product {
            Some(product) => Goods::of(product, nouns),
            None => Goods::kind(&self.known.thing, self.known.domain, nouns),
        };
        let policy = &self.knowledge.policy;
        let (answered, ways) = match policy.answer(topic, self.plan.language, &goods) {
            PolicyAnswer::Says(ways) => (Answered::Yes, ways),
            PolicyAnswer::Refuses(ways) => (Answered::No, ways),
            PolicyAnswer::Silent => return (Answered::Unknown, None),
        };
        let way = (!ways.is_empty()).then(|| self.rng.random_range(0..ways.len()));
        (answered, way.and_then(|way| ways.get(way).cloned()))
    }

    fn product_answer(
        &self,
        question: Question,
        product: Option<&Product>,
    ) -> (Answered, Option<String>) {
        let Some(product) = product else {
            return (Answered::Unknown, None);
        };
        let listed = |name: &str| product.attributes.get(name).filter(|v| !v.is_empty());
        match question {
            Question::Size => {
                let size = self.known.features.iter().find(|f| f.name == "size");
                match size.map(|size| has(product, size)) {
                    Some(Has::Yes) => (Answered::Yes, None),
                    Some(Has::No) => (Answered::No, None),
                    _ => (Answered::Unknown, None),
                }
            }
            Question::Material => match listed("material") {
                Some(values) => (Answered::Yes, values.first().cloned()),
                None => (Answered::Unknown, None),
            },
            Question::Color => match listed("color") {
                Some(colors) if colors.len() > 1 => (Answered::Yes, Some(colors.join(", "))),
                Some(_) => (Answered::No, None),
                None => (Answered::Unknown, None),
            },
            Question::Stock => match product.stock {
                Some(0) => (Answered::No, None),
                Some(_) => (Answered::Yes, None),
                None => (Answered::Unknown, None),
            },
            Question::Rating => match product.rating {
                Some(rating) if rating >= 3.5 => (Answered::Yes, None),
                Some(rating) => (Answered::No, Some(format!("{rating:.1}"))),
                None => (Answered::Unknown, None),
            },
            Question::Blouse => match listed("blouse") {
                Some(values)
                    if values
                        .iter()
                        .any(|v| v.to_lowercase().starts_with("no") || v == "without") =>
                {
                    (Answered::No, None)
                }
                Some(_) => (Answered::Yes, None),
                None => (Answered::Unknown, None),
            },
            _ => (Answered::Unknown, None),
        }
    }
}

fn is_feature(topic: Topic) -> bool {
    use Topic::{Capacity, Color, Connectivity, Material, Size, Storage};
    matches!(
        topic,
        Size | Color | Material | Capacity | Storage | Connectivity
    )
}

/// A warranty such as `1 year on product, 10 years on compressor` as people say it.
fn warranty_words(warranty: &str, language: Language) -> String {
    let word = |english: &str| -> String {
        let said = match (english, language) {
            ("year" | "years", Language::Hi) => "साल",
            ("year" | "years", Language::Hinglish) => "saal",
            ("month" | "months", Language::Hi) => "महीने",
            ("month" | "months", Language::Hinglish) => "mahine",
            ("product", Language::Hi) => "प्रोडक्ट",
            ("compressor", Language::Hi) => "कंप्रेसर",
            ("motor", Language::Hi) => "मोटर",
            ("tank", Language::Hi) => "टैंक",
            (other, _) => other,
        };
        said.to_owned()
    };
    let words = |text: &str| {
        text.split_whitespace()
            .map(word)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let part = |part: &str| match (part.split_once(" on "), language) {
        (_, Language::En) | (None, _) => words(part),
        (Some((time, thing)), Language::Hi) => format!("{} पर {}", words(thing), words(time)),
        (Some((time, thing)), Language::Hinglish) => format!("{} pe {}", words(thing), words(time)),
    };
    warranty
        .split(", ")
        .map(part)
        .collect::<Vec<_>>()
        .join(", ")
}

/// Whether two offers are worth showing side by side: not the same title, and in the same currency.
fn distinct(best: &Found, second: Option<&Found>) -> bool {
    second.is_some_and(|second| {
        let currency = |f: &Found| f.product.price.map(|p| p.currency);
        second.product.title != best.product.title
            && second.product.brand != best.product.brand
            && currency(second) == currency(best)
    })
}
