//! Which key does what in a text field.
//!
//! Owns: the fixed editing keys, those of shells and of common editors.
//! Does not: know the text.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// One editing step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Put in a character.
    Type(char),
    /// Enter.
    Newline,
    /// Take the last code point before the cursor.
    Backspace,
    /// Take the cluster after the cursor.
    Delete,
    /// Take up to the start of the word.
    DeleteWordBack,
    /// Take up to the end of the word.
    DeleteWordForward,
    /// Take up to the start of the line.
    DeleteToStart,
    /// Take up to the end of the line.
    DeleteToEnd,
    /// Move the cursor.
    Go(Motion, Extent),
    /// Take back the last edit.
    Undo,
    /// Do it again.
    Redo,
    /// Take the selection and keep it.
    Cut,
    /// Put in what was cut.
    PutBack,
    /// Finish.
    Save,
    /// Leave.
    Cancel,
}

/// Where the cursor goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// One cluster back.
    Left,
    /// One cluster on.
    Right,
    /// One word back.
    WordLeft,
    /// One word on.
    WordRight,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// Start of the row.
    RowStart,
    /// End of the row.
    RowEnd,
    /// Start of the text.
    TextStart,
    /// End of the text.
    TextEnd,
}

/// What a motion does to the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Ends it.
    Move,
    /// Stretches it.
    Select,
}

/// The step that a key asks for, if it is an editing key.
pub fn action(key: KeyEvent) -> Option<Action> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    match key.code {
        KeyCode::Char(c) if control && !alt => with_control(c.to_ascii_lowercase()),
        KeyCode::Char(c) if alt && !control => with_alt(c),
        // AltGr comes as both together and types a character.
        KeyCode::Char(c) => (!c.is_control()).then_some(Action::Type(c)),
        KeyCode::Enter => Some(Action::Newline),
        KeyCode::Esc => Some(Action::Cancel),
        KeyCode::Backspace if control || alt => Some(Action::DeleteWordBack),
        KeyCode::Backspace => Some(Action::Backspace),
        KeyCode::Delete if control || alt => Some(Action::DeleteWordForward),
        KeyCode::Delete => Some(Action::Delete),
        code => {
            let extent = if key.modifiers.contains(KeyModifiers::SHIFT) {
                Extent::Select
            } else {
                Extent::Move
            };
            motion(code, control || alt).map(|motion| Action::Go(motion, extent))
        }
    }
}

fn with_control(c: char) -> Option<Action> {
    Some(match c {
        's' => Action::Save,
        'z' => Action::Undo,
        'y' | 'r' => Action::Redo,
        'w' => Action::DeleteWordBack,
        'u' => Action::DeleteToStart,
        'k' => Action::DeleteToEnd,
        'd' => Action::Delete,
        'h' => Action::Backspace,
        'x' => Action::Cut,
        'v' => Action::PutBack,
        'a' => Action::Go(Motion::RowStart, Extent::Move),
        'e' => Action::Go(Motion::RowEnd, Extent::Move),
        _ => return None,
    })
}

fn with_alt(c: char) -> Option<Action> {
    Some(match c {
        'b' => Action::Go(Motion::WordLeft, Extent::Move),
        'f' => Action::Go(Motion::WordRight, Extent::Move),
        'd' => Action::DeleteWordForward,
        _ => return None,
    })
}

fn motion(code: KeyCode, far: bool) -> Option<Motion> {
    Some(match code {
        KeyCode::Left if far => Motion::WordLeft,
        KeyCode::Right if far => Motion::WordRight,
        KeyCode::Home if far => Motion::TextStart,
        KeyCode::End if far => Motion::TextEnd,
        KeyCode::Left => Motion::Left,
        KeyCode::Right => Motion::Right,
        KeyCode::Up => Motion::Up,
        KeyCode::Down => Motion::Down,
        KeyCode::PageUp => Motion::PageUp,
        KeyCode::PageDown => Motion::PageDown,
        KeyCode::Home => Motion::RowStart,
        KeyCode::End => Motion::RowEnd,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<Action> {
        action(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn letters_type_and_chords_act() {
        let none = KeyModifiers::NONE;
        assert_eq!(press(KeyCode::Char('क'), none), Some(Action::Type('क')));
        assert_eq!(
            press(KeyCode::Char('S'), KeyModifiers::SHIFT),
            Some(Action::Type('S'))
        );
        assert_eq!(
            press(KeyCode::Char('s'), KeyModifiers::CONTROL),
            Some(Action::Save)
        );
        assert_eq!(press(KeyCode::Char('c'), KeyModifiers::CONTROL), None);
        assert_eq!(press(KeyCode::Tab, none), None);
        assert_eq!(
            press(KeyCode::Left, KeyModifiers::SHIFT | KeyModifiers::CONTROL),
            Some(Action::Go(Motion::WordLeft, Extent::Select))
        );
    }

    #[test]
    fn letting_go_of_a_key_does_nothing() {
        let up = KeyEvent::new_with_kind(
            KeyCode::Char('a'),
            KeyModifiers::NONE,
            KeyEventKind::Release,
        );
        assert_eq!(action(up), None);
    }
}
