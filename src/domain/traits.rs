//! Traits: what makes one shopper go about it otherwise than the next.
//!
//! Every trait shows in conversations. What a profile does not state stands at its usual value, which changes nothing.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Defines a trait with a few named values: its words in files, in order, and as text.
macro_rules! choices {
    (
        $(#[$meta:meta])*
        $name:ident { $( $(#[$about:meta])* $variant:ident = $code:literal ),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
        )]
        pub enum $name {
            $( $(#[$about])* #[serde(rename = $code)] $variant, )+
        }

        impl $name {
            /// Every value, in the order in which reports list them.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word that files carry.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

choices!(
    /// How much the price decides.
    PriceSensitivity {
        /// Seldom speaks of money.
        Low = "low",
        /// As most people.
        #[default]
        Usual = "usual",
        /// Names a budget early, asks for a better price and refuses over price.
        High = "high",
    }
);

choices!(
    /// How soon the person makes up his mind.
    Decisiveness {
        /// Takes the first thing that fits.
        Quick = "quick",
        /// As most people.
        #[default]
        Usual = "usual",
        /// Looks at several things first.
        Hesitant = "hesitant",
    }
);

choices!(
    /// What a brand counts.
    BrandLoyalty {
        /// Never asks for a brand.
        Indifferent = "indifferent",
        /// As most people.
        #[default]
        Usual = "usual",
        /// Asks for the loved brand and would rather have it than another.
        Loyal = "loyal",
    }
);

choices!(
    /// For whom the person mostly buys.
    BuysFor {
        /// For anyone, as it comes.
        #[default]
        Anyone = "anyone",
        /// For nobody else, but for presents.
        Own = "own",
        /// Often for the family.
        Family = "family",
        /// Presents for friends more than for the family.
        Friends = "friends",
    }
);

choices!(
    /// How a person spells in Latin letters, in all of his conversations.
    SpellingHabit {
        /// As the phrasebook does: `nahi`, `accha`.
        #[default]
        Standard = "standard",
        /// As short as can be: `nhi`, `acha`, `u`.
        Short = "short",
        /// Sound by sound: `nahin`, `achha`.
        Long = "long",
    }
);

/// How many exchanges a person has patience for, from 1 to 30.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Patience(u8);

impl Patience {
    /// The number of exchanges.
    pub fn exchanges(self) -> u32 {
        u32::from(self.0)
    }
}

impl TryFrom<u8> for Patience {
    type Error = String;

    /// # Errors
    /// A sentence when the number is not from 1 to 30.
    fn try_from(exchanges: u8) -> Result<Self, String> {
        if (1..=30).contains(&exchanges) {
            Ok(Patience(exchanges))
        } else {
            Err(format!(
                "patience is a number of exchanges from 1 to 30, not {exchanges}"
            ))
        }
    }
}

impl From<Patience> for u8 {
    fn from(patience: Patience) -> u8 {
        patience.0
    }
}

/// The size of a city: 1 for the metropolises, 2 for large cities, 3 for towns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct CityTier(u8);

impl CityTier {
    /// Every tier.
    pub const ALL: [CityTier; 3] = [CityTier(1), CityTier(2), CityTier(3)];
}

impl TryFrom<u8> for CityTier {
    type Error = String;

    /// # Errors
    /// A sentence when the number is not 1, 2 or 3.
    fn try_from(tier: u8) -> Result<Self, String> {
        if (1..=3).contains(&tier) {
            Ok(CityTier(tier))
        } else {
            Err(format!("a city's tier is 1, 2 or 3, not {tier}"))
        }
    }
}

impl From<CityTier> for u8 {
    fn from(tier: CityTier) -> u8 {
        tier.0
    }
}

/// A state of India, as the festival table names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HomeState(pub String);

/// All traits of a person.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Traits {
    /// How much the price decides.
    pub price_sensitivity: PriceSensitivity,
    /// How soon the person makes up his mind.
    pub decisiveness: Decisiveness,
    /// Exchanges after which the person has had enough; `None` leaves it to each conversation.
    pub patience: Option<Patience>,
    /// What a brand counts.
    pub brand_loyalty: BrandLoyalty,
    /// For whom the person mostly buys.
    pub buys_for: BuysFor,
    /// The size of the city that the person lives in.
    pub city_tier: Option<CityTier>,
    /// Where the person comes from, whose festivals are kept besides those of the place.
    pub home_state: Option<HomeState>,
    /// How the person spells; `None` leaves it to each conversation.
    pub spelling_habit: Option<SpellingHabit>,
}

impl Traits {
    /// Whether nothing is stated.
    pub fn is_unstated(&self) -> bool {
        *self == Traits::default()
    }

    /// What is stated or usual, as names and words to show, in a fixed order.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let mut words = vec![
            ("price sensitivity", self.price_sensitivity.to_string()),
            ("decisiveness", self.decisiveness.to_string()),
            ("brand loyalty", self.brand_loyalty.to_string()),
            ("buys for", self.buys_for.to_string()),
        ];
        words.extend(self.patience.map(|p| ("patience", exchanges(p))));
        words.extend(
            self.city_tier
                .map(|t| ("city tier", u8::from(t).to_string())),
        );
        words.extend(
            self.home_state
                .as_ref()
                .map(|state| ("home state", state.0.clone())),
        );
        words.extend(self.spelling_habit.map(|s| ("spelling", s.to_string())));
        words
    }
}

fn exchanges(patience: Patience) -> String {
    match patience.exchanges() {
        1 => "1 exchange".to_owned(),
        many => format!("{many} exchanges"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_stated_is_usual() {
        let traits: Traits = serde_json::from_str("{}").unwrap();
        assert!(traits.is_unstated());
        let one: Traits = serde_json::from_str(r#"{"patience": 4}"#).unwrap();
        assert!(!one.is_unstated());
        assert_eq!(one.decisiveness, Decisiveness::Usual);
    }

    #[test]
    fn values_outside_their_range_are_refused_in_words() {
        let told = |text: &str| {
            serde_json::from_str::<Traits>(text)
                .unwrap_err()
                .to_string()
        };
        assert!(told(r#"{"patience": 0}"#).contains("from 1 to 30"));
        assert!(told(r#"{"city_tier": 4}"#).contains("1, 2 or 3"));
        assert!(told(r#"{"decisiveness": "slow"}"#).contains("hesitant"));
        assert!(told(r#"{"patients": 3}"#).contains("patients"));
    }

    #[test]
    fn every_value_is_written_by_its_code() {
        for habit in SpellingHabit::ALL {
            let written = serde_json::to_value(habit).unwrap();
            assert_eq!(written, habit.code());
        }
    }
}
