//! Review logs of other copies of the workspace, brought together with this one's.
//!
//! Owns: the whole log in its order, and taking in entries that are not here yet. Does not: read files, or decide what the
//! entries add up to (that is `review`).

use std::collections::BTreeSet;

use super::products::edited;
use super::{JobError, Workspace};
use crate::domain::{ConversationId, LogEntry};
use crate::store::{Change, Cursor, Durability, Op};

/// How many entries are read or written at once.
const PAGE: usize = 2_000;

/// What came of bringing logs together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Entries that were not here.
    pub new: u64,
    /// Entries that were here already.
    pub known: u64,
    /// Conversations that entries are about and that are not in this workspace; they count once it has them.
    pub not_here: BTreeSet<ConversationId>,
}

impl Workspace {
    /// Every entry of the review log, ordered by clock and id: two workspaces with the same entries give the same list.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn whole_log(&self) -> Result<Vec<LogEntry>, JobError> {
        let (mut entries, mut cursor) = (Vec::new(), Cursor::First);
        loop {
            let page = self.store().log_page(cursor, PAGE as u32).await?;
            for (key, entry) in page.items {
                cursor = Cursor::After(key);
                entries.push(entry);
            }
            if !page.more {
                break;
            }
        }
        entries.sort_by_key(|entry| (entry.clock, entry.id));
        Ok(entries)
    }

    /// Takes in the entries that are not here yet. The order in which logs come, and how often, changes nothing.
    ///
    /// # Errors
    /// When the store refuses; what was taken in before stays.
    pub async fn merge_log(&self, entries: &[LogEntry]) -> Result<Merged, JobError> {
        let mut merged = Merged::default();
        for part in entries.chunks(PAGE) {
            let change = Change {
                ops: vec![Op::MergeLog(part.to_vec())],
                durability: Durability::Full,
                ..Change::default()
            };
            let applied = self.apply_and_index(change, edited).await?;
            merged.new += applied.entries.len() as u64;
            merged.known += (part.len() - applied.entries.len()) as u64;
        }
        let about: BTreeSet<ConversationId> = entries
            .iter()
            .filter_map(|entry| entry.subject.conversation())
            .collect();
        for id in about {
            if self.store().key_of(id).await?.is_none() {
                merged.not_here.insert(id);
            }
        }
        Ok(merged)
    }
}
