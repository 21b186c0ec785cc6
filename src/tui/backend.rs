//! The terminal backend that shows Devanagari right and says nothing twice.
//!
//! Owns: the two-pass drawing of guarded rows, one synchronized update per frame, the cursor's known state.
//! Does not: enter or leave the terminal (that is `terminal`), nor decide which rows are guarded (that is `guard`).
//!
//! A row with a cell of several code points is sent in two passes: first blanks over every column it covers, then the
//! cells that are not blank, each placed anew where terminals disagree. So nothing stale stays between two syllables,
//! however wide the terminal thinks they are. The cells of pictures are no text: they come after their row's text, once,
//! and where the cursor is after one is not relied upon.

use std::collections::HashMap;
use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Size};

use super::pictures::{is_carrier, is_picture};
use super::text::{is_cluster, moves_unevenly};

/// One cell to send and where.
type Placed<'a> = (u16, u16, &'a Cell);

/// A decorator of [`CrosstermBackend`] that writes a frame in one piece, and nothing when nothing changed.
#[derive(Debug)]
pub struct IndicBackend<W: Write> {
    writer: W,
    /// The frame being built; empty while nothing changed.
    frame: Vec<u8>,
    /// Guarded rows as last sent, to drop those that did not change.
    sent: HashMap<u16, Vec<(u16, Cell)>>,
    cursor: Cursor,
    size: SizeSource,
}

/// What the terminal's cursor is known to be.
#[derive(Debug, Default)]
struct Cursor {
    shown: Option<bool>,
    at: Option<Position>,
}

/// Where the size of the screen comes from.
#[derive(Debug, Clone, Copy)]
enum SizeSource {
    Terminal,
    Fixed(Size),
}

impl<W: Write> IndicBackend<W> {
    /// Writes to `writer` and asks the terminal for its size.
    pub fn new(writer: W) -> Self {
        Self::build(writer, SizeSource::Terminal)
    }

    /// Writes to `writer` as to a screen of `size`, with no terminal at hand.
    pub fn with_size(writer: W, size: Size) -> Self {
        Self::build(writer, SizeSource::Fixed(size))
    }

    /// Changes the size given to [`Self::with_size`]; a real terminal knows its own.
    pub fn resize(&mut self, size: Size) {
        if let SizeSource::Fixed(fixed) = &mut self.size {
            *fixed = size;
        }
    }

    /// Forgets what is on the screen, as after another program had the terminal.
    pub fn forget(&mut self) {
        self.sent.clear();
        self.cursor = Cursor::default();
    }

    /// The writer itself, for what is not part of a frame. Flush what was drawn before.
    pub fn writer_mut(&mut self) -> &mut W {
        &mut self.writer
    }

    /// The frame being built; it starts a synchronized update with its first byte.
    fn frame(&mut self) -> io::Result<&mut Vec<u8>> {
        if self.frame.is_empty() {
            queue!(self.frame, BeginSynchronizedUpdate)?;
        }
        Ok(&mut self.frame)
    }

