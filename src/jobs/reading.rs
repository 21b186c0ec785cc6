//! A conversation opened for reading: its text and verdicts, the products it names, fresh findings, what it will give.

use std::collections::BTreeMap;

use super::facts::Known;
use super::judged::judged;
use super::{JobError, Workspace};
use crate::domain::{ConversationId, Finding, Product, ProductId};
use crate::export::yield_of;
use crate::store::Reviewed;

/// All that a reader shows of one conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The conversation, its review state and the findings as stored.
    pub reviewed: Reviewed,
    /// The products that its turns name and the shopper's target, as the catalogue has them now; unknown ones are
    /// missing here.
    pub products: BTreeMap<ProductId, Product>,
    /// Findings on the text that is in force now, edits included.
    pub findings: Vec<Finding>,
    /// SFT rows that an export under the default rules would write of it now.
    pub sft_rows: u32,
    /// DPO pairs that it would write.
    pub dpo_pairs: u32,
}

impl Workspace {
    /// Opens a conversation for reading.
    ///
    /// # Errors
    /// When it is not there or the store cannot be read.
    pub async fn open_for_reading(&self, id: ConversationId) -> Result<Reading, JobError> {
        let found = self.store().conversation(id).await?;
        let reviewed = found.ok_or_else(|| JobError::UnknownId {
            kind: "conversation",
            given: id.to_string(),
            hint: "see `muse-studio conversations list`".to_owned(),
        })?;
        let conversation = &reviewed.conversation;
        let known = Known::read(self.store(), [conversation]).await?;
        let named = conversation.turns.values().flat_map(|t| &t.mentioned);
        let products = named
            .chain(&conversation.scenario.target)
            .filter_map(|id| Some((id.clone(), Product::clone(known.get(id)?))))
            .collect();
        let gives = yield_of(&judged(&reviewed));
        Ok(Reading {
            findings: known.check(&reviewed),
            sft_rows: gives.sft_rows,
            dpo_pairs: gives.dpo_pairs,
            products,
            reviewed,
        })
    }
}
