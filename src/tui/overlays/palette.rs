//! `:`: a command by name, with its argument.

use crate::tui::keymap::{KeyCode, KeyEvent};
use ratatui::layout::{Position, Rect};

use super::field::Field;
use super::{Next, Overlay, hint};
use crate::tui::app::App;
use crate::tui::command::{COMMANDS, Command, CommandId};
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::{Level, Reply};
use crate::tui::panes::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, ListState};

/// How many suggestions are shown.
const SHOWN: usize = 8;

/// The command line.
pub struct Palette {
    offered: Vec<&'static Command>,
    field: Field,
    list: ListState,
    /// What a file's name may go on with.
    choices: Vec<String>,
}

impl Palette {
    /// The commands that are offered where the app's focus is, and all that go somewhere else.
    pub fn new(app: &App) -> Self {
        let context = app.context();
        Palette {
            offered: COMMANDS
                .iter()
                .filter(|c| c.offered_in(context) || c.argument.is_some())
                .collect(),
            field: Field::new(""),
            list: ListState::default(),
            choices: Vec::new(),
        }
    }

    /// Whether a file's name is being typed.
    fn names_a_file(&self) -> bool {
        let text = self.field.text();
        let command = text.split_once(char::is_whitespace).map(|(word, _)| word);
        command == Some(Command::of(CommandId::Import).name)
    }

    /// The commands that the first word fits, best first.
    fn fitting(&self) -> Vec<&'static Command> {
        let text = self.field.text();
        let word = text.split_whitespace().next().unwrap_or_default();
        if word.is_empty() {
            return self.offered.clone();
        }
        if let Some(exact) = self.offered.iter().find(|c| c.name == word) {
            return vec![exact];
        }
        let names: Vec<&str> = self.offered.iter().map(|c| c.name).collect();
        let config = frizbee::Config::default();
        let found = frizbee::Matcher::new(word, &config).match_list(&names);
        found
            .iter()
            .map(|m| self.offered[m.index as usize])
            .collect()
    }

    fn go(&self) -> Effects {
        let text = self.field.text();
        let mut words = text.trim().splitn(2, char::is_whitespace);
        let first = words.next().unwrap_or_default();
        let argument = words.next().unwrap_or_default().trim().to_owned();
        if first.len() >= 8 && uuid::Uuid::parse_str(first).is_ok() {
            return match first.parse() {
                Ok(id) => vec![Effect::Visit(id)],
                Err(_) => Effects::new(),
            };
        }
        match self.fitting().get(self.list.at) {
            Some(command) => vec![Effect::Run(command.id, argument)],
            None => {
                let why = format!("there is no command `{first}`; ? lists what can be done here");
                vec![Effect::Tell(Level::Warn, why)]
            }
        }
    }
}

impl Overlay for Palette {
    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Next {
        let len = self.fitting().len();
        match key.code {
            KeyCode::Esc => return Next::close(),
            KeyCode::Enter => return Next::Close(self.go()),
            KeyCode::Down => self.list.move_by(1, len, SHOWN),
            KeyCode::Up => self.list.move_by(-1, len, SHOWN),
            KeyCode::Tab if self.names_a_file() => {
                let line = self.field.text();
                return Next::Stay(vec![Effect::Complete { line }]);
            }
            KeyCode::Tab => {
                if let Some(command) = self.fitting().get(self.list.at) {
                    self.field = Field::new(&format!("{} ", command.name));
                    self.list = ListState::default();
                }
            }
            KeyCode::Backspace if self.field.text().is_empty() => return Next::close(),
            _ => {
                self.choices.clear();
                if self.field.key(key) {
                    self.list = ListState::default();
                }
            }
        }
        Next::stay()
    }

    fn paste(&mut self, _scene: &Scene<'_>, text: &str) -> Next {
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
        vec![
            hint("Enter", "run"),
            hint("Tab", "complete"),
            hint("↓↑", "choose"),
            hint("Esc", "back"),
        ]
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let fitting = self.fitting();
        let rows = fitting.len().min(SHOWN) as u16;
        let height = rows + 3;
        let width = scene.area.width.min(78);
        let area = Rect::new(
            scene.area.x,
            scene.area.bottom().saturating_sub(height),
            width,
            height,
        );
        let inner = canvas.boxed(area, "Command");
        let mut list = self.list;
        list.follow(fitting.len(), SHOWN);
        for (row, command) in fitting.iter().enumerate().skip(list.top).take(SHOWN) {
            let y = inner.y + (row - list.top) as u16;
            let role = if row == list.at {
                Role::Selection
            } else {
                Role::Text
            };
            if row == list.at {
                canvas.fill(Rect::new(inner.x, y, inner.width, 1), role);
            }
            canvas.put(inner.x, y, 16, command.name, role);
            let choices = self.choices.join("  ");
            let about = match choices.is_empty() {
                true => command.argument.unwrap_or(command.doc),
                false => choices.as_str(),
            };
            canvas.put(
                inner.x + 17,
                y,
                inner.width.saturating_sub(27),
                about,
                if row == list.at { role } else { Role::Muted },
            );
            let key = command.shown_key();
            canvas.right(
                inner,
                y,
                &key,
                if row == list.at { role } else { Role::HintKey },
            );
        }
        let y = inner.bottom() - 1;
        canvas.put(inner.x, y, 1, ":", Role::HintKey);
        self.field.view(
            canvas,
            Rect::new(inner.x + 2, y, inner.width.saturating_sub(2), 1),
        )
    }
}
