//! Changes, step by step, inside the writer's transaction.

mod conversation;
mod log;
mod refresh;
mod rows;
mod stamp;

use rusqlite::Connection;

pub(super) use stamp::Stamp;

use super::error::Refusal;
use crate::domain::Subject;
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
        check_version(connection, *subject, *expected)?;
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
            Op::PutProducts(products) => rows::put_products(connection, products)?,
            Op::PutProfiles(profiles) => rows::put_profiles(connection, profiles)?,
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
            Op::PutSetting(key, value) => rows::put_setting(connection, key, value.as_deref())?,
        }
        Ok(())
    }
}

/// Refuses when the text of the subject is no longer the one that was read. A conversation has no text of its own and
/// stays at version 1.
fn check_version(connection: &Connection, subject: Subject, expected: u32) -> Result<(), Refusal> {
    let seq = refresh::seq_of(connection, subject.conversation())?;
    let found = match subject {
        Subject::Conversation(_) => 1,
        Subject::Turn(_, turn) => refresh::stored(connection, seq)?.version(turn),
    };
    if found == expected {
        return Ok(());
    }
    Err(Refusal::Store(StoreError::Conflict {
        subject,
        expected,
        found,
    }))
}
