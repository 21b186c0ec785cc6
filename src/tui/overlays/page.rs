//! A page of lines to read: messages, the facts about a turn.

use crate::tui::keymap::{KeyCode, KeyEvent};
use ratatui::layout::{Position, Rect};

use super::{Next, Overlay, hint};
use crate::tui::effect::PageLine;
use crate::tui::panes::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, centred};

/// A titled page.
pub struct Page {
    title: String,
    lines: Vec<PageLine>,
    top: usize,
}

impl Page {
    /// A page of these lines.
    pub fn new(title: String, lines: Vec<PageLine>) -> Self {
        Page {
            title,
            lines,
            top: 0,
        }
    }
}

impl Overlay for Page {
    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Next {
        let last = self.lines.len().saturating_sub(1);
        match key.code {
            KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q') => return Next::close(),
            KeyCode::Down | KeyCode::Char('j') => self.top = (self.top + 1).min(last),
            KeyCode::Up | KeyCode::Char('k') => self.top = self.top.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top = (self.top + 10).min(last),
            KeyCode::PageUp => self.top = self.top.saturating_sub(10),
            _ => {}
        }
        Next::stay()
    }

    fn hints(&self) -> Vec<(String, String)> {
        vec![hint("↓↑", "scroll"), hint("Esc", "back")]
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let wanted = (self.lines.len() as u16)
            .saturating_mul(2)
            .saturating_add(3)
            .max(8);
        let area = centred(scene.area, 76, wanted);
        let inner = canvas.boxed(area, &self.title);
        if self.lines.is_empty() {
            canvas.put(inner.x, inner.y, inner.width, "Nothing yet.", Role::Muted);
        }
        let mut y = inner.y;
        let mut below = false;
        for line in self.lines.iter().skip(self.top) {
            let room = Rect::new(inner.x, y, inner.width, inner.bottom().saturating_sub(y));
            let needed = canvas.rows(&line.text, inner.width).max(1);
            below |= needed > room.height;
            if room.height == 0 {
                break;
            }
            y += canvas.wrapped(room, &line.text, line.role).max(1);
        }
        if below {
            canvas.right(inner, area.bottom() - 1, " more: ↓ ", Role::HintKey);
        }
        None
    }
}
