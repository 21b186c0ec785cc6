//! Edits of the turn under the cursor: beginning, saving, backing out without losing a word.

use super::Review;
use super::editing::Editing;
use crate::store::Draft;
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::Level;

impl Review {
    pub(super) fn start_edit(&mut self) -> Effects {
        let Some(reader) = &self.reader else {
            return Effects::new();
        };
        let Some(turn) = reader.turn() else {
            return Effects::new();
        };
        let review = &reader.reading.reviewed.review;
        let version = review.version(turn.id);
        let draft = self
            .drafts
            .get(&turn.id)
            .filter(|draft| draft.base_version == version);
        let text = draft.map(|draft| draft.text.as_str());
        self.editing = Some(Editing::new(
            reader.id(),
            turn.id,
            version,
            review.text(turn),
            text,
        ));
        match text {
            Some(_) => vec![Effect::Tell(
                Level::Info,
                "this is what you typed before and did not save".to_owned(),
            )],
            None => Effects::new(),
        }
    }

    pub(super) fn save_edit(&mut self, text: String) -> Effects {
        let Some(editing) = self.editing.take() else {
            return Effects::new();
        };
        self.drafts.remove(&editing.turn);
        self.outstanding += 1;
        if let Some(reader) = &mut self.reader {
            reader.pending.insert(editing.turn);
        }
        vec![
            Effect::Edit {
                conversation: editing.conversation,
                turn: editing.turn,
                base_version: editing.base_version,
                text,
            },
            Effect::DropDraft(editing.turn),
        ]
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
