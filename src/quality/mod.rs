//! Checks of what a conversation claims against the catalogue.
//!
//! Owns: reading amounts of money as people write and say them ([`money`]), and the checks of price, brand, stock,
//! budget and product ids, of a product that is named too early and of a turn that belongs to the other side, each finding located in the text with the catalogue's value beside it; and figures over whole
//! sets. Deterministic, no model, no clock. Does not: read the store (facts come through [`Facts`]), judge style, change anything.
//! A check speaks only where it is sure: a missed fault costs one look, a false one costs trust in all others.

mod brand;
mod budget;
pub mod calibration;
mod check;
mod claim;
pub mod diversity;
mod facts;
mod leak;
pub mod money;
mod numbers;
mod plain;
mod price;
mod roles;
mod scene;
pub mod score;
mod set;
pub mod statistics;
mod stock;
mod words;

pub use check::check;
pub use facts::Facts;
pub use set::{
    ALIKE, Alike, Cell, Fingerprint, LengthBand, Likeness, Measure, NEAR, Repeats, SetFigures,
    SetReader, Spread, Twins, Variety,
};
