//! Checks, statistics and calibration.
#![allow(missing_docs)]

#[path = "../dialogue_support/mod.rs"]
mod dialogue_support;
#[path = "../quality_kit/mod.rs"]
mod quality_kit;

mod calibration;
mod diversity;
mod planted;
mod statistics;
mod talks;
mod turns;
