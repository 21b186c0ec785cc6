//! What lies over a pane for a while: help, the command line, a look-up, a question. Overlays know no pane.

mod compare;
mod confirm;
mod field;
mod generate;
mod help;
mod import;
mod line;
mod lookup;
mod page;
mod palette;
mod prompt;
mod rate;
mod reason;

pub use field::Field;
pub use generate::{freedom, generate};
pub use help::Help;
pub use import::{Import, import};
pub use lookup::Lookup;
pub use palette::Palette;
pub use prompt::{preview, prompts};

use crate::tui::keymap::{KeyEvent, MouseEvent};
use ratatui::layout::Position;

use super::command::CommandId;
use super::effect::{Ask, Effect, Effects};
use super::msg::{Level, Reply};
use super::panes::Scene;
use super::widgets::Canvas;
use crate::export::Overwrite;
use crate::review::Filter;

/// What becomes of an overlay after a key.
pub enum Next {
    /// It stays.
    Stay(Effects),
    /// It goes.
    Close(Effects),
}

impl Next {
    /// It stays and asks for nothing.
    pub fn stay() -> Self {
        Next::Stay(Effects::new())
    }

    /// It goes and asks for nothing.
    pub fn close() -> Self {
        Next::Close(Effects::new())
    }
}

/// What every overlay must be able to do.
pub trait Overlay {
    /// A key; an overlay gets every key while it is on top.
    fn key(&mut self, scene: &Scene<'_>, key: KeyEvent) -> Next;

    /// Pasted text.
    fn paste(&mut self, scene: &Scene<'_>, text: &str) -> Next {
        let _ = (scene, text);
        Next::stay()
    }

    /// The mouse, in screen coordinates.
    fn mouse(&mut self, scene: &Scene<'_>, mouse: MouseEvent) -> Next {
        let _ = (scene, mouse);
        Next::stay()
    }

    /// An answer of the store.
    fn reply(&mut self, reply: &Reply) -> Effects {
        let _ = reply;
        Effects::new()
    }

    /// Its keys for the hint bar.
    fn hints(&self) -> Vec<(String, String)>;

    /// Draws it; the position of the text cursor, when there is one.
    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position>;
}

/// The overlay that asks a question.
pub fn of(ask: Ask) -> Box<dyn Overlay> {
    match ask {
        Ask::Reason(command) => Box::new(reason::Reasons::new(command)),
        Ask::Rate(given) => Box::new(rate::Rate::new(given)),
        Ask::Line {
            question,
            preset,
            command,
        } => Box::new(line::Line::new(question, &preset, command)),
        Ask::Confirm {
            question,
            command,
            argument,
        } => Box::new(confirm::Confirm::new(question, command, argument)),
        Ask::Compare(products) => Box::new(compare::Compare::new(products)),
        Ask::Page(title, lines) => Box::new(page::Page::new(title, lines)),
    }
}

fn hint(key: &str, title: &str) -> (String, String) {
    (key.to_owned(), title.to_owned())
}

/// The effects of `:export [replace] FORMAT [FILE]`; asks when the format is missing.
pub fn export(argument: &str) -> Effects {
    let (overwrite, argument) = match argument.strip_prefix("replace ") {
        Some(rest) => (Overwrite::Replace, rest.trim_start()),
        None => (Overwrite::Refuse, argument),
    };
    let mut words = argument.splitn(2, char::is_whitespace);
    let format = words.next().unwrap_or_default().trim();
    if format.is_empty() {
        return vec![Effect::Ask(Ask::Line {
            question: "Export what? sft, dpo or muse; a file name may follow".to_owned(),
            preset: "sft".to_owned(),
            command: CommandId::Export,
        })];
    }
    let file = words.next().map(str::trim).filter(|file| !file.is_empty());
    vec![Effect::Export {
        format: format.to_owned(),
        file: file.map(str::to_owned),
        filter: Filter::default(),
        overwrite,
    }]
}

fn tell(text: String) -> Effects {
    vec![Effect::Tell(Level::Warn, text)]
}
