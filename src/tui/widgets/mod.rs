//! Small things that panes draw with.

mod canvas;
mod list;
mod parts;

pub use canvas::{Canvas, centred};
pub use list::ListState;
pub use parts::wrap_parts;
