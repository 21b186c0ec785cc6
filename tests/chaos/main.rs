//! Runs by models that fail, are killed and are told secrets.
#![allow(missing_docs)]

#[path = "../chaos_kit/mod.rs"]
mod chaos_kit;
#[path = "../cli_kit/mod.rs"]
mod cli_kit;
#[path = "../llm_kit/mod.rs"]
mod llm_kit;
#[path = "../models_kit/mod.rs"]
mod models_kit;

mod faults;
mod keys;
mod kill;
