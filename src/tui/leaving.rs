//! Backing out and leaving, and keys that mean nothing.
//!
//! Owns: what Ctrl-C does, the question whether to leave or to replace a file. Does not: end the loop; an effect asks for it.

use std::time::Duration;

use crokey::KeyCombination;

use super::app::App;
use super::command::{Command, CommandId, Context};
use super::effect::{Ask, Effect, Effects};
use super::keymap::{self, KeyEvent};
use super::msg::Level;
use super::panes::{Pane, Scene};

/// How long the question whether to leave stands.
const ASKED_FOR: Duration = Duration::from_secs(6);

impl App {
    pub(super) fn quit(&mut self) -> Effects {
        if self.jobs.running_here().is_some() {
            let text = "a job is running; q again stops it and leaves, all that was made is kept; g d lets it go on without the studio";
            return self.ask_to_leave(text);
        }
        vec![Effect::Quit]
    }

    /// Ctrl-C: backs out of what is open, else asks; twice leaves.
    pub(super) fn interrupt(&mut self) -> Effects {
        if self.overlays.pop().is_some() || self.pending.take().is_some() {
            return Effects::new();
        }
        if self.context() == Context::Typing {
            let escape = KeyEvent::new(keymap::KeyCode::Esc, keymap::KeyModifiers::NONE);
            let back = |pane: &mut dyn Pane, scene: &Scene<'_>| pane.key(scene, escape);
            let (panes, scene) = self.split();
            return back(panes.get_mut(scene.front), &scene).unwrap_or_default();
        }
        self.ask_to_leave(match self.jobs.running_here() {
            Some(_) => {
                "a job is running; Ctrl-C again stops it and leaves, all that was made is kept"
            }
            None => "Ctrl-C again leaves; everything is saved",
        })
    }

    fn ask_to_leave(&mut self, text: &str) -> Effects {
        let asked = self.quit_asked.replace(self.now);
        match asked {
            Some(at) if self.now.saturating_sub(at) < ASKED_FOR => vec![Effect::Quit],
            _ => vec![Effect::Tell(Level::Warn, text.to_owned())],
        }
    }

    /// A key that means nothing here: says so, and where it does.
    pub(super) fn unbound(&self, pending: Option<KeyCombination>, key: KeyEvent) -> Effects {
        let letter = matches!(key.code, keymap::KeyCode::Char(_));
        if !letter || self.context() == Context::Typing {
            return Effects::new();
        }
        let name = keymap::name(pending, key);
        let elsewhere = self.keymap.elsewhere(pending, key).map(Command::of);
        let behind = match pending {
            Some(_) => None,
            None => self.keymap.behind_another(self.context(), key),
        };
        let text = match (elsewhere, behind) {
            (Some(command), _) => format!(
                "{name} ({}) does nothing here, it belongs to {}; ? lists what can be done here",
                command.title,
                command.places()
            ),
            // The panes are numbered in the head line, which invites to press the bare digit.
            (None, Some((first, id))) => {
                let title = Command::of(id).title;
                format!("{name} alone does nothing here; {first} {name} is {title}")
            }
            (None, None) => format!("{name} does nothing here; ? lists what can be done"),
        };
        vec![Effect::Tell(Level::Info, text)]
    }

    /// An export's file is there already: asks, unless a text is being typed that a `y` would belong to.
    pub(super) fn ask_to_replace(&self, format: &str, file: &str) -> Effects {
        if self.context() == Context::Typing {
            let text = format!("{file} is there already; nothing was exported");
            return vec![Effect::Tell(Level::Warn, text)];
        }
        vec![Effect::Ask(Ask::Confirm {
            question: format!("{file} is there already. Replace it and its manifest?"),
            command: CommandId::Export,
            argument: format!("replace {format} {file}"),
        })]
    }
}
