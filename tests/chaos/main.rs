//! Runs by models that fail, are killed and are told secrets.
#![allow(missing_docs)]

#[path = "../chaos_kit/mod.rs"]
#[allow(dead_code)]
mod chaos_kit;
#[path = "../cli_kit/mod.rs"]
#[allow(dead_code)]
mod cli_kit;
#[path = "../llm_kit/mod.rs"]
#[allow(dead_code)]
mod llm_kit;
#[path = "../models_kit/mod.rs"]
#[allow(dead_code)]
mod models_kit;

mod faults;
mod keys;
mod kill;
