//! The conversations that wait for an automatic review, a page at a time.

use std::collections::VecDeque;

use super::super::JobError;
use super::once_more::Lost;
use super::{Before, Passed};
use crate::domain::{AutoVerdict, ConversationId, ReviewerId, Status};
use crate::review::Filter;
use crate::store::{Cursor, Page, Reviewed, Store};

/// How many conversations are read at once.
const PAGE: u32 = 100;

/// The conversations of a filter that are to be judged, in the order of the queue.
pub(super) struct Waiting {
    pub(super) store: Store,
    pub(super) source: Source,
    pub(super) reviewer: ReviewerId,
    pub(super) before: Before,
    /// How many more may be given.
    pub(super) left: u64,
    /// Those that were passed over.
    pub(super) passed: Passed,
    /// Those of them that this reviewer discarded and nothing stands in for.
    pub(super) discarded: Vec<Lost>,
}

/// Where the conversations come from.
pub(super) enum Source {
    /// All that a filter keeps, from this place of the queue on; `None` when all were read.
    Queue(Filter, Option<Cursor>),
    /// These, with their numbers.
    These(VecDeque<(i64, ConversationId)>),
}

impl Waiting {
    /// How many there are at most.
    pub(super) async fn at_most(&self) -> Result<u64, JobError> {
        let all = match &self.source {
            Source::Queue(filter, _) => self.store.count(filter.clone()).await?,
            Source::These(these) => these.len() as u64,
        };
        Ok(all.min(self.left))
    }

    /// Waits for these and no others, whatever was judged before.
    pub(super) fn only(&mut self, these: Vec<(i64, ConversationId)>) {
        self.left = u64::MAX;
        self.before = Before::Again;
        self.source = Source::These(these.into());
    }

    /// The next ones; empty when none is left.
    pub(super) async fn page(&mut self) -> Result<Vec<(i64, Reviewed)>, JobError> {
        while self.left > 0 {
            let mut items = self.read().await?;
            if items.is_empty() {
                break;
            }
            items.retain(|(number, reviewed)| self.waits(*number, reviewed));
            items.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
            self.left -= items.len() as u64;
            if !items.is_empty() {
                return Ok(items);
            }
        }
        Ok(Vec::new())
    }

    /// The next ones of the source, to be judged or not; empty at its end.
    async fn read(&mut self) -> Result<Vec<(i64, Reviewed)>, JobError> {
        match &mut self.source {
            Source::Queue(filter, from) => {
                let Some(cursor) = from.take() else {
                    return Ok(Vec::new());
                };
                let page = self.store.conversation_page(filter.clone(), cursor, PAGE);
                let page: Page<Reviewed> = page.await?;
                *from = match page.items.last() {
                    Some((last, _)) if page.more => Some(Cursor::After(*last)),
                    _ => None,
                };
                Ok(page.items)
            }
            Source::These(these) => {
                let mut found = Vec::new();
                for _ in 0..PAGE {
                    let Some((number, id)) = these.pop_front() else {
                        break;
                    };
                    found.extend(self.store.conversation(id).await?.map(|r| (number, r)));
                }
                Ok(found)
            }
        }
    }

    /// Whether it is to be judged; counts it when not.
    fn waits(&mut self, number: i64, reviewed: &Reviewed) -> bool {
        let status = reviewed.review.status(&reviewed.conversation);
        if !matches!(status, Status::Todo | Status::Part) {
            self.passed.by_people += 1;
            return false;
        }
        let before = reviewed.review.auto.as_ref();
        let mine = before.filter(|auto| auto.reviewer == self.reviewer);
        let Some(mine) = mine.filter(|_| self.before == Before::Keep) else {
            return true;
        };
        self.passed.before += 1;
        if mine.verdict == AutoVerdict::Discarded && reviewed.review.replaced_by.is_none() {
            self.discarded.extend(Lost::of(number, reviewed));
        }
        false
    }
}
