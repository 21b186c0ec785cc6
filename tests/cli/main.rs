//! The command line, as a person or a script calls it.
#![allow(missing_docs)]

#[path = "../cli_kit/mod.rs"]
mod cli_kit;
#[path = "../models_kit/mod.rs"]
mod models_kit;

mod agreement;
mod budget;
mod categories;
mod detach;
mod evaluate;
mod examples;
mod inputs;
mod keys;
mod ledger;
mod line;
mod made;
mod merge;
mod models;
mod pictures;
mod products;
mod profiles;
mod prompts;
mod quotas;
mod readers;
mod remarks;
mod review_auto;
mod seed;
mod servers;
mod usage;
mod workspaces;
