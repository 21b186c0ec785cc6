//! Devanagari on a real terminal model: what the screen shows, cell by cell, after incremental frames.

mod editing;
mod emulators;
mod frames;
mod painting;
mod random;
mod silence;
mod wrapping;
