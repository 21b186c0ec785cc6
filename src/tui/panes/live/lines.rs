//! The turns of a conversation as rows to read: a chat, wrapped by cluster.

use super::stream::Stream;
use crate::domain::Speaker;
use crate::tui::safe::SafeText;
use crate::tui::text;
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// Columns of text at most: longer rows are hard to read.
const WIDEST: u16 = 76;
/// Columns that the assistant's turns stand further to the right.
const INDENT: u16 = 3;
/// Columns of the letter that says who speaks, and the gap after it.
const LETTER: u16 = 3;

/// One row.
struct Line {
    speaker: Speaker,
    /// Whether it is the first row of its turn.
    first: bool,
    text: String,
}

/// The rows of a conversation.
pub struct Lines(Vec<Option<Line>>);

impl Lines {
    /// All rows at a width; a turn is parted from the one before by an empty row.
    pub fn of(stream: &Stream, width: u16) -> Self {
        let width = width.saturating_sub(INDENT + LETTER + 1).clamp(1, WIDEST);
        let mut lines = Vec::new();
        for turn in &stream.turns {
            if !lines.is_empty() {
                lines.push(None);
            }
            let shown = if turn.text.is_empty() {
                "…"
            } else {
                &turn.text
            };
            let safe = SafeText::block(shown);
            let rows = text::wrap(safe.as_str(), width);
            lines.extend(rows.iter().enumerate().map(|(at, row)| {
                Some(Line {
                    speaker: turn.speaker,
                    first: at == 0,
                    text: row.of(safe.as_str()).to_owned(),
                })
            }));
        }
        Lines(lines)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Draws as many as there is room for, from `top` on, or the last ones.
    pub fn draw(&self, area: ratatui::layout::Rect, top: Option<usize>, canvas: &mut Canvas<'_>) {
        let room = usize::from(area.height);
        let last = self.len().saturating_sub(room);
        let top = top.map_or(last, |top| top.min(last));
        let rows = (area.y..area.bottom()).zip(self.0.iter().skip(top));
        for (y, line) in rows.filter_map(|(y, line)| Some((y, line.as_ref()?))) {
            let (letter, role, indent) = match line.speaker {
                Speaker::User => ("U", Role::User, 0),
                Speaker::Assistant => ("A", Role::Assistant, INDENT),
            };
            let x = area.x + indent;
            if line.first {
                canvas.put(x, y, area.width.saturating_sub(indent), letter, role);
            }
            let width = area.width.saturating_sub(indent + LETTER);
            canvas.put(x + LETTER, y, width, &line.text, role);
        }
    }
}
