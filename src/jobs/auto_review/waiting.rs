//! The conversations that wait for an automatic review, a page at a time.

use super::super::JobError;
use super::{Before, Passed};
use crate::domain::{ReviewerId, Status};
use crate::review::Filter;
use crate::store::{Cursor, Page, Reviewed, Store};

/// How many conversations are read at once.
const PAGE: u32 = 100;

/// The conversations of a filter that are to be judged, in the order of the queue.
pub(super) struct Waiting {
    pub(super) store: Store,
    pub(super) filter: Filter,
    pub(super) reviewer: ReviewerId,
    pub(super) before: Before,
    /// How many more may be given.
    pub(super) left: u64,
    /// Where the next page begins; `None` when all were read.
    pub(super) cursor: Option<Cursor>,
    /// Those that were passed over.
    pub(super) passed: Passed,
}

impl Waiting {
    /// How many there are at most.
    pub(super) async fn at_most(&self) -> Result<u64, JobError> {
        Ok(self.store.count(self.filter.clone()).await?.min(self.left))
    }

    /// The next ones; empty when none is left.
    pub(super) async fn page(&mut self) -> Result<Vec<(i64, Reviewed)>, JobError> {
        while let Some(cursor) = self.cursor.take().filter(|_| self.left > 0) {
            let filter = self.filter.clone();
            let page: Page<Reviewed> = self.store.conversation_page(filter, cursor, PAGE).await?;
            self.cursor = match page.items.last() {
                Some((last, _)) if page.more => Some(Cursor::After(*last)),
                _ => None,
            };
            let mut items = page.items;
            items.retain(|(_, reviewed)| self.waits(reviewed));
            items.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
            self.left -= items.len() as u64;
            if !items.is_empty() {
                return Ok(items);
            }
        }
        Ok(Vec::new())
    }

    /// Whether it is to be judged; counts it when not.
    fn waits(&mut self, reviewed: &Reviewed) -> bool {
        let status = reviewed.review.status(&reviewed.conversation);
        if !matches!(status, Status::Todo | Status::Part) {
            self.passed.by_people += 1;
            return false;
        }
        let before = reviewed.review.auto.as_ref();
        let mine = before.is_some_and(|auto| auto.reviewer == self.reviewer);
        if mine && self.before == Before::Keep {
            self.passed.before += 1;
            return false;
        }
        true
    }
}
