//! tui

pub mod backend;
pub mod editor;
pub mod guard;
pub mod safe;
pub mod terminal;
pub mod text;
