//! Making again: what is discarded has its errand made once more, under another seed, and the new talk takes its place.
//!
//! Owns: what is made again, by which run, and the mark that says what stands in for what. Does not: plan or make talks
//! (`generate` does). What was discarded stays where it is. A run makes up for a place once, so that a job that was
//! stopped or killed goes on where it was.

use std::collections::BTreeMap;

use super::super::generate::once_more;
use super::super::runner::Context;
use super::{JobError, MadeAgain, Work};
use crate::domain::{Action, ConversationId, Engine, IdSequence, NewEntry, RunId, Subject};
use crate::llm::ChatModel;
use crate::store::{Change, Durability, Op, Reviewed};

/// How often what was made again is itself made again.
const ROUNDS: u32 = 3;

/// A discarded conversation that another is to stand in for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lost {
    number: i64,
    conversation: ConversationId,
    run: RunId,
    ordinal: u32,
}

impl Lost {
    /// What has to be made again of a conversation, or why it cannot be.
    pub(super) fn of(number: i64, reviewed: &Reviewed) -> Result<Self, String> {
        let conversation = &reviewed.conversation;
        let (id, ordinal) = (conversation.id, conversation.ordinal);
        match (conversation.run, conversation.engine) {
            (Some(run), Engine::Offline) => Ok(Lost {
                number,
                conversation: id,
                run,
                ordinal,
            }),
            (Some(run), engine) => Err(format!(
                "#{number} {id}: {engine} worded it, and is not asked here; `muse-studio generate --fill {run} --provider \
                 ...` makes up for it"
            )),
            (None, _) => Err(format!(
                "#{number} {id}: no run of this workspace made it, so that it cannot be made again"
            )),
        }
    }
}

impl Work {
    /// Makes again what is discarded and nothing stands in for, and judges what was made.
    pub(super) async fn make_again(
        &mut self,
        context: &mut Context,
        judge: Option<&dyn ChatModel>,
    ) -> Result<(), JobError> {
        for _ in 0..ROUNDS {
            let mut runs: BTreeMap<RunId, Vec<Lost>> = BTreeMap::new();
            for lost in std::mem::take(&mut self.lost) {
                runs.entry(lost.run).or_default().push(lost);
            }
            let mut made = Vec::new();
            for (run, lost) in runs {
                if self.over() {
                    return Ok(());
                }
                made.extend(self.make_of_run(context, run, &lost).await?);
            }
            self.waiting.only(made);
            self.pass(context, judge, None).await?;
        }
        for lost in std::mem::take(&mut self.lost) {
            self.leave_out(format!(
                "#{} {}: it is not good enough either, after {ROUNDS} rounds",
                lost.number, lost.conversation
            ));
        }
        Ok(())
    }

    /// Makes places of one run again; what stands in for them, with its number in the queue.
    async fn make_of_run(
        &mut self,
        context: &Context,
        run: RunId,
        lost: &[Lost],
    ) -> Result<Vec<(i64, ConversationId)>, JobError> {
        let places = lost.iter().map(|one| one.ordinal).collect();
        let made = match once_more(context.clone(), run, places).await {
            Ok(made) => made,
            Err(refused @ JobError::NotResumable { .. }) => {
                self.leave_out(refused.to_string());
                return Ok(Vec::new());
            }
            Err(error) => return Err(error),
        };
        self.report.stopped |= made.stopped;
        self.report.left_out.extend(made.left_out);
        let ids = IdSequence::new(made.seed, made.number);
        let mut found = Vec::new();
        for one in lost {
            let by = made.replaced.iter().find(|r| r.lost == one.ordinal);
            let Some(by) = by.map(|replaced| ids.conversation(replaced.by)) else {
                // It did not count when it was made, or the emptiest cell has made up for it.
                continue;
            };
            if let Some(number) = self.store.key_of(by).await? {
                self.mark(one, by).await?;
                found.push((number, by));
            }
        }
        Ok(found)
    }

    /// Notes what stands in for a conversation.
    async fn mark(&mut self, lost: &Lost, by: ConversationId) -> Result<(), JobError> {
        let entry = NewEntry {
            reviewer: self.reviewer.clone(),
            subject: Subject::Conversation(lost.conversation),
            base_version: 1,
            action: Action::Replace {
                before: None,
                after: Some(by),
            },
            reason: None,
            bulk: Some(self.bulk),
        };
        let change = Change {
            ops: vec![Op::Review(vec![entry])],
            durability: Durability::Full,
            ..Change::default()
        };
        self.store.apply(change).await?;
        self.report.bulk = Some(self.bulk);
        self.report.made_again.push(MadeAgain {
            conversation: lost.conversation,
            number: lost.number,
            by,
        });
        Ok(())
    }
}
