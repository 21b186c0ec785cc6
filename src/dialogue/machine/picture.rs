//! The picture that a shopper shows: a product of the catalogue that the wish should be like.
//!
//! Owns: which product, and what the assistant says of it. Does not: see images; all that is said comes from the
//! catalogue's own facts.

use std::sync::Arc;

use rand::RngExt;

use super::Machine;
use super::fit::{Has, MadeFor, faults, has};
use super::search::{Searched, query, same_kind};
use crate::dialogue::{Facts, Need, Seen, Showing, Situation, Step, StockWish, Topic};
use crate::domain::{Feature, Money, Product};

/// Hits that are looked through for one with a picture.
const LOOKED_AT: usize = 120;

/// Of so many that could be shown one is.
const CHOICE: usize = 5;

/// What makes two things look alike.
const LOOKS: [&str; 3] = ["pattern", "color", "material"];

impl Machine {
    /// Whether the catalogue has a picture that the shopper could open with. The machine is used up: what it learns by
    /// looking is no talk.
    pub fn finds_a_picture(mut self) -> bool {
        self.open_with_picture().is_some()
    }

    /// The first turn with a picture, where the catalogue has one to show. What the picture shows is not told in words.
    pub(super) fn open_with_picture(&mut self) -> Option<Step> {
        let thing = self.thing_facts();
        self.learn(&thing);
        let facts = Facts {
            features: Vec::new(),
            occasion: None,
            ..self.opening_facts()
        };
        let shown = self.draw_picture(facts.budget)?;
        self.shown = Some(shown.clone());
        self.learn(&facts);
        let shown = std::slice::from_ref(&shown);
        Some(self.step(Situation::UserShow(Showing::Like), facts, shown))
    }

    /// A product of the wished kind with a picture, for the same person, made of what is wished, and within the budget that
    /// is told beside it; never the target.
    fn draw_picture(&mut self, budget: Option<Money>) -> Option<Arc<Product>> {
        let need = Need {
            query: query(&self.known, &self.knowledge),
            domain: self.known.domain,
            price_cap: budget,
            brand: None,
            stock: StockWish::Any,
            limit: LOOKED_AT,
        };
        let hits = self.retrieve.search(&need).into_iter();
        let products = hits.map(|(product, _)| product);
        let mut shown: Vec<Arc<Product>> =
            products.filter(|p| self.can_show(p)).take(CHOICE).collect();
        if shown.is_empty() {
            return None;
        }
        let place = self.rng.random_range(0..shown.len());
        Some(shown.swap_remove(place))
    }

    fn can_show(&self, product: &Product) -> bool {
        let scenario = &self.plan.scenario;
        let s = &self.shopper;
        let (gender, age) = match &scenario.recipient {
            Some(recipient) => {
                let relation = self.knowledge.people.relation(&recipient.relation);
                (relation.map(|r| r.gender), recipient.age)
            }
            None => (s.wearer, None),
        };
        // Another colour or brand than that of the picture can be told in words; what it is made of makes the thing.
        let made_of = |feature: &&Feature| feature.name == "material";
        let must: Vec<Feature> = s.wanted.iter().filter(made_of).cloned().collect();
        let plain = |color: &str| !color.to_lowercase().starts_with("multi");
        product.image.is_some()
            && product.attribute("color").is_some_and(plain)
            && scenario.target.as_ref() != Some(&product.id)
            && same_kind(product, &self.known, &self.knowledge)
            && MadeFor::of(product).suits(gender, age)
            && faults(product, None, &must, &s.unwanted).is_empty()
    }

    /// Says what is seen and asks for what is still open.
    pub(super) fn seen(&mut self) -> Option<Step> {
        let shown = self.shown.clone()?;
        // Who wants another colour than that of the picture is to have the chance to say so.
        let color = self.wish_named("color");
        let recoloured = color.is_some_and(|wish| has(&shown, wish) == Has::No);
        let (what, topic) = match self.known.budget {
            None if !recoloured => (Seen::Budget, Topic::Budget),
            _ => (Seen::Color, Topic::Color),
        };
        self.known.clarified += 1;
        self.known.settled.insert(topic);
        let color = shown.attribute("color").map(|value| Feature {
            name: "color".to_owned(),
            value: value.to_owned(),
        });
        let facts = Facts {
            features: color.into_iter().collect(),
            ..self.known_facts()
        };
        let shown = std::slice::from_ref(&shown);
        Some(self.step(Situation::AssistantSeen(what), facts, shown))
    }

    /// Of equally fitting things those first that look like the one in the picture.
    pub(super) fn like_the_picture(&self, searched: &mut Searched) {
        let Some(shown) = &self.shown else {
            return;
        };
        let alike = |product: &Product| {
            let same = |name: &&&str| {
                let value = shown.attribute(name);
                value.is_some() && value == product.attribute(name)
            };
            LOOKS.iter().filter(same).count()
        };
        searched
            .found
            .sort_by_key(|found| (found.lacks.len(), LOOKS.len() - alike(&found.product)));
    }
}
