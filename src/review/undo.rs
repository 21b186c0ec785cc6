//! Undo and redo: which entries the next inverse takes back, and what an inverse is.

use std::collections::HashSet;

use super::{EntryKind, counting_entries, live_entries};
use crate::domain::{Action, EntryId, Hlc, LogEntry, ReviewerId};

/// The entries that `u` takes back for a reviewer: the last counting entry of that reviewer that is no inverse, with
/// the reviewer's others of the same bulk. Empty when nothing is left to undo.
pub fn plan_undo(entries: &[LogEntry], reviewer: &ReviewerId) -> Vec<EntryId> {
    let mine = live_entries(entries)
        .into_iter()
        .filter(|entry| entry.reviewer == *reviewer);
    let mine: Vec<&LogEntry> = mine.collect();
    match mine.last() {
        None => Vec::new(),
        Some(last) if last.bulk.is_none() => vec![last.id],
        Some(last) => ids(mine.iter().filter(|entry| entry.bulk == last.bulk)),
    }
}

/// The undo entries that a redo takes back for a reviewer: the last counting undo with the reviewer's others of its
/// bulk, unless the reviewer has done something new since. Empty when nothing is left to redo.
///
/// When two copies of a log each undid the same entry and were merged, the redo takes back both undos.
pub fn plan_redo(entries: &[LogEntry], reviewer: &ReviewerId) -> Vec<EntryId> {
    let undos: Vec<&LogEntry> = counting_entries(entries)
        .into_iter()
        .filter(|(kind, entry)| *kind == EntryKind::Undo && entry.reviewer == *reviewer)
        .map(|(_, entry)| entry)
        .collect();
    let Some(last) = undos.last() else {
        return Vec::new();
    };
    let something_new = entries.iter().any(|entry| {
        entry.inverse_of.is_none()
            && entry.reviewer == *reviewer
            && (entry.clock, entry.id) > (last.clock, last.id)
    });
    if something_new {
        return Vec::new();
    }
    let together = |undo: &LogEntry| match last.bulk {
        None => undo.id == last.id,
        bulk => undo.bulk == bulk,
    };
    let targets: HashSet<Option<EntryId>> = undos
        .iter()
        .filter(|undo| together(undo))
        .map(|undo| undo.inverse_of)
        .collect();
    ids(undos
        .iter()
        .filter(|undo| targets.contains(&undo.inverse_of)))
}

/// The entry that takes `target` back. It stays in the target's bulk, so that a redo takes the bulk as a whole.
pub fn inverse(target: &LogEntry, id: EntryId, clock: Hlc) -> LogEntry {
    LogEntry {
        id,
        reviewer: target.reviewer.clone(),
        clock,
        subject: target.subject.clone(),
        base_version: target.base_version,
        action: turned(&target.action),
        reason: None,
        inverse_of: Some(target.id),
        bulk: target.bulk,
    }
}

fn turned(action: &Action) -> Action {
    match action {
        Action::Judge { before, after } => Action::Judge {
            before: *after,
            after: *before,
        },
        Action::Edit { before, after } => Action::Edit {
            before: after.clone(),
            after: before.clone(),
        },
        Action::Comment { before, after } => Action::Comment {
            before: after.clone(),
            after: before.clone(),
        },
        Action::Rate {
            dimension,
            before,
            after,
        } => Action::Rate {
            dimension: *dimension,
            before: *after,
            after: *before,
        },
        Action::Tag { tag, change } => Action::Tag {
            tag: tag.clone(),
            change: change.turned(),
        },
        Action::Mention { before, after } => Action::Mention {
            before: after.clone(),
            after: before.clone(),
        },
        Action::Replace { before, after } => Action::Replace {
            before: *after,
            after: *before,
        },
        Action::Set { before, after } => Action::Set {
            before: after.clone(),
            after: before.clone(),
        },
    }
}

fn ids<'a>(entries: impl Iterator<Item = &'a &'a LogEntry>) -> Vec<EntryId> {
    entries.map(|entry| entry.id).collect()
}
