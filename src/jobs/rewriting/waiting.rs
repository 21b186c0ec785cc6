//! The turns that wait to be rewritten, in the order of the queue.

use std::collections::VecDeque;
use std::sync::Arc;

use super::super::JobError;
use super::super::facts::Known;
use super::survives::names;
use crate::domain::{ConversationId, Language, Product, Speaker, Status, Subject, TurnId};
use crate::review::Filter;
use crate::store::{Cursor, Reviewed, Store};

/// How many conversations are read at once.
const PAGE: u32 = 50;

/// A turn with all that its questions need.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) number: i64,
    pub(super) conversation: ConversationId,
    pub(super) turn: TurnId,
    pub(super) version: u32,
    pub(super) speaker: Speaker,
    pub(super) language: Language,
    /// The text in force.
    pub(super) before: String,
    /// Words that have to stay as they are.
    pub(super) keep: Vec<String>,
}

impl Item {
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
        let Reviewed {
            conversation,
            review,
            ..
        } = reviewed;
        let status = review.status(conversation);
        let undecided = matches!(status, Status::Todo | Status::Part);
        let mut named: Vec<Arc<Product>> = Vec::new();
        for turn in conversation.current_turns() {
            let products = review.mentioned(turn).iter();
            named.extend(products.filter_map(|id| known.get(id)).cloned());
            let own = review.turns.get(&turn.id).and_then(|own| own.verdict);
            if !undecided || own.is_some() {
                self.by_people += 1;
                continue;
            }
            if review.edited(turn.id) {
                self.rewritten += 1;
                continue;
            }
            let text = review.text(turn);
            if text.trim().is_empty() {
                continue;
            }
            let named: Vec<&Product> = named.iter().map(Arc::as_ref).collect();
            self.read.push_back(Item {
                number,
                conversation: conversation.id,
                turn: turn.id,
                version: review.version(turn.id),
                speaker: turn.speaker,
                language: turn.language,
                before: text.to_owned(),
                keep: names(text, &named),
            });
        }
    }
}
