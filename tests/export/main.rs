//! Files that leave the studio.
#![allow(missing_docs)]

#[path = "../export_kit/mod.rs"]
#[allow(dead_code)]
mod export_kit;

mod muse;
mod story;
