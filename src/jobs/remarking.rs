//! Comments, tags and ratings as a person gives them, for the studio and the command line alike.
//!
//! Owns: what a remark changes in what stands, so that it can be taken back. Does not: touch verdicts or texts.

use super::{Desk, JobError};
use crate::domain::{
    Action, BulkId, ConversationId, Dimension, NewEntry, Rating, Subject, Tag, TagChange,
};
use crate::review::ConversationReview;
use crate::store::Applied;

/// Something that a reviewer says of a conversation beside a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The free comment becomes this; empty takes it away.
    Comment(String),
    /// A tag is put on or taken off.
    Tag(Tag, TagChange),
    /// The reviewer's own rating of a dimension becomes this; `None` takes it away.
    Rate(Dimension, Option<Rating>),
}

impl Desk {
    /// Says all of this of each conversation, in one change. Two entries or more form one bulk, which one undo takes back.
    /// What stands so already writes nothing.
    ///
    /// # Errors
    /// When a conversation is not there or the store refuses; nothing is changed then.
    pub async fn remark(
        &self,
        conversations: &[ConversationId],
        remarks: &[Remark],
    ) -> Result<Applied, JobError> {
        let mut actions = Vec::new();
        for id in conversations {
            let reviewed = self.read(*id).await?;
            let of_this = remarks
                .iter()
                .filter_map(|remark| self.action(&reviewed.review, remark));
            actions.extend(of_this.map(|action| (*id, action)));
        }
        if actions.is_empty() {
            return Ok(Applied::default());
        }
        let bulk = (actions.len() > 1).then(|| self.workspace().fresh_bulk());
        let entry = |(id, action)| self.remark_entry(id, action, bulk);
        self.write(actions.into_iter().map(entry).collect(), Vec::new())
            .await
    }

    /// What the remark changes; `None` when it stands so already.
    fn action(&self, review: &ConversationReview, remark: &Remark) -> Option<Action> {
        match remark {
            Remark::Comment(after) => {
                let (before, after) = (review.comment.clone(), after.trim().to_owned());
                (before != after).then_some(Action::Comment { before, after })
            }
            Remark::Tag(tag, change) => {
                let on = review.tags.contains(tag);
                let (tag, change) = (tag.clone(), *change);
                (on != (change == TagChange::Added)).then_some(Action::Tag { tag, change })
            }
            Remark::Rate(dimension, after) => {
                let (dimension, after) = (*dimension, *after);
                let before = review.rating(dimension, self.reviewer());
                (before != after).then_some(Action::Rate {
                    dimension,
                    before,
                    after,
                })
            }
        }
    }

    fn remark_entry(&self, id: ConversationId, action: Action, bulk: Option<BulkId>) -> NewEntry {
        NewEntry {
            reviewer: self.reviewer().clone(),
            subject: Subject::Conversation(id),
            base_version: 1,
            action,
            reason: None,
            bulk,
        }
    }
}