    /// Draws cells as they are. A new decorated backend each time, so that every run starts with a move.
    fn draw_run<'a>(&mut self, run: impl Iterator<Item = Placed<'a>>) -> io::Result<()> {
        CrosstermBackend::new(self.frame()?).draw(run)
    }

    fn build(writer: W, size: SizeSource) -> Self {
        Self {
            writer,
            frame: Vec::new(),
            sent: HashMap::new(),
            cursor: Cursor::default(),
            size,
        }
    }

    /// Sends one row's changed cells; false if there was nothing to send.
    fn draw_row(&mut self, row: &[Placed<'_>]) -> io::Result<bool> {
        let Some(&(_, y, _)) = row.first() else {
            return Ok(false);
        };
        let guarded = row
            .iter()
            .any(|(_, _, cell)| cell.diff_option == CellDiffOption::AlwaysUpdate);
        if !guarded && !row.iter().any(|(_, _, cell)| is_cluster(cell.symbol())) {
            self.sent.remove(&y);
            self.draw_run(row.iter().copied())?;
            return Ok(true);
        }
        let unchanged = self.sent.get(&y).is_some_and(|before| {
            before.len() == row.len()
                && before
                    .iter()
                    .zip(row)
                    .all(|((x, cell), now)| *x == now.0 && cell == now.2)
        });
        if unchanged {
            return Ok(false);
        }
        self.draw_in_two_passes(row)?;
        let kept = row.iter().map(|&(x, _, cell)| (x, cell.clone())).collect();
        self.sent.insert(y, kept);
        Ok(true)
    }

    /// Sends the cells of a row that belong to pictures; false if there are none. A whole picture is a run of its own, as
    /// it leaves the cursor where it likes.
    fn draw_pictures(&mut self, cells: &[Placed<'_>]) -> io::Result<bool> {
        let alone = |cell: &Placed<'_>| is_carrier(cell.2);
        for run in cells.chunk_by(|one, next| !alone(one) && !alone(next)) {
            self.draw_run(run.iter().copied())?;
        }
        Ok(!cells.is_empty())
    }

    fn draw_in_two_passes(&mut self, row: &[Placed<'_>]) -> io::Result<()> {
        let blanks: Vec<(u16, u16, Cell)> = row.iter().flat_map(blanks_under).collect();
        self.draw_run(blanks.iter().map(|(x, y, cell)| (*x, *y, cell)))?;
        let visible: Vec<Placed<'_>> = row
            .iter()
            .copied()
            .filter(|(_, _, cell)| cell.symbol() != " ")
            .collect();
        // Each draw starts with a move, so a cell that moves the cursor unevenly ends its run.
        for run in visible.split_inclusive(|(_, _, cell)| moves_unevenly(cell.symbol())) {
            self.draw_run(run.iter().copied())?;
        }
        Ok(())
    }
}

/// A blank in the cell's style for each column the cell covers.
fn blanks_under<'a>(&(x, y, cell): &'a Placed<'_>) -> impl Iterator<Item = (u16, u16, Cell)> + 'a {
    let mut blank = cell.clone();
    blank.set_symbol(" ");
    (0..cell.cell_width().max(1)).map(move |column| (x.saturating_add(column), y, blank.clone()))
}

impl<W: Write> Backend for IndicBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells: Vec<Placed<'a>> = content.collect();
        for row in cells.chunk_by(|a, b| a.1 == b.1) {
            let (pictures, text): (Vec<Placed<'a>>, Vec<Placed<'a>>) = row
                .iter()
                .copied()
                .partition(|(_, _, cell)| is_picture(cell));
            if self.draw_row(&text)? | self.draw_pictures(&pictures)? {
                self.cursor.at = None;
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor.shown != Some(false) {
            queue!(self.frame()?, Hide)?;
            self.cursor.shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor.shown != Some(true) {
            queue!(self.frame()?, Show)?;
            self.cursor.shown = Some(true);
        }
        Ok(())
    }

    /// The position last set. The terminal is never asked: its answer would come in among the keys.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor.at != Some(position) {
            queue!(self.frame()?, MoveTo(position.x, position.y))?;
            self.cursor.at = Some(position);
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.sent.clear();
        CrosstermBackend::new(self.frame()?).clear_region(clear_type)
    }

    fn append_lines(&mut self, n: u16) -> io::Result<()> {
        self.forget();
        CrosstermBackend::new(self.frame()?).append_lines(n)
    }

    fn size(&self) -> io::Result<Size> {
        match self.size {
            SizeSource::Terminal => CrosstermBackend::new(io::sink()).size(),
            SizeSource::Fixed(size) => Ok(size),
        }
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        match self.size {
            SizeSource::Terminal => CrosstermBackend::new(io::sink()).window_size(),
            SizeSource::Fixed(size) => Ok(WindowSize {
                columns_rows: size,
                pixels: Size::default(),
            }),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        queue!(self.frame, EndSynchronizedUpdate)?;
        let written = self.writer.write_all(&self.frame);
        // Also after a failed write: half a frame sent twice is worse than once.
        self.frame.clear();
        written?;
        self.writer.flush()
    }
}
