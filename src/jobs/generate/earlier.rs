//! What a run finds already made: its own conversations when it goes on, and those of the workspace that it must not repeat.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use super::super::JobError;
use super::making::Shop;
use super::outcome::Became;
use crate::domain::{Engine, Outcome, RunId};
use crate::quality::{Fingerprint, Twins};
use crate::review::Filter;
use crate::store::{Change, Cursor, Op, Reviewed, Store};

/// How many conversations are read at once.
const PAGE: u32 = 200;

/// The conversations of a run that are not made again, read in the order of their places while the run is planned again:
/// those that came to an end of their own, those that a person ended, and those that hold a person's words.
pub(super) struct Earlier {
    filter: Filter,
    let_be: BTreeSet<u32>,
    cursor: Cursor,
    page: VecDeque<(u32, Became)>,
    more: bool,
}

impl Earlier {
    /// Nothing: the run is new.
    pub(super) fn none() -> Self {
        Earlier {
            more: false,
            ..Earlier::of(RunId(uuid::Uuid::nil()), Vec::new())
        }
    }

    /// Those of a run; what stands at these places stays as it is.
    pub(super) fn of(run: RunId, let_be: Vec<u32>) -> Self {
        Earlier {
            filter: Filter {
                run: Some(run),
                ..Filter::default()
            },
            let_be: let_be.into_iter().collect(),
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
        let (look, let_be) = (shop.clone(), self.let_be.clone());
        let look = move || {
            let ended = page.items.iter().filter_map(|(_, reviewed)| {
                let conversation = &reviewed.conversation;
                let own = conversation.outcome.filter(|o| *o != Outcome::Stopped);
                let stays = let_be.contains(&conversation.ordinal) || has_a_hand_in_it(reviewed);
                let outcome = own.or(stays.then_some(Outcome::Stopped))?;
                let open = conversation.outcome.is_none().then_some(conversation.id);
                let became = look.look_back(conversation, outcome);
                Some((open, (conversation.ordinal, became)))
            });
            ended.unzip::<_, _, Vec<_>, VecDeque<_>>()
        };
        let (open, page) = tokio::task::spawn_blocking(look).await?;
        for id in open.into_iter().flatten() {
            let end = Op::EndConversation(id, Outcome::Stopped);
            shop.store.apply(Change::one(end)).await?;
        }
        self.page = page;
        Ok(())
    }
}

/// Whether a person typed or edited some of its words.
fn has_a_hand_in_it(reviewed: &Reviewed) -> bool {
    let mut turns = reviewed.conversation.turns.values();
    turns.any(|turn| {
        let from = turn.provenance.as_ref();
        let typed = from.is_some_and(|from| from.provider == Engine::Imported);
        let edited = reviewed.review.edited(turn.id);
        typed || edited && reviewed.review.rewritten_by(turn.id).is_none()
    })
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
