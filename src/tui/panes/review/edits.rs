//! Edits of the turn under the cursor: beginning, saving, backing out without losing a word.

use super::Review;
use super::editing::Editing;
use super::layout::Layout;
use crate::domain::TurnId;
use crate::store::Draft;
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::Level;

impl Review {
    /// Takes the drafts that an earlier run left.
    pub(super) fn take_drafts(&mut self, drafts: &[Draft]) -> Effects {
        let by_turn = |draft: &Draft| (draft.turn, draft.clone());
        self.drafts = drafts.iter().map(by_turn).collect();
        let text = match drafts.len() {
            0 => return Effects::new(),
            1 => "1 unsaved edit is kept from before; g e goes on with it".to_owned(),
            many => {
                format!("{many} unsaved edits are kept from before; g e goes on with the first")
            }
        };
        vec![Effect::Tell(Level::Info, text)]
    }

    /// Opens the conversation of the first unsaved edit and goes on with it.
    pub(super) fn resume(&mut self) -> Effects {
        let first = self
            .drafts
            .values()
            .min_by_key(|draft| (draft.conversation, draft.turn));
        let Some(draft) = first else {
            return vec![Effect::Tell(
                Level::Info,
                "no edit was left unsaved".to_owned(),
            )];
        };
        let (conversation, turn) = (draft.conversation, draft.turn);
        self.aim = Some(turn);
        self.resuming = true;
        self.open(conversation)
    }

    /// Starts the edit that was asked for, once its conversation is here.
    pub(super) fn resume_here(&mut self) -> Effects {
        if std::mem::take(&mut self.resuming) && self.editing.is_none() {
            return self.start_edit();
        }
        Effects::new()
    }

    /// Moves the page so that the turn under the cursor stands above the editor.
    pub(super) fn keep_in_sight(&mut self, layout: Layout) {
        let (width, rows) = layout.page();
        let covered = match (&self.editing, layout.text) {
            (Some(editing), Some(area)) => editing.area(area).height,
            (None, Some(_)) if layout.side.is_none() => {
                self.card_area(layout).map_or(0, |card| card.height)
            }
            _ => return,
        };
        if let Some(reader) = &mut self.reader {
            reader.follow(width, rows.saturating_sub(usize::from(covered)).max(1));
        }
    }

    pub(super) fn start_edit(&mut self) -> Effects {
        let Some(reader) = &self.reader else {
            return Effects::new();
        };
        let Some(turn) = reader.turn() else {
            return Effects::new();
        };
        let review = &reader.reading.reviewed.review;
        let version = review.version(turn.id);
        let draft = self.drafts.get(&turn.id);
        let text = draft.map(|draft| draft.text.as_str());
        self.editing = Some(Editing::new(
            reader.id(),
            turn.id,
            version,
            review.text(turn),
            text,
        ));
        let told = match draft {
            None => return Effects::new(),
            Some(draft) if draft.base_version == version => (
                Level::Info,
                "this is what you typed before and did not save",
            ),
            Some(_) => (
                Level::Warn,
                "this is what you typed before; the text was changed since, compare before you save",
            ),
        };
        vec![Effect::Tell(told.0, told.1.to_owned())]
    }

    /// Sends the new text to the store. The draft stays until the store has answered, so that a disk that is full or
    /// somebody else's edit costs no word.
    pub(super) fn save_edit(&mut self, text: String) -> Effects {
        let Some(editing) = self.editing.take() else {
            return Effects::new();
        };
        self.outstanding += 1;
        if let Some(reader) = &mut self.reader {
            reader.pending.insert(editing.turn);
        }
        let draft = Draft {
            reviewer: "".into(),
            conversation: editing.conversation,
            turn: editing.turn,
            base_version: editing.base_version,
            text: text.clone(),
        };
        self.drafts.insert(editing.turn, draft);
        vec![
            Effect::KeepDraft {
                conversation: editing.conversation,
                turn: editing.turn,
                base_version: editing.base_version,
                text: text.clone(),
            },
            Effect::Edit {
                conversation: editing.conversation,
                turn: editing.turn,
                base_version: editing.base_version,
                text,
            },
        ]
    }

    /// The store has answered an edit: a saved one needs its draft no longer.
    pub(super) fn edit_answered(&mut self, turn: TurnId, saved: bool) -> Effects {
        if !saved {
            let text = "the edit is not saved; what you typed is kept, e goes on with it";
            return vec![Effect::Tell(Level::Warn, text.to_owned())];
        }
        // Whoever edits the same turn again already keeps a newer draft.
        if self
            .editing
            .as_ref()
            .is_some_and(|editing| editing.turn == turn)
        {
            return Effects::new();
        }
        self.drafts.remove(&turn);
        vec![Effect::DropDraft(turn)]
    }

    pub(super) fn end_edit(&mut self, level: Level, text: &str) -> Effects {
        let mut effects = vec![Effect::Tell(level, text.to_owned())];
        if let Some(editing) = self.editing.take() {
            self.drafts.remove(&editing.turn);
            effects.push(Effect::DropDraft(editing.turn));
        }
        effects
    }

    /// Ends the edit without saving; what was typed is kept for the next time.
    pub(super) fn back_out(&mut self, mut effects: Effects) -> Effects {
        self.editing = None;
        if let Some(Effect::KeepDraft {
            conversation,
            turn,
            base_version,
            text,
        }) = effects.last()
        {
            let draft = Draft {
                reviewer: "".into(),
                conversation: *conversation,
                turn: *turn,
                base_version: *base_version,
                text: text.clone(),
            };
            self.drafts.insert(*turn, draft);
        }
        let text = "not saved; what you typed is kept, e goes on with it";
        effects.push(Effect::Tell(Level::Info, text.to_owned()));
        effects
    }
}
