//! Shoppers, their aims and traits, and what is said.
#![allow(missing_docs)]

#[path = "../dialogue_support/mod.rs"]
mod dialogue_support;

mod aims;
mod answers;
mod model_voice;
mod paper_mode;
mod profiles;
mod simulate;
mod traits;
