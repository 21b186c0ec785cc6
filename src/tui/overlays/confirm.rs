//! A question answered by yes or no.

use crate::tui::keymap::{KeyCode, KeyEvent};
use ratatui::layout::Position;

use super::{Next, Overlay, hint};
use crate::tui::command::CommandId;
use crate::tui::effect::Effect;
use crate::tui::inscript;
use crate::tui::panes::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, centred};

/// A yes-or-no question.
pub struct Confirm {
    question: String,
    command: CommandId,
    argument: String,
}

impl Confirm {
    /// Asks `question`; yes runs `command` with `argument`.
    pub fn new(question: String, command: CommandId, argument: String) -> Self {
        Confirm {
            question,
            command,
            argument,
        }
    }
}

impl Overlay for Confirm {
    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Next {
        match key.code {
            KeyCode::Char(c) if matches!(inscript::to_latin(c).unwrap_or(c), 'y' | 'Y') => {
                Next::Close(vec![Effect::Run(self.command, self.argument.clone())])
            }
            KeyCode::Char('n' | 'N' | 'q') | KeyCode::Esc => Next::close(),
            _ => Next::stay(),
        }
    }

    fn hints(&self) -> Vec<(String, String)> {
        vec![hint("y", "yes"), hint("n", "no"), hint("Esc", "no")]
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = centred(scene.area, 66, 6);
        let inner = canvas.boxed(area, "Sure?");
        canvas.wrapped(inner, &self.question, Role::Text);
        canvas.put(
            inner.x,
            inner.bottom().saturating_sub(1),
            inner.width,
            "y yes   n no",
            Role::HintKey,
        );
        None
    }
}
