//! Looking products up: search, shoppers' words, facets, neighbours.
#![allow(missing_docs)]

mod ahead;
mod ask;
mod beside;
mod facets;
mod hindi;
mod relevance;
mod search;
mod shopper;
mod stretches;
