//! The wire to language models.
#![allow(missing_docs)]

#[path = "../llm_kit/mod.rs"]
mod llm_kit;

mod paced;
mod streams;
mod wire;
