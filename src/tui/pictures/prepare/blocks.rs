//! A picture as half-block cells in the terminal's colours.

use ratatui::buffer::Cell;
use ratatui::style::Color;

use crate::catalog::pictures::{Block, Blocks, Picture};
use crate::tui::pictures::Shown;
use crate::tui::theme::Depth;

/// Stands behind what is see-through; a middle grey is seen on light and dark screens alike.
const GROUND: [u8; 3] = [128, 128, 128];

/// The cells of a picture within `room` columns and rows.
pub(super) fn encode(picture: &Picture, room: (u16, u16), depth: Depth) -> Shown {
    let blocks = Blocks::of(picture, room.0, room.1, GROUND);
    let rows = blocks.rows();
    Shown {
        width: blocks.columns(),
        height: u16::try_from(rows.len()).unwrap_or(u16::MAX),
        cells: rows.flatten().map(|block| cell(*block, depth)).collect(),
        transmission: None,
    }
}

fn cell(block: Block, depth: Depth) -> Cell {
    let colour = |[red, green, blue]: [u8; 3]| {
        depth
            .fit(Color::Rgb(red, green, blue))
            .unwrap_or(Color::Reset)
    };
    let (upper, lower) = (colour(block.upper), colour(block.lower));
    let mut cell = Cell::EMPTY;
    // One colour needs no sign, and a blank is what terminals draw fastest.
    cell.set_symbol(if upper == lower { " " } else { "▀" })
        .set_fg(upper)
        .set_bg(lower);
    cell
}
