//! Products as the catalogue holds them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Money, ProductId};

/// The shop's department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// Clothes, shoes, jewellery, bags, watches.
    Fashion,
    /// Phones, computers, appliances, audio.
    Electronics,
    /// Furniture, kitchen, decor, garden.
    HomeGarden,
    /// Books.
    Books,
    /// Everything else.
    Other,
}

impl Domain {
    /// Every domain, in the order in which reports list them.
    pub const ALL: [Domain; 5] = [
        Domain::Fashion,
        Domain::Electronics,
        Domain::HomeGarden,
        Domain::Books,
        Domain::Other,
    ];

    /// The word that files carry, such as `home_garden`.
    pub fn code(self) -> &'static str {
        match self {
            Domain::Fashion => "fashion",
            Domain::Electronics => "electronics",
            Domain::HomeGarden => "home_garden",
            Domain::Books => "books",
            Domain::Other => "other",
        }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A text that names no domain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a domain; use fashion, electronics, home_garden, books or other")]
pub struct UnknownDomain(pub String);

impl FromStr for Domain {
    type Err = UnknownDomain;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let folded: String = text
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        match folded.as_str() {
            "fashion" | "clothing" | "apparel" => Ok(Domain::Fashion),
            "electronics" => Ok(Domain::Electronics),
            "homegarden" | "homeandgarden" | "home" | "garden" => Ok(Domain::HomeGarden),
            "books" | "book" => Ok(Domain::Books),
            "other" | "others" => Ok(Domain::Other),
            _ => Err(UnknownDomain(text.to_owned())),
        }
    }
}

impl<'de> Deserialize<'de> for Domain {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Named values such as `color: [blue, white]`; names in snake case, values as given, in order.
pub type Attributes = BTreeMap<String, Vec<String>>;

/// One product. Text is as the source gave it, HTML and entities cleaned at import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// The catalogue's id.
    pub id: ProductId,
    /// The data set that it came from, empty when unknown.
    #[serde(default)]
    pub source: String,
    /// The department.
    pub domain: Domain,
    /// The full title.
    pub title: String,
    /// The title in Hindi, in Devanagari.
    #[serde(default)]
    pub title_hi: Option<String>,
    /// The brand.
    #[serde(default)]
    pub brand: Option<String>,
    /// The category path, widest first.
    #[serde(default)]
    pub categories: Vec<String>,
    /// The selling price.
    #[serde(default)]
    pub price: Option<Money>,
    /// The printed maximum price.
    #[serde(default)]
    pub mrp: Option<Money>,
    /// Mean customer rating, 0 to 5.
    #[serde(default)]
    pub rating: Option<f32>,
    /// How many customers rated it.
    #[serde(default)]
    pub rating_count: Option<u32>,
    /// Pieces in stock; `None` when the catalogue does not say.
    #[serde(default)]
    pub stock: Option<u32>,
    /// A paragraph about the product.
    #[serde(default)]
    pub description: Option<String>,
    /// Colour, size, material, gender and so on.
    #[serde(default)]
    pub attributes: Attributes,
    /// A reference to its image, never a path outside the media folder.
    #[serde(default)]
    pub image: Option<String>,
    /// A description that a model wrote from texts and picture, for search and for the assistant; the catalogue's own
    /// `description` stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_description: Option<String>,
}

impl Product {
    /// The first value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name)?.first().map(String::as_str)
    }

    /// The product as a catalogue says it anew. A row without a picture, or without a model's description, says nothing
    /// against those that were added to `old`.
    #[must_use]
    pub fn keeping_finds_of(mut self, old: &Product) -> Product {
        self.image = self.image.or_else(|| old.image.clone());
        self.new_description = self.new_description.or_else(|| old.new_description.clone());
        self
    }

    /// Whether the catalogue says that none is left.
    pub fn out_of_stock(&self) -> bool {
        self.stock == Some(0)
    }
}

/// Whether a picture's reference is a web address, or a path that stays inside the media folder.
pub fn is_safe_picture(reference: &str) -> bool {
    let lower = reference.to_lowercase();
    if lower.starts_with("https://") || lower.starts_with("http://") {
        return true;
    }
    let leads_out = reference.starts_with(['/', '\\', '~'])
        || reference.contains(':')
        || reference.split(['/', '\\']).any(|part| part == "..")
        || reference.chars().any(char::is_control);
    !leads_out
}
