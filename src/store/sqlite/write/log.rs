//! Writes of the review log: new entries, undo, redo, merging.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::error::Refusal;
use super::Step;
use super::products;
use super::refresh::{kind_number, refresh, seq_of};
use crate::domain::{
    BulkId, EntryId, Hlc, LogEntry, NewEntry, ProductId, ReviewerId, Subject, Topic, TurnId,
};
use crate::review::{EntryKind, inverse};
use crate::store::StoreError;
use crate::store::sqlite::codec::{Json, Place, Word};
use crate::store::sqlite::read::log::entry_with;

impl Step<'_> {
    /// Stamps and appends what a person did.
    pub(super) fn review(&mut self, entries: &[NewEntry]) -> Result<(), Refusal> {
        let done = self.applied.entries.len();
        for new in entries {
            must_exist(self.connection, &new.subject)?;
            let (id, clock) = self.stamp.next();
            let entry = LogEntry {
                id,
                reviewer: new.reviewer.clone(),
                clock,
                subject: new.subject.clone(),
                base_version: new.base_version,
                action: new.action.clone(),
                reason: new.reason,
                inverse_of: None,
                bulk: new.bulk,
            };
            append(self.connection, &entry)?;
            self.applied.entries.push(entry);
        }
        self.refresh_from(done)
    }

    /// Takes back the reviewer's last entry, or its whole bulk: as `review::plan_undo`, asked of the tables.
    pub(super) fn undo(&mut self, reviewer: &ReviewerId) -> Result<(), Refusal> {
        let Some(last) = last_counting(self.connection, reviewer, EntryKind::Regular)? else {
            return Ok(());
        };
        let targets = match last.bulk {
            None => vec![last.id],
            Some(bulk) => of_bulk(self.connection, reviewer, bulk)?,
        };
        let mut taken_back = Vec::with_capacity(targets.len());
        for target in targets {
            taken_back.extend(entry_with(self.connection, target)?);
        }
        self.take_back(&taken_back)?;
        self.applied.reversed.extend(taken_back);
        Ok(())
    }

    /// Does again what the reviewer undid last: as `review::plan_redo`, asked of the tables.
    pub(super) fn redo(&mut self, reviewer: &ReviewerId) -> Result<(), Refusal> {
        let Some(last) = last_counting(self.connection, reviewer, EntryKind::Undo)? else {
            return Ok(());
        };
        if something_new_since(self.connection, reviewer, &last)? {
            return Ok(());
        }
        let mut undos = Vec::new();
        for undo in undos_with(self.connection, reviewer, &last)? {
            undos.extend(entry_with(self.connection, undo)?);
        }
        self.take_back(&undos)?;
        let brought_back: BTreeSet<EntryId> =
            undos.iter().filter_map(|undo| undo.inverse_of).collect();
        let mut entries = Vec::with_capacity(brought_back.len());
        for id in brought_back {
            entries.extend(entry_with(self.connection, id)?);
        }
        entries.sort_by_key(|entry: &LogEntry| (entry.clock, entry.id));
        self.applied.reversed.extend(entries);
        Ok(())
    }

    /// Adds the entries of another log that are not here yet.
    pub(super) fn merge(&mut self, entries: &[LogEntry]) -> Result<(), Refusal> {
        let done = self.applied.entries.len();
        for entry in entries {
            if append(self.connection, entry)? == Appended::New {
                self.stamp.follow(entry.clock);
                self.applied.entries.push(entry.clone());
            }
        }
        self.refresh_from(done)
    }

    fn take_back(&mut self, targets: &[LogEntry]) -> Result<(), Refusal> {
        let done = self.applied.entries.len();
        for target in targets {
            let (id, clock) = self.stamp.next();
            let entry = inverse(target, id, clock);
            append(self.connection, &entry)?;
            self.applied.entries.push(entry);
        }
        self.refresh_from(done)
    }

    /// Works out again what the entries from this place on bear on: each topic once, however many entries touch it.
    fn refresh_from(&self, done: usize) -> Result<(), Refusal> {
        let written = &self.applied.entries[done..];
        let touched: BTreeMap<Topic, EntryId> = written
            .iter()
            .map(|entry| (entry.subject.topic(), entry.id))
            .collect();
        for (topic, last) in touched {
            refresh(self.connection, &topic, Some(last), self.stamp.now_ms())?;
        }
        Ok(())
    }
}

