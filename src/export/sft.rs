//! TRL's conversational format for supervised fine-tuning.
//!
//! A row has the one key `messages`; what else we know of it stands in the sidecar.

use serde::Serialize;

use super::messages::{Message, Messages};
use super::select::{HasSystem, Range, Rules, cut, refuse};
use super::{Judged, LeftOut, System};
use crate::domain::{ConversationId, Domain, Engine, Language};

/// A row of the training file.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    pub messages: Vec<Message<'a>>,
}

/// A row of the sidecar, joined by `row` (from 0) and by `muse_id`.
#[derive(Serialize)]
pub(super) struct Meta {
    pub row: u64,
    pub muse_id: ConversationId,
    pub conversation: ConversationId,
    pub language: Language,
    pub domain: Domain,
    pub engine: Engine,
    /// Turns of the conversation that are in the row.
    pub turns: u32,
    /// Turns of it that are not.
    pub turns_left_out: u32,
    /// Turns that were joined to the one before, because trainers want speakers in alternation.
    pub merged: u32,
}

/// The row that a conversation gives, and what of it was left out; or why it gives none.
pub(super) fn row<'a>(
    judged: &Judged<'a>,
    rules: Rules,
    system: &'a System,
) -> Result<(Row<'a>, Meta, Vec<LeftOut>), LeftOut> {
    let conversation = judged.conversation;
    if let Some((why, turn)) = refuse(judged, rules) {
        return Err(LeftOut::conversation(conversation.id, turn, why));
    }
    let system = system.message(conversation.language);
    let has_system = match system {
        Some(_) => HasSystem::Yes,
        None => HasSystem::No,
    };
    let Range {
        start,
        end,
        left_out,
    } = cut(judged, rules.take, has_system)?;
    let messages = Messages::of(system, &judged.turns[start..end]);
    let meta = Meta {
        row: 0,
        muse_id: conversation.id,
        conversation: conversation.id,
        language: conversation.language,
        domain: conversation.domain(),
        engine: conversation.engine,
        turns: (end - start) as u32,
        turns_left_out: (judged.turns.len() - (end - start)) as u32,
        merged: messages.merged,
    };
    let row = Row {
        messages: messages.list,
    };
    Ok((row, meta, left_out))
}
