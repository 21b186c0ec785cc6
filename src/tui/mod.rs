//! The studio: panes, overlays, one loop.
//!
//! Owns: everything that a person sees and presses. Does not: make, judge or write anything itself; it asks `jobs` and
//! the store, and watches. Inside, `app` is pure; tokio is known to `runtime` alone, crossterm's terminal to `runtime`,
//! `terminal` and `backend`, Unicode widths to `text`.

pub mod app;
pub mod backend;
pub mod command;
pub mod editor;
pub mod effect;
pub mod guard;
pub mod heading;
pub mod inscript;
pub mod job_board;
pub mod keymap;
mod leaving;
pub mod messages;
pub mod msg;
pub mod overlays;
pub mod panes;
pub mod pictures;
pub mod product_search;
pub mod runtime;
pub mod safe;
pub mod terminal;
pub mod text;
pub mod theme;
pub mod view;
pub mod widgets;

pub use runtime::{Options, StudioError, run};