fn must_exist(connection: &Connection, subject: &Subject) -> Result<(), Refusal> {
    match subject {
        Subject::Conversation(id) => seq_of(connection, *id).map(|_| ()),
        Subject::Turn(id, turn) => {
            let seq = seq_of(connection, *id)?;
            let mut find = connection
                .prepare_cached("SELECT 1 FROM turns WHERE conversation = ?1 AND id = ?2")?;
            if find.exists(params![seq, turn.0])? {
                return Ok(());
            }
            Err(Refusal::Store(StoreError::Missing {
                kind: "turn",
                id: turn.to_string(),
            }))
        }
        Subject::Product(id) => match products::version(connection, id)? {
            Some(_) => Ok(()),
            None => Err(no_product(id)),
        },
    }
}

/// The refusal of a product that is not there.
pub(super) fn no_product(id: &ProductId) -> Refusal {
    Refusal::Store(StoreError::Missing {
        kind: "product",
        id: id.to_string(),
    })
}

/// Whether an entry was added.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Appended {
    New,
    KnownAlready,
}

fn append(connection: &Connection, entry: &LogEntry) -> rusqlite::Result<Appended> {
    let turn = match entry.subject {
        Subject::Turn(_, TurnId(turn)) => Some(turn),
        Subject::Conversation(_) | Subject::Product(_) => None,
    };
    let added = connection
        .prepare_cached(
            "INSERT INTO review_log (id, reviewer, millis, counter, topic, turn, base_version, action, reason,
                 inverse_of, bulk)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            entry.id.0,
            entry.reviewer.as_str(),
            entry.clock.millis,
            entry.clock.counter,
            Place(&entry.subject.topic()),
            turn,
            entry.base_version,
            Json(&entry.action),
            entry.reason.map(Word),
            entry.inverse_of.map(|id| id.0),
            entry.bulk.map(|id| id.0),
        ])?;
    Ok(if added == 0 {
        Appended::KnownAlready
    } else {
        Appended::New
    })
}

/// The newest counting entry of a kind.
struct Last {
    id: EntryId,
    clock: Hlc,
    bulk: Option<BulkId>,
}

fn last_counting(
    connection: &Connection,
    reviewer: &ReviewerId,
    kind: EntryKind,
) -> rusqlite::Result<Option<Last>> {
    connection
        .prepare_cached(
            "SELECT id, millis, counter, bulk FROM review_counting WHERE reviewer = ?1 AND kind = ?2
             ORDER BY millis DESC, counter DESC, id DESC LIMIT 1",
        )?
        .query_row(params![reviewer.as_str(), kind_number(kind)], |row| {
            Ok(Last {
                id: EntryId(row.get(0)?),
                clock: Hlc {
                    millis: row.get(1)?,
                    counter: row.get(2)?,
                },
                bulk: row.get::<_, Option<Uuid>>(3)?.map(BulkId),
            })
        })
        .optional()
}

fn of_bulk(
    connection: &Connection,
    reviewer: &ReviewerId,
    bulk: BulkId,
) -> rusqlite::Result<Vec<EntryId>> {
    let mut find = connection.prepare_cached(
        "SELECT id FROM review_counting WHERE bulk = ?1 AND reviewer = ?2 AND kind = 0
         ORDER BY millis, counter, id",
    )?;
    let found = find.query_map(params![bulk.0, reviewer.as_str()], |row| {
        row.get(0).map(EntryId)
    })?;
    found.collect()
}

fn something_new_since(
    connection: &Connection,
    reviewer: &ReviewerId,
    last: &Last,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT 1 FROM review_log WHERE reviewer = ?1 AND inverse_of IS NULL
                 AND (millis, counter, id) > (?2, ?3, ?4)",
        )?
        .exists(params![
            reviewer.as_str(),
            last.clock.millis,
            last.clock.counter,
            last.id.0
        ])
}

/// The undo itself or its whole bulk, and every other counting undo of the same entries.
fn undos_with(
    connection: &Connection,
    reviewer: &ReviewerId,
    last: &Last,
) -> rusqlite::Result<Vec<EntryId>> {
    let mut find = connection.prepare_cached(match last.bulk {
        Some(_) => {
            "SELECT DISTINCT other.millis, other.counter, other.id
             FROM review_counting undo JOIN review_counting other ON other.inverse_of = undo.inverse_of
             WHERE undo.bulk = ?1 AND undo.reviewer = ?2 AND undo.kind = 1
                 AND other.reviewer = ?2 AND other.kind = 1
             ORDER BY 1, 2, 3"
        }
        None => {
            "SELECT other.millis, other.counter, other.id FROM review_counting other
             WHERE other.reviewer = ?2 AND other.kind = 1
                 AND other.inverse_of = (SELECT inverse_of FROM review_log WHERE id = ?1)
             ORDER BY 1, 2, 3"
        }
    })?;
    let key = last.bulk.map_or(last.id.0, |bulk| bulk.0);
    let found = find.query_map(params![key, reviewer.as_str()], |row| {
        row.get(2).map(EntryId)
    })?;
    found.collect()
}
