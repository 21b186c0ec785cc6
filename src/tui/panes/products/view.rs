//! Drawing the pane.

use ratatui::layout::{Position, Rect};

use super::Products;
use super::layout::{Focus, Layout};
use crate::tui::product_search::{Marks, grouped, view_head, view_rows};
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

impl Products {
    pub(super) fn draw(&self, layout: Layout, canvas: &mut Canvas<'_>) -> Option<Position> {
        let cursor = view_head(&self.search, &self.marked.note(), layout.head, canvas);
        if let Some(column) = layout.column {
            let focused = self.focus == Focus::Facets;
            self.panel.view(&self.search, column, canvas, focused);
            canvas.bar(column.right() + 1, column.y, column.height);
        }
        if self.search.results().is_empty() {
            self.nothing(layout.list, canvas);
        } else {
            let ids = self.marked.ids();
            let (results, marker) = (self.search.results(), self.search.marker());
            view_rows(results, marker, Marks(&ids), layout.list, canvas);
            self.line(layout, canvas);
            if let Some(place) = self.draw_detail(layout, canvas) {
                return Some(place);
            }
        }
        if let Some(over) = layout.over {
            let inside = canvas.boxed(over, "Narrow by");
            self.panel.view(&self.search, inside, canvas, true);
        }
        cursor.filter(|_| self.focus == Focus::Field)
    }

    fn line(&self, layout: Layout, canvas: &mut Canvas<'_>) {
        let line = layout.line;
        if line.width == 1 {
            canvas.bar(line.x, line.y, line.height);
            return;
        }
        if line.height > 0 {
            canvas.rule(line.x, line.y, line.width);
            let results = self.search.results();
            let (at, of) = (grouped(results.list.at + 1), grouped(results.len()));
            let place = format!(" {at} of {of} ");
            canvas.right(line, line.y, &place, Role::Muted);
        }
    }

    /// Why there is nothing, and what to do.
    fn nothing(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let narrowed = !self.search.narrowing.picks().is_empty();
        let worded = !self.search.field.text().trim().is_empty();
        let text = match (self.search.answered(), worded, narrowed) {
            (false, _, _) => return,
            (true, false, false) if self.search.aside().is_none() => {
                "The catalogue is empty. :import FILE brings products in."
            }
            (true, _, _) if self.search.aside().is_some() => {
                "Nothing in the catalogue stands so to this product. Esc goes back."
            }
            (true, _, true) => {
                "No product has all of this. x clears what is chosen, / changes the words."
            }
            (true, _, false) => {
                "No product has all of this. Take a word away, or write it another way."
            }
        };
        canvas.wrapped(area, text, Role::Muted);
    }
}
