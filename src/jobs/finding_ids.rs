//! Ids as people type them: whole, or a few letters of the end or the beginning.

use super::JobError;
use crate::domain::ConversationId;
use crate::review::Filter;
use crate::store::{Cursor, Store};

/// The fewest letters that are looked up; fewer would fit by chance.
const SHORTEST: usize = 4;
/// How many queue lines are read at once.
const PAGE: u32 = 2_000;

/// The short form of a conversation's id that lists show: its last eight letters, which differ even within one run.
pub fn short_id(id: ConversationId) -> String {
    let text = id.to_string();
    text[text.len() - 8..].to_owned()
}

/// The conversation that `given` names: a whole id, or at least four letters that only one id ends or begins with.
///
/// # Errors
/// When it names none or more than one, or the store cannot be read.
pub async fn resolve_id(store: &Store, given: &str) -> Result<ConversationId, JobError> {
    let wanted = given.trim().to_lowercase();
    if let Ok(id) = wanted.parse::<ConversationId>() {
        return match store.key_of(id).await? {
            Some(_) => Ok(id),
            None => Err(unknown(given)),
        };
    }
    let plain = wanted.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    if wanted.len() < SHORTEST || !plain {
        return Err(unknown(given));
    }
    let mut found = Vec::new();
    let mut cursor = Cursor::First;
    loop {
        let page = store.summaries(Filter::default(), cursor, PAGE).await?;
        for (key, line) in &page.items {
            cursor = Cursor::After(*key);
            let text = line.id.to_string();
            if text.ends_with(&wanted) || text.starts_with(&wanted) {
                found.push(line.id);
            }
        }
        if !page.more || page.items.is_empty() {
            break;
        }
    }
    match found.as_slice() {
        [] => Err(unknown(given)),
        [one] => Ok(*one),
        [first, second, ..] => Err(JobError::Ambiguous {
            given: given.to_owned(),
            count: found.len(),
            examples: format!("{first} and {second}"),
        }),
    }
}

fn unknown(given: &str) -> JobError {
    JobError::UnknownId {
        kind: "conversation",
        given: given.to_owned(),
        hint: "give at least four letters of an id of `muse-studio conversations list`".to_owned(),
    }
}
