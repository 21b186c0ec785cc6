//! A conversation opened for reading: its text and verdicts, the products it names, fresh findings, what it will give.

use std::collections::BTreeMap;

use super::{JobError, Workspace};
use crate::domain::{ConversationId, Finding, Product, ProductId};
use crate::store::Reviewed;

/// All that a reader shows of one conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The conversation, its review state and the findings as stored.
    pub reviewed: Reviewed,
    /// The products that its turns name, as the catalogue has them now; unknown ones are missing here.
    pub products: BTreeMap<ProductId, Product>,
    /// Findings on the text that is in force now, edits included.
    pub findings: Vec<Finding>,
    /// SFT rows that an export of accepted conversations would write of it now.
    pub sft_rows: u32,
    /// DPO pairs that an export would write of it now.
    pub dpo_pairs: u32,
}

impl Workspace {
    /// Opens a conversation for reading.
    ///
    /// # Errors
    /// When it is not there or the store cannot be read.
    pub async fn open_for_reading(&self, id: ConversationId) -> Result<Reading, JobError> {
        let reviewed = self.store().conversation(id).await?;
        let _ = reviewed.ok_or_else(|| JobError::UnknownId {
            kind: "conversation",
            given: id.to_string(),
            hint: "see `muse-studio conversations list`".to_owned(),
        })?;
        Err(JobError::Layer("reading is not built in yet".to_owned()))
    }
}
