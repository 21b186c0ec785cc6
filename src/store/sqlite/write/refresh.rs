//! Derived state: the fold of the log of a conversation or product, kept in the transaction that changed log or turns.

use rusqlite::{Connection, OptionalExtension, params};

use super::super::error::Refusal;
use super::{products, uses};
use crate::domain::{Action, ConversationId, EntryId, LogEntry, Topic, TurnId};
use crate::review::{ConversationReview, EntryKind, counting_entries, fold};
use crate::store::StoreError;
use crate::store::sqlite::codec::{Json, Place, TurnList};
use crate::store::sqlite::read::log::entries_of;

/// The place of a conversation, or that there is none.
pub(super) fn seq_of(connection: &Connection, id: ConversationId) -> Result<i64, Refusal> {
    find(connection, id)?.ok_or_else(|| {
        Refusal::Store(StoreError::Missing {
            kind: "conversation",
            id: id.to_string(),
        })
    })
}

fn find(connection: &Connection, id: ConversationId) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT seq FROM conversations WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()
}

/// The review state as it is kept.
pub(super) fn stored(connection: &Connection, seq: i64) -> rusqlite::Result<ConversationReview> {
    let kept: Option<Json<ConversationReview>> = connection
        .prepare_cached("SELECT review FROM conversation_bodies WHERE seq = ?1")?
        .query_row([seq], |row| row.get(0))?;
    Ok(kept.map(|json| json.0).unwrap_or_default())
}

/// Works out again all that hangs on the log of a conversation or product. Entries may be here before the thing itself
/// is; then only the log's own tables are kept. `made_by` is the entry that brought the change about.
pub(super) fn refresh(
    connection: &Connection,
    topic: &Topic,
    made_by: Option<EntryId>,
    now_ms: i64,
) -> rusqlite::Result<()> {
    let entries = entries_of(connection, topic)?;
    keep_counting(connection, topic, &entries)?;
    match topic {
        Topic::Product(id) => products::refresh(connection, id, &entries, made_by, now_ms),
        Topic::Conversation(id) => match find(connection, *id)? {
            Some(seq) => refresh_found(connection, seq, &entries),
            None => Ok(()),
        },
    }
}

/// The same for a conversation whose turns changed.
pub(super) fn refresh_turns(
    connection: &Connection,
    seq: i64,
    id: ConversationId,
) -> rusqlite::Result<()> {
    let topic = Topic::Conversation(id);
    let entries = entries_of(connection, &topic)?;
    keep_counting(connection, &topic, &entries)?;
    refresh_found(connection, seq, &entries)
}

fn refresh_found(connection: &Connection, seq: i64, entries: &[LogEntry]) -> rusqlite::Result<()> {
    let review = fold(entries);
    let progress = review.progress(current_turns(connection, seq)?.into_iter());
    connection
        .prepare_cached("UPDATE conversation_bodies SET review = ?2 WHERE seq = ?1")?
        .execute(params![seq, (!entries.is_empty()).then_some(Json(&review))])?;
    connection
        .prepare_cached("UPDATE conversations SET status = ?2, turns = ?3, decided = ?4, edited = ?5, auto = ?6, commented = ?7, rated = ?8
             WHERE seq = ?1")?
        .execute(params![
            seq,
            progress.status.code(),
            progress.turns,
            progress.decided,
            progress.edited,
            review.auto.as_ref().map_or("none", |auto| auto.verdict.code()),
            !review.comment.is_empty(),
            review.ratings.len(),
        ])?;
    let tags = |entry: &LogEntry| matches!(entry.action, Action::Tag { .. });
    if entries.iter().any(tags) {
        keep_tags(connection, seq, &review)?;
    }
    let mentions = |entry: &LogEntry| matches!(entry.action, Action::Mention { .. });
    match entries.iter().any(mentions) {
        true => uses::renew(connection, seq, &review),
        false => Ok(()),
    }
}

fn keep_tags(
    connection: &Connection,
    seq: i64,
    review: &ConversationReview,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM conversation_tags WHERE conversation = ?1")?
        .execute([seq])?;
    let mut keep = connection
        .prepare_cached("INSERT INTO conversation_tags (tag, conversation) VALUES (?1, ?2)")?;
    for tag in &review.tags {
        keep.execute(params![tag.as_str(), seq])?;
    }
    Ok(())
}

fn current_turns(connection: &Connection, seq: i64) -> rusqlite::Result<Vec<TurnId>> {
    let found: Option<TurnList> = connection
        .prepare_cached(
            "SELECT b.turns FROM conversations c JOIN branches b ON b.conversation = c.seq AND b.id = c.current
             WHERE c.seq = ?1",
        )?
        .query_row([seq], |row| row.get(0))
        .optional()?;
    Ok(found.map_or_else(Vec::new, |turns| turns.0))
}

fn keep_counting(
    connection: &Connection,
    topic: &Topic,
    entries: &[LogEntry],
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM review_counting WHERE topic = ?1")?
        .execute([Place(topic)])?;
    let mut keep = connection.prepare_cached(
        "INSERT INTO review_counting (reviewer, kind, millis, counter, id, topic, inverse_of, bulk)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (kind, entry) in counting_entries(entries) {
        keep.execute(params![
            entry.reviewer.as_str(),
            kind_number(kind),
            entry.clock.millis,
            entry.clock.counter,
            entry.id.0,
            Place(topic),
            entry.inverse_of.map(|id| id.0),
            entry.bulk.map(|id| id.0),
        ])?;
    }
    Ok(())
}

/// How `review_counting` writes a kind.
pub(super) fn kind_number(kind: EntryKind) -> u8 {
    match kind {
        EntryKind::Regular => 0,
        EntryKind::Undo => 1,
        EntryKind::Redo => 2,
    }
}
