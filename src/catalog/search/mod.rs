//! Finding products.
//!
//! Owns: what a search asks for, how products are ranked for it, misspelt words, why a product matched, what is like a product
//! and what goes with it. Does not: keep or count the products (`index` does), know the words of a language (`words` does).

mod ahead;
pub mod ask;
pub(super) mod asked;
pub mod highlight;
mod mistake;
pub(super) mod pairing;
pub(super) mod query;
pub(super) mod rank;
pub(super) mod ready;
mod shop;
mod similar;
pub(super) mod top;
pub(super) mod typos;
