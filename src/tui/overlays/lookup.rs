//! A product look-up over any pane.

use ratatui::layout::{Position, Rect};

use super::{Next, Overlay, hint};
use crate::tui::command::CommandId;
use crate::tui::effect::{Effect, Effects};
use crate::tui::keymap::{KeyCode, KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use crate::tui::msg::Reply;
use crate::tui::panes::{PaneId, Scene};
use crate::tui::product_search::{
    HEAD_ROWS, Marks, ProductSearch, describe, row_at, view_head, view_rows,
};
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, centred};

/// Requests of the look-up count from here, so that the Products pane's answers are not taken for its own.
const FIRST_REQUEST: u64 = 1 << 32;

/// The look-up.
pub struct Lookup {
    search: ProductSearch,
    /// The pane that it lies over.
    over: PaneId,
}

impl Lookup {
    /// A look-up that starts with these words.
    pub fn new(words: &str, over: PaneId) -> (Self, Effects) {
        let mut search = ProductSearch::new(FIRST_REQUEST, words);
        let effects = search.ask();
        (Lookup { search, over }, effects)
    }

    /// Over Review the product goes into the turn under the cursor; elsewhere the search goes on in Products.
    fn go(&self) -> Effects {
        let words = self.search.field.text();
        match (self.over, self.search.chosen()) {
            (PaneId::Review, Some(product)) => vec![Effect::Use(Box::new(product.clone()))],
            (PaneId::Review, None) => Effects::new(),
            _ if words.trim().is_empty() => vec![Effect::Run(CommandId::GoProducts, String::new())],
            _ => vec![
                Effect::Run(CommandId::GoProducts, String::new()),
                Effect::Run(CommandId::Filter, words),
            ],
        }
    }

    /// Head, list and detail inside the box.
    fn areas(&self, scene: &Scene<'_>) -> [Rect; 3] {
        let outer = outer(scene);
        let inner = Rect::new(
            outer.x + 2,
            outer.y + 1,
            outer.width.saturating_sub(4),
            outer.height.saturating_sub(2),
        );
        let head_rows = HEAD_ROWS.min(inner.height);
        let head = Rect {
            height: head_rows,
            ..inner
        };
        let rest = inner.height - head_rows;
        let rows = (rest / 2).max(1).min(rest);
        let list = Rect::new(inner.x, head.bottom(), inner.width, rows);
        let y = (list.bottom() + 1).min(inner.bottom());
        let detail = Rect::new(inner.x, y, inner.width, inner.bottom() - y);
        [head, list, detail]
    }
}

fn outer(scene: &Scene<'_>) -> Rect {
    centred(scene.area, 110, scene.area.height.saturating_sub(2).max(8))
}

impl Overlay for Lookup {
    fn key(&mut self, scene: &Scene<'_>, key: KeyEvent) -> Next {
        let [_, list, _] = self.areas(scene);
        self.search.set_rows(usize::from(list.height));
        match key.code {
            KeyCode::Esc => Next::close(),
            KeyCode::Enter => Next::Close(self.go()),
            _ => Next::Stay(self.search.key(key)),
        }
    }

    fn paste(&mut self, _scene: &Scene<'_>, text: &str) -> Next {
        Next::Stay(self.search.paste(text))
    }

    fn mouse(&mut self, scene: &Scene<'_>, mouse: MouseEvent) -> Next {
        let [_, list, _] = self.areas(scene);
        let place = Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::ScrollDown => Next::Stay(self.search.move_by(3)),
            MouseEventKind::ScrollUp => Next::Stay(self.search.move_by(-3)),
            MouseEventKind::Down(MouseButton::Left) if !outer(scene).contains(place) => {
                Next::close()
            }
            MouseEventKind::Down(MouseButton::Left) => {
                match row_at(self.search.results(), list, place) {
                    Some(at) => Next::Stay(self.search.jump(at)),
                    None => Next::stay(),
                }
            }
            _ => Next::stay(),
        }
    }

    fn reply(&mut self, reply: &Reply) -> Effects {
        self.search.reply(reply).unwrap_or_default()
    }

    fn hints(&self) -> Vec<(String, String)> {
        let go = match self.over {
            PaneId::Review => "use it in this turn",
            _ => "go on in Products",
        };
        vec![
            hint("type", "to search"),
            hint("↓↑", "choose"),
            hint("Enter", go),
            hint("Esc", "back"),
        ]
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        canvas.boxed(outer(scene), "Look a product up");
        let [head, list, detail] = self.areas(scene);
        let cursor = view_head(&self.search, "", head, canvas);
        let (results, marker) = (self.search.results(), self.search.marker());
        view_rows(results, marker, Marks::default(), list, canvas);
        if self.search.answered() && self.search.results().is_empty() {
            let text = "No product has all of this. Take a word away, or write it another way.";
            canvas.wrapped(list, text, Role::Muted);
        }
        let Some(product) = self.search.chosen() else {
            return cursor;
        };
        canvas.rule(list.x, list.bottom(), list.width);
        let mut y = detail.y;
        for (role, line) in describe(product) {
            if y >= detail.bottom() {
                break;
            }
            let room = Rect::new(detail.x, y, detail.width, detail.bottom() - y);
            y += canvas.wrapped(room, &line, role).max(1);
        }
        cursor
    }
}
