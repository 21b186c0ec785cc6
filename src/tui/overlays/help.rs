//! `?`: what can be done here. Typing filters, Enter runs.

use crate::tui::keymap::{KeyCode, KeyEvent};
use ratatui::layout::{Position, Rect};

use super::field::Field;
use super::{Next, Overlay, hint};
use crate::tui::app::App;
use crate::tui::command::{COMMANDS, Command, show_key};
use crate::tui::effect::Effect;
use crate::tui::panes::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, ListState, centred};

/// A command as it stood when help was opened.
struct Entry {
    command: &'static Command,
    why_not: Option<&'static str>,
}

/// The list of commands.
pub struct Help {
    entries: Vec<Entry>,
    field: Field,
    list: ListState,
}

impl Help {
    /// What is offered where the app's focus is.
    pub fn new(app: &App) -> Self {
        let context = app.context();
        let own = |c: &&Command| c.contexts.contains(&context);
        let other = |c: &&Command| c.offered_in(context) && !own(c);
        let entries = COMMANDS
            .iter()
            .filter(own)
            .chain(COMMANDS.iter().filter(other));
        Help {
            entries: entries
                .map(|command| Entry {
                    command,
                    why_not: app.why_not(command.id),
                })
                .collect(),
            field: Field::new(""),
            list: ListState::default(),
        }
    }

    fn kept(&self) -> Vec<&Entry> {
        let words = self.field.text().to_lowercase();
        let keep = |entry: &&Entry| {
            let command = entry.command;
            let all = format!("{} {} {}", command.name, command.title, command.doc).to_lowercase();
            words.split_whitespace().all(|word| all.contains(word))
        };
        self.entries.iter().filter(keep).collect()
    }
}

impl Overlay for Help {
    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Next {
        let (len, rows) = (self.kept().len(), 12);
        match key.code {
            KeyCode::Esc => return Next::close(),
            KeyCode::Down => self.list.move_by(1, len, rows),
            KeyCode::Up => self.list.move_by(-1, len, rows),
            KeyCode::PageDown => self.list.move_by(10, len, rows),
            KeyCode::PageUp => self.list.move_by(-10, len, rows),
            KeyCode::Enter => {
                let kept = self.kept();
                let Some(entry) = kept.get(self.list.at) else {
                    return Next::stay();
                };
                return Next::Close(vec![Effect::Run(entry.command.id, String::new())]);
            }
            _ => {
                if self.field.key(key) {
                    self.list = ListState::default();
                }
            }
        }
        Next::stay()
    }

    fn hints(&self) -> Vec<(String, String)> {
        vec![
            hint("type", "to filter"),
            hint("↓↑", "choose"),
            hint("Enter", "run it"),
            hint("Esc", "back"),
        ]
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = centred(scene.area, 110, scene.area.height.min(40));
        let inner = canvas.boxed(area, "What can be done here");
        let cursor = self
            .field
            .view(canvas, Rect::new(inner.x, inner.y, inner.width, 1));
        let kept = self.kept();
        // The foot tells all of what the chosen line had to cut.
        let foot = if inner.height > 8 { 3 } else { 0 };
        let rows = usize::from(inner.height.saturating_sub(2 + foot));
        if let Some(entry) = kept.get(self.list.at).filter(|_| foot > 0) {
            let y = inner.bottom() - foot;
            canvas.rule(inner.x, y, inner.width);
            let room = Rect::new(inner.x, y + 1, inner.width, foot - 1);
            canvas.wrapped(room, &about(entry), Role::Text);
        } else if kept.is_empty() {
            let text = "No command fits. Backspace takes a letter away.";
            canvas.put(inner.x, inner.y + 2, inner.width, text, Role::Muted);
        }
        let mut list = self.list;
        list.follow(kept.len(), rows);
        for (row, entry) in kept.iter().enumerate().skip(list.top).take(rows) {
            let y = inner.y + 2 + (row - list.top) as u16;
            draw_entry(
                canvas,
                Rect::new(inner.x, y, inner.width, 1),
                entry,
                row == list.at,
            );
        }
        cursor
    }
}

fn about(entry: &Entry) -> String {
    match entry.why_not {
        Some(why) => format!("{} (not now: {why})", entry.command.doc),
        None => entry.command.doc.to_owned(),
    }
}

fn draw_entry(canvas: &mut Canvas<'_>, area: Rect, entry: &Entry, chosen: bool) {
    let command = entry.command;
    let keys: Vec<String> = command.keys.iter().map(|key| show_key(key)).collect();
    let role = match (chosen, entry.why_not) {
        (true, _) => Role::Selection,
        (false, Some(_)) => Role::Disabled,
        (false, None) => Role::Text,
    };
    if chosen {
        canvas.fill(area, Role::Selection);
    }
    let mark = if chosen { "> " } else { "  " };
    canvas.put(area.x, area.y, 2, mark, role);
    canvas.put(
        area.x + 2,
        area.y,
        16,
        &keys.join(" "),
        if chosen { role } else { Role::HintKey },
    );
    let text = about(entry);
    canvas.put(
        area.x + 19,
        area.y,
        area.width.saturating_sub(19),
        &text,
        role,
    );
}
