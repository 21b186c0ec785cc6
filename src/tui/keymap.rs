//! The keymap: from keys to commands.
//!
//! Owns: the table of bound keys, sequences such as `g 1`, and which context a key belongs to first. Made from the
//! command table.

use std::collections::HashMap;

use crokey::KeyCombination;
/// The words for keys and the mouse, for the whole studio: only this file names the terminal library for them.
pub use crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::command::{COMMANDS, Command, CommandId, Context};
use super::inscript;

/// A key with its modifiers.
pub type Key = KeyCombination;

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This command.
    Run(CommandId),
    /// The first key of a sequence; the next one decides.
    Prefix,
    /// Nothing here.
    Nothing,
}

/// The bound keys.
#[derive(Debug)]
pub struct Keymap {
    bindings: HashMap<(Context, Vec<KeyCombination>), CommandId>,
    prefixes: HashMap<KeyCombination, ()>,
}

impl Default for Keymap {
    fn default() -> Self {
        let mut map = Keymap {
            bindings: HashMap::new(),
            prefixes: HashMap::new(),
        };
        for command in COMMANDS {
            for keys in command.keys {
                let Some(sequence) = parse_sequence(keys) else {
                    continue;
                };
                if sequence.len() > 1 {
                    map.prefixes.insert(sequence[0], ());
                }
                for context in command.contexts {
                    map.bindings
                        .insert((*context, sequence.clone()), command.id);
                }
            }
        }
        map
    }
}

fn parse_sequence(keys: &str) -> Option<Vec<KeyCombination>> {
    keys.split(' ')
        .map(|key| crokey::parse(key).ok().map(KeyCombination::normalized))
        .collect()
}

impl Keymap {
    /// What `key` means in `context` after `pending`, the first key of a sequence.
    pub fn meaning(
        &self,
        context: Context,
        pending: Option<KeyCombination>,
        key: KeyEvent,
    ) -> Meaning {
        let key = combination(key);
        let sequence = match pending {
            Some(first) => vec![first, key],
            None => vec![key],
        };
        for place in [context, Context::Global] {
            if let Some(id) = self.bindings.get(&(place, sequence.clone())) {
                return Meaning::Run(*id);
            }
        }
        if pending.is_none() && self.prefixes.contains_key(&key) {
            return Meaning::Prefix;
        }
        Meaning::Nothing
    }

    /// The command that a key which means nothing here has in another place; the one of the most used places first.
    pub fn elsewhere(&self, pending: Option<KeyCombination>, key: KeyEvent) -> Option<CommandId> {
        let sequence: Vec<KeyCombination> = pending.into_iter().chain([combination(key)]).collect();
        let bound = |command: &&Command| {
            command
                .contexts
                .iter()
                .any(|place| self.bindings.get(&(*place, sequence.clone())) == Some(&command.id))
        };
        COMMANDS.iter().find(bound).map(|command| command.id)
    }

    /// What a key does once another has been pressed before it, with that other key; the first of the commands' order.
    pub fn behind_another(&self, context: Context, key: KeyEvent) -> Option<(String, CommandId)> {
        let key = combination(key);
        let prefix = |command: &Command| {
            self.bindings.iter().find_map(|((place, keys), id)| {
                let here = *place == context || *place == Context::Global;
                let behind = matches!(keys.as_slice(), [_, last] if *last == key);
                (here && behind && *id == command.id).then(|| keys[0].to_string().to_lowercase())
            })
        };
        COMMANDS
            .iter()
            .find_map(|command| Some((prefix(command)?, command.id)))
    }

    /// The commands that a sequence starting with `first` can reach in `context`, with the key that follows.
    pub fn after(&self, context: Context, first: KeyCombination) -> Vec<(String, CommandId)> {
        let mut found: Vec<(String, CommandId)> = self
            .bindings
            .iter()
            .filter(|((place, keys), _)| {
                (*place == context || *place == Context::Global)
                    && keys.len() > 1
                    && keys[0] == first
            })
            .map(|((_, keys), id)| (keys[1].to_string().to_lowercase(), *id))
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found.dedup();
        found
    }
}

/// A key event as the keymap compares it: a capital is Shift with its letter, whatever the terminal sent.
pub fn combination(key: KeyEvent) -> KeyCombination {
    let mut key = key;
    if let KeyCode::Char(c) = key.code {
        if c.is_ascii_uppercase() {
            key.modifiers |= KeyModifiers::SHIFT;
        } else if !c.is_alphabetic() {
            key.modifiers -= KeyModifiers::SHIFT;
        }
    }
    KeyCombination::from(key).normalized()
}

/// Whether a key is Ctrl-C, which backs out wherever one is.
pub fn is_interrupt(key: KeyEvent) -> bool {
    key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL
}

/// A key as people read it, after the first key of a sequence: `g x`.
pub fn name(pending: Option<KeyCombination>, key: KeyEvent) -> String {
    let own = match key.code {
        KeyCode::Char(c) if key.modifiers.difference(KeyModifiers::SHIFT).is_empty() => {
            c.to_string()
        }
        _ => combination(key).to_string(),
    };
    match pending {
        Some(first) => format!("{} {own}", first.to_string().to_lowercase()),
        None => own,
    }
}

/// A Devanagari key read as the Latin key at the same InScript place; `None` when the key is no such letter.
pub fn from_devanagari(key: KeyEvent) -> Option<KeyEvent> {
    let KeyCode::Char(c) = key.code else {
        return None;
    };
    let latin = inscript::to_latin(c)?;
    let mut modifiers = key.modifiers;
    if latin.is_ascii_uppercase() {
        modifiers |= KeyModifiers::SHIFT;
    }
    Some(KeyEvent::new(KeyCode::Char(latin), modifiers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> KeyEvent {
        KeyEvent::new(code, modifiers)
    }

    #[test]
    fn every_default_key_can_be_parsed() {
        for command in COMMANDS {
            for key in command.keys {
                assert!(parse_sequence(key).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_context() {
        let mut seen: HashMap<(Context, Vec<KeyCombination>), &str> = HashMap::new();
        for command in COMMANDS {
            for keys in command.keys {
                for context in command.contexts {
                    let place = (*context, parse_sequence(keys).unwrap());
                    if let Some(other) = seen.insert(place, command.name) {
                        panic!("{keys} means {other} and {} in {context:?}", command.name);
                    }
                }
            }
        }
    }

    #[test]
    fn keys_find_their_commands() {
        let map = Keymap::default();
        let none = KeyModifiers::NONE;
        let a = press(KeyCode::Char('a'), none);
        assert_eq!(
            map.meaning(Context::Reader, None, a),
            Meaning::Run(CommandId::Accept)
        );
        assert_eq!(map.meaning(Context::Home, None, a), Meaning::Nothing);
        for capital in [
            press(KeyCode::Char('A'), none),
            press(KeyCode::Char('A'), KeyModifiers::SHIFT),
        ] {
            assert_eq!(
                map.meaning(Context::Reader, None, capital),
                Meaning::Run(CommandId::AcceptAll)
            );
        }
        let question = press(KeyCode::Char('?'), KeyModifiers::SHIFT);
        assert_eq!(
            map.meaning(Context::Home, None, question),
            Meaning::Run(CommandId::Help)
        );
        let g = press(KeyCode::Char('g'), none);
        assert_eq!(map.meaning(Context::Home, None, g), Meaning::Prefix);
        let two = press(KeyCode::Char('2'), none);
        assert_eq!(
            map.meaning(Context::Home, Some(combination(g)), two),
            Meaning::Run(CommandId::GoLive)
        );
    }
}
