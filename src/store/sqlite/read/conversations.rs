//! Reads of conversations: the queue and whole conversations.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use uuid::Uuid;

use super::filter::conditions;
use super::paging::{Source, all_of};
use crate::domain::{
    Branch, BranchId, Conversation, ConversationId, Engine, ProfileId, ReviewerId, RunId, Turn,
    TurnId,
};
use crate::review::Filter;
use crate::store::sqlite::codec::{Json, TurnList, Word};
use crate::store::{Cursor, Page, Reviewed, Summary};

pub(super) const SUMMARY: &str = "c.seq, c.id, c.run, c.ordinal, c.profile, c.language, c.domain, c.engine, c.outcome, c.status, \
                       c.turns, c.decided, c.edited, c.faults, c.opening";

const WHOLE: &str = "c.seq, c.id, c.run, c.ordinal, c.language, c.engine, c.outcome, c.mode, c.current, b.profile, \
                     b.scenario, b.findings, b.review";

/// A page of the queue.
///
/// The keys are found in the index alone, then their rows are read: a filter that keeps few looks at narrow index rows,
/// not at openings.
pub(in crate::store::sqlite) fn summaries(
    connection: &Connection,
    filter: &Filter,
    cursor: Cursor,
    limit: u32,
) -> rusqlite::Result<Page<Summary>> {
    let mut find = connection.prepare_cached(&format!(
        "SELECT {SUMMARY} FROM conversations c WHERE c.seq = ?1"
    ))?;
    let keys = keys(connection, filter, cursor, limit)?;
    let read = |key: i64| Ok((key, find.query_row([key], summary_of)?));
    let items: rusqlite::Result<Vec<_>> = keys
        .items
        .into_iter()
        .map(|(key, ())| key)
        .map(read)
        .collect();
    Ok(Page {
        items: items?,
        more: keys.more,
    })
}

/// A page of whole conversations.
pub(in crate::store::sqlite) fn page(
    connection: &Connection,
    filter: &Filter,
    cursor: Cursor,
    limit: u32,
) -> rusqlite::Result<Page<Reviewed>> {
    let keys = keys(connection, filter, cursor, limit)?;
    let mut items = Vec::with_capacity(keys.items.len());
    for (key, ()) in keys.items {
        items.push((key, whole(connection, key)?));
    }
    Ok(Page {
        items,
        more: keys.more,
    })
}

fn keys(
    connection: &Connection,
    filter: &Filter,
    cursor: Cursor,
    limit: u32,
) -> rusqlite::Result<Page<()>> {
    let conditions = conditions(filter);
    let source = Source {
        columns: "c.seq",
        tables: "conversations c INDEXED BY conversations_queue",
        key: "c.seq",
        conditions: &conditions.texts,
        values: &conditions.values,
    };
    source.page(connection, cursor, limit, |_| Ok(()))
}

/// How many conversations the filter keeps.
pub(in crate::store::sqlite) fn count(
    connection: &Connection,
    filter: &Filter,
) -> rusqlite::Result<u64> {
    let conditions = conditions(filter);
    let sql = format!(
        "SELECT count(*) FROM conversations c INDEXED BY conversations_queue {}",
        all_of(&conditions.texts)
    );
    connection
        .prepare_cached(&sql)?
        .query_row(params_from_iter(conditions.values), |row| row.get(0))
}

/// The place of a conversation in the queue; hidden ones have none.
pub(in crate::store::sqlite) fn key_of(
    connection: &Connection,
    id: ConversationId,
) -> rusqlite::Result<Option<i64>> {
    let mut find =
        connection.prepare_cached("SELECT seq FROM conversations WHERE id = ?1 AND hidden = 0")?;
    find.query_row([id.0], |row| row.get(0)).optional()
}

/// A conversation with its review state and findings, hidden or not.
pub(in crate::store::sqlite) fn with_id(
    connection: &Connection,
    id: ConversationId,
) -> rusqlite::Result<Option<Reviewed>> {
    let mut find = connection.prepare_cached("SELECT seq FROM conversations WHERE id = ?1")?;
    let seq = find.query_row([id.0], |row| row.get(0)).optional()?;
    seq.map(|seq| whole(connection, seq)).transpose()
}

