//! The goods that a question about the shop's terms is asked of.
//!
//! Owns: what a policy's clause can be about. Does not: know any policy.

use super::Lexicon;
use crate::domain::{Currency, Domain, Product};

/// Department, names and price of a thing, as far as they are known. Of the default nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Goods {
    /// The department.
    pub department: Option<Domain>,
    /// The kind and the categories, in lower case.
    pub names: Vec<String>,
    /// The price in paise; `None` also for another currency.
    pub price: Option<i64>,
}

impl Goods {
    /// A product of the catalogue.
    pub fn of(product: &Product, nouns: &Lexicon) -> Self {
        let kind = nouns.of(product).map(|noun| noun.key.to_lowercase());
        let categories = product.categories.iter().map(|c| c.trim().to_lowercase());
        let price = product.price.filter(|p| p.currency == Currency::INR);
        Goods {
            department: Some(product.domain),
            names: kind.into_iter().chain(categories).collect(),
            price: price.map(|p| p.minor),
        }
    }

    /// Something of a kind of which no product is on the table yet.
    pub fn kind(thing: &str, department: Option<Domain>, nouns: &Lexicon) -> Self {
        let noun = nouns.get(thing);
        Goods {
            department: department.or(noun.map(|noun| noun.domain)),
            names: vec![noun.map_or(thing, |noun| &noun.key).to_lowercase()],
            price: None,
        }
    }
}
