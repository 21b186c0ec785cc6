//! From raw rows to products.
//!
//! Owns: what the columns of a file mean and whether it holds products at all, the cleaning of texts, prices and categories, the
//! department of a product. Does not: open files (`import` does) or read colours, sizes and materials out of texts (`typed` does).

mod attributes;
mod categories;
mod clean;
pub(super) mod columns;
mod content;
pub(super) mod department;
pub(super) mod guess;
pub(super) mod kinds;
pub(super) mod layout;
mod literal;
mod markup;
pub mod normalise;
mod numbers;
pub(super) mod original_id;
mod own_form;
mod prices;
pub(super) mod proposal;
mod signs;
