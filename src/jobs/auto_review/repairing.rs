//! Repair: a model puts right the turns that the evidence quotes, and the conversation is judged once more.
//!
//! Owns: which turns are asked about, and which conversations wait until all of theirs are answered. Does not: word or check
//! a turn (`rewriting` does), or touch what people judged or edited.

use std::collections::{BTreeMap, BTreeSet};

use super::super::rewriting::{Fault, Free, Item, Mender, Stays, mend};
use super::super::runner::Context;
use super::proposal::Proposal;
use super::{JobError, Judged, OnFault, Repaired, Work};
use crate::domain::{ConversationId, TurnId};
use crate::llm::ChatModel;

/// A conversation that waits for its repair.
pub(super) struct Faulty {
    pub(super) number: i64,
    pub(super) conversation: ConversationId,
    pub(super) items: Vec<Item>,
}

impl Faulty {
    /// What can be put right of a conversation; `None` when the evidence quotes no turn that a program may touch.
    pub(super) fn of(judged: &Judged, proposal: &Proposal) -> Option<Self> {
        let mut faults: BTreeMap<usize, Vec<Fault>> = BTreeMap::new();
        for evidence in proposal.no.iter().flat_map(|no| &no.evidence) {
            if Free::of(&judged.reviewed, evidence.turn_id) == Free::Yes {
                let place = evidence.turn as usize - 1;
                faults.entry(place).or_default().push(Fault {
                    words: evidence.quote.clone(),
                    wrong: evidence.note.clone(),
                });
            }
        }
        let Judged {
            number,
            reviewed,
            known,
            ..
        } = judged;
        let item = |(place, faults)| Some(Item::at(place, *number, reviewed, known)?.with(faults));
        let items: Vec<Item> = faults.into_iter().filter_map(item).collect();
        (!items.is_empty()).then(|| Faulty {
            number: *number,
            conversation: judged.id(),
            items,
        })
    }
}

impl Work {
    /// Repairs what waits for it, and judges it once more: what still is not good enough is discarded.
    pub(super) async fn repair(
        &mut self,
        context: &mut Context,
        judge: Option<&dyn ChatModel>,
        mender: &dyn ChatModel,
    ) -> Result<(), JobError> {
        self.policy.on_fault = OnFault::Reject;
        let faulty = std::mem::take(&mut self.faulty);
        if faulty.is_empty() {
            return Ok(());
        }
        let items = faulty.iter().flat_map(|one| one.items.clone()).collect();
        let by = Mender {
            model: mender,
            reviewer: self.reviewer.clone(),
            bulk: self.bulk,
            allowance: self.allowance(),
            concurrency: self.concurrency,
        };
        let done = mend(context, items, by).await?;
        self.report.spent.add(&done.spent);
        self.report.stopped |= done.spent.stopped;
        if done.rewritten > 0 {
            self.report.bulk = Some(self.bulk);
        }
        self.report.left_out.extend(done.left_out);
        let mut again = Vec::new();
        for one in faulty {
            if let Some(turns) = self.answered(&one, &done.stays).await? {
                again.push((one.number, one.conversation));
                self.report.repaired.push(Repaired {
                    conversation: one.conversation,
                    number: one.number,
                    turns,
                });
            }
        }
        self.waiting.only(again);
        self.pass(context, judge, None).await
    }

    /// The turns of a conversation that were put right, when all of it was answered.
    async fn answered(
        &self,
        faulty: &Faulty,
        stays: &[Stays],
    ) -> Result<Option<Vec<TurnId>>, JobError> {
        let Some(reviewed) = self.store.conversation(faulty.conversation).await? else {
            return Ok(None);
        };
        let stays: BTreeSet<TurnId> = stays.iter().map(|one| one.turn).collect();
        let (mut turns, mut open) = (Vec::new(), false);
        for item in &faulty.items {
            match reviewed.review.rewritten_by(item.turn) {
                Some(_) => turns.push(item.turn),
                None => open |= !stays.contains(&item.turn),
            }
        }
        Ok((!open).then_some(turns))
    }
}
