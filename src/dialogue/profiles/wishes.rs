//! What a shopper asks for in words, and what he would not have.
//!
//! Owns: drawing wishes that the catalogue can meet or nearly meet. Does not: tell them.
//!
//! A shopper has two wishes; fewer only where the goods of that kind state fewer that one would say in words.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;
use rand::seq::SliceRandom;

use super::construction::Aim;
use super::person::Person;
use super::shelf::Shelf;
use crate::dialogue::data::{Knowledge, Noun, has};
use crate::domain::{BrandLoyalty, Domain, Feature, Product, Recipient};

/// How many wishes a shopper tells of.
pub(super) const WISHES: usize = 2;

/// Attributes that people ask for in words.
const ASKED_FOR: [&str; 8] = [
    "color",
    "material",
    "size",
    "capacity",
    "storage",
    "connectivity",
    "language",
    "format",
];

/// Goods of the kind that are looked at for a value.
const LOOKS: usize = 24;

/// The wishes of a person who came for `anchor` or for something of its kind.
pub(super) fn wanted(
    anchor: &Product,
    noun: &Noun,
    person: &Person,
    recipient: Option<&Recipient>,
    shelf: &Shelf,
    knowledge: &Knowledge,
    rng: &mut ChaCha12Rng,
) -> Vec<Feature> {
    let mut open = sayable(anchor, person, recipient, knowledge);
    open.shuffle(rng);
    let branded = loves_brand(anchor, person, rng);
    let brand = anchor
        .brand
        .as_ref()
        .filter(|_| anchor.domain != Domain::Books);
    let mut wanted: Vec<Feature> = Vec::new();
    wanted.extend(
        brand
            .filter(|_| branded)
            .map(|brand| feature("brand", brand)),
    );
    for name in open {
        if wanted.len() == WISHES {
            break;
        }
        // Who finds out while talking may have seen the second thing elsewhere than the first.
        let elsewhere = person.aim == Aim::Discover && !wanted.is_empty() && rng.random_bool(0.5);
        let from = if elsewhere {
            stated(shelf, noun, anchor, name, rng)
        } else {
            anchor
        };
        let value = value_of(from, name, person, recipient, knowledge, rng)
            .or_else(|| value_of(anchor, name, person, recipient, knowledge, rng));
        wanted.extend(value.map(|value| feature(name, &value)));
    }
    let loves_none = person.traits.brand_loyalty == BrandLoyalty::Indifferent;
    if wanted.len() < WISHES && !branded && !loves_none {
        wanted.extend(brand.map(|brand| feature("brand", brand)));
    }
    wanted
}

/// Whether a product states enough to be asked for in two wishes by this person.
pub(super) fn tells_enough(
    product: &Product,
    person: &Person,
    recipient: Option<&Recipient>,
    knowledge: &Knowledge,
) -> bool {
    let brand = product.domain != Domain::Books
        && product.brand.is_some()
        && person.traits.brand_loyalty != BrandLoyalty::Indifferent;
    sayable(product, person, recipient, knowledge).len() + usize::from(brand) >= WISHES
}

/// A material or colour of the same kind of goods that this person does not like.
pub(super) fn unwanted(
    anchor: &Product,
    noun: &Noun,
    wanted: &[Feature],
    shelf: &Shelf,
    knowledge: &Knowledge,
    rng: &mut ChaCha12Rng,
) -> Vec<Feature> {
    if !rng.random_bool(0.3) {
        return Vec::new();
    }
    for _ in 0..LOOKS {
        let Some(other) = shelf.another(anchor.domain, &noun.key, rng) else {
            return Vec::new();
        };
        for attribute in ["material", "color"] {
            let named = wanted.iter().any(|f| f.name == attribute);
            let (Some(theirs), false) = (other.attribute(attribute), named) else {
                continue;
            };
            let ours = anchor.attributes.get(attribute);
            let sayable = knowledge.attributes.get(theirs).is_some();
            if sayable && ours.is_some_and(|values| !values.iter().any(|v| v == theirs)) {
                return vec![feature(attribute, theirs)];
            }
        }
    }
    Vec::new()
}

