//! Scenarios: what a shopper wants today and why.

use serde::{Deserialize, Serialize};

use super::{Domain, Gender, Money, ProductId};

/// Why the person buys; the eight motives of the published pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motive {
    /// The old one is worn out.
    WornOut,
    /// For work.
    Work,
    /// The season changes.
    Season,
    /// Seen on others.
    Trend,
    /// For sport or a hobby.
    Sports,
    /// A gift.
    Gift,
    /// To attend somebody's function.
    Attend,
    /// To celebrate.
    Celebrate,
}

impl Motive {
    /// Every motive.
    pub const ALL: [Motive; 8] = [
        Motive::WornOut,
        Motive::Work,
        Motive::Season,
        Motive::Trend,
        Motive::Sports,
        Motive::Gift,
        Motive::Attend,
        Motive::Celebrate,
    ];

    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            Motive::WornOut => "worn_out",
            Motive::Work => "work",
            Motive::Season => "season",
            Motive::Trend => "trend",
            Motive::Sports => "sports",
            Motive::Gift => "gift",
            Motive::Attend => "attend",
            Motive::Celebrate => "celebrate",
        }
    }
}

/// A named attribute with the value that is wanted or not wanted, such as color = blue.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Feature {
    /// The attribute's name as products carry it.
    pub name: String,
    /// The value.
    pub value: String,
}

/// The person that the thing is for, when it is not the shopper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The relation as data names it, such as `mother` or `nephew`; the phrasebook words it.
    pub relation: String,
    /// Years, when they matter.
    #[serde(default)]
    pub age: Option<u8>,
    /// The recipient's gender.
    #[serde(default)]
    pub gender: Gender,
}

/// What the shopper wants. The assistant does not see it; it learns what the shopper says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// The department.
    pub domain: Domain,
    /// The kind of product in plain words, such as `kurta`; never a title.
    pub product_type: String,
    /// Why.
    pub motive: Motive,
    /// A festival or event, by its key in the festival table or in plain words.
    #[serde(default)]
    pub occasion: Option<String>,
    /// The most that may be spent.
    #[serde(default)]
    pub budget: Option<Money>,
    /// What it should have.
    #[serde(default)]
    pub wanted: Vec<Feature>,
    /// What it must not have.
    #[serde(default)]
    pub unwanted: Vec<Feature>,
    /// The product that would be just right; `None` when the shopper finds out while talking.
    #[serde(default)]
    pub target: Option<ProductId>,
    /// Who it is for, when it is for somebody else.
    #[serde(default)]
    pub recipient: Option<Recipient>,
    /// Two or three sentences of background in English.
    #[serde(default)]
    pub story: String,
}
