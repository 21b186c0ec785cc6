//! What a run finds already made: its own conversations when it goes on, and those of the workspace that it must not repeat.

use std::collections::VecDeque;
use std::sync::Arc;

use super::super::JobError;
use super::making::Shop;
use super::outcome::Became;
use crate::domain::{Outcome, RunId};
use crate::quality::{Fingerprint, Twins};
use crate::review::Filter;
use crate::store::{Cursor, Reviewed, Store};

/// How many conversations are read at once.
const PAGE: u32 = 200;

/// The conversations of a run that came to an end of their own, read in the order of their places while the run is planned
/// again.
pub(super) struct Earlier {
    filter: Filter,
    cursor: Cursor,
    page: VecDeque<(u32, Became)>,
    more: bool,
}

impl Earlier {
    /// Nothing: the run is new.
    pub(super) fn none() -> Self {
        Earlier {
            more: false,
            ..Earlier::of(RunId(uuid::Uuid::nil()))
        }
    }

    /// Those of a run.
    pub(super) fn of(run: RunId) -> Self {
        Earlier {
            filter: Filter {
                run: Some(run),
                ..Filter::default()
            },
            cursor: Cursor::First,
            page: VecDeque::new(),
            more: true,
        }
    }

    /// What became of a place when it was made earlier. Places must be asked for in their order.
    pub(super) async fn take(
        &mut self,
        ordinal: u32,
        shop: &Arc<Shop>,
    ) -> Result<Option<Became>, JobError> {
        loop {
            while self.page.front().is_some_and(|(place, _)| *place < ordinal) {
                self.page.pop_front();
            }
            match self.page.front() {
                Some((place, _)) if *place == ordinal => {
                    return Ok(self.page.pop_front().map(|(_, became)| became));
                }
                Some(_) => return Ok(None),
                None if !self.more => return Ok(None),
                None => self.read(shop).await?,
            }
        }
    }

    async fn read(&mut self, shop: &Arc<Shop>) -> Result<(), JobError> {
        let read = shop
            .store
            .conversation_page(self.filter.clone(), self.cursor, PAGE);
        let page = read.await?;
        self.more = page.more;
        if let Some((last, _)) = page.items.last() {
            self.cursor = Cursor::After(*last);
        }
        let shop = shop.clone();
        let look = move || {
            let ended = page.items.iter().filter_map(|(_, reviewed)| {
                let conversation = &reviewed.conversation;
                let outcome = conversation.outcome.filter(|o| *o != Outcome::Stopped)?;
                Some((conversation.ordinal, shop.look_back(conversation, outcome)))
            });
            ended.collect::<VecDeque<_>>()
        };
        self.page = tokio::task::spawn_blocking(look).await?;
        Ok(())
    }
}

/// The memory of what is in the workspace, up to a place in the queue.
/// Conversations of the run itself are not among them, wherever they stand.
pub(super) async fn workspace_twins(
    store: &Store,
    until: i64,
    run: RunId,
) -> Result<Twins, JobError> {
    let (mut twins, mut cursor) = (Twins::default(), Cursor::First);
    loop {
        let page = store
            .conversation_page(Filter::default(), cursor, PAGE)
            .await?;
        let Some((last, _)) = page.items.last() else {
            return Ok(twins);
        };
        cursor = Cursor::After(*last);
        let (more, items) = (page.more, page.items);
        let over = items.last().is_some_and(|(key, _)| *key > until);
        let take = move || {
            let old = items.iter().filter(|(key, _)| *key <= until);
            let others = old.filter(|(_, reviewed)| reviewed.conversation.run != Some(run));
            for (_, Reviewed { conversation, .. }) in others {
                let texts = conversation.current_turns().map(|turn| turn.text.as_str());
                twins.keep(conversation.id, Fingerprint::of(texts));
            }
            twins
        };
        twins = tokio::task::spawn_blocking(take).await?;
        if over || !more {
            return Ok(twins);
        }
    }
}
