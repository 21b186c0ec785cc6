//! A question answered by one line of text.

use crate::tui::keymap::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};

use super::field::Field;
use super::{Next, Overlay, hint};
use crate::tui::command::{Command, CommandId};
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::Reply;
use crate::tui::panes::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, centred};

/// A question with a field.
pub struct Line {
    question: String,
    field: Field,
    command: CommandId,
    /// Whether the proposed answer still stands untouched: the first letter typed takes its place.
    proposed: bool,
    /// What a file's name may go on with.
    choices: Vec<String>,
}

impl Line {
    /// Asks `question`; the answer becomes the argument of `command`.
    pub fn new(question: String, preset: &str, command: CommandId) -> Self {
        Line {
            question,
            field: Field::new(preset),
            command,
            // A filter or comment is refined, so what stands there stays; a count or a format is replaced.
            proposed: !matches!(command, CommandId::Filter | CommandId::Comment)
                && !preset.is_empty(),
            choices: Vec::new(),
        }
    }
}

impl Overlay for Line {
    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Next {
        match key.code {
            KeyCode::Esc => Next::close(),
            KeyCode::Enter => Next::Close(vec![Effect::Run(
                self.command,
                self.field.text().trim().to_owned(),
            )]),
            KeyCode::Tab if self.command == CommandId::Import => {
                let line = self.field.text();
                Next::Stay(vec![Effect::Complete { line }])
            }
            _ => {
                self.choices.clear();
                let types = matches!(key.code, KeyCode::Char(_))
                    && !key
                        .modifiers
                        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
                if std::mem::take(&mut self.proposed) && types {
                    self.field = Field::new("");
                }
                self.field.key(key);
                Next::stay()
            }
        }
    }

    fn paste(&mut self, _scene: &Scene<'_>, text: &str) -> Next {
        if std::mem::take(&mut self.proposed) {
            self.field = Field::new("");
        }
        self.field.paste(text);
        Next::stay()
    }

    fn reply(&mut self, reply: &Reply) -> Effects {
        if let Reply::Completed {
            line,
            completed,
            choices,
        } = reply
            && *line == self.field.text()
        {
            self.field = Field::new(completed);
            self.choices.clone_from(choices);
        }
        Effects::new()
    }

    fn hints(&self) -> Vec<(String, String)> {
        let mut hints = vec![hint("Enter", "go"), hint("Esc", "back")];
        if self.proposed {
            hints.insert(1, hint("type", "to write another"));
        }
        if self.command == CommandId::Import {
            hints.insert(1, hint("Tab", "complete"));
        }
        hints
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = centred(scene.area, 66, 5);
        let inner = canvas.boxed(area, Command::of(self.command).title);
        canvas.put(inner.x, inner.y, inner.width, &self.question, Role::Text);
        let choices = self.choices.join("  ");
        canvas.put(inner.x, inner.y + 1, inner.width, &choices, Role::Muted);
        self.field
            .view(canvas, Rect::new(inner.x, inner.y + 2, inner.width, 1))
    }
}