pub(super) fn whole(connection: &Connection, seq: i64) -> rusqlite::Result<Reviewed> {
    let mut find = connection.prepare_cached(&format!(
        "SELECT {WHOLE} FROM conversations c JOIN conversation_bodies b ON b.seq = c.seq WHERE c.seq = ?1"
    ))?;
    let mut reviewed = find.query_row([seq], head_of)?;
    reviewed.conversation.branches = branches(connection, seq)?;
    reviewed.conversation.turns = turns(connection, seq)?;
    // Unlike a text, what a turn names has no versions to choose from: checks, exports and screens take what stands now.
    for (id, review) in &reviewed.review.turns {
        if let (Some(named), Some(turn)) =
            (&review.mentioned, reviewed.conversation.turns.get_mut(id))
        {
            turn.mentioned.clone_from(named);
        }
    }
    Ok(reviewed)
}

/// Everything of a conversation but its branches and turns.
fn head_of(row: &Row<'_>) -> rusqlite::Result<Reviewed> {
    let conversation = Conversation {
        id: ConversationId(row.get(1)?),
        run: row.get::<_, Option<Uuid>>(2)?.map(RunId),
        ordinal: row.get(3)?,
        language: row.get::<_, Word<_>>(4)?.0,
        engine: row.get::<_, Word<Engine>>(5)?.0,
        outcome: row.get::<_, Option<Word<_>>>(6)?.map(|word| word.0),
        mode: row.get::<_, Word<_>>(7)?.0,
        current: BranchId(row.get(8)?),
        profile: row.get::<_, Json<_>>(9)?.0,
        scenario: row.get::<_, Json<_>>(10)?.0,
        branches: Vec::new(),
        turns: BTreeMap::new(),
    };
    Ok(Reviewed {
        conversation,
        findings: row.get::<_, Json<_>>(11)?.0,
        review: row
            .get::<_, Option<Json<_>>>(12)?
            .map(|json| json.0)
            .unwrap_or_default(),
    })
}

fn branches(connection: &Connection, seq: i64) -> rusqlite::Result<Vec<Branch>> {
    let mut find = connection.prepare_cached(
        "SELECT id, parent, turns, passed_over_by FROM branches WHERE conversation = ?1 ORDER BY place",
    )?;
    let branches = find.query_map([seq], |row| {
        Ok(Branch {
            id: BranchId(row.get(0)?),
            parent: row.get::<_, Option<Uuid>>(1)?.map(BranchId),
            turns: row.get::<_, TurnList>(2)?.0,
            passed_over_by: row.get::<_, Option<String>>(3)?.map(ReviewerId::from),
        })
    })?;
    branches.collect()
}

fn turns(connection: &Connection, seq: i64) -> rusqlite::Result<BTreeMap<TurnId, Turn>> {
    let mut find =
        connection.prepare_cached("SELECT id, body FROM turns WHERE conversation = ?1")?;
    let turns = find.query_map([seq], |row| {
        Ok((TurnId(row.get(0)?), row.get::<_, Json<Turn>>(1)?.0))
    })?;
    turns.collect()
}

pub(super) fn summary_of(row: &Row<'_>) -> rusqlite::Result<Summary> {
    Ok(Summary {
        id: ConversationId(row.get(1)?),
        run: row.get::<_, Option<Uuid>>(2)?.map(RunId),
        ordinal: row.get(3)?,
        profile: ProfileId(row.get(4)?),
        language: row.get::<_, Word<_>>(5)?.0,
        domain: row.get::<_, Word<_>>(6)?.0,
        engine: row.get::<_, Word<_>>(7)?.0,
        outcome: row.get::<_, Option<Word<_>>>(8)?.map(|word| word.0),
        status: row.get::<_, Word<_>>(9)?.0,
        turns: row.get(10)?,
        decided: row.get(11)?,
        edited: row.get(12)?,
        faults: row.get(13)?,
        opening: row.get(14)?,
    })
}
