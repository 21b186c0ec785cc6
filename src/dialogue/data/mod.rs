//! What the dialogue knows besides products: nouns, attribute words, people, festivals, demographics, the shop's policy.
//!
//! Owns: reading these files, each with errors that name the line. Does not: word, search or draw.

mod attributes;
mod demographics;
mod demographics_check;
mod error;
mod festivals;
mod goods;
mod json_places;
mod knowledge;
mod nouns;
mod policy;
mod policy_file;
mod relations;
mod stories;
mod suits;

pub use attributes::{AttributeWords, Forms, Word};
pub use demographics::{
    AgeBand, Budgets, City, DemographicsFile, RecipientChance, Styles, TraitTables, Weights,
};
pub(crate) use error::read;
pub use error::{DataError, PlacedFault};
pub use festivals::{Festival, Festivals};
pub use goods::Goods;
pub use json_places::Place;
pub use knowledge::{Beside, Knowledge};
pub use nouns::{Lexicon, Noun, NounGender, NounNumber};
pub use policy::{PolicyAnswer, StorePolicy};
pub use relations::{Elder, Occasion, People, Relation};
pub use stories::Stories;
pub use suits::{Claim, Implausible, Suits};
pub(crate) use suits::{has, youngest_user};
