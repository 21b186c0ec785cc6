//! Products: search as you type, with detail.

use crate::tui::keymap::{KeyCode, KeyEvent, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{Pane, Scene};
use crate::tui::command::{CommandId, Context};
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::{Level, Reply};
use crate::tui::product_search::ProductSearch;
use crate::tui::widgets::Canvas;

/// The Products pane.
pub struct Products {
    search: ProductSearch,
    typing: bool,
    asked: bool,
}

impl Default for Products {
    fn default() -> Self {
        Products {
            search: ProductSearch::new(0, ""),
            typing: false,
            asked: false,
        }
    }
}

impl Pane for Products {
    fn context(&self) -> Context {
        if self.typing {
            Context::Typing
        } else {
            Context::Products
        }
    }

    fn shown(&mut self, scene: &Scene<'_>) -> Effects {
        self.typing = true;
        if self.asked || scene.place.is_none() {
            return Effects::new();
        }
        self.asked = true;
        self.search.ask()
    }

    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Option<Effects> {
        if !self.typing {
            return None;
        }
        match key.code {
            KeyCode::Tab | KeyCode::BackTab => None,
            KeyCode::Char(_)
                if key.modifiers.intersects(super::COMMAND_MODIFIERS) && !is_clear(key) =>
            {
                None
            }
            KeyCode::Esc | KeyCode::Enter => {
                self.typing = false;
                Some(Effects::new())
            }
            _ => Some(self.search.key(key)),
        }
    }

    fn paste(&mut self, _scene: &Scene<'_>, text: &str) -> Effects {
        self.typing = true;
        self.search.paste(text)
    }

    fn mouse(&mut self, _scene: &Scene<'_>, mouse: MouseEvent) -> Effects {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.search.move_by(3),
            MouseEventKind::ScrollUp => self.search.move_by(-3),
            _ => {}
        }
        Effects::new()
    }

    fn run(&mut self, _scene: &Scene<'_>, command: CommandId, argument: &str) -> Option<Effects> {
        match command {
            CommandId::Down => self.search.move_by(1),
            CommandId::Up => self.search.move_by(-1),
            CommandId::PageDown => self.search.move_by(10),
            CommandId::PageUp => self.search.move_by(-10),
            CommandId::Top => self.search.jump(0),
            CommandId::Bottom => self.search.jump(usize::MAX),
            CommandId::Filter if argument.is_empty() => self.typing = true,
            CommandId::Filter => return Some(self.search.set(argument)),
            CommandId::Copy => return Some(self.copy()),
            CommandId::Open => {}
            CommandId::Back => return Some(self.search.clear()),
            _ => return None,
        }
        Some(Effects::new())
    }

    fn why_not(&self, _scene: &Scene<'_>, command: CommandId) -> Option<&'static str> {
        (command == CommandId::Open).then_some("all about it is on screen already")
    }

    fn reply(&mut self, _scene: &Scene<'_>, reply: &Reply) -> Effects {
        self.search.reply(reply);
        Effects::new()
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = scene.area;
        let inner = Rect::new(
            area.x + 1,
            area.y,
            area.width.saturating_sub(2),
            area.height,
        );
        self.search.view(inner, canvas, self.typing)
    }
}

impl Products {
    fn copy(&self) -> Effects {
        let Some(product) = self.search.chosen() else {
            return Effects::new();
        };
        vec![
            Effect::Copy(format!("{} {}", product.id, product.title)),
            Effect::Tell(Level::Good, format!("copied: {}", product.id)),
        ]
    }
}

/// Ctrl-U empties the field.
fn is_clear(key: KeyEvent) -> bool {
    key.code == KeyCode::Char('u')
}
