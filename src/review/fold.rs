//! The fold: from log entries to the state of a conversation. Products have their own in `product`.

use std::collections::{HashMap, HashSet};

use super::{ConversationReview, TurnReview};
use crate::domain::{
    Action, AutoReview, Dimension, EntryId, LogEntry, Rating, ReviewerId, Subject, TagChange,
    TextVersion, Topic, TurnId, Verdict,
};

/// What part an entry plays in undo and redo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// Something that a person did.
    Regular,
    /// The inverse of a regular entry.
    Undo,
    /// The inverse of an inverse, or of an entry that is not in the log.
    Redo,
}

/// The entries that count, each with its part, in (clock, id) order: an entry that a later counting inverse names is
/// left out.
///
/// Read from the newest to the oldest, an entry that a counting inverse names does not count, be it a verdict or itself
/// an inverse: so an inverse of an inverse is a redo. An inverse only reaches entries of its own topic, so that the state
/// of one conversation or product never hangs on the log of another. The order of `entries` does not matter.
pub fn counting_entries(entries: &[LogEntry]) -> Vec<(EntryKind, &LogEntry)> {
    let ordered = in_log_order(entries);
    let kinds = kinds(&ordered);
    let mut taken_back = HashSet::new();
    let mut counting = Vec::with_capacity(ordered.len());
    for (entry, kind) in ordered.into_iter().zip(kinds).rev() {
        let topic = entry.subject.topic();
        if taken_back.contains(&(topic.clone(), entry.id)) {
            continue;
        }
        if let Some(target) = entry.inverse_of {
            taken_back.insert((topic, target));
        }
        counting.push((kind, entry));
    }
    counting.reverse();
    counting
}

/// The regular entries that count, in (clock, id) order: what the state adds up from.
pub fn live_entries(entries: &[LogEntry]) -> Vec<&LogEntry> {
    let counting = counting_entries(entries).into_iter();
    let regular = counting.filter(|(kind, _)| *kind == EntryKind::Regular);
    regular.map(|(_, entry)| entry).collect()
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

/// Every entry once, in (clock, id) order.
pub(super) fn in_log_order(entries: &[LogEntry]) -> Vec<&LogEntry> {
    let mut ordered: Vec<&LogEntry> = entries.iter().collect();
    ordered.sort_by_key(|entry| (entry.clock, entry.id));
    ordered.dedup_by_key(|entry| entry.id);
    ordered
}

fn kinds(ordered: &[&LogEntry]) -> Vec<EntryKind> {
    let regular: HashMap<EntryId, Topic> = ordered
        .iter()
        .filter(|entry| entry.inverse_of.is_none())
        .map(|entry| (entry.id, entry.subject.topic()))
        .collect();
    let kind = |entry: &&LogEntry| match entry.inverse_of {
        None => EntryKind::Regular,
        Some(target) if regular.get(&target) == Some(&entry.subject.topic()) => EntryKind::Undo,
        Some(_) => EntryKind::Redo,
    };
    ordered.iter().map(kind).collect()
}

/// Numbers every edit ever made, in log order, so that a version keeps its number when it is taken back.
fn remember_versions(review: &mut ConversationReview, entries: &[LogEntry]) {
    for entry in in_log_order(entries) {
        let (Subject::Turn(_, turn), Action::Edit { after, .. }, None) =
            (&entry.subject, &entry.action, entry.inverse_of)
        else {
            continue;
        };
        let versions = &mut turn_of(review, *turn).versions;
        versions.push(TextVersion {
            version: versions.len() as u32 + 2,
            text: after.clone(),
            entry: Some(entry.id),
            machine: Some(entry.reviewer.clone()).filter(ReviewerId::is_machine),
        });
    }
}

fn turn_of(review: &mut ConversationReview, turn: TurnId) -> &mut TurnReview {
    review.turns.entry(turn).or_insert_with(|| TurnReview {
        version: 1,
        ..TurnReview::default()
    })
}

fn apply(review: &mut ConversationReview, entry: &LogEntry) {
    let who = Some(entry.reviewer.clone());
    match (&entry.subject, &entry.action) {
        // A program's verdict stands beside the people's and never in its place.
        (Subject::Conversation(_), Action::Judge { after, .. }) if entry.reviewer.is_machine() => {
            review.auto = after.map(|verdict| AutoReview {
                verdict: verdict.into(),
                reason: entry.reason,
                reviewer: entry.reviewer.clone(),
            });
        }
        (Subject::Turn(..), Action::Judge { .. }) if entry.reviewer.is_machine() => {}
        (Subject::Conversation(_), Action::Judge { after, .. }) => {
            review.verdict = *after;
            review.reason = entry.reason;
            review.reviewer = who;
        }
        (Subject::Turn(_, turn), Action::Judge { after, .. }) => {
            let state = turn_of(review, *turn);
            state.verdict = *after;
            state.reason = entry.reason;
            state.reviewer = who;
        }
        (Subject::Turn(_, turn), Action::Edit { .. }) => {
            let state = turn_of(review, *turn);
            let made = state.versions.iter().find(|v| v.entry == Some(entry.id));
            state.version = made.map_or(1, |version| version.version);
            if entry.reviewer.is_machine() {
                // What a program wrote still waits for a person.
                return;
            }
            state.verdict = Some(Verdict::Accepted);
            state.reason = None;
            state.reviewer = who;
        }
        (Subject::Turn(_, turn), Action::Mention { after, .. }) => {
            turn_of(review, *turn).mentioned = Some(after.clone());
        }
        (Subject::Conversation(_), Action::Replace { after, .. }) => {
            review.replaced_by = *after;
        }
        (Subject::Conversation(_) | Subject::Turn(..), Action::Comment { after, .. }) => {
            review.comment.clone_from(after);
        }
        (
            Subject::Conversation(_),
            Action::Rate {
                dimension, after, ..
            },
        ) => {
            rate(review, &entry.reviewer, *dimension, *after);
        }
        (Subject::Conversation(_), Action::Tag { tag, change }) => {
            match change {
                TagChange::Added => review.tags.insert(tag.clone()),
                TagChange::Removed => review.tags.remove(tag),
            };
        }
        // An action that does not suit its subject, as only a foreign log can hold it, changes nothing.
        (Subject::Conversation(_), Action::Edit { .. } | Action::Mention { .. })
        | (Subject::Turn(..), Action::Replace { .. } | Action::Rate { .. } | Action::Tag { .. })
        | (Subject::Conversation(_) | Subject::Turn(..), Action::Set { .. })
        | (Subject::Product(_), _) => {}
    }
}

/// Each reviewer has one rating of a dimension, the latest.
fn rate(
    review: &mut ConversationReview,
    reviewer: &ReviewerId,
    dimension: Dimension,
    rating: Option<Rating>,
) {
    let given = review.ratings.entry(dimension).or_default();
    match rating {
        Some(rating) => given.insert(reviewer.clone(), rating),
        None => given.remove(reviewer),
    };
    if given.is_empty() {
        review.ratings.remove(&dimension);
    }
}
