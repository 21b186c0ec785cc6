//! What the dialogue knows besides products: nouns, attribute words, people, festivals, demographics, the shop's policy.
//!
//! Owns: reading these files, each with errors that name the line. Does not: word, search or draw.

mod attributes;
mod error;
mod knowledge;
mod nouns;
mod policy;
mod relations;

pub use attributes::{AttributeWords, Forms, Word};
pub use error::DataError;
pub(crate) use error::read;
pub use knowledge::{Beside, Knowledge};
pub use nouns::{Lexicon, Noun, NounGender, NounNumber};
pub use policy::{PolicyAnswer, StorePolicy};
pub use relations::{Elder, Occasion, People, Relation};
