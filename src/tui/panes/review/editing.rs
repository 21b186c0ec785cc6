//! Editing one turn: an editor over the turn, its draft kept while one types.

use std::time::Duration;

use crate::tui::keymap::KeyEvent;
use ratatui::layout::{Position, Rect};

use crate::domain::{ConversationId, TurnId};
use crate::tui::editor::{Editor, EditorOutcome};
use crate::tui::effect::{Effect, Effects};
use crate::tui::widgets::Canvas;

/// How often a draft is kept at most.
const KEEP_EVERY: Duration = Duration::from_secs(1);

/// An edit that is not saved yet.
pub struct Editing {
    /// The conversation.
    pub conversation: ConversationId,
    /// The turn.
    pub turn: TurnId,
    /// The version that the edit started from.
    pub base_version: u32,
    before: String,
    editor: Editor,
    kept: String,
    kept_at: Duration,
}

/// What a key did to the edit.
pub enum Step {
    /// Still editing.
    Going(Effects),
    /// The new text is to be saved.
    Save(String),
    /// Nothing changed; the edit ends.
    Unchanged,
    /// The person backs out; what was typed is kept as a draft.
    Back(Effects),
}

impl Editing {
    /// Edits a turn's text; `draft` is what an earlier edit left unsaved.
    pub fn new(
        conversation: ConversationId,
        turn: TurnId,
        base_version: u32,
        before: &str,
        draft: Option<&str>,
    ) -> Self {
        let start = draft.unwrap_or(before);
        Editing {
            conversation,
            turn,
            base_version,
            before: before.to_owned(),
            editor: Editor::new(start),
            kept: start.to_owned(),
            kept_at: Duration::ZERO,
        }
    }

    fn keep(&mut self, now: Duration) -> Effects {
        let text = self.editor.text();
        if text == self.kept {
            return Effects::new();
        }
        self.kept.clone_from(&text);
        self.kept_at = now;
        vec![Effect::KeepDraft {
            conversation: self.conversation,
            turn: self.turn,
            base_version: self.base_version,
            text,
        }]
    }

    /// Keeps the draft when enough time has passed, else asks to be woken then.
    pub fn journal(&mut self, now: Duration) -> Effects {
        let due = self.kept_at + KEEP_EVERY;
        if now >= due {
            return self.keep(now);
        }
        if self.editor.text() == self.kept {
            return Effects::new();
        }
        vec![Effect::WakeAfter(due - now)]
    }

    /// Takes a key.
    pub fn key(&mut self, now: Duration, key: KeyEvent) -> Step {
        match self.editor.handle(key) {
            EditorOutcome::Save => {
                let text = self.editor.text();
                if text == self.before {
                    Step::Unchanged
                } else {
                    Step::Save(text)
                }
            }
            EditorOutcome::Cancel => Step::Back(self.keep(now)),
            EditorOutcome::Consumed | EditorOutcome::Ignored => Step::Going(self.journal(now)),
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, now: Duration, text: &str) -> Effects {
        self.editor.paste(text);
        self.journal(now)
    }

    /// Puts the cursor where the screen was clicked.
    pub fn click(&mut self, place: Position) {
        self.editor.click(place);
    }

    /// Where its box stands on a page: at the foot, as high as the text and a row more, two thirds of the page at most.
    pub fn area(&self, page: Rect) -> Rect {
        let text = self.editor.height(page.width.saturating_sub(4));
        let wanted = u16::try_from(text).unwrap_or(u16::MAX).saturating_add(3);
        let height = wanted.min(page.height * 2 / 3).max(5).min(page.height);
        Rect::new(page.x, page.bottom() - height, page.width, height)
    }

    /// Draws the editor; the place of its cursor.
    pub fn view(&self, area: Rect, canvas: &mut Canvas<'_>) -> Option<Position> {
        let inner = canvas.boxed(
            area,
            "Edit: Ctrl-S saves, Esc goes back and keeps what you typed",
        );
        canvas.input(inner);
        let styles = canvas.theme.editor();
        self.editor.render(inner, canvas.buf, styles)
    }
}
