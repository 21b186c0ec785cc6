//! What a product lacks, for the badges beside it and for lists of what is to be filled in.

use std::fmt;
use std::str::FromStr;

use crate::domain::Product;

/// Something that a product ought to have and does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// No price.
    Price,
    /// No picture.
    Picture,
    /// No brand.
    Brand,
    /// No description, the catalogue's or a model's.
    Description,
    /// No title in Hindi.
    HindiTitle,
}

impl Missing {
    /// Every kind, the one that hurts a conversation most first.
    pub const ALL: [Missing; 5] = [
        Missing::Price,
        Missing::Picture,
        Missing::Brand,
        Missing::Description,
        Missing::HindiTitle,
    ];

    /// What this product lacks, in the order of [`Missing::ALL`].
    pub fn of(product: &Product) -> Vec<Missing> {
        let lacks = |kind: &Missing| match kind {
            Missing::Price => product.price.is_none(),
            Missing::Picture => blank(product.image.as_deref()),
            Missing::Brand => blank(product.brand.as_deref()),
            Missing::Description => {
                blank(product.description.as_deref()) && blank(product.new_description.as_deref())
            }
            Missing::HindiTitle => blank(product.title_hi.as_deref()),
        };
        Missing::ALL.into_iter().filter(lacks).collect()
    }

    /// The word that files, filters and the index carry.
    pub fn code(self) -> &'static str {
        match self {
            Missing::Price => "price",
            Missing::Picture => "picture",
            Missing::Brand => "brand",
            Missing::Description => "description",
            Missing::HindiTitle => "hindi",
        }
    }

    /// How a badge says it.
    pub fn badge(self) -> &'static str {
        match self {
            Missing::Price => "no price",
            Missing::Picture => "no picture",
            Missing::Brand => "no brand",
            Missing::Description => "no description",
            Missing::HindiTitle => "no Hindi title",
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A word that names nothing which a product can lack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is nothing that is looked for; use price, picture, brand, description or hindi")]
pub struct UnknownMissing(pub String);

impl FromStr for Missing {
    type Err = UnknownMissing;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.trim().to_lowercase();
        let found = Missing::ALL.into_iter().find(|kind| kind.code() == word);
        found.ok_or_else(|| UnknownMissing(text.to_owned()))
    }
}

fn blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_blank_is_missing() {
        let product: Product = serde_json::from_value(serde_json::json!({
            "id": "a1", "domain": "fashion", "title": "Kurta", "brand": " ",
            "price": {"minor": 100, "currency": "INR"}, "new_description": "Blue."
        }))
        .unwrap();
        let lacks = [Missing::Picture, Missing::Brand, Missing::HindiTitle];
        assert_eq!(Missing::of(&product), lacks);
    }

    #[test]
    fn every_word_reads_back() {
        for kind in Missing::ALL {
            assert_eq!(kind.code().parse(), Ok(kind));
        }
        assert!("colour".parse::<Missing>().is_err());
    }
}
