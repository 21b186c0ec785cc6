//! Files that leave the studio.
#![allow(missing_docs)]

#[path = "../export_kit/mod.rs"]
mod export_kit;

mod muse;
mod story;
