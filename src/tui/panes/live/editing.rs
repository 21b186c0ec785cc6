//! Editing the last turn of a conversation that stands still.
//!
//! Owns: reading the text in force before the edit begins, the draft while one types, and what was typed when the edit
//! could not be saved. Does not: decide when an edit may begin.

use std::time::Duration;

use crate::domain::{ConversationId, TurnId};
use crate::tui::editor::{Editor, EditorOutcome};
use crate::tui::effect::{Effect, Effects};
use crate::tui::keymap::KeyEvent;
use crate::tui::msg::Reading;

/// How often a draft is kept at most.
const KEEP_EVERY: Duration = Duration::from_secs(1);

/// An edit.
pub struct Edit {
    conversation: ConversationId,
    turn: TurnId,
    state: State,
}

enum State {
    /// The text in force is being read; the answer has this number.
    Reading(u64),
    /// It is being typed, or saved.
    Open(Box<Open>),
}

struct Open {
    editor: Editor,
    base_version: u32,
    before: String,
    kept: String,
    kept_at: Duration,
    saving: bool,
}

/// What a key did to the edit.
pub enum Step {
    /// It goes on.
    Going(Effects),
    /// It is over.
    Done(Effects),
    /// Nothing: the key is another's.
    Ignored,
}

impl Edit {
    /// An edit of a turn, and the request for its text.
    pub fn begin(request: u64, conversation: ConversationId, turn: TurnId) -> (Self, Effect) {
        let edit = Edit {
            conversation,
            turn,
            state: State::Reading(request),
        };
        let id = conversation;
        (edit, Effect::Read { request, id })
    }

    /// The turn.
    pub fn turn(&self) -> TurnId {
        self.turn
    }

    /// The editor, once there is a text in it.
    pub fn editor(&self) -> Option<&Editor> {
        match &self.state {
            State::Reading(_) => None,
            State::Open(open) => Some(&open.editor),
        }
    }

    /// Whether the new text is on its way to the disk.
    pub fn saving(&self) -> bool {
        matches!(&self.state, State::Open(open) if open.saving)
    }

    /// Takes the answer to its request.
    pub fn open(&mut self, answered: u64, reading: &Reading) {
        if !matches!(self.state, State::Reading(request) if request == answered) {
            return;
        }
        let Some(turn) = reading.conversation().turns.get(&self.turn) else {
            return;
        };
        let before = reading.reviewed.review.text(turn).to_owned();
        self.state = State::Open(Box::new(Open {
            editor: Editor::new(&before),
            base_version: reading.reviewed.review.version(self.turn),
            kept: before.clone(),
            before,
            kept_at: Duration::ZERO,
            saving: false,
        }));
    }

    /// The new text could not be saved: it can be typed on.
    pub fn reopen(&mut self) {
        if let State::Open(open) = &mut self.state {
            open.saving = false;
        }
    }

    /// Takes a key.
    pub fn key(&mut self, now: Duration, key: KeyEvent) -> Step {
        let State::Open(open) = &mut self.state else {
            return match Editor::new("").handle(key) {
                EditorOutcome::Cancel => Step::Done(Effects::new()),
                _ => Step::Going(Effects::new()),
            };
        };
        if open.saving {
            return Step::Going(Effects::new());
        }
        match open.editor.handle(key) {
            EditorOutcome::Save => self.save(),
            EditorOutcome::Cancel => Step::Done(self.keep(now)),
            EditorOutcome::Consumed => Step::Going(self.journal(now)),
            EditorOutcome::Ignored => Step::Ignored,
        }
    }

    fn save(&mut self) -> Step {
        let State::Open(open) = &mut self.state else {
            return Step::Ignored;
        };
        let text = open.editor.text();
        if text == open.before {
            return Step::Done(vec![Effect::DropDraft(self.turn)]);
        }
        open.saving = true;
        let edit = Effect::Edit {
            conversation: self.conversation,
            turn: self.turn,
            base_version: open.base_version,
            text,
        };
        Step::Going(vec![edit, Effect::DropDraft(self.turn)])
    }

    /// Takes pasted text.
    pub fn paste(&mut self, now: Duration, text: &str) -> Effects {
        if let State::Open(open) = &mut self.state
            && !open.saving
        {
            open.editor.paste(text);
        }
        self.journal(now)
    }

    /// Keeps the draft when enough time has passed, else asks to be woken then.
    pub fn journal(&mut self, now: Duration) -> Effects {
        let State::Open(open) = &self.state else {
            return Effects::new();
        };
        let due = open.kept_at + KEEP_EVERY;
        if open.saving || open.editor.text() == open.kept {
            return Effects::new();
        }
        match now >= due {
            true => self.keep(now),
            false => vec![Effect::WakeAfter(due - now)],
        }
    }

    fn keep(&mut self, now: Duration) -> Effects {
        let State::Open(open) = &mut self.state else {
            return Effects::new();
        };
        let text = open.editor.text();
        if text == open.kept {
            return Effects::new();
        }
        open.kept.clone_from(&text);
        open.kept_at = now;
        vec![Effect::KeepDraft {
            conversation: self.conversation,
            turn: self.turn,
            base_version: open.base_version,
            text,
        }]
    }
}
