//! What a shopper asks for in words, and what he would not have.
//!
//! Owns: drawing wishes that the catalogue can meet or nearly meet. Does not: tell them.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;
use rand::seq::SliceRandom;

use super::draw::one;
use super::scenario::TRIES;
use super::{ProfileGenerator, Shelf};
use crate::domain::{Domain, Feature, Product, Recipient};

/// Attributes that people ask for in words.
const ASKED_FOR: [&str; 6] = [
    "color",
    "material",
    "size",
    "capacity",
    "storage",
    "connectivity",
];

impl ProfileGenerator {
    /// A material or colour of the same kind of goods that this person does not like.
    pub(super) fn unwanted(
        &self,
        anchor: Option<&Product>,
        wanted: &[Feature],
        shelf: &dyn Shelf,
        rng: &mut ChaCha12Rng,
    ) -> Vec<Feature> {
        let Some(anchor) = anchor.filter(|_| rng.random_bool(0.3)) else {
            return Vec::new();
        };
        let kind = self.knowledge.nouns.of(anchor).map(|noun| noun.key.clone());
        for _ in 0..TRIES {
            let Some(other) = shelf.get(rng.random_range(0..shelf.len())) else {
                continue;
            };
            if self.knowledge.nouns.of(&other).map(|noun| noun.key.clone()) != kind {
                continue;
            }
            for attribute in ["material", "color"] {
                let named = wanted.iter().any(|f| f.name == attribute);
                let (Some(theirs), false) = (other.attribute(attribute), named) else {
                    continue;
                };
                let ours = anchor.attributes.get(attribute);
                let sayable = self.knowledge.attributes.get(theirs).is_some();
                if sayable && ours.is_some_and(|values| !values.iter().any(|v| v == theirs)) {
                    return vec![feature(attribute, theirs)];
                }
            }
        }
        Vec::new()
    }
}

/// What the person would ask for: values of the product that one would say in words.
pub(super) fn wanted(
    product: &Product,
    has_target: bool,
    recipient: Option<&Recipient>,
    rng: &mut ChaCha12Rng,
) -> Vec<Feature> {
    let mut open: Vec<&str> = ASKED_FOR
        .into_iter()
        .filter(|name| product.attributes.get(*name).is_some_and(|v| !v.is_empty()))
        .collect();
    open.shuffle(rng);
    let most = if has_target {
        rng.random_range(1..=3)
    } else {
        rng.random_range(0..=2)
    };
    let mut wanted = Vec::new();
    for name in open {
        let values = &product.attributes[name];
        let value = match name {
            "size" => size(values, recipient.and_then(|r| r.age), rng),
            _ => values.first().cloned(),
        };
        let short = |v: &String| v.split_whitespace().count() <= 3 && v.chars().count() <= 20;
        let worth = name == "size" || wanted.len() < most;
        if let Some(value) = value.filter(short).filter(|_| worth) {
            wanted.push(feature(name, &value));
        }
    }
    // Nobody asks for a book by its publisher.
    let branded = product.domain != Domain::Books && rng.random_bool(0.08);
    if let Some(brand) = product.brand.as_ref().filter(|_| branded) {
        wanted.push(feature("brand", brand));
    }
    wanted
}

/// A size of the list; for children the one of their age.
fn size(values: &[String], age: Option<u8>, rng: &mut ChaCha12Rng) -> Option<String> {
    let years = |value: &&String| {
        let (low, high) = value.trim_end_matches(" years").split_once('-')?;
        let (low, high): (u8, u8) = (low.parse().ok()?, high.parse().ok()?);
        age.is_some_and(|age| (low..=high).contains(&age))
            .then_some(())
    };
    if let Some(fitting) = values.iter().find(|v| years(v).is_some()) {
        return Some(fitting.clone());
    }
    let wearable: Vec<&String> = values
        .iter()
        .filter(|v| !v.contains("inch") && !v.to_lowercase().starts_with("us "))
        .collect();
    one(&wearable, rng).map(|v| (*v).clone())
}

fn feature(name: &str, value: &str) -> Feature {
    Feature {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}
