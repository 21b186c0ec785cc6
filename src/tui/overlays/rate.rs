//! How good a conversation is: one digit a dimension, from the top.

use std::collections::BTreeMap;

use crate::tui::keymap::{KeyCode, KeyEvent};
use ratatui::layout::Position;

use super::{Next, Overlay, hint};
use crate::domain::{Dimension, Rating};
use crate::tui::command::CommandId;
use crate::tui::effect::Effect;
use crate::tui::inscript;
use crate::tui::panes::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, centred};

/// The list of dimensions with what was given.
pub struct Rate {
    given: BTreeMap<Dimension, Rating>,
    at: usize,
}

impl Rate {
    /// Starts at the first dimension; `given` are the ratings that stand.
    pub fn new(given: BTreeMap<Dimension, Rating>) -> Self {
        Rate { given, at: 0 }
    }

    /// Rates the dimension under the cursor and goes on to the next; the last one closes the list.
    fn rate(&mut self, rating: Option<Rating>) -> Next {
        let Some(dimension) = Dimension::ALL.get(self.at).copied() else {
            return Next::close();
        };
        let word = match rating {
            Some(rating) => {
                self.given.insert(dimension, rating);
                rating.to_string()
            }
            None => {
                self.given.remove(&dimension);
                "-".to_owned()
            }
        };
        let effects = vec![Effect::Run(CommandId::Rate, format!("{dimension} {word}"))];
        self.at += 1;
        match self.at < Dimension::ALL.len() {
            true => Next::Stay(effects),
            false => Next::Close(effects),
        }
    }
}

impl Overlay for Rate {
    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Next {
        let last = Dimension::ALL.len() - 1;
        match key.code {
            KeyCode::Esc | KeyCode::Enter => return Next::close(),
            KeyCode::Down => self.at = (self.at + 1).min(last),
            KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::Char(c) => match inscript::to_latin(c).unwrap_or(c) {
                'j' | ' ' => self.at = (self.at + 1).min(last),
                'k' => self.at = self.at.saturating_sub(1),
                '0' | '-' => return self.rate(None),
                digit => {
                    if let Ok(rating) = digit.to_string().parse() {
                        return self.rate(Some(rating));
                    }
                }
            },
            _ => {}
        }
        Next::stay()
    }

    fn hints(&self) -> Vec<(String, String)> {
        vec![
            hint("1-5", "rate, 5 is best"),
            hint("j k", "another"),
            hint("0", "none"),
            hint("Esc", "done"),
        ]
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let rows = Dimension::ALL.len() as u16;
        let area = centred(scene.area, 76, rows + 2);
        let inner = canvas.boxed(area, "How good is it? 1 bad, 5 good");
        for (row, dimension) in Dimension::ALL.into_iter().enumerate() {
            let y = inner.y + row as u16;
            if y >= inner.bottom() {
                break;
            }
            let here = row == self.at;
            let cursor = if here { "> " } else { "  " };
            let given = self.given.get(&dimension);
            let given = given.map_or_else(|| "-".to_owned(), Rating::to_string);
            let name = format!("{:14}", dimension.code().replace('_', " "));
            let role = if here { Role::Accent } else { Role::Text };
            let question = format!("  {}", dimension.question());
            let parts = [
                (Role::Accent, cursor),
                (role, name.as_str()),
                (Role::HintKey, given.as_str()),
                (Role::Muted, question.as_str()),
            ];
            canvas.parts(inner.x, y, inner.width, &parts);
        }
        None
    }
}
