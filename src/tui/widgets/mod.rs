//! Small things that panes draw with.

mod canvas;
mod list;

pub use canvas::{Canvas, centred};
pub use list::ListState;
