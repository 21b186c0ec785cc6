//! Writes of plain rows: profiles, runs, drafts, settings.

use rusqlite::{Connection, params};

use super::super::error::Refusal;
use crate::domain::{Profile, ReviewerId, Run, RunId, RunState, TurnId};
use crate::store::sqlite::codec::{Json, Word, folded};
use crate::store::{Draft, StoreError};

pub(super) fn put_profiles(connection: &Connection, profiles: &[Profile]) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached(
        "INSERT INTO profiles (id, language, domain, words, body) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET language = excluded.language, domain = excluded.domain,
             words = excluded.words, body = excluded.body",
    )?;
    for profile in profiles {
        put.execute(params![
            profile.user_id.as_str(),
            profile.conversation_style.language.code(),
            profile
                .scenario
                .as_ref()
                .map(|scenario| scenario.domain.code()),
            searchable(profile),
            Json(profile),
        ])?;
    }
    Ok(())
}

fn searchable(profile: &Profile) -> String {
    let preferences = &profile.preferences;
    let mut words = vec![
        profile.user_id.as_str(),
        &profile.demographics.location,
        &preferences.style,
    ];
    words.extend(preferences.preferred_brands.iter().map(String::as_str));
    folded(&words.join("\n"))
}

pub(super) fn begin_run(connection: &Connection, run: &Run) -> Result<(), Refusal> {
    let known = connection
        .prepare_cached("SELECT 1 FROM runs WHERE id = ?1")?
        .exists([run.id.0])?;
    if known {
        let told = format!("there is a run {} already", run.id);
        return Err(Refusal::Store(StoreError::Contradiction(told)));
    }
    Ok(put_run(connection, run)?)
}

pub(super) fn put_run(connection: &Connection, run: &Run) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO runs (id, state, ended, body) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, ended = excluded.ended, body = excluded.body",
        )?
        .execute(params![run.id.0, Word(run.state), run.ended_ms, Json(run)])?;
    hide(connection, run.id, run.state)
}

pub(super) fn set_run_state(
    connection: &Connection,
    id: RunId,
    state: RunState,
    ended: Option<i64>,
) -> Result<(), Refusal> {
    let changed = connection
        .prepare_cached("UPDATE runs SET state = ?2, ended = ?3 WHERE id = ?1")?
        .execute(params![id.0, Word(state), ended])?;
    if changed == 0 {
        return Err(Refusal::Store(StoreError::Missing {
            kind: "run",
            id: id.to_string(),
        }));
    }
    Ok(hide(connection, id, state)?)
}

/// Hides or shows the conversations of a run.
fn hide(connection: &Connection, id: RunId, state: RunState) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE conversations SET hidden = ?2 WHERE run = ?1 AND hidden <> ?2")?
        .execute(params![id.0, state == RunState::Discarded])?;
    Ok(())
}

pub(super) fn put_draft(connection: &Connection, draft: &Draft) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached(
        "INSERT INTO drafts (reviewer, turn, conversation, base_version, text) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET conversation = excluded.conversation,
             base_version = excluded.base_version, text = excluded.text",
    )?;
    put.execute(params![
        draft.reviewer.as_str(),
        draft.turn.0,
        draft.conversation.0,
        draft.base_version,
        draft.text
    ])?;
    Ok(())
}

pub(super) fn drop_draft(
    connection: &Connection,
    reviewer: &ReviewerId,
    turn: TurnId,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM drafts WHERE reviewer = ?1 AND turn = ?2")?
        .execute(params![reviewer.as_str(), turn.0])?;
    Ok(())
}

pub(super) fn put_setting(
    connection: &Connection,
    key: &str,
    value: Option<&str>,
) -> rusqlite::Result<()> {
    match value {
        Some(value) => connection
            .prepare_cached("INSERT INTO settings VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value")?
            .execute(params![key, value])?,
        None => connection
            .prepare_cached("DELETE FROM settings WHERE key = ?1")?
            .execute([key])?,
    };
    Ok(())
}
