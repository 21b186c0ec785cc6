//! Products: from raw rows to a searchable catalogue.
//!
//! Owns: what a catalogue's columns mean, cleaning of texts and prices, the department of a product, the search index, and
//! the pixels of a picture's file.
//! Does not: open catalogues (`import` does), keep the products (the store does; the index holds ids and can be made again from
//! the store), convert money, fetch pictures.

mod accessories;
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
pub mod highlight;
mod index;
mod judge;
mod kinds;
pub mod language;
mod layout;
mod lexicon;
mod literal;
mod missing;
mod near;
pub mod normalise;
mod numbers;
mod original_id;
mod pairing;
mod people;
pub mod pictures;
mod prices;
mod query;
mod rank;
mod readable;
mod schema;
mod shop;
mod sides;
mod similar;
mod spread;
mod synonyms;
mod tag_domain;
mod tags;
mod tokenizer;
mod top;
pub mod translit;
mod tree;
mod typed;
mod typos;
mod vectors;
mod writable;
mod writer;

pub use asked::{Asked, Choice, FieldName, Filters, Order, Understood, Wanted};
pub use bands::PriceBand;
pub use columns::{Column, Mapping, MappingError, Target};
pub use facets::{Counted, Facet, Side};
pub use fold::{fold, words};
pub use guess::{Guess, Meaning, Plan, Why, plan};
pub use index::{IndexError, IndexState, PinnedIndex, ProductIndex};
pub use judge::{Answer, ByList, ByRules, Judge};
pub use kinds::{NotProducts, item_of};
pub use layout::Layout;
pub use missing::{Missing, UnknownMissing};
pub use near::{NearFinder, NearFound, NearGroup};
pub use normalise::{FieldError, FieldNote, ImportOptions, Normalised, SourceName};
pub use original_id::original_id;
pub use pairing::Pair;
pub use query::{Facets, Hit, Hits, Join, ProductQuery, Reading, Stock, Style};
pub use tag_domain::{By, GivenDomains, TagDomain, domain_of};
pub use tags::{Tag, TagMap, Tags, names_in};
pub use tree::{Branch, CategoryTree};
pub use typed::{Audience, Typed};
pub use vectors::{VectorCache, VectorKey, vector_key};
pub use writer::ProductWriter;
