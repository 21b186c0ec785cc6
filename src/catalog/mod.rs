//! Products: from raw rows to a searchable catalogue.
//!
//! Owns: what a catalogue's columns mean, cleaning of texts and prices, the department of a product, and the search index.
//! Does not: open files (`import` does), keep the products (the store does; the index holds ids and can be made again from
//! the store), convert money, fetch pictures.

mod attributes;
mod categories;
mod clean;
mod columns;
mod department;
mod fold;
mod index;
pub mod normalise;
mod numbers;
mod query;
mod rank;
mod readable;
mod schema;
mod tokenizer;
mod writer;

pub use columns::{Column, Mapping, MappingError};
pub use fold::{fold, words};
pub use index::{IndexError, IndexState, PinnedIndex, ProductIndex};
pub use normalise::{FieldError, FieldNote, ImportOptions, Normalised};
pub use query::{Hit, Hits, Join, ProductQuery, Stock, Style};
pub use writer::ProductWriter;
