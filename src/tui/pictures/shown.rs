//! A picture made ready for the terminal: cells to copy into a frame.

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Color;

use crate::tui::text::clear_area;

/// A picture as cells. For half-blocks and kitty every cell is a sign of its own; for sixel and iTerm2 the first cell
/// carries the whole picture and the others are left alone.
#[derive(Clone, PartialEq)]
pub struct Shown {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// The cells, row by row.
    pub(super) cells: Vec<Cell>,
    /// What the terminal must be sent once before the cells mean anything to it.
    pub transmission: Option<String>,
}

/// Why no picture is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absent {
    /// Pictures are switched off, or the screen has no colours.
    Off,
    /// It is on the web, at this address, and is never fetched.
    OnTheWeb(String),
    /// A sentence.
    Because(String),
}

impl Shown {
    /// Draws it with its upper left corner at `area`'s, if it fits; returns the area that it takes.
    ///
    /// The colours that stand there stay where the picture has none of its own.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) -> Rect {
        let taken = Rect::new(area.x, area.y, self.width, self.height);
        // A picture that is cut would draw over what is beside it.
        if area.intersection(buf.area).intersection(taken) != taken || taken.is_empty() {
            return Rect::new(area.x, area.y, 0, 0);
        }
        let ground = buf[(area.x, area.y)].style();
        clear_area(buf, taken);
        for (at, drawn) in taken.positions().zip(&self.cells) {
            let cell = &mut buf[at];
            cell.set_style(ground).set_symbol(drawn.symbol());
            cell.diff_option = drawn.diff_option;
            for (own, colour) in [(&mut cell.fg, drawn.fg), (&mut cell.bg, drawn.bg)] {
                if colour != Color::Reset {
                    *own = colour;
                }
            }
        }
        taken
    }

    /// Bytes that it takes here and in the terminal.
    pub(super) fn cost(&self) -> usize {
        let signs: usize = self.cells.iter().map(|cell| cell.symbol().len()).sum();
        let sent = self.transmission.as_ref().map_or(0, String::len);
        size_of_val(self.cells.as_slice()) + signs + sent
    }
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shown({}x{} cells)", self.width, self.height)
    }
}

/// Whether a cell is part of a picture that is sent by an escape sequence, and no text.
pub fn is_picture(cell: &Cell) -> bool {
    matches!(
        cell.diff_option,
        CellDiffOption::ForcedWidth(_) | CellDiffOption::Skip
    )
}

/// Whether a cell carries a whole picture in its symbol.
pub fn is_carrier(cell: &Cell) -> bool {
    is_picture(cell) && cell.symbol().starts_with('\x1b')
}
