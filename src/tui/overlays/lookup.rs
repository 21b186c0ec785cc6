//! A product look-up over any pane.

use crate::tui::keymap::{KeyCode, KeyEvent};
use ratatui::layout::Position;

use super::{Next, Overlay, hint};
use crate::tui::effect::Effects;
use crate::tui::msg::Reply;
use crate::tui::panes::Scene;
use crate::tui::product_search::ProductSearch;
use crate::tui::widgets::{Canvas, centred};

/// Requests of the look-up count from here, so that the Products pane's answers are not taken for its own.
const FIRST_REQUEST: u64 = 1 << 32;

/// The look-up.
pub struct Lookup {
    search: ProductSearch,
}

impl Lookup {
    /// A look-up that starts with these words.
    pub fn new(words: &str) -> (Self, Effects) {
        let mut search = ProductSearch::new(FIRST_REQUEST, words);
        let effects = search.ask();
        (Lookup { search }, effects)
    }
}

impl Overlay for Lookup {
    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Next {
        match key.code {
            KeyCode::Esc => Next::close(),
            _ => Next::Stay(self.search.key(key)),
        }
    }

    fn paste(&mut self, _scene: &Scene<'_>, text: &str) -> Next {
        Next::Stay(self.search.paste(text))
    }

    fn reply(&mut self, reply: &Reply) {
        self.search.reply(reply);
    }

    fn hints(&self) -> Vec<(String, String)> {
        vec![
            hint("type", "to search"),
            hint("↓↑", "choose"),
            hint("Esc", "back"),
        ]
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = centred(scene.area, 110, scene.area.height.saturating_sub(2).max(8));
        let inner = canvas.boxed(area, "Look a product up");
        self.search.view(inner, canvas, true)
    }
}
