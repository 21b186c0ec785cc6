//! Two independent terminal models, read as a grid of (text, colours, attributes).

use std::num::NonZeroU16;

use alacritty_terminal::Term;
use alacritty_terminal::event::VoidListener;
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::Config;
use alacritty_terminal::term::cell::Flags;
use alacritty_terminal::vte::ansi::Processor;

/// A screen as rows of cells; each cell says all that a reader would see of it.
pub type Grid = Vec<Vec<String>>;

/// What the `vt100` model shows after `bytes`.
pub fn vt100_grid(bytes: &[u8], columns: u16, rows: u16) -> Grid {
    let mut parser = vt100::Parser::new(nonzero(rows), nonzero(columns), 0);
    parser.process(bytes);
    let screen = parser.screen();
    let cell = |row, column| {
        screen.cell(row, column).map_or_else(String::new, |cell| {
            let text = if cell.has_contents() {
                cell.contents()
            } else {
                " "
            };
            format!(
                "{text} {:?} {:?} {}",
                cell.fgcolor(),
                cell.bgcolor(),
                cell.inverse()
            )
        })
    };
    (0..rows)
        .map(|row| (0..columns).map(|column| cell(row, column)).collect())
        .collect()
}

/// What the alacritty model shows after `bytes`.
pub fn alacritty_grid(bytes: &[u8], columns: u16, rows: u16) -> Grid {
    let size = Size(usize::from(columns), usize::from(rows));
    let mut term = Term::new(Config::default(), &size, VoidListener);
    let mut parser: Processor = Processor::new();
    parser.advance(&mut term, bytes);
    let cell = |row: usize, column: usize| {
        let cell = &term.grid()[Line(row as i32)][Column(column)];
        let marks: String = cell.zerowidth().unwrap_or_default().iter().collect();
        let inverse = cell.flags.contains(Flags::INVERSE);
        format!("{}{marks} {:?} {:?} {inverse}", cell.c, cell.fg, cell.bg)
    };
    (0..size.1)
        .map(|row| (0..size.0).map(|column| cell(row, column)).collect())
        .collect()
}

struct Size(usize, usize);

impl Dimensions for Size {
    fn total_lines(&self) -> usize {
        self.1
    }

    fn screen_lines(&self) -> usize {
        self.1
    }

    fn columns(&self) -> usize {
        self.0
    }
}

/// The first cell in which two grids differ, for the message.
pub fn difference(one: &Grid, other: &Grid) -> Option<String> {
    for (y, (a, b)) in one.iter().zip(other).enumerate() {
        for (x, (a, b)) in a.iter().zip(b).enumerate() {
            if a != b {
                return Some(format!("row {y} column {x}: {a:?} against {b:?}"));
            }
        }
    }
    None
}

fn nonzero(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).expect("a screen has cells")
}