/// The attributes of a product that this person would ask for.
fn sayable(
    product: &Product,
    person: &Person,
    recipient: Option<&Recipient>,
    knowledge: &Knowledge,
) -> Vec<&'static str> {
    let says = |name: &&&str| {
        let values = product.attributes.get(**name);
        values.is_some_and(|values| match **name {
            "size" => fitting(values, product, person, recipient, knowledge).is_some(),
            name => values
                .first()
                .is_some_and(|v| short(v) && tells_books(name, v, product, knowledge)),
        })
    };
    ASKED_FOR.iter().filter(says).copied().collect()
}

/// Language and format tell books apart, and only where there is a word for them.
fn tells_books(name: &str, value: &str, product: &Product, knowledge: &Knowledge) -> bool {
    match name {
        // Empty pages have no language.
        "language" if product.attribute("type") == Some("diary") => false,
        "language" | "format" => {
            let noun = knowledge.nouns.of(product);
            let blank = noun.is_some_and(|noun| has(&knowledge.suits.blank, &noun.key));
            product.domain == Domain::Books
                && knowledge.attributes.get(value).is_some()
                && !(blank && name == "language")
        }
        _ => true,
    }
}

fn value_of(
    product: &Product,
    name: &str,
    person: &Person,
    recipient: Option<&Recipient>,
    knowledge: &Knowledge,
    rng: &mut ChaCha12Rng,
) -> Option<String> {
    let values = product.attributes.get(name)?;
    if name == "size" {
        let size = fitting(values, product, person, recipient, knowledge)?;
        return Some(size[rng.random_range(0..size.len())].clone());
    }
    let first = values.first()?;
    let fits = short(first) && tells_books(name, first, product, knowledge);
    fits.then(|| first.clone())
}

/// The sizes of a product that the wearer may ask for: one's own, a child's of its age, for other people any but those
/// that nobody says; `None` when there is none.
fn fitting(
    values: &[String],
    product: &Product,
    person: &Person,
    recipient: Option<&Recipient>,
    knowledge: &Knowledge,
) -> Option<Vec<String>> {
    let fits = |value: &&String| match (recipient, years(value)) {
        (Some(r), Some((low, high))) => r.age.is_some_and(|age| (low..=high).contains(&age)),
        (Some(r), None) => {
            r.age.is_none_or(|age| age > 13) && !value.contains("inch") && !is_foreign(value)
        }
        (None, Some(_)) => false,
        (None, None) => person.wears(product, value, knowledge),
    };
    let fitting: Vec<String> = values.iter().filter(fits).cloned().collect();
    (!fitting.is_empty()).then_some(fitting)
}

/// `5-6 years` as numbers.
fn years(value: &str) -> Option<(u8, u8)> {
    let (low, high) = value.strip_suffix(" years")?.split_once('-')?;
    Some((low.parse().ok()?, high.parse().ok()?))
}

fn is_foreign(value: &str) -> bool {
    value.to_lowercase().starts_with("us ") || value.ends_with("kids")
}

/// Another product of the kind that states the attribute; the anchor where none is met.
fn stated<'a>(
    shelf: &'a Shelf,
    noun: &Noun,
    anchor: &'a Product,
    name: &str,
    rng: &mut ChaCha12Rng,
) -> &'a Product {
    let looks = (0..LOOKS).filter_map(|_| shelf.another(anchor.domain, &noun.key, rng));
    let mut stating =
        looks.filter(|other| other.attributes.get(name).is_some_and(|v| !v.is_empty()));
    stating.next().unwrap_or(anchor)
}

fn loves_brand(anchor: &Product, person: &Person, rng: &mut ChaCha12Rng) -> bool {
    let chance = match person.traits.brand_loyalty {
        BrandLoyalty::Indifferent => 0.0,
        BrandLoyalty::Usual => 0.08,
        BrandLoyalty::Loyal => 0.9,
    };
    let asked = rng.random_bool(chance);
    asked && anchor.brand.is_some() && anchor.domain != Domain::Books
}

fn short(value: &str) -> bool {
    value.split_whitespace().count() <= 3 && value.chars().count() <= 20
}

pub(super) fn feature(name: &str, value: &str) -> Feature {
    Feature {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}
