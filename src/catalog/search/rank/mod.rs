//! A [`ProductQuery`](crate::catalog::search::query::ProductQuery) as queries of the search library, with scores that depend on the catalogue
//! alone.
//!
//! Owns: what a word counts in which field, how many of the words have to be there, the filters. Does not: read the text
//! of a shopper (`ask` does), run a query, keep the index.

mod begun;
mod beside;
mod fielded;
mod filters;
mod meant;
mod mend;
mod passing;
mod plain;
mod set;
mod shelf;
mod shopper;
mod sought;
mod spaces;
mod statistics;
mod wanted;
mod way;
mod window;

pub(in crate::catalog) use passing::Kept;
pub(in crate::catalog) use plain::build;
pub(in crate::catalog) use shelf::Shelf;
pub(super) use shopper::{Plan, is_doubtful};
pub(in crate::catalog) use sought::Sought;
pub(in crate::catalog) use statistics::Statistics;
pub(super) use wanted::Spelling;
