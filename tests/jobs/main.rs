//! Long work that writes to the store.
#![allow(missing_docs)]

#[path = "../jobs_support/mod.rs"]
mod jobs_support;
#[path = "../llm_kit/mod.rs"]
mod llm_kit;

mod auto_review;
mod duplicates;
mod generate;
mod import;
mod index;
mod kill;
mod meaning;
mod models;
mod product_types;
mod recaption;
mod review;
mod rewrite;
mod sample;
mod steering;
mod steering_models;
