//! Products: from raw rows to a searchable catalogue.
//!
//! Owns: what a catalogue's columns mean, cleaning of texts and prices, the department of a product, the search index, and
//! the pixels of a picture's file.
//! Does not: open catalogues (`import` does), keep the products (the store does; the index holds ids and can be made again from
//! the store), convert money, fetch pictures.

pub mod alt_text;
pub mod ask;
mod asked;
mod attributes;
mod bands;
mod categories;
mod clean;
mod columns;
mod content;
mod department;
mod facets;
mod fold;
mod guess;
mod index;
mod kinds;
mod layout;
mod lexicon;
mod literal;
pub mod language;
mod missing;
pub mod normalise;
mod numbers;
pub mod pictures;
mod prices;
mod query;
mod rank;
mod readable;
mod schema;
mod sides;
mod spread;
mod tokenizer;
mod top;
pub mod translit;
mod typed;
mod vectors;
mod writer;

pub use asked::{Asked, Choice, FieldName, Filters, Order, Understood, Wanted};
pub use bands::PriceBand;
pub use columns::{Column, Mapping, MappingError, Target};
pub use facets::{Counted, Facet, Side};
pub use fold::{fold, words};
pub use guess::{Guess, Meaning, Plan, Why, plan};
pub use index::{IndexError, IndexState, PinnedIndex, ProductIndex};
pub use kinds::{NotProducts, item_of};
pub use layout::Layout;
pub use missing::{Missing, UnknownMissing};
pub use normalise::{FieldError, FieldNote, ImportOptions, Normalised, SourceName};
pub use query::{Facets, Hit, Hits, Join, ProductQuery, Reading, Stock, Style};
pub use typed::{Audience, Typed};
pub use vectors::{VectorCache, VectorKey, vector_key};
pub use writer::ProductWriter;
