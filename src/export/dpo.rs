//! TRL's conversational preference format with an explicit prompt; pairs come from real edits only.
//!
//! A person's edited text is chosen over the text that was there before. The prompt holds the texts in force.

use std::borrow::Cow;

use serde::Serialize;

use super::messages::{Message, Messages};
use super::select::{HasSystem, Rules, obstacle, refuse};
use super::{Judged, LeftOut, System, Take, What, Why};
use crate::domain::{
    ConversationId, Domain, Engine, Language, Reason, ReviewerId, Speaker, TurnId, Verdict,
};

/// A row of the training file.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    pub prompt: Vec<Message<'a>>,
    pub chosen: [Message<'a>; 1],
    pub rejected: [Message<'a>; 1],
}

/// A row of the sidecar, joined by `row` (from 0) and by `muse_id`.
#[derive(Serialize)]
pub(super) struct Meta<'a> {
    pub row: u64,
    /// The turn and the version that was chosen: `TURN@2`.
    pub muse_id: String,
    pub conversation: ConversationId,
    pub turn: TurnId,
    pub version: u32,
    pub language: Language,
    pub domain: Domain,
    pub engine: Engine,
    /// The event that the pair comes from.
    pub source: Source,
    pub reason: Option<Reason>,
    pub reviewer: Option<&'a ReviewerId>,
    /// How much better the chosen text is; nobody measures it for an edit.
    pub margin: Option<f32>,
    pub merged: u32,
}

/// The event that a pair comes from.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Source {
    /// A person's edit over the text before it.
    Edit,
}

/// One edited assistant turn: the pair it gives, or why it gives none.
pub(super) type Pair<'a> = Result<(Row<'a>, Meta<'a>), LeftOut>;

/// The pairs that a conversation gives; or why it gives none at all.
pub(super) fn pairs<'a>(
    judged: &Judged<'a>,
    rules: Rules,
    system: &'a System,
) -> Result<Vec<Pair<'a>>, LeftOut> {
    let id = judged.conversation.id;
    let edits: Vec<usize> = edited_answers(judged).collect();
    if let Some((why, turn)) = refuse(judged, rules) {
        // A conversation that has no edit is not missed, whatever else stands against it.
        let why = match (edits.is_empty(), why.is_filter()) {
            (true, false) => Why::NoEdit,
            _ => why,
        };
        return Err(LeftOut::conversation(id, turn, why));
    }
    if edits.is_empty() {
        return Err(LeftOut::conversation(id, None, Why::NoEdit));
    }
    let pair = |at| pair(judged, at, rules.take, system);
    Ok(edits.into_iter().map(pair).collect())
}

fn edited_answers<'a>(judged: &'a Judged<'_>) -> impl Iterator<Item = usize> + 'a {
    let turns = judged.turns.iter().enumerate();
    turns
        .filter(|(_, turn)| turn.edited_by_person() && turn.turn.speaker == Speaker::Assistant)
        .map(|(at, _)| at)
}

fn pair<'a>(judged: &Judged<'a>, at: usize, take: Take, system: &'a System) -> Pair<'a> {
    let conversation = judged.conversation;
    let edited = judged.turns[at];
    let system = system.message(conversation.language);
    let has_system = match system {
        Some(_) => HasSystem::Yes,
        None => HasSystem::No,
    };
    let start = prompt_start(judged, at, take, has_system).map_err(|why| LeftOut {
        conversation: conversation.id,
        turn: Some(edited.turn.id),
        what: What::Pair,
        turns: 0,
        why,
    })?;
    let prompt = Messages::of(system, &judged.turns[start..at]);
    let answer = |text: &'a str| {
        [Message {
            role: "assistant",
            content: Cow::Borrowed(text),
        }]
    };
    let meta = Meta {
        row: 0,
        muse_id: format!("{}@{}", edited.turn.id, edited.version),
        conversation: conversation.id,
        turn: edited.turn.id,
        version: edited.version,
        language: conversation.language,
        domain: conversation.domain(),
        engine: conversation.engine,
        source: Source::Edit,
        reason: edited.reason,
        reviewer: edited.reviewer,
        margin: None,
        merged: prompt.merged,
    };
    let row = Row {
        prompt: prompt.list,
        chosen: answer(edited.text),
        rejected: answer(&edited.turn.text),
    };
    Ok((row, meta))
}

/// Where the prompt of the edited turn at `at` starts, or why there is no pair.
fn prompt_start(
    judged: &Judged<'_>,
    at: usize,
    take: Take,
    has_system: HasSystem,
) -> Result<usize, Why> {
    let edited = &judged.turns[at];
    if let Some(why) = obstacle(edited, take) {
        return Err(why);
    }
    if edited.turn.text.trim().is_empty() {
        return Err(Why::TurnEmpty);
    }
    if edited.text.trim() == edited.turn.text.trim() {
        return Err(Why::SameText);
    }
    let before = &judged.turns[..at];
    if before.iter().any(|t| t.verdict == Some(Verdict::Rejected)) {
        return Err(Why::RejectedBefore);
    }
    if before.iter().any(|turn| turn.text.trim().is_empty()) {
        return Err(Why::EmptyBefore);
    }
    if before.last().map(|turn| turn.turn.speaker) != Some(Speaker::User) {
        return Err(Why::NoUserBefore);
    }
    let first_user = before.iter().position(|t| t.turn.speaker == Speaker::User);
    Ok(match has_system {
        HasSystem::Yes => 0,
        HasSystem::No => first_user.unwrap_or(0),
    })
}
