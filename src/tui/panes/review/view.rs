//! Drawing the pane.

use ratatui::layout::Position;

use super::Review;
use super::drawing::{head, page, side};
use super::layout::{Focus, Layout};
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

impl Review {
    pub(super) fn draw(&self, layout: Layout, canvas: &mut Canvas<'_>) -> Option<Position> {
        if let Some(area) = layout.queue {
            self.queue.view(area, canvas, self.focus == Focus::Queue);
            if layout.text.is_some() {
                canvas.bar(area.right() + 1, area.y, area.height);
            }
        }
        let Some(reader) = &self.reader else {
            if let (Some(text), true) = (layout.text, self.queue.chosen().is_some()) {
                canvas.put(
                    text.x,
                    text.y,
                    text.width,
                    "Enter opens the conversation.",
                    Role::Muted,
                );
            }
            return None;
        };
        if let Some(area) = layout.head {
            head(reader, area, canvas);
            canvas.rule(area.x, area.bottom(), area.width);
        }
        if let Some(area) = layout.side {
            canvas.bar(area.x - 2, area.y, area.height);
            if self.card_area(layout) == Some(area) {
                self.draw_side_card(area, canvas);
            } else {
                side(reader, area, canvas);
            }
        }
        let area = layout.text?;
        page(reader, area, canvas, self.focus == Focus::Reader);
        if let Some(over) = self.card_area(layout).filter(|_| layout.side.is_none()) {
            self.draw_card_over(over, canvas);
        }
        let editing = self.editing.as_ref()?;
        editing.view(editing.area(area), canvas)
    }
}
