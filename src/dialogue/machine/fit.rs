//! How a product fits a wish.
//!
//! Owns: comparing attribute values, and what a shopper finds wrong with an offer. Does not: decide what to do about it.

use crate::dialogue::Fault;
use crate::domain::{Feature, Gender, Money, Product};

/// Whether a product has a wished value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Has {
    Yes,
    No,
    /// The catalogue does not say.
    Unknown,
}

/// Whether the product has the feature, by its attributes or its brand.
pub(crate) fn has(product: &Product, feature: &Feature) -> Has {
    if feature.name == "brand" {
        return match &product.brand {
            Some(brand) if same(brand, &feature.value) => Has::Yes,
            Some(_) => Has::No,
            None => Has::Unknown,
        };
    }
    match product.attributes.get(&feature.name) {
        None => Has::Unknown,
        Some(values) if values.is_empty() => Has::Unknown,
        Some(values) if values.iter().any(|v| same(v, &feature.value)) => Has::Yes,
        Some(_) => Has::No,
    }
}

fn same(a: &str, b: &str) -> bool {
    let fold = |text: &str| text.trim().to_lowercase().replace(['-', ' '], "");
    fold(a) == fold(b)
}

/// What is wrong with an offer, and the wish or dislike that it goes against.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wrong {
    pub fault: Fault,
    pub feature: Option<Feature>,
}

impl Wrong {
    /// A fault that goes against no wish that was told.
    pub(crate) fn plain(fault: Fault) -> Self {
        Wrong {
            fault,
            feature: None,
        }
    }
}

/// Everything that a shopper with these wishes finds wrong, the gravest first.
pub(crate) fn faults(
    product: &Product,
    budget: Option<Money>,
    wanted: &[Feature],
    unwanted: &[Feature],
) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    if let (Some(budget), Some(price)) = (budget, product.price)
        && !price.within(budget)
    {
        wrong.push(Wrong {
            fault: Fault::Price,
            feature: None,
        });
    }
    for feature in unwanted.iter().filter(|f| has(product, f) == Has::Yes) {
        wrong.push(Wrong {
            fault: Fault::Avoid,
            feature: Some(feature.clone()),
        });
    }
    // A book's language and cover are asked for, not complained of: they stand in its title.
    let said = |f: &&Feature| !matches!(f.name.as_str(), "language" | "format");
    for feature in wanted
        .iter()
        .filter(said)
        .filter(|f| has(product, f) == Has::No)
    {
        wrong.push(Wrong {
            fault: fault_of(&feature.name),
            feature: Some(feature.clone()),
        });
    }
    wrong
}

fn fault_of(attribute: &str) -> Fault {
    match attribute {
        "color" => Fault::Color,
        "material" => Fault::Material,
        "brand" => Fault::Brand,
        "size" => Fault::Size,
        _ => Fault::Spec,
    }
}

/// Whom a product is made for, by its `gender` attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MadeFor {
    Women,
    Men,
    Girls,
    Boys,
    Kids,
    Anyone,
}

impl MadeFor {
    /// Reads the attribute; an unknown word is for anyone.
    pub(crate) fn of(product: &Product) -> Self {
        let Some(word) = product.attribute("gender") else {
            return MadeFor::Anyone;
        };
        match word.to_lowercase().as_str() {
            "women" | "woman" | "female" | "ladies" | "f" => MadeFor::Women,
            "men" | "man" | "male" | "gents" | "m" => MadeFor::Men,
            "girls" | "girl" => MadeFor::Girls,
            "boys" | "boy" => MadeFor::Boys,
            "kids" | "unisex kids" | "children" | "baby" => MadeFor::Kids,
            _ => MadeFor::Anyone,
        }
    }

    /// Whether it is for such a person: of somebody whose gender is not stated only what is for anyone is known to suit.
    pub(crate) fn suits_person(self, gender: Gender, age: u8) -> bool {
        let known = gender != Gender::Unknown || matches!(self, MadeFor::Anyone | MadeFor::Kids);
        known && self.suits(Some(gender), Some(age))
    }

    /// Whether somebody of this gender and age may wear it; what is not known excludes nothing.
    pub(crate) fn suits(self, gender: Option<Gender>, age: Option<u8>) -> bool {
        let grown = age.is_none_or(|age| age >= 14);
        let young = age.is_none_or(|age| age <= 13);
        let (male, female) = match gender {
            Some(Gender::Male) => (true, false),
            Some(Gender::Female) => (false, true),
            _ => (true, true),
        };
        match self {
            MadeFor::Women => female && grown,
            MadeFor::Men => male && grown,
            MadeFor::Girls => female && young,
            MadeFor::Boys => male && young,
            MadeFor::Kids => young,
            MadeFor::Anyone => true,
        }
    }
}
