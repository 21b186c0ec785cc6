//! tui

pub mod backend;
pub mod editor;
pub mod guard;
pub mod inscript;
pub mod safe;
pub mod terminal;
pub mod text;
pub mod theme;
