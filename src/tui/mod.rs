//! tui

pub mod backend;
pub mod guard;
pub mod safe;
pub mod terminal;
pub mod text;
