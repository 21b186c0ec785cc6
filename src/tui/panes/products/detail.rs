//! The product under the cursor: what the catalogue says of it.

use ratatui::layout::{Position, Rect};

use super::Products;
use super::layout::{Focus, Layout};
use crate::tui::command::CommandId;
use crate::tui::effect::Effects;
use crate::tui::product_search::describe;
use crate::tui::widgets::Canvas;

/// Where the page about the product stands.
#[derive(Debug, Default)]
pub struct Detail {
    top: usize,
}

impl Products {
    pub(super) fn run_in_detail(&mut self, layout: Layout, command: CommandId) -> Option<Effects> {
        match command {
            CommandId::Down => self.scroll_detail(layout, 1),
            CommandId::Up => self.scroll_detail(layout, -1),
            CommandId::Back => self.focus = Focus::List,
            _ => return None,
        }
        Some(Effects::new())
    }

    pub(super) fn scroll_detail(&mut self, _layout: Layout, step: isize) {
        self.detail.top = self.detail.top.saturating_add_signed(step);
    }

    pub(super) fn click_detail(&mut self, _layout: Layout, _place: Position) -> Effects {
        self.focus = Focus::Detail;
        Effects::new()
    }

    pub(super) fn draw_detail(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let Some(product) = self.chosen() else {
            return;
        };
        let mut y = area.y;
        for (role, line) in describe(product).into_iter().skip(self.detail.top) {
            if y >= area.bottom() {
                break;
            }
            let room = Rect::new(area.x, y, area.width, area.bottom() - y);
            y += canvas.wrapped(room, &line, role).max(1);
        }
    }
}
