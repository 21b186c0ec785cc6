//! A [`ProductQuery`](crate::catalog::search::query::ProductQuery) as queries of the search library, with scores that depend on the catalogue
//! alone.
//!
//! Owns: what a word counts in which field, how many of the words have to be there, the filters. Does not: read the text
//! of a shopper (`ask` does), run a query, keep the index.

mod beside;
mod bounded;
mod fielded;
mod filters;
mod lazily;
mod meant;
mod mend;
mod passing;
mod plain;
mod shelf;
mod shopper;
mod spaces;
mod statistics;
mod wanted;

pub(super) use bounded::count;
pub(in crate::catalog) use passing::Kept;
pub(in crate::catalog) use plain::build;
pub(super) use shelf::Shelf;
pub(super) use shopper::{Plan, is_doubtful};
pub(in crate::catalog) use statistics::Statistics;
pub(super) use wanted::Spelling;
