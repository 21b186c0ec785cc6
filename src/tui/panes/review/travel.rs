//! Moving about: from conversation to conversation, by page, by mouse.

use ratatui::layout::Position;

use super::Review;
use super::layout::{Focus, Layout};
use super::queue::NextOpen;
use super::reader::Reader;
use crate::domain::ConversationId;
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::Level;

impl Review {
    /// To the next conversation with an undecided turn. `done` says what became of this one.
    pub(super) fn next_conversation(&mut self, done: &str) -> Effects {
        let from = self.reader.as_ref().map(Reader::id);
        let (level, text, mut effects) = match self.queue.next_undecided(from) {
            NextOpen::Found(number, id) => {
                self.seeking = None;
                (Level::Good, format!("now #{number}"), self.visit(id))
            }
            NextOpen::Beyond => {
                self.seeking = Some(done.to_owned());
                return self.queue.seek();
            }
            NextOpen::None => {
                self.seeking = None;
                let text = "everything listed is judged; x exports";
                (Level::Good, text.to_owned(), Effects::new())
            }
        };
        let text = if done.is_empty() {
            text
        } else {
            format!("{done}; {text}")
        };
        effects.push(Effect::Tell(level, text));
        effects
    }

    /// More lines came while the next undecided conversation is looked for.
    pub(super) fn go_on_seeking(&mut self) -> Effects {
        match self.seeking.take() {
            Some(done) => self.next_conversation(&done),
            None => Effects::new(),
        }
    }

    fn visit(&mut self, id: ConversationId) -> Effects {
        let _ = self.queue.point_at(id);
        let mut effects = self.read(id);
        effects.extend(self.queue.move_by(0, 20));
        effects
    }

    pub(super) fn beside(&mut self, step: isize) -> Effects {
        let from = self.opening.or(self.reader.as_ref().map(Reader::id));
        match self.queue.beside(from, step) {
            Some(id) => self.visit(id),
            None => {
                let end = if step > 0 { "last" } else { "first" };
                let text = format!("this is the {end} conversation of the queue");
                vec![Effect::Tell(Level::Info, text)]
            }
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
