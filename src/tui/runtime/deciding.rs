//! Decisions, carried out one after another in the order in which they were made.

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use crate::domain::{BulkId, Subject};
use crate::jobs::{Desk, Workspace};
use crate::store::{Applied, Change, Draft, Durability, Op};
use crate::tui::effect::Effect;
use crate::tui::msg::{Decision, Gives, Reply, Written};

/// The worker that carries out decisions in order.
pub async fn decide(
    workspace: Workspace,
    desk: Desk,
    mut waiting: UnboundedReceiver<Effect>,
    replies: UnboundedSender<Reply>,
) {
    while let Some(effect) = waiting.recv().await {
        if let Some(reply) = decide_one(&workspace, &desk, effect).await {
            let _ = replies.send(reply);
        }
    }
}

async fn decide_one(workspace: &Workspace, desk: &Desk, effect: Effect) -> Option<Reply> {
    let (decision, result) = match effect {
        Effect::Judge {
            subject,
            verdict,
            reason,
        } => {
            let decision = match subject {
                Subject::Turn(conversation, turn) => Decision::Turn(conversation, turn),
                Subject::Conversation(id) => Decision::Conversation(id),
                // Products are not judged.
                Subject::Product(_) => return None,
            };
            (decision, desk.judge(&[subject], verdict, reason).await)
        }
        Effect::JudgeMany {
            filter,
            verdict,
            reason,
        } => {
            let filter = filter.meant_by(desk.reviewer());
            return Some(match desk.judge_all(filter, Some(verdict), reason).await {
                Ok(done) => Reply::Decided {
                    decision: Decision::Bulk(done.bulk, done.changed),
                    result: Ok(Written::default()),
                },
                Err(error) => Reply::Decided {
                    decision: Decision::Bulk(BulkId(uuid::Uuid::nil()), 0),
                    result: Err(error.to_string()),
                },
            });
        }
        Effect::Edit {
            conversation,
            turn,
            base_version,
            text,
        } => {
            let edited = desk.edit_turn(conversation, turn, base_version, text).await;
            (Decision::Edit(conversation, turn), edited)
        }
        Effect::EditProduct { id, value, version } => {
            let edited = desk.set_product_value(&id, value, Some(version)).await;
            (Decision::Product(id), edited)
        }
        Effect::Mention {
            conversation,
            turn,
            products,
        } => {
            let set = desk.set_mentioned(conversation, turn, products).await;
            (Decision::Mention(conversation, turn), set)
        }
        Effect::Remark {
            conversation,
            remarks,
        } => {
            let said = desk.remark(&[conversation], &remarks).await;
            (Decision::Remark(conversation), said)
        }
        Effect::Undo => (Decision::Undo, desk.undo().await),
        Effect::Redo => (Decision::Redo, desk.redo().await),
        other => {
            keep(workspace, desk, other).await;
            return None;
        }
    };
    let result = match result {
        Ok(applied) => Ok(written(workspace, &decision, applied).await),
        Err(error) => Err(error.to_string()),
    };
    Some(Reply::Decided { decision, result })
}

async fn written(workspace: &Workspace, decision: &Decision, applied: Applied) -> Written {
    let mut gives = Gives::default();
    if let Decision::Edit(conversation, _) = decision
        && let Ok(read) = workspace.open_for_reading(*conversation).await
    {
        gives = Gives {
            sft: read.sft_rows,
            dpo: read.dpo_pairs,
        };
    }
    Written {
        entries: applied.entries,
        reversed: applied.reversed,
        gives,
    }
}

/// Drafts and small values.
async fn keep(workspace: &Workspace, desk: &Desk, effect: Effect) {
    let op = match effect {
        Effect::KeepDraft {
            conversation,
            turn,
            base_version,
            text,
        } => Op::PutDraft(Draft {
            reviewer: desk.reviewer().clone(),
            conversation,
            turn,
            base_version,
            text,
        }),
        Effect::DropDraft(turn) => Op::DropDraft(desk.reviewer().clone(), turn),
        Effect::Keep { key, value } => Op::PutSetting(key, Some(value)),
        _ => return,
    };
    let change = Change {
        ops: vec![op],
        expected: Vec::new(),
        durability: Durability::Full,
    };
    if let Err(error) = workspace.store().apply(change).await {
        tracing::warn!(%error, "keeping a draft or setting");
    }
}
