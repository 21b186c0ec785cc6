//! Pictures that lie under something are taken off the screen.
//!
//! A picture that is sent whole cannot be sent around a window that lies over it, and what was under the window would stay
//! on it when the window goes. So a picture that is covered anywhere is not drawn at all until it stands free again; the
//! cells under it are then sent as blanks, and the picture anew.

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Position;

use super::shown::{is_carrier, is_picture};

/// The cells of pictures in a frame before anything is laid over the pane.
#[derive(Debug, Default)]
pub struct Standing(Vec<Position>);

impl Standing {
    /// The cells of `buf` that pictures sent whole take.
    pub fn of(buf: &Buffer) -> Self {
        if !buf.content.iter().any(is_carrier) {
            return Standing::default();
        }
        let cells = buf.area.positions().filter(|at| is_picture(&buf[*at]));
        Standing(cells.collect())
    }

    /// Takes the pictures off if something was laid over any of their cells since.
    pub fn settle(&self, buf: &mut Buffer) {
        if self.0.iter().all(|at| is_picture(&buf[*at])) {
            return;
        }
        for at in &self.0 {
            let cell = &mut buf[*at];
            if is_picture(cell) {
                cell.set_symbol(" ");
                cell.diff_option = CellDiffOption::None;
            }
        }
    }
}
