//! How varied texts are: figures that hold still when texts get longer.
//!
//! Owns: the arithmetic, over words as anything that can be told apart. Does not: cut texts into words, draw samples, know
//! conversations.

mod compression;
mod distinct;
mod entropy;
mod mtld;

pub use compression::compression_ratio;
pub use distinct::{Distinct, VOCABULARY, distinct};
pub use entropy::Entropy;
pub use mtld::mtld;
