//! Writes of conversations: whole, turn by turn, and what is known about them.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::super::error::Refusal;
use super::refresh::{refresh_turns, seq_of};
use super::uses;
use crate::domain::{
    Branch, BranchId, Conversation, ConversationId, Finding, Outcome, ProductId, ReviewerId,
    RunState, Severity, Speaker, Turn,
};
use crate::review::ConversationReview;
use crate::store::StoreError;
use crate::store::sqlite::codec::{Json, TurnList, Word, folded, writable};

/// Adds a conversation, or replaces one at its place in the queue.
pub(super) fn put(connection: &Connection, whole: &Conversation) -> Result<(), Refusal> {
    let seq = put_head(connection, whole)?;
    connection
        .prepare_cached(
            "INSERT INTO conversation_bodies (seq, profile, scenario) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET profile = excluded.profile, scenario = excluded.scenario",
        )?
        .execute(params![seq, Json(&whole.profile), Json(&whole.scenario)])?;
    for table in [
        "DELETE FROM branches WHERE conversation = ?1",
        "DELETE FROM turns WHERE conversation = ?1",
    ] {
        connection.prepare_cached(table)?.execute([seq])?;
    }
    for (place, branch) in whole.branches.iter().enumerate() {
        put_branch(connection, seq, place, branch)?;
    }
    uses::clear(connection, seq)?;
    for turn in whole.turns.values() {
        put_turn(connection, seq, turn)?;
    }
    // Turns name the same few products again and again.
    let named: BTreeSet<&ProductId> = whole.turns.values().flat_map(|t| &t.mentioned).collect();
    uses::add(connection, seq, named)?;
    Ok(refresh_turns(connection, seq, whole.id)?)
}

fn put_head(connection: &Connection, whole: &Conversation) -> rusqlite::Result<i64> {
    let opening = whole
        .current_turns()
        .find(|turn| turn.speaker == Speaker::User);
    let opening = opening.map_or("", |turn| &turn.text);
    let hidden: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM runs WHERE id = ?1 AND state = ?2)")?
        .query_row(
            params![whole.run.map(|run| run.0), Word(RunState::Discarded)],
            |row| row.get(0),
        )?;
    connection
        .prepare_cached(
            "INSERT INTO conversations (id, run, hidden, ordinal, profile, language, domain, mode, engine, outcome,
                 current, opening, words)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (id) DO UPDATE SET run = excluded.run, hidden = excluded.hidden, ordinal = excluded.ordinal,
                 profile = excluded.profile, language = excluded.language, domain = excluded.domain,
                 mode = excluded.mode, engine = excluded.engine, outcome = excluded.outcome,
                 current = excluded.current, opening = excluded.opening, words = excluded.words
             RETURNING seq",
        )?
        .query_row(
            params![
                whole.id.0,
                whole.run.map(|run| run.0),
                hidden,
                whole.ordinal,
                whole.profile.user_id.as_str(),
                whole.language.code(),
                whole.domain().code(),
                Word(whole.mode),
                whole.engine.code(),
                whole.outcome.map(Outcome::code),
                whole.current.0,
                opening,
                words(opening, whole.profile.user_id.as_str()),
            ],
            |row| row.get(0),
        )
}

fn words(opening: &str, profile: &str) -> String {
    folded(&format!("{opening}\n{profile}"))
}

fn put_branch(
    connection: &Connection,
    seq: i64,
    place: usize,
    branch: &Branch,
) -> rusqlite::Result<()> {
    let turns = TurnList(branch.turns.clone());
    connection
        .prepare_cached("INSERT INTO branches (conversation, place, id, parent, turns, passed_over_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            seq,
            place,
            branch.id.0,
            branch.parent.map(|id| id.0),
            turns,
            branch.passed_over_by.as_ref().map(ReviewerId::as_str)
        ])?;
    Ok(())
}

fn put_turn(connection: &Connection, seq: i64, turn: &Turn) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO turns (conversation, id, body) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET body = excluded.body",
        )?
        .execute(params![seq, turn.id.0, Json(&*writable(turn))])?;
    Ok(())
}

/// Appends a turn to a branch. A turn that the branch has already is written again at its place, so that a resumed run
/// may repeat its last step.
pub(super) fn append(
    connection: &Connection,
    id: ConversationId,
    branch: BranchId,
    turn: &Turn,
) -> Result<(), Refusal> {
    let seq = seq_of(connection, id)?;
    let found = connection
        .prepare_cached("SELECT place, turns FROM branches WHERE conversation = ?1 AND id = ?2")?
        .query_row(params![seq, branch.0], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, TurnList>(1)?))
        })
        .optional()?;
    let Some((place, mut turns)) = found else {
        return Err(Refusal::Store(StoreError::Missing {
            kind: "branch",
            id: branch.to_string(),
        }));
    };
    put_turn(connection, seq, turn)?;
    if turns.0.contains(&turn.id) {
        // The turn may have named others before.
        uses::renew(connection, seq, &ConversationReview::default())?;
    } else {
        uses::add(connection, seq, &turn.mentioned)?;
        turns.0.push(turn.id);
        connection
            .prepare_cached(
                "UPDATE branches SET turns = ?3 WHERE conversation = ?1 AND place = ?2",
            )?
            .execute(params![seq, place, turns])?;
    }
    if turn.speaker == Speaker::User {
        set_opening(connection, seq, branch, turn)?;
    }
    Ok(refresh_turns(connection, seq, id)?)
}

/// The first user turn of the current branch opens the conversation.
fn set_opening(
    connection: &Connection,
    seq: i64,
    branch: BranchId,
    turn: &Turn,
) -> rusqlite::Result<()> {
    let profile: Option<String> = connection
        .prepare_cached(
            "SELECT profile FROM conversations WHERE seq = ?1 AND current = ?2 AND opening = ''",
        )?
        .query_row(params![seq, branch.0], |row| row.get(0))
        .optional()?;
    if let Some(profile) = profile {
        connection
            .prepare_cached("UPDATE conversations SET opening = ?2, words = ?3 WHERE seq = ?1")?
            .execute(params![seq, turn.text, words(&turn.text, &profile)])?;
    }
    Ok(())
}

/// Says how a conversation ended.
pub(super) fn end(
    connection: &Connection,
    id: ConversationId,
    outcome: Outcome,
) -> Result<(), Refusal> {
    let seq = seq_of(connection, id)?;
    connection
        .prepare_cached("UPDATE conversations SET outcome = ?2 WHERE seq = ?1")?
        .execute(params![seq, outcome.code()])?;
    Ok(())
}

/// Replaces the findings of a conversation; notes are kept, but only faults are counted.
pub(super) fn put_findings(
    connection: &Connection,
    id: ConversationId,
    findings: &[Finding],
) -> Result<(), Refusal> {
    let seq = seq_of(connection, id)?;
    let faults = findings
        .iter()
        .filter(|f| f.severity == Severity::Fault)
        .count();
    connection
        .prepare_cached("UPDATE conversation_bodies SET findings = ?2 WHERE seq = ?1")?
        .execute(params![seq, Json(&findings)])?;
    connection
        .prepare_cached("UPDATE conversations SET faults = ?2 WHERE seq = ?1")?
        .execute(params![seq, faults])?;
    Ok(())
}
