//! Files that come in.
#![allow(missing_docs)]

#[path = "../cli_kit/mod.rs"]
#[allow(dead_code)]
mod cli_kit;
#[path = "../jobs_support/mod.rs"]
#[allow(dead_code)]
mod jobs_support;

mod again;
mod catalogues;
mod formats;
mod limits;
mod parquet;
mod properties;
mod shops;
