//! User profiles: who is shopping, in the structure of the published sample.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Language, Money, ProductId, ProfileId, Scenario, Traits};

/// The gender that a profile states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// A woman or girl: her verbs end feminine in Hindi.
    Female,
    /// A man or boy: his verbs end masculine in Hindi.
    Male,
    /// Not stated: sentences that would need a gendered verb are avoided.
    #[default]
    #[serde(other)]
    Unknown,
}

impl Gender {
    /// Every value, in the order in which reports list them.
    pub const ALL: [Gender; 3] = [Gender::Female, Gender::Male, Gender::Unknown];

    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            Gender::Female => "female",
            Gender::Male => "male",
            Gender::Unknown => "unknown",
        }
    }
}

/// How formally a person talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Formality {
    /// Fragments, `bhai`, `dikhao na`.
    #[default]
    Casual,
    /// Plain sentences.
    Neutral,
    /// Full sentences and polite forms.
    Formal,
}

impl Formality {
    /// Every value, in the order in which reports list them.
    pub const ALL: [Formality; 3] = [Formality::Casual, Formality::Neutral, Formality::Formal];

    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            Formality::Casual => "casual",
            Formality::Neutral => "neutral",
            Formality::Formal => "formal",
        }
    }
}

/// How much a person tells at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum DetailPreference {
    /// A few words.
    Brief,
    /// One need at a time.
    #[default]
    Moderate,
    /// All needs at once.
    Detailed,
}

impl DetailPreference {
    /// Every value, in the order in which reports list them.
    pub const ALL: [DetailPreference; 3] = [
        DetailPreference::Brief,
        DetailPreference::Moderate,
        DetailPreference::Detailed,
    ];

    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            DetailPreference::Brief => "brief",
            DetailPreference::Moderate => "moderate",
            DetailPreference::Detailed => "detailed",
        }
    }
}

/// Who the person is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Demographics {
    /// Years.
    pub age: u8,
    /// The stated gender.
    #[serde(default)]
    pub gender: Gender,
    /// City.
    pub location: String,
    /// low, middle, high as the demographics file words them.
    pub income_level: String,
    /// What the source said besides.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A budget in whole rupees, written `1000-5000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BudgetRange {
    /// The least that the person means to spend.
    pub min: Money,
    /// The most.
    pub max: Money,
}

impl fmt::Display for BudgetRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.min.major(), self.max.major())
    }
}

impl FromStr for BudgetRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail =
            || format!("`{text}` is not a budget range; write two rupee amounts such as 1000-5000");
        let (low, high) = text.split_once(['-', '–']).ok_or_else(fail)?;
        let read = |part: &str| Money::parse(part, super::Currency::INR).map_err(|_| fail());
        let (min, max) = (read(low)?, read(high)?);
        if min.currency != max.currency || min.minor > max.minor {
            return Err(fail());
        }
        Ok(BudgetRange { min, max })
    }
}

impl Serialize for BudgetRange {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BudgetRange {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A size that somebody wears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsualSize {
    /// What is measured: clothes, shoes, waist, jacket, ring.
    pub of: String,
    /// The size as catalogues write it, such as `M`, `UK 8` or `32 inch`.
    pub size: String,
}

/// Something bought before the shopping day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    /// The product.
    pub product: ProductId,
    /// The kind of product in plain words.
    pub product_type: String,
    /// What it cost.
    pub price: Money,
    /// The day, such as `2026-03-14`.
    pub date: String,
    /// How content the person was, from 1 to 5.
    pub satisfaction: u8,
}

/// What the person likes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preferences {
    /// One word, such as casual or ethnic.
    pub style: String,
    /// What the person usually spends on one thing.
    pub budget_range: BudgetRange,
    /// Brands, best loved first.
    #[serde(default)]
    pub preferred_brands: Vec<String>,
    /// Occasions that the person buys for.
    #[serde(default)]
    pub occasions: Vec<String>,
    /// The sizes that the person wears.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub usual_sizes: Vec<UsualSize>,
    /// What the source said besides.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// How the person talks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConversationStyle {
    /// Written as the source wrote it would be lossy: `mixed` is read as `hinglish`.
    pub language: Language,
    /// How formal.
    #[serde(default)]
    pub formality: Formality,
    /// How much at once.
    #[serde(default)]
    pub detail_preference: DetailPreference,
    /// What the source said besides.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// One simulated shopper. Unknown keys of an imported profile are kept in the `extra` maps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The id, such as `user_12345`.
    pub user_id: ProfileId,
    /// Who the person is.
    pub demographics: Demographics,
    /// What the person likes.
    pub preferences: Preferences,
    /// How the person talks.
    pub conversation_style: ConversationStyle,
    /// How the person goes about it; an import that says nothing leaves all at its usual value.
    #[serde(default, skip_serializing_if = "Traits::is_unstated")]
    pub traits: Traits,
    /// What the person bought before, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purchases: Vec<Purchase>,
    /// What the person wants today; made at generation when an import brought none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Scenario>,
    /// What the source said besides.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl UsualSize {
    /// Sizes as one line: `clothes M, shoes UK 8`.
    pub fn in_words(sizes: &[UsualSize]) -> String {
        let words: Vec<String> = sizes
            .iter()
            .map(|s| format!("{} {}", s.of, s.size))
            .collect();
        words.join(", ")
    }
}

impl Purchase {
    /// Purchases as one line: `shirt for ₹899.00 on 2026-03-14 (4 of 5)`.
    pub fn in_words(purchases: &[Purchase]) -> String {
        let one = |p: &Purchase| {
            let Purchase {
                product_type,
                price,
                date,
                satisfaction,
                ..
            } = p;
            format!("{product_type} for {price} on {date} ({satisfaction} of 5)")
        };
        purchases.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_read_and_write_the_sample_form() {
        let range: BudgetRange = "1000-5000".parse().unwrap();
        assert_eq!(range.max, Money::rupees(5000));
        assert_eq!(range.to_string(), "1000-5000");
        assert!("5000-1000".parse::<BudgetRange>().is_err());
        assert!("cheap".parse::<BudgetRange>().is_err());
    }

    #[test]
    fn unknown_keys_of_a_profile_survive() {
        let text = r#"{"user_id":"u1","demographics":{"age":28,"gender":"female","location":"Mumbai","income_level":"middle","shoe":"UK 5"},
            "preferences":{"style":"casual","budget_range":"1000-5000"},"conversation_style":{"language":"mixed"},"note":1}"#;
        let profile: Profile = serde_json::from_str(text).unwrap();
        let back = serde_json::to_value(&profile).unwrap();
        assert_eq!(back["demographics"]["shoe"], "UK 5");
        assert_eq!(back["note"], 1);
        assert_eq!(profile.conversation_style.language, Language::Hinglish);
    }
}
