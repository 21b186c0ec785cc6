//! Files that come in.
#![allow(missing_docs)]

#[path = "../cli_kit/mod.rs"]
mod cli_kit;
#[path = "../jobs_support/mod.rs"]
mod jobs_support;

mod again;
mod catalogues;
mod formats;
mod limits;
mod parquet;
mod properties;
mod shops;
