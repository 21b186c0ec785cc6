//! Text fields in which Hindi can be typed, corrected and seen right.
//!
//! Owns: editing keys, and the text, cursor, selection and undo of one field. The text area of `tui-textarea` keeps
//! those; where the cursor may stand, and everything on the screen, is done here by cluster, as that crate steps and
//! paints by code point: arrows cross a whole syllable, Backspace takes one sign off it, Delete takes all of it.
//! Does not: save anything; the pane does on [`EditorOutcome::Save`].

mod block;
mod field;
mod keys;
mod layout;
mod model;

use ratatui::style::Style;

pub use block::Editor;
pub use field::Field;

/// What a key meant to the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditorOutcome {
    /// The editor used it; draw again.
    Consumed,
    /// The text is finished: Ctrl-S, or Enter in a [`Field`].
    Save,
    /// The user backed out with Esc. The text is still there for the caller to keep.
    Cancel,
    /// Not the editor's business; offer the key elsewhere.
    Ignored,
}

/// How an editor looks.
#[derive(Debug, Clone, Copy, Default)]
pub struct EditorStyles {
    /// Text and background.
    pub text: Style,
    /// Selected text; must differ from `text` without colour too.
    pub selection: Style,
    /// What stands in an empty field.
    pub placeholder: Style,
}
