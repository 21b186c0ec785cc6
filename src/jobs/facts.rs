//! Products at hand: what the checks compare a conversation with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::JobError;
use crate::catalog::translit;
use crate::domain::{Conversation, Finding, FindingKind, Product, ProductId, Turn};
use crate::export::muse::Record;
use crate::quality::{self, Facts};
use crate::store::{Reviewed, Store};

/// The products that some conversations speak of.
#[derive(Default)]
pub(super) struct Known(BTreeMap<ProductId, Arc<Product>>);

impl Known {
    /// Products that are in memory already.
    pub(super) fn of(products: impl IntoIterator<Item = Arc<Product>>) -> Self {
        Known(products.into_iter().map(|p| (p.id.clone(), p)).collect())
    }

    /// Reads the products that these conversations name or that were found for them.
    pub(super) async fn read<'a>(
        store: &Store,
        conversations: impl IntoIterator<Item = &'a Conversation>,
    ) -> Result<Self, JobError> {
        let ids: BTreeSet<ProductId> = conversations.into_iter().flat_map(spoken_of).collect();
        let products = store.products(ids.into_iter().collect()).await?;
        Ok(Known::of(products.into_iter().map(Arc::new)))
    }

    /// The product of an id.
    pub(super) fn get(&self, id: &ProductId) -> Option<&Arc<Product>> {
        self.0.get(id)
    }

    /// What the checks find in the text that is in force, and why the conversation was stopped, if it was: that is no
    /// check's to find again.
    pub(super) fn check(&self, reviewed: &Reviewed) -> Vec<Finding> {
        let text_of = |turn| reviewed.review.text(turn);
        let mut findings = quality::check(&reviewed.conversation, &text_of, self);
        let before = reviewed.findings.iter();
        findings.extend(before.filter(|f| f.kind == FindingKind::Stopped).cloned());
        findings
    }

    /// What the checks find in a line of a file, in the text that was in force when it was written.
    pub(super) fn check_record(&self, record: &Record) -> Vec<Finding> {
        let text_of = |turn: &Turn| match record.turns.get(&turn.id) {
            Some(line) => line.text.as_str(),
            None => "",
        };
        quality::check(&record.conversation, &text_of, self)
    }

    /// What the checks find in a conversation as it was made.
    pub(super) fn check_new(&self, conversation: &Conversation) -> Vec<Finding> {
        quality::check(conversation, &|turn| turn.text.as_str(), self)
    }
}

impl Facts for Known {
    fn product(&self, id: &ProductId) -> Option<&Product> {
        self.get(id).map(Arc::as_ref)
    }

    fn sound(&self, word: &str) -> Option<String> {
        translit::key(word)
    }
}

/// The products that a conversation names, was answered with, or is after.
pub(super) fn spoken_of(conversation: &Conversation) -> impl Iterator<Item = ProductId> + '_ {
    let turns = conversation.turns.values().flat_map(|turn| {
        let found = turn.provenance.iter().flat_map(|p| &p.candidates);
        turn.mentioned
            .iter()
            .chain(found.map(|candidate| &candidate.product))
    });
    turns.chain(&conversation.scenario.target).cloned()
}
