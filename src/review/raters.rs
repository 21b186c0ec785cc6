//! What each reviewer says of the same thing, side by side: the fold keeps only the last word.

use std::collections::{BTreeMap, HashMap};

use super::live_entries;
use crate::domain::{Action, ConversationId, LogEntry, ReviewerId, Subject, Verdict};

/// What each reviewer said last of a subject.
pub type Said = BTreeMap<ReviewerId, Verdict>;

/// Takes in the log and gives what each reviewer says of each conversation and turn. The order of entries does not matter.
#[derive(Debug, Default)]
pub struct Raters(HashMap<ConversationId, Vec<LogEntry>>);

impl Raters {
    /// Takes in an entry. Texts are dropped, so that a long log fits into memory.
    pub fn add(&mut self, entry: &LogEntry) {
        let Some(conversation) = entry.subject.conversation() else {
            return;
        };
        let action = match &entry.action {
            Action::Judge { .. } => entry.action.clone(),
            Action::Edit { .. } => Action::Edit {
                before: String::new(),
                after: String::new(),
            },
            // The inverse of an inverse may name any entry, so that only what is neither is left out.
            _ if entry.inverse_of.is_none() => return,
            _ => Action::Judge {
                before: None,
                after: None,
            },
        };
        let entry = LogEntry {
            action,
            ..entry.clone()
        };
        self.0.entry(conversation).or_default().push(entry);
    }

    /// What each reviewer says of each subject that `wanted` keeps, as far as it was not taken back: the last verdict, and
    /// for a turn also an edit, which accepts it when a person made it. Putting aside is no verdict here.
    pub fn said(&self, wanted: impl Fn(ConversationId) -> bool) -> BTreeMap<Subject, Said> {
        let mut said: BTreeMap<Subject, Said> = BTreeMap::new();
        for (_, entries) in self.0.iter().filter(|(id, _)| wanted(**id)) {
            for entry in live_entries(entries) {
                let verdict = match &entry.action {
                    Action::Judge { after, .. } => *after,
                    Action::Edit { .. } if entry.reviewer.is_machine() => continue,
                    _ => Some(Verdict::Accepted),
                };
                let of_subject = said.entry(entry.subject.clone()).or_default();
                match verdict {
                    Some(verdict @ (Verdict::Accepted | Verdict::Rejected)) => {
                        of_subject.insert(entry.reviewer.clone(), verdict);
                    }
                    Some(Verdict::Skipped) | None => {
                        of_subject.remove(&entry.reviewer);
                    }
                }
            }
        }
        said.retain(|_, verdicts| !verdicts.is_empty());
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{EntryId, Hlc};
    use uuid::Uuid;

    fn entry(at: u32, who: &str, about: u128, after: Option<Verdict>) -> LogEntry {
        LogEntry {
            id: EntryId(Uuid::from_u128(u128::from(at))),
            reviewer: who.into(),
            clock: Hlc {
                millis: i64::from(at),
                counter: 0,
            },
            subject: Subject::Conversation(ConversationId(Uuid::from_u128(about))),
            base_version: 1,
            action: Action::Judge {
                before: None,
                after,
            },
            reason: None,
            inverse_of: None,
            bulk: None,
        }
    }

    #[test]
    fn each_reviewer_has_a_last_word_of_their_own() {
        use Verdict::{Accepted, Rejected, Skipped};
        let mut entries = vec![
            entry(1, "asha", 7, Some(Accepted)),
            entry(2, "ravi", 7, Some(Rejected)),
            entry(3, "asha", 7, Some(Rejected)),
            entry(4, "ravi", 8, Some(Skipped)),
            entry(5, "asha", 9, Some(Accepted)),
        ];
        let back = LogEntry {
            inverse_of: Some(entries[2].id),
            ..entry(6, "asha", 7, Some(Accepted))
        };
        entries.push(back);
        for _ in 0..entries.len() {
            entries.rotate_left(1);
            let mut raters = Raters::default();
            entries.iter().for_each(|entry| raters.add(entry));
            let said = raters.said(|id| id.0.as_u128() != 9);
            let seven: Vec<_> = said.values().flat_map(|s| s.values().copied()).collect();
            assert_eq!(seven, [Accepted, Rejected]);
        }
    }
}
