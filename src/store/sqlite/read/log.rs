//! Reads of the review log and of drafts.

use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

use super::paging::Source;
use crate::domain::{
    BulkId, ConversationId, EntryId, Hlc, LogEntry, ReviewerId, Subject, Topic, TurnId,
};
use crate::store::sqlite::codec::{Json, Place, Word};
use crate::store::{Cursor, Draft, Page};

const COLUMNS: &str = "seq, id, reviewer, millis, counter, topic, turn, base_version, action, reason, \
                       inverse_of, bulk";

fn entry_of(row: &Row<'_>) -> rusqlite::Result<LogEntry> {
    let subject = match (
        row.get::<_, Place<Topic>>(5)?.0,
        row.get::<_, Option<Uuid>>(6)?,
    ) {
        (Topic::Conversation(id), Some(turn)) => Subject::Turn(id, TurnId(turn)),
        (Topic::Conversation(id), None) => Subject::Conversation(id),
        (Topic::Product(id), _) => Subject::Product(id),
    };
    Ok(LogEntry {
        id: EntryId(row.get(1)?),
        reviewer: ReviewerId(row.get(2)?),
        clock: Hlc {
            millis: row.get(3)?,
            counter: row.get(4)?,
        },
        subject,
        base_version: row.get(7)?,
        action: row.get::<_, Json<_>>(8)?.0,
        reason: row.get::<_, Option<Word<_>>>(9)?.map(|word| word.0),
        inverse_of: row.get::<_, Option<Uuid>>(10)?.map(EntryId),
        bulk: row.get::<_, Option<Uuid>>(11)?.map(BulkId),
    })
}

/// A page of the log, in the order in which entries came here.
pub(in crate::store::sqlite) fn page(
    connection: &Connection,
    cursor: Cursor,
    limit: u32,
) -> rusqlite::Result<Page<LogEntry>> {
    let source = Source {
        columns: COLUMNS,
        tables: "review_log",
        key: "seq",
        conditions: &[],
        values: &[],
    };
    source.page(connection, cursor, limit, entry_of)
}

/// All entries about one conversation or product, in (clock, id) order.
pub(in crate::store::sqlite) fn entries_of(
    connection: &Connection,
    topic: &Topic,
) -> rusqlite::Result<Vec<LogEntry>> {
    let mut find = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM review_log WHERE topic = ?1 ORDER BY millis, counter, id"
    ))?;
    find.query_map([Place(topic)], entry_of)?.collect()
}

/// One entry.
pub(in crate::store::sqlite) fn entry_with(
    connection: &Connection,
    id: EntryId,
) -> rusqlite::Result<Option<LogEntry>> {
    let mut find =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM review_log WHERE id = ?1"))?;
    find.query_row([id.0], entry_of).optional()
}

/// The newest clock value of the log.
pub(in crate::store::sqlite) fn latest_clock(connection: &Connection) -> rusqlite::Result<Hlc> {
    let mut find = connection.prepare_cached(
        "SELECT millis, counter FROM review_log ORDER BY millis DESC, counter DESC LIMIT 1",
    )?;
    let latest = find.query_row([], |row| {
        Ok(Hlc {
            millis: row.get(0)?,
            counter: row.get(1)?,
        })
    });
    Ok(latest.optional()?.unwrap_or_default())
}

/// A reviewer's unsaved drafts.
pub(in crate::store::sqlite) fn drafts(
    connection: &Connection,
    reviewer: &ReviewerId,
) -> rusqlite::Result<Vec<Draft>> {
    let mut find = connection.prepare_cached(
        "SELECT conversation, turn, base_version, text FROM drafts WHERE reviewer = ?1 ORDER BY conversation, turn",
    )?;
    let drafts = find.query_map([reviewer.as_str()], |row| {
        Ok(Draft {
            reviewer: reviewer.clone(),
            conversation: ConversationId(row.get(0)?),
            turn: TurnId(row.get(1)?),
            base_version: row.get(2)?,
            text: row.get(3)?,
        })
    })?;
    drafts.collect()
}
