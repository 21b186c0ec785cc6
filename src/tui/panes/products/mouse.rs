//! The mouse in the pane: whatever a key does to what is seen, a click does too.

use ratatui::layout::Position;

use super::Products;
use super::layout::{Focus, Layout};
use crate::tui::effect::Effects;
use crate::tui::keymap::{MouseButton, MouseEvent, MouseEventKind};
use crate::tui::product_search::{HeadZone, head_zone, row_at};

/// Lines that one step of the wheel moves.
const WHEEL: isize = 3;

impl Products {
    pub(super) fn mouse_in(&mut self, layout: Layout, mouse: MouseEvent) -> Effects {
        let place = Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(layout, place, WHEEL),
            MouseEventKind::ScrollUp => self.wheel(layout, place, -WHEEL),
            MouseEventKind::Down(MouseButton::Left) => self.click(layout, place),
            _ => Effects::new(),
        }
    }

    fn wheel(&mut self, layout: Layout, place: Position, step: isize) -> Effects {
        let over_facets = layout.facets().is_some_and(|area| area.contains(place));
        if over_facets {
            self.panel.scroll(&self.search, step, layout.facet_rows());
        } else if layout.detail.contains(place) {
            self.scroll_detail(layout, step);
        } else {
            return self.search.move_by(step);
        }
        Effects::new()
    }

    fn click(&mut self, layout: Layout, place: Position) -> Effects {
        if self.detail.editing.is_some() {
            return self.click_detail(layout, place);
        }
        if let Some(zone) = head_zone(&self.search, layout.head, place) {
            return self.click_head(zone);
        }
        if let Some(area) = layout.facets()
            && let Some(pick) = self.panel.value_at(&self.search, area, place)
        {
            self.focus = Focus::Facets;
            return self.toggle(pick);
        }
        if layout.over.is_some_and(|over| !over.contains(place)) {
            self.focus = Focus::List;
        }
        if layout.over.is_some_and(|over| over.contains(place)) {
            return Effects::new();
        }
        if let Some(at) = row_at(self.search.results(), layout.list, place) {
            let again = at == self.search.results().list.at && self.focus == Focus::List;
            self.focus = if again { Focus::Detail } else { Focus::List };
            return self.search.jump(at);
        }
        if layout.detail.contains(place) {
            return self.click_detail(layout, place);
        }
        Effects::new()
    }

    fn click_head(&mut self, zone: HeadZone) -> Effects {
        match zone {
            HeadZone::Field => {
                self.focus = Focus::Field;
                Effects::new()
            }
            HeadZone::Order => self.sort(""),
            HeadZone::Clear => self.unfilter(),
            HeadZone::Chip(at) => match self.search.narrowing.picks().get(at).cloned() {
                Some(pick) => self.search.toggle(&pick),
                None => Effects::new(),
            },
        }
    }
}
