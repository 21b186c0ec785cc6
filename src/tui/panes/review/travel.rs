//! Moving about: from conversation to conversation, by page, by mouse.

use ratatui::layout::Position;

use super::Review;
use super::layout::{Focus, Layout};
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::Level;

impl Review {
    pub(super) fn next_conversation(&mut self) -> Effects {
        match self.queue.next_undecided() {
            Some(id) => {
                self.queue.point_at(id);
                let mut effects = self.read(id);
                effects.extend(self.queue.move_by(0, 20));
                effects
            }
            None => vec![Effect::Tell(
                Level::Good,
                "everything listed is judged; x exports".to_owned(),
            )],
        }
    }

    pub(super) fn beside(&mut self, step: isize) -> Effects {
        match self.queue.beside(step) {
            Some(id) => {
                self.queue.point_at(id);
                let mut effects = self.read(id);
                effects.extend(self.queue.move_by(0, 20));
                effects
            }
            None => vec![Effect::Tell(
                Level::Info,
                "that is the end of the queue".to_owned(),
            )],
        }
    }

    pub(super) fn scroll(&mut self, step: isize, layout: Layout) -> Effects {
        let (width, rows) = layout.page();
        if let Some(reader) = &mut self.reader {
            let lines = reader.lines(width);
            let last = lines.len().saturating_sub(rows);
            reader.top = reader.top.saturating_add_signed(step).min(last);
            let shown = &lines[reader.top.min(lines.len())..(reader.top + rows).min(lines.len())];
            let (first, end) = (
                shown.first().map_or(0, |l| l.turn),
                shown.last().map_or(0, |l| l.turn),
            );
            reader.at = reader.at.clamp(first, end);
        }
        Effects::new()
    }

    pub(super) fn click(&mut self, place: Position, layout: Layout) -> Effects {
        let Some(area) = layout.text.filter(|area| area.contains(place)) else {
            return Effects::new();
        };
        self.focus = Focus::Reader;
        if let Some(reader) = &mut self.reader {
            let row = reader.top + usize::from(place.y - area.y);
            if let Some(line) = reader.lines(area.width).get(row) {
                reader.at = line.turn;
            }
        }
        Effects::new()
    }

    /// The first click chooses a conversation, a second one on it opens it.
    pub(super) fn click_queue(&mut self, place: Position, layout: Layout) -> Effects {
        self.focus = Focus::Queue;
        let again = layout
            .queue
            .is_some_and(|area| self.queue.click(area, place.y));
        match self.queue.chosen().map(|line| line.id) {
            Some(id) if again => self.open(id),
            _ => self.preview_after(layout),
        }
    }
}
