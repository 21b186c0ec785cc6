//! The editor of one line, for search boxes and prompts.
//!
//! Owns: sideways scrolling.
//! Does not: search or submit; Enter comes back as [`EditorOutcome::Save`].

use std::cell::Cell;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::keys::{Action, Extent, Motion, action};
use super::layout::{Glyph, glyphs};
use super::model::Model;
use super::{EditorOutcome, EditorStyles};
use crate::tui::text::{clear_area, put, truncate};

/// A text field of one line.
#[derive(Debug, Clone)]
pub struct Field {
    model: Model,
    placeholder: &'static str,
    /// First glyph shown, as the last frame left it.
    first: Cell<usize>,
}

impl Default for Field {
    fn default() -> Self {
        Self::new("")
    }
}

impl Field {
    /// A field holding `text`, the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut model = Model::new(&one_line(text));
        model.go(model.end(), Extent::Move);
        Self {
            model,
            placeholder: "",
            first: Cell::new(0),
        }
    }

    /// The same field with a hint that stands in it while it is empty.
    pub fn with_placeholder(mut self, placeholder: &'static str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// What was typed.
    pub fn text(&self) -> String {
        self.model.text()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.model.lines().iter().all(String::is_empty)
    }

    /// Replaces the text, keeping the hint.
    pub fn set_text(&mut self, text: &str) {
        let placeholder = self.placeholder;
        *self = Self::new(text).with_placeholder(placeholder);
    }

    /// Puts in a pasted text; its line ends become spaces.
    pub fn paste(&mut self, text: &str) {
        self.model.paste(&one_line(text));
    }

    /// Does what a key asks for. Enter is [`EditorOutcome::Save`]; Up, Down and the page keys are left to the caller.
    pub fn handle(&mut self, key: KeyEvent) -> EditorOutcome {
        let Some(action) = action(key) else {
            return EditorOutcome::Ignored;
        };
        let cursor = self.model.cursor();
        let place = match action {
            Action::Save | Action::Newline => return EditorOutcome::Save,
            Action::Cancel => return EditorOutcome::Cancel,
            Action::Go(motion, extent) => {
                let place = match motion {
                    Motion::Left => self.model.left_of(cursor),
                    Motion::Right => self.model.right_of(cursor),
                    Motion::WordLeft => self.model.word_left_of(cursor),
                    Motion::WordRight => self.model.word_right_of(cursor),
                    Motion::RowStart | Motion::TextStart => (0, 0),
                    Motion::RowEnd | Motion::TextEnd => self.model.end(),
                    Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown => {
                        return EditorOutcome::Ignored;
                    }
                };
                Some((place, extent))
            }
            _ => None,
        };
        match place {
            Some((place, extent)) => self.model.go(place, extent),
            None => self.model.apply(action),
        }
        EditorOutcome::Consumed
    }

    /// Paints the field into the first row of `area` and returns the cursor's place.
    pub fn render(&self, area: Rect, buf: &mut Buffer, styles: EditorStyles) -> Option<Position> {
        let area = Rect { height: 1, ..area }.intersection(buf.area);
        if area.is_empty() {
            return None;
        }
        clear_area(buf, area);
        buf.set_style(area, styles.text);
        if self.is_empty() {
            let hint = truncate(self.placeholder, area.width);
            put(buf, area.x, area.y, area.width, &hint, styles.placeholder);
            return Some(area.as_position());
        }
        let lines = self.model.lines();
        let glyphs = glyphs(lines.first().map_or("", String::as_str));
        let (_, col) = self.model.cursor();
        let cursor = glyphs.iter().take_while(|glyph| glyph.col < col).count();
        let first = first_shown(&glyphs, self.first.get(), cursor, area.width);
        self.first.set(first);
        let selection = self.model.selection();
        let (mut x, mut at) = (area.x, area.x);
        for (index, glyph) in glyphs.iter().enumerate().skip(first) {
            let selected =
                selection.is_some_and(|(start, end)| start.1 <= glyph.col && glyph.col < end.1);
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
            if index < cursor {
                at = x;
            }
        }
        Some(Position::new(at.min(area.right() - 1), area.y))
    }
}

/// The first glyph to show so that the cursor, which stands before glyph `cursor`, is inside `columns`.
fn first_shown(glyphs: &[Glyph<'_>], first: usize, cursor: usize, columns: u16) -> usize {
    let mut first = first.min(cursor);
    let mut taken: u16 = glyphs[first..cursor]
        .iter()
        .fold(0, |sum, glyph| sum.saturating_add(glyph.width));
    while taken >= columns && first < cursor {
        taken -= glyphs[first].width.min(taken);
        first += 1;
    }
    first
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r'])
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
