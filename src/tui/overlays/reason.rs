//! The question why something is rejected: a digit answers.

use crate::tui::keymap::{KeyCode, KeyEvent};
use ratatui::layout::Position;

use super::{Next, Overlay, hint};
use crate::domain::Reason;
use crate::tui::command::CommandId;
use crate::tui::effect::Effect;
use crate::tui::inscript;
use crate::tui::panes::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, centred};

/// The list of reasons.
pub struct Reasons {
    command: CommandId,
}

impl Reasons {
    /// Asks for the reason of a rejecting command.
    pub fn new(command: CommandId) -> Self {
        Reasons { command }
    }
}

impl Overlay for Reasons {
    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Next {
        let digit = match key.code {
            KeyCode::Char(c) => inscript::to_latin(c).unwrap_or(c),
            KeyCode::Enter => '0',
            KeyCode::Esc => return Next::close(),
            _ => return Next::stay(),
        };
        match Reason::from_digit(digit) {
            Some(reason) => Next::Close(vec![Effect::Run(self.command, reason.code().to_owned())]),
            None => Next::stay(),
        }
    }

    fn hints(&self) -> Vec<(String, String)> {
        vec![
            hint("1-9", "reason"),
            hint("0", "other"),
            hint("Esc", "do not reject"),
        ]
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let rows = Reason::ALL.len() as u16;
        let area = centred(scene.area, 64, rows + 2);
        let inner = canvas.boxed(area, "Reject: why?");
        for (row, reason) in Reason::ALL.into_iter().enumerate() {
            let y = inner.y + row as u16;
            if y >= inner.bottom() {
                break;
            }
            let digit = reason.digit().to_string();
            canvas.parts(
                inner.x,
                y,
                28,
                &[
                    (Role::HintKey, &digit),
                    (Role::Text, "  "),
                    (Role::Text, reason.english()),
                ],
            );
            canvas.put(
                inner.x + 29,
                y,
                inner.width.saturating_sub(29),
                reason.hindi(),
                Role::Muted,
            );
        }
        None
    }
}
