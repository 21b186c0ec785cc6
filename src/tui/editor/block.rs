//! The editor of a text of several lines.
//!
//! Owns: scrolling, rows and the cursor's place on screen.
//! Does not: change the text itself; `model` does.

use std::cell::Cell;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::keys::{Action, Extent, Motion, action};
use super::layout::Layout;
use super::model::{Model, Place};
use super::{EditorOutcome, EditorStyles};
use crate::tui::text::{clear_area, put};

/// An editor of several lines with soft wrapping, undo and selection.
#[derive(Debug, Clone)]
pub struct Editor {
    model: Model,
    /// Column that Up and Down aim at while they follow one another.
    goal: Option<u16>,
    /// First row shown, as the last frame left it.
    top: Cell<usize>,
    /// Where the last frame drew it; Up, Down and clicks go by what is seen.
    area: Cell<Rect>,
}

impl Editor {
    /// An editor of `text` with the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut model = Model::new(text);
        model.go(model.end(), Extent::Move);
        Self {
            model,
            goal: None,
            top: Cell::new(0),
            area: Cell::new(Rect::new(0, 0, 80, 24)),
        }
    }

    /// The text as it stands, lines joined by `\n`.
    pub fn text(&self) -> String {
        self.model.text()
    }

    /// The selected part, for the clipboard.
    pub fn selected_text(&self) -> Option<String> {
        self.model.selected_text()
    }

    /// Line, and code points from its start.
    pub fn cursor(&self) -> (usize, usize) {
        self.model.cursor()
    }

    /// Puts the cursor at a place, or as near as the text allows.
    pub fn set_cursor(&mut self, line: usize, column: usize) {
        self.model.go((line, column), Extent::Move);
        self.goal = None;
    }

    /// Puts in a pasted text, which may have several lines.
    pub fn paste(&mut self, text: &str) {
        self.goal = None;
        self.model.paste(text);
    }

    /// Puts the cursor where the screen was clicked; false if that is outside.
    pub fn click(&mut self, at: Position) -> bool {
        let area = self.area.get();
        if !area.contains(at) {
            return false;
        }
        let row = self.top.get() + usize::from(at.y - area.y);
        let place = self.layout().place_at(row, at.x - area.x);
        self.model.go(place, Extent::Move);
        self.goal = None;
        true
    }

    /// Rows that the text takes at `columns`.
    pub fn height(&self, columns: u16) -> usize {
        Layout::new(self.model.lines(), columns).rows.len()
    }

    /// Does what a key asks for.
    pub fn handle(&mut self, key: KeyEvent) -> EditorOutcome {
        let Some(action) = action(key) else {
            return EditorOutcome::Ignored;
        };
        if !matches!(
            action,
            Action::Go(
                Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown,
                _
            )
        ) {
            self.goal = None;
        }
        match action {
            Action::Save => return EditorOutcome::Save,
            Action::Cancel if self.model.selection().is_none() => return EditorOutcome::Cancel,
            Action::Cancel => self.model.clear_selection(),
            Action::Go(motion, extent) => {
                let place = self.target(motion);
                self.model.go(place, extent);
            }
            edit => self.model.apply(edit),
        }
        EditorOutcome::Consumed
    }

    /// Paints the text into `area`, scrolled so that the cursor is seen, and returns the cursor's place.
    pub fn render(&self, area: Rect, buf: &mut Buffer, styles: EditorStyles) -> Option<Position> {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return None;
        }
        self.area.set(area);
        clear_area(buf, area);
        buf.set_style(area, styles.text);
        let layout = self.layout();
        let (row, x) = layout.locate(self.model.cursor());
        let top = scrolled(
            self.top.get(),
            row,
            layout.rows.len(),
            usize::from(area.height),
        );
        self.top.set(top);
        for (y, shown) in (area.top()..area.bottom()).zip(top..layout.rows.len()) {
            self.paint_row(&layout, shown, Rect { y, ..area }, buf, styles);
        }
        let y = area.y + u16::try_from(row - top).ok()?;
        Some(Position::new(area.x + x.min(area.width - 1), y))
    }

    fn paint_row(
        &self,
        layout: &Layout<'_>,
        row: usize,
        area: Rect,
        buf: &mut Buffer,
        styles: EditorStyles,
    ) {
        let selection = self.model.selection();
        let line = layout.rows[row].line;
        let mut x = area.x;
        for glyph in layout.glyphs(row) {
            let at = (line, glyph.col);
            let selected = selection.is_some_and(|(start, end)| start <= at && at < end);
            let style = if selected {
                styles.selection
            } else {
                styles.text
            };
            x += put(
                buf,
                x,
                area.y,
                area.right().saturating_sub(x),
                &glyph.shown,
                style,
            );
        }
    }

    fn layout(&self) -> Layout<'_> {
        Layout::new(self.model.lines(), self.area.get().width)
    }

    fn target(&mut self, motion: Motion) -> Place {
        let cursor = self.model.cursor();
        let page = isize::try_from(self.area.get().height.saturating_sub(1).max(1)).unwrap_or(1);
        match motion {
            Motion::Left => self.model.left_of(cursor),
            Motion::Right => self.model.right_of(cursor),
            Motion::WordLeft => self.model.word_left_of(cursor),
            Motion::WordRight => self.model.word_right_of(cursor),
            Motion::TextStart => (0, 0),
            Motion::TextEnd => self.model.end(),
            Motion::Up => self.vertical(-1),
            Motion::Down => self.vertical(1),
            Motion::PageUp => self.vertical(-page),
            Motion::PageDown => self.vertical(page),
            Motion::RowStart => {
                let layout = self.layout();
                layout.row_start(layout.locate(cursor).0)
            }
            Motion::RowEnd => {
                let layout = self.layout();
                layout.row_end(layout.locate(cursor).0)
            }
        }
    }

    fn vertical(&mut self, rows: isize) -> Place {
        let layout = self.layout();
        let (row, x) = layout.locate(self.model.cursor());
        let goal = self.goal.unwrap_or(x);
        let target = row.saturating_add_signed(rows);
        let place = if target >= layout.rows.len() {
            self.model.end()
        } else if row == 0 && rows < 0 {
            (0, 0)
        } else {
            layout.place_at(target, goal)
        };
        self.goal = Some(goal);
        place
    }
}

/// The first row to show so that `row` is seen and no room is left empty at the bottom.
fn scrolled(top: usize, row: usize, rows: usize, height: usize) -> usize {
    let lowest = (row + 1).saturating_sub(height);
    top.min(rows.saturating_sub(height)).clamp(lowest, row)
}
