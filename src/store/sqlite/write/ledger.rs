//! Writes of the ledger of calls.

use std::borrow::Cow;

use rusqlite::{Connection, params};

use super::super::error::Refusal;
use crate::domain::{CallEnd, CallId, NewCall, RequestHash};
use crate::store::StoreError;
use crate::store::sqlite::codec::Word;

/// No call takes more tokens, nor millionths of a currency; a server that tells of more miscounts, and sums must not
/// overflow by that.
const MOST: u64 = 1 << 40;

/// The shortest answer that packing makes noticeably shorter, in bytes; most turns are below it.
const WORTH_PACKING: usize = 1_024;

fn bounded(number: Option<u64>) -> Option<u64> {
    number.map(|number| number.min(MOST))
}

/// Notes that a call is about to leave.
pub(super) fn send(
    connection: &Connection,
    call: &NewCall,
    now_ms: i64,
) -> rusqlite::Result<CallId> {
    let turn = call.turn.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO calls (run, conversation, place, request, attempt, engine, host, model, sent, most, most_in)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            turn.map(|turn| turn.run.0),
            turn.map(|turn| turn.conversation.0),
            turn.map(|turn| turn.place),
            call.request.0,
            call.attempt,
            Word(call.engine),
            call.host,
            call.model,
            now_ms,
            bounded(call.most.map(|most| most.micros)),
            call.most.map(|most| Word(most.currency)),
        ])?;
    Ok(CallId(connection.last_insert_rowid()))
}

/// Notes how a call ended, once.
pub(super) fn end(
    connection: &Connection,
    id: CallId,
    end: &CallEnd,
    answer: Option<&[u8]>,
    now_ms: i64,
) -> Result<(), Refusal> {
    let (error, said) = end.error.as_ref().map(|(kind, said)| (kind, said)).unzip();
    let changed = connection
        .prepare_cached(
            "UPDATE calls SET state = ?2, billing = ?3, ended = ?4, answered_by = ?5, request_id = ?6,
                 input = ?7, output = ?8, cost = ?9, currency = ?10, error = ?11, said = ?12, cached = ?13
             WHERE seq = ?1 AND ended IS NULL",
        )?
        .execute(params![
            id.0,
            Word(end.state),
            Word(end.billing),
            now_ms,
            end.model,
            end.request_id,
            bounded(end.input),
            bounded(end.output),
            bounded(end.cost.map(|cost| cost.micros)),
            end.cost.map(|cost| Word(cost.currency)),
            error,
            said,
            bounded(end.cached),
        ])?;
    if changed == 0 {
        let id = id.0.to_string();
        let kind = "call under way";
        return Err(Refusal::Store(StoreError::Missing { kind, id }));
    }
    match answer {
        Some(answer) => keep(connection, id, answer),
        None => Ok(()),
    }
}

/// Forgets an answer, if there is one.
pub(super) fn forget(connection: &Connection, request: RequestHash) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM answers WHERE request = ?1")?
        .execute([request.0])?;
    Ok(())
}

fn keep(connection: &Connection, id: CallId, answer: &[u8]) -> Result<(), Refusal> {
    let body = match answer.len() < WORTH_PACKING {
        true => Cow::Borrowed(answer),
        false => zstd::bulk::compress(answer, 0)
            .map(Cow::Owned)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?,
    };
    connection
        .prepare_cached(
            "INSERT INTO answers (request, body) SELECT request, ?2 FROM calls WHERE seq = ?1
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![id.0, body])?;
    Ok(())
}
