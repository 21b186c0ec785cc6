//! The one place that measures, wraps, cuts and paints text on the screen.
//!
//! Owns: how many columns a text takes, where it may be cut, and how it gets into a buffer. All of it counts in grapheme
//! clusters, so a Devanagari syllable is never split, and in the same columns as the terminal library, so that buffer
//! and screen agree.
//! Does not: make text safe to show (that is `safe`), nor know colours.

mod cache;
mod cluster;
mod paint;
mod wrap;

pub use cache::WrapCache;
pub use cluster::{
    Cluster, char_width, clusters, is_cluster, joins_previous, moves_unevenly, width,
};
pub use paint::{clear_area, put};
pub use wrap::{Align, Line, Unit, UnitKind, pad, tail, truncate, wrap, wrap_units};
