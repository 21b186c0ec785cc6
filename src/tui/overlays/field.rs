//! A one-line text field of an overlay or pane, with a cursor that moves by syllable.

use crate::tui::keymap::KeyEvent;
use ratatui::layout::{Position, Rect};

use crate::tui::editor::{EditorOutcome, Field as Line};
use crate::tui::widgets::Canvas;

/// A one-line text field.
pub struct Field {
    line: Line,
}

impl Field {
    /// A field in which `text` stands.
    pub fn new(text: &str) -> Self {
        Field {
            line: Line::new(text),
        }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.line.text()
    }

    /// Takes a key; says whether the text changed.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let before = self.line.text();
        matches!(self.line.handle(key), EditorOutcome::Consumed) && self.line.text() != before
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.line.paste(text);
    }

    /// Draws the field in one row; the place of its cursor.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect) -> Option<Position> {
        canvas.input(area);
        let styles = canvas.theme.editor();
        self.line.render(area, canvas.buf, styles)
    }
}
