//! The turns that wait to be rewritten, in the order of the queue.

use std::collections::VecDeque;
use std::sync::Arc;

use serde::Serialize;

use super::super::JobError;
use super::super::facts::Known;
use super::survives::{Must, names};
use crate::domain::{ConversationId, Language, Product, Speaker, Status, Subject, TurnId};
use crate::review::Filter;
use crate::store::{Cursor, Reviewed, Store};

/// How many conversations are read at once.
const PAGE: u32 = 50;

/// A turn with all that its questions need.
#[derive(Clone, Debug)]
pub(in crate::jobs) struct Item {
    pub(super) number: i64,
    pub(in crate::jobs) conversation: ConversationId,
    pub(in crate::jobs) turn: TurnId,
    pub(super) version: u32,
    pub(super) speaker: Speaker,
    pub(super) language: Language,
    /// The text in force.
    pub(super) before: String,
    /// Words that have to stay as they are.
    pub(super) keep: Vec<String>,
    /// What is to be put right; empty when only the wording is to change.
    pub(super) faults: Vec<Fault>,
}

/// What a reviewer found wrong with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::jobs) struct Fault {
    /// The words that it is about.
    pub(in crate::jobs) words: String,
    /// What is wrong with them.
    pub(in crate::jobs) wrong: String,
}

/// Whether a turn may be worded anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::jobs) enum Free {
    /// It may.
    Yes,
    /// People judged or edited it.
    ByPeople,
    /// A program rewrote it.
    Rewritten,
}

impl Free {
    /// Of a turn of this conversation.
    pub(in crate::jobs) fn of(reviewed: &Reviewed, turn: TurnId) -> Self {
        let Reviewed {
            conversation,
            review,
            ..
        } = reviewed;
        let undecided = matches!(review.status(conversation), Status::Todo | Status::Part);
        let own = review.turns.get(&turn).and_then(|own| own.verdict);
        match (undecided && own.is_none(), review.edited(turn)) {
            (false, _) => Free::ByPeople,
            (true, true) => Free::Rewritten,
            (true, false) => Free::Yes,
        }
    }
}

impl Item {
    /// The turn at this place of a conversation, from 0; `None` when nothing is said in it.
    pub(in crate::jobs) fn at(
        place: usize,
        number: i64,
        reviewed: &Reviewed,
        known: &Known,
    ) -> Option<Self> {
        let Reviewed {
            conversation,
            review,
            ..
        } = reviewed;
        let turn = conversation.current_turns().nth(place)?;
        let text = review.text(turn);
        // What was named up to here: a turn may speak of what an earlier one offered.
        let heard = conversation.current_turns().take(place + 1);
        let named = heard.flat_map(|turn| review.mentioned(turn));
        let named: Vec<&Product> = named
            .filter_map(|id| known.get(id))
            .map(Arc::as_ref)
            .collect();
        (!text.trim().is_empty()).then(|| Item {
            number,
            conversation: conversation.id,
            turn: turn.id,
            version: review.version(turn.id),
            speaker: turn.speaker,
            language: turn.language,
            before: text.to_owned(),
            keep: names(text, &named),
            faults: Vec::new(),
        })
    }

    /// The same, with what is to be put right in it.
    pub(in crate::jobs) fn with(self, faults: Vec<Fault>) -> Self {
        Item { faults, ..self }
    }

    /// What has to survive.
    pub(super) fn must(&self) -> Must<'_> {
        Must {
            keep: &self.keep,
            faults: &self.faults,
            language: (!self.faults.is_empty()).then_some(self.language),
        }
    }

    pub(super) fn subject(&self) -> Subject {
        Subject::Turn(self.conversation, self.turn)
    }

    /// Which turn it is, for people.
    pub(super) fn named(&self) -> String {
        format!("#{} turn {}", self.number, self.turn)
    }
}

/// The turns of a filter's conversations.
pub(super) struct Waiting {
    pub(super) store: Store,
    pub(super) filter: Filter,
    /// How many more may be given.
    pub(super) left: u64,
    /// Where the next page begins; `None` when all were read.
    pub(super) cursor: Option<Cursor>,
    pub(super) read: VecDeque<Item>,
    /// Turns that people judged or edited.
    pub(super) by_people: u64,
    /// Turns that a program rewrote.
    pub(super) rewritten: u64,
}

impl Waiting {
    pub(super) async fn next(&mut self) -> Result<Option<Item>, JobError> {
        while self.left > 0 {
            if let Some(item) = self.read.pop_front() {
                self.left -= 1;
                return Ok(Some(item));
            }
            let Some(cursor) = self.cursor.take() else {
                break;
            };
            let filter = self.filter.clone();
            let page = self.store.conversation_page(filter, cursor, PAGE).await?;
            self.cursor = match page.items.last() {
                Some((last, _)) if page.more => Some(Cursor::After(*last)),
                _ => None,
            };
            let conversations = page.items.iter().map(|(_, r)| &r.conversation);
            let known = Known::read(&self.store, conversations).await?;
            for (number, reviewed) in &page.items {
                self.take_in(*number, reviewed, &known);
            }
        }
        Ok(None)
    }

    fn take_in(&mut self, number: i64, reviewed: &Reviewed, known: &Known) {
        for (place, turn) in reviewed.conversation.current_turns().enumerate() {
            match Free::of(reviewed, turn.id) {
                Free::ByPeople => self.by_people += 1,
                Free::Rewritten => self.rewritten += 1,
                Free::Yes => self.read.extend(Item::at(place, number, reviewed, known)),
            }
        }
    }
}
