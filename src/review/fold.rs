//! The fold: from log entries to the state of a conversation.

use std::collections::HashSet;

use super::{ConversationReview, TurnReview};
use crate::domain::{Action, LogEntry, Subject, TextVersion, Verdict};

/// The entries that count, in (clock, id) order: inverses and what they take back are left out.
///
/// Read from the newest to the oldest, an entry that a counting inverse names does not count, be it a verdict or itself
/// an inverse: so an inverse of an inverse is a redo. The order of `entries` does not matter.
pub fn live_entries(entries: &[LogEntry]) -> Vec<&LogEntry> {
    let mut ordered: Vec<&LogEntry> = entries.iter().collect();
    ordered.sort_by_key(|entry| (entry.clock, entry.id));
    ordered.dedup_by_key(|entry| entry.id);
    let mut taken_back = HashSet::new();
    let mut live = Vec::with_capacity(ordered.len());
    for entry in ordered.into_iter().rev() {
        if taken_back.contains(&entry.id) {
            continue;
        }
        match entry.inverse_of {
            Some(target) => {
                taken_back.insert(target);
            }
            None => live.push(entry),
        }
    }
    live.reverse();
    live
}

/// The state that the entries of one conversation add up to.
pub fn fold(entries: &[LogEntry]) -> ConversationReview {
    let mut review = ConversationReview::default();
    remember_versions(&mut review, entries);
    for entry in live_entries(entries) {
        apply(&mut review, entry);
    }
    review
}

/// Numbers every edit ever made, in log order, so that a version keeps its number when it is taken back.
fn remember_versions(review: &mut ConversationReview, entries: &[LogEntry]) {
    let mut ordered: Vec<&LogEntry> = entries.iter().collect();
    ordered.sort_by_key(|entry| (entry.clock, entry.id));
    ordered.dedup_by_key(|entry| entry.id);
    for entry in ordered {
        let (Subject::Turn(_, turn), Action::Edit { after, .. }, None) =
            (entry.subject, &entry.action, entry.inverse_of)
        else {
            continue;
        };
        let versions = &mut turn_of(review, turn).versions;
        versions.push(TextVersion {
            version: versions.len() as u32 + 2,
            text: after.clone(),
            entry: Some(entry.id),
        });
    }
}

fn turn_of(review: &mut ConversationReview, turn: crate::domain::TurnId) -> &mut TurnReview {
    review.turns.entry(turn).or_insert_with(|| TurnReview {
        version: 1,
        ..TurnReview::default()
    })
}

fn apply(review: &mut ConversationReview, entry: &LogEntry) {
    let who = Some(entry.reviewer.clone());
    match (entry.subject, &entry.action) {
        (Subject::Conversation(_), Action::Judge { after, .. }) => {
            review.verdict = *after;
            review.reason = entry.reason;
            review.reviewer = who;
        }
        (Subject::Turn(_, turn), Action::Judge { after, .. }) => {
            let state = turn_of(review, turn);
            state.verdict = *after;
            state.reason = entry.reason;
            state.reviewer = who;
        }
        (Subject::Turn(_, turn), Action::Edit { .. }) => {
            let state = turn_of(review, turn);
            let made = state.versions.iter().find(|v| v.entry == Some(entry.id));
            state.version = made.map_or(1, |version| version.version);
            state.verdict = Some(Verdict::Accepted);
            state.reason = None;
            state.reviewer = who;
        }
        (_, Action::Comment { after, .. }) => review.comment.clone_from(after),
        (Subject::Conversation(_), Action::Edit { .. }) => {}
    }
}
