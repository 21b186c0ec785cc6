//! Products: from raw rows to a searchable catalogue.
//!
//! Owns: what a catalogue's rows mean (`rows`), the words of products and shoppers (`words`), the search index (`index`), what
//! is found in it (`search`), category names (`tags`), typed attributes, near-duplicates, vectors, and the pixels of a picture's file.
//! Does not: open catalogues (`import` does), keep the products (the store does; the index holds ids and can be made again from
//! the store), convert money, fetch pictures.

mod index;
mod missing;
mod near;
pub mod pictures;
mod rows;
mod search;
mod tags;
mod typed;
mod vectors;
mod words;

pub use index::bands::PriceBand;
pub use index::facets::{Counted, Facet, Side};
pub use index::writer::ProductWriter;
pub use index::{IndexError, IndexState, PinnedIndex, ProductIndex};
pub use missing::{Missing, UnknownMissing};
pub use near::{NearFinder, NearFound, NearGroup};
pub use pictures::alt_text;
pub use rows::columns::{Column, Mapping, MappingError, Target};
pub use rows::guess::plan;
pub use rows::kinds::{NotProducts, item_of};
pub use rows::layout::Layout;
pub use rows::normalise::{self, FieldError, FieldNote, ImportOptions, Normalised, SourceName};
pub use rows::original_id::original_id;
pub use rows::proposal::{Guess, Meaning, Plan, Why};
pub use search::asked::{Asked, Choice, FieldName, Filters, Order, Understood, Wanted};
pub use search::pairing::Pair;
pub use search::query::{
    FACET_VALUES, Facets, Hit, Hits, Join, LISTED, ProductQuery, Reading, Stock, Style,
};
pub use search::{ask, highlight};
pub use tags::judge::{Answer, ByList, ByModel, ByRules, Judge};
pub use tags::tag_domain::{By, GivenDomains, TagDomain, domain_of};
pub use tags::tree::{Branch, CategoryTree};
pub use tags::{Tag, TagMap, Tags, names_in};
pub use typed::{Audience, Typed};
pub use vectors::{VectorCache, VectorKey, vector_key};
pub use words::fold::{fold, words};
pub use words::texts::{LanguageCount, LanguageCounts, TextLanguages};
pub use words::{language, translit};
