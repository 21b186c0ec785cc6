//! Muse Studio: a terminal studio for data sets of shopping conversations in English, Hindi and Hinglish.
//!
//! The layers, from the ground up; each may use those above it in this list, and no other:
//!
//! - [`domain`]: the words as plain data. Everything may use it.
//! - `likeness`: how alike two texts are, for the concerns that compare some.
//! - [`catalog`], [`dialogue`], [`llm`], [`quality`], [`review`], [`store`], [`export`], [`import`]: one concern each.
//!   They do not know one another, but for `store` -> `review` and `dialogue`, `quality` -> `llm`.
//! - [`simulate`]: shoppers and conversations for programs, joined from [`catalog`], [`dialogue`] and [`export`] alone.
//! - [`jobs`]: joins them into work that can be watched, paused and stopped.
//! - [`tui`] and [`cli`]: the two ways in. They do not know each other.
//!
//! [`config`] and [`paths`] say what was asked for and where things lie; only `jobs`, `tui`, `cli` and `main` read them.
//! `tests/architecture.rs` checks these arrows.

pub mod catalog;
pub mod cli;
pub mod config;
pub mod dialogue;
pub mod domain;
pub mod export;
pub mod import;
pub mod jobs;
mod likeness;
pub mod llm;
pub mod paths;
pub mod quality;
pub mod review;
pub mod simulate;
pub mod store;
pub mod tui;
