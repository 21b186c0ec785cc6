//! Changes, step by step, inside the writer's transaction.

mod conversation;
mod groups;
mod ledger;
mod log;
mod products;
mod refresh;
mod rows;
mod stamp;
mod uses;

use rusqlite::Connection;

pub(super) use stamp::Stamp;

use super::error::Refusal;
use crate::domain::{LogEntry, Subject};
use crate::store::{Applied, Change, Op, StoreError};

/// What the steps of a change share.
struct Step<'a> {
    connection: &'a Connection,
    stamp: &'a mut Stamp,
    applied: Applied,
}

/// Does a change. On an error the caller rolls back to where the change began.
pub(super) fn apply(
    connection: &Connection,
    stamp: &mut Stamp,
    change: &Change,
) -> Result<Applied, Refusal> {
    for (subject, expected) in &change.expected {
        check_version(connection, subject, *expected)?;
    }
    let mut step = Step {
        connection,
        stamp,
        applied: Applied::default(),
    };
    for op in &change.ops {
        step.run(op)?;
    }
    Ok(step.applied)
}

impl Step<'_> {
    fn run(&mut self, op: &Op) -> Result<(), Refusal> {
        let connection = self.connection;
        match op {
            Op::PutProducts(products) => {
                self.applied.products += products::put(connection, products, self.stamp.now_ms())?;
            }
            Op::EnrichProducts(values) => {
                self.applied.products += products::enrich(connection, values, self.stamp.now_ms())?;
            }
            Op::PutProductGroups(groups) => groups::replace(connection, groups)?,
            Op::PutProfiles(profiles) => rows::put_profiles(connection, profiles)?,
            Op::BeginRun(run) => rows::begin_run(connection, run)?,
            Op::PutRun(run) => rows::put_run(connection, run)?,
            Op::SetRunState(id, state, ended) => {
                rows::set_run_state(connection, *id, *state, *ended)?
            }
            Op::PutConversation(whole) => conversation::put(connection, whole)?,
            Op::AppendTurn(id, branch, turn) => {
                conversation::append(connection, *id, *branch, turn)?
            }
            Op::EndConversation(id, outcome) => conversation::end(connection, *id, *outcome)?,
            Op::PutFindings(id, findings) => conversation::put_findings(connection, *id, findings)?,
            Op::Review(entries) => self.review(entries)?,
            Op::Undo(reviewer) => self.undo(reviewer)?,
            Op::Redo(reviewer) => self.redo(reviewer)?,
            Op::MergeLog(entries) => self.merge(entries)?,
            Op::PutDraft(draft) => rows::put_draft(connection, draft)?,
            Op::DropDraft(reviewer, turn) => rows::drop_draft(connection, reviewer, *turn)?,
            Op::PutSettingAfterProducts(key, value) => {
                let altered = |entry: &LogEntry| entry.subject.product().is_some();
                let tally = &self.applied.products;
                if tally.added + tally.updated > 0 || self.applied.entries.iter().any(altered) {
                    rows::put_setting(connection, key, Some(value))?;
                }
            }
            Op::SendCall(call) => {
                let sent = ledger::send(connection, call, self.stamp.now_ms())?;
                self.applied.calls.push(sent);
            }
            Op::EndCall(call, end, answer) => {
                let now = self.stamp.now_ms();
                ledger::end(connection, *call, end, answer.as_deref(), now)?;
            }
            Op::ForgetAnswer(request) => ledger::forget(connection, *request)?,
            Op::PutSetting(key, value) => rows::put_setting(connection, key, value.as_deref())?,
        }
        Ok(())
    }
}

/// Refuses when the subject is no longer as it was read: a turn by its text, a product by any of its fields. A conversation
/// has no text of its own and stays at version 1.
fn check_version(connection: &Connection, subject: &Subject, expected: u32) -> Result<(), Refusal> {
    let found = match subject {
        Subject::Conversation(id) => refresh::seq_of(connection, *id).map(|_| 1)?,
        Subject::Turn(id, turn) => {
            let seq = refresh::seq_of(connection, *id)?;
            refresh::stored(connection, seq)?.version(*turn)
        }
        Subject::Product(id) => {
            products::version(connection, id)?.ok_or_else(|| log::no_product(id))?
        }
    };
    if found == expected {
        return Ok(());
    }
    Err(Refusal::Store(StoreError::Conflict {
        subject: subject.clone(),
        expected,
        found,
    }))
}
