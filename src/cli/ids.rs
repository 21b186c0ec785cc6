//! Ids as people type them: a whole one, a few letters of either end, or a queue number such as `#12`.

use super::CliError;
use crate::domain::{Conversation, ConversationId, TurnId};
use crate::jobs::resolve_id;
use crate::review::Filter;
use crate::store::{Cursor, Store};

/// The fewest letters of an id that are looked up.
const SHORTEST: usize = 6;

/// The conversation that a person means.
pub(super) async fn conversation(store: &Store, given: &str) -> Result<ConversationId, CliError> {
    if let Some(number) = given.strip_prefix('#') {
        return numbered(store, given, number).await;
    }
    if given.chars().count() < SHORTEST {
        return Err(CliError::usage(format!(
            "`{given}` is too short for an id; give at least {SHORTEST} of its letters, or a number such as #12, as `muse-studio conversations list` shows them"
        )));
    }
    Ok(resolve_id(store, given).await?)
}

/// The conversations that a person means, in the order given.
pub(super) async fn conversations(
    store: &Store,
    given: &[String],
) -> Result<Vec<ConversationId>, CliError> {
    let mut ids = Vec::with_capacity(given.len());
    for text in given {
        ids.push(conversation(store, text).await?);
    }
    Ok(ids)
}

async fn numbered(store: &Store, given: &str, number: &str) -> Result<ConversationId, CliError> {
    let unknown = || {
        CliError::usage(format!(
            "there is no conversation {given} in the queue; `muse-studio conversations list` shows the numbers"
        ))
    };
    let key: i64 = number.parse().map_err(|_| unknown())?;
    let before = key.checked_sub(1).ok_or_else(unknown)?;
    let page = store
        .summaries(Filter::default(), Cursor::After(before), 1)
        .await?;
    let line = page.items.into_iter().find(|(found, _)| *found == key);
    line.map(|(_, line)| line.id).ok_or_else(unknown)
}

/// The turn that a person means: its place in the conversation from 1, its id, or a few letters of either end.
pub(super) fn turn(conversation: &Conversation, given: &str) -> Result<TurnId, CliError> {
    let turns: Vec<TurnId> = conversation.current_turns().map(|turn| turn.id).collect();
    if let Ok(place) = given.parse::<usize>()
        && place <= turns.len()
    {
        return place
            .checked_sub(1)
            .and_then(|at| turns.get(at))
            .copied()
            .ok_or_else(|| {
                CliError::usage("turns count from 1; `muse-studio conversations show` numbers them")
            });
    }
    let wanted = given.to_lowercase();
    let fits = |id: &&TurnId| {
        let text = id.to_string();
        text.starts_with(&wanted) || text.ends_with(&wanted)
    };
    let found: Vec<&TurnId> = turns.iter().filter(fits).collect();
    match found.as_slice() {
        [one] if given.len() >= SHORTEST => Ok(**one),
        [_, _, ..] if given.len() >= SHORTEST => Err(CliError::usage(format!(
            "`{given}` fits {} turns of this conversation; give more of the id, or its number from 1 to {}",
            found.len(),
            turns.len()
        ))),
        _ => Err(CliError::usage(format!(
            "this conversation has no turn `{given}`; give its number from 1 to {}",
            turns.len()
        ))),
    }
}
