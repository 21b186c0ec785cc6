//! Reads of the ledger of calls.

use rusqlite::types::{FromSqlError, Value};
use rusqlite::{Connection, OptionalExtension, Row};

use super::paging::{Source, all_of};
use crate::domain::{
    CallEnd, ConversationId, Cost, Currency, Engine, NewCall, RequestHash, RunId, TurnPlace,
};
use crate::store::sqlite::codec::{PACKED, Word};
use crate::store::{CallPilot, CallRecord, CallSum, Cursor, KnownCall, Page, Spread};

/// What is known of a request.
pub(in crate::store::sqlite) fn known(
    connection: &Connection,
    request: RequestHash,
) -> rusqlite::Result<KnownCall> {
    let attempts = connection
        .prepare_cached("SELECT count(*) FROM calls WHERE request = ?1")?
        .query_row([request.0], |row| row.get(0))?;
    let body: Option<Vec<u8>> = connection
        .prepare_cached("SELECT body FROM answers WHERE request = ?1")?
        .query_row([request.0], |row| row.get(0))
        .optional()?;
    let unpack = |body: Vec<u8>| match body.starts_with(&PACKED) {
        true => zstd::stream::decode_all(body.as_slice()),
        false => Ok(body),
    };
    let unpack = |body| unpack(body).map_err(|error| FromSqlError::Other(error.into()));
    Ok(KnownCall {
        attempts,
        answer: body.map(unpack).transpose()?,
    })
}

/// The condition that names a run, with its value.
fn of_run(run: Option<RunId>) -> (Vec<String>, Vec<Value>) {
    let value = run.map(|run| Value::Blob(run.0.as_bytes().to_vec()));
    let condition = value.iter().map(|_| "run = ?".to_owned()).collect();
    (condition, value.into_iter().collect())
}

/// A page of the calls, in the order in which they left.
pub(in crate::store::sqlite) fn page(
    connection: &Connection,
    run: Option<RunId>,
    cursor: Cursor,
    limit: u32,
) -> rusqlite::Result<Page<CallRecord>> {
    let (conditions, values) = of_run(run);
    let source = Source {
        columns: "seq, run, conversation, place, request, attempt, engine, host, model, sent, state, billing, ended,
                  answered_by, request_id, input, output, cached, cost, currency, error, said, most, most_in",
        tables: "calls",
        key: "seq",
        conditions: &conditions,
        values: &values,
    };
    source.page(connection, cursor, limit, record)
}

fn record(row: &Row<'_>) -> rusqlite::Result<CallRecord> {
    let (run, conversation): (Option<_>, Option<_>) = (row.get("run")?, row.get("conversation")?);
    let place: Option<u32> = row.get("place")?;
    let turn = run.zip(conversation).zip(place);
    let ended: Option<i64> = row.get("ended")?;
    Ok(CallRecord {
        call: NewCall {
            turn: turn.map(|((run, conversation), place)| TurnPlace {
                run: RunId(run),
                conversation: ConversationId(conversation),
                place,
            }),
            request: RequestHash(row.get("request")?),
            attempt: row.get("attempt")?,
            engine: row.get::<_, Word<_>>("engine")?.0,
            host: row.get("host")?,
            model: row.get("model")?,
            most: cost(row, "most", "most_in")?,
        },
        sent_ms: row.get("sent")?,
        end: match ended {
            Some(at) => Some((end(row)?, at)),
            None => None,
        },
    })
}

fn end(row: &Row<'_>) -> rusqlite::Result<CallEnd> {
    let error: Option<String> = row.get("error")?;
    Ok(CallEnd {
        state: row.get::<_, Word<_>>("state")?.0,
        billing: row.get::<_, Word<_>>("billing")?.0,
        model: row.get("answered_by")?,
        request_id: row.get("request_id")?,
        input: row.get("input")?,
        output: row.get("output")?,
        cached: row.get("cached")?,
        cost: cost(row, "cost", "currency")?,
        error: error.zip(row.get("said")?),
    })
}

fn currency(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Currency>> {
    let word: Option<Word<Currency>> = row.get(column)?;
    Ok(word.map(|word| word.0))
}

fn cost(row: &Row<'_>, micros: &str, of: &str) -> rusqlite::Result<Option<Cost>> {
    let micros: Option<u64> = row.get(micros)?;
    let cost = micros.zip(currency(row, of)?);
    Ok(cost.map(|(micros, currency)| Cost { micros, currency }))
}

/// What the conversations took that this model worded and that came to an end of their own.
pub(in crate::store::sqlite) fn pilot(
    connection: &Connection,
    engine: Engine,
    model: &str,
) -> rusqlite::Result<CallPilot> {
    let each = ["calls", "input", "output"];
    let figures = each.map(|name| format!("avg({name}) AS {name}, avg(1.0 * {name} * {name})"));
    let sql = format!(
        "SELECT count(*), {} FROM (
             SELECT count(*) AS calls, sum(calls.input) AS input, sum(calls.output) AS output
             FROM calls JOIN conversations AS talk ON talk.id = calls.conversation
             WHERE calls.engine = ?1 AND calls.model = ?2 AND talk.outcome IN ('bought', 'left', 'out_of_turns')
             GROUP BY calls.conversation HAVING sum(calls.input) > 0)",
        figures.join(", ")
    );
    let mut query = connection.prepare_cached(&sql)?;
    query.query_row((Word(engine), model), |row| {
        let spread = |at: usize| -> rusqlite::Result<Spread> {
            let mean: f64 = row.get::<_, Option<f64>>(at)?.unwrap_or(0.0);
            let squares: f64 = row.get::<_, Option<f64>>(at + 1)?.unwrap_or(0.0);
            let deviation = (squares - mean * mean).max(0.0).sqrt();
            Ok(Spread { mean, deviation })
        };
        Ok(CallPilot {
            conversations: row.get(0)?,
            calls: spread(1)?,
            input: spread(3)?,
            output: spread(5)?,
        })
    })
}

/// The sums over calls that are alike, in the order in which the first of each left.
pub(in crate::store::sqlite) fn sums(
    connection: &Connection,
    run: Option<RunId>,
) -> rusqlite::Result<Vec<CallSum>> {
    let (conditions, values) = of_run(run);
    let sql = format!(
        "SELECT run, engine, model, state, billing, error, currency, most_in, count(*) AS calls,
             sum(ifnull(input, 0)) AS input, sum(ifnull(output, 0)) AS output, sum(ifnull(cached, 0)) AS cached,
             sum(ifnull(cost, 0)) AS micros, sum(CASE WHEN cost IS NULL AND billing <> 'no' THEN most END) AS most
         FROM calls {} GROUP BY run, engine, model, state, billing, error, currency, most_in ORDER BY min(seq)",
        all_of(&conditions)
    );
    let mut sum = connection.prepare_cached(&sql)?;
    sum.query_map(rusqlite::params_from_iter(values), |row| {
        let run: Option<_> = row.get("run")?;
        Ok(CallSum {
            run: run.map(RunId),
            engine: row.get::<_, Word<_>>("engine")?.0,
            model: row.get("model")?,
            state: row.get::<_, Word<_>>("state")?.0,
            billing: row.get::<_, Word<_>>("billing")?.0,
            error: row.get("error")?,
            currency: currency(row, "currency")?,
            calls: row.get("calls")?,
            input: row.get("input")?,
            output: row.get("output")?,
            cached: row.get("cached")?,
            micros: row.get("micros")?,
            most: cost(row, "most", "most_in")?,
        })
    })?
    .collect()
}
