//! TRL's conversational preference format with an explicit prompt; pairs come from what people did, and from nothing else.
//!
//! A person's edited text is chosen over the text that was there before, and a turn that a person picked over each that was
//! shown beside it. The prompt holds the texts in force.

use std::borrow::Cow;

use serde::Serialize;

use super::messages::{Message, Messages};
use super::select::{HasSystem, Rules, obstacle, refuse};
use super::{Judged, LeftOut, System, Take, What, Why};
use crate::domain::{
    ConversationId, Domain, Engine, Language, Reason, ReviewerId, Speaker, Turn, TurnId, Verdict,
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
    /// The turn and the version that was chosen: `TURN@2`; with the turn that it was picked over: `TURN@1>TURN`.
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
    /// How much better the chosen text is; nobody measures it.
    pub margin: Option<f32>,
    pub merged: u32,
}

/// The event that a pair comes from.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Source {
    /// A person's edit over the text before it.
    Edit,
    /// A person's pick of one turn among several.
    Choice,
}

/// What a person preferred: the assistant turn at a place to another text.
struct Preference<'a> {
    at: usize,
    /// The turn that was passed over; the same one for an edit.
    over: &'a Turn,
    source: Source,
    by: Option<&'a ReviewerId>,
}

/// One preference: the pair it gives, or why it gives none.
pub(super) type Pair<'a> = Result<(Row<'a>, Meta<'a>), LeftOut>;

/// The pairs that a conversation gives; or why it gives none at all.
pub(super) fn pairs<'a>(
    judged: &Judged<'a>,
    rules: Rules,
    system: &'a System,
) -> Result<Vec<Pair<'a>>, LeftOut> {
    let id = judged.conversation.id;
    let preferences: Vec<Preference<'a>> = edits(judged).chain(choices(judged)).collect();
    if let Some((why, turn)) = refuse(judged, rules) {
        // A conversation without a preference is not missed, whatever else stands against it.
        let why = match (preferences.is_empty(), why.is_filter()) {
            (true, false) => Why::NoEdit,
            _ => why,
        };
        return Err(LeftOut::conversation(id, turn, why));
    }
    if preferences.is_empty() {
        return Err(LeftOut::conversation(id, None, Why::NoEdit));
    }
    let mut pairs: Vec<_> = preferences
        .into_iter()
        .map(|preference| (preference.at, pair(judged, &preference, rules.take, system)))
        .collect();
    pairs.sort_by_key(|(at, _)| *at);
    Ok(pairs.into_iter().map(|(_, pair)| pair).collect())
}

fn edits<'a, 'b>(judged: &'b Judged<'a>) -> impl Iterator<Item = Preference<'a>> + 'b {
    let turns = judged.turns.iter().enumerate();
    let edited = turns
        .filter(|(_, turn)| turn.edited_by_person() && turn.turn.speaker == Speaker::Assistant);
    edited.map(|(at, turn)| Preference {
        at,
        over: turn.turn,
        source: Source::Edit,
        by: turn.reviewer,
    })
}

/// Picks: a branch that somebody passed over says the same as the current one but for its last turn.
fn choices<'a, 'b>(judged: &'b Judged<'a>) -> impl Iterator<Item = Preference<'a>> + 'b {
    judged.conversation.branches.iter().filter_map(|branch| {
        let by = branch.passed_over_by.as_ref()?;
        let (last, before) = branch.turns.split_last()?;
        let at = before.len();
        let over = judged.conversation.turns.get(last)?;
        let current: Vec<TurnId> = judged.turns.get(..=at)?.iter().map(|t| t.turn.id).collect();
        let forks = current[..at] == *before && current[at] != *last;
        let answers = [over.speaker, judged.turns[at].turn.speaker] == [Speaker::Assistant; 2];
        (forks && answers).then_some(Preference {
            at,
            over,
            source: Source::Choice,
            by: Some(by),
        })
    })
}

fn pair<'a>(
    judged: &Judged<'a>,
    preference: &Preference<'a>,
    take: Take,
    system: &'a System,
) -> Pair<'a> {
    let conversation = judged.conversation;
    let chosen = &judged.turns[preference.at];
    let system = system.message(conversation.language);
    let has_system = match system {
        Some(_) => HasSystem::Yes,
        None => HasSystem::No,
    };
    let start = prompt_start(judged, preference, take, has_system).map_err(|why| LeftOut {
        conversation: conversation.id,
        turn: Some(chosen.turn.id),
        what: What::Pair,
        turns: 0,
        why,
    })?;
    let prompt = Messages::of(system, &judged.turns[start..preference.at]);
    let answer = |text: &'a str| {
        [Message {
            role: "assistant",
            content: Cow::Borrowed(text),
        }]
    };
    let meta = Meta {
        row: 0,
        muse_id: match preference.source {
            Source::Edit => format!("{}@{}", chosen.turn.id, chosen.version),
            Source::Choice => {
                let over = preference.over.id;
                format!("{}@{}>{over}", chosen.turn.id, chosen.version)
            }
        },
        conversation: conversation.id,
        turn: chosen.turn.id,
        version: chosen.version,
        language: conversation.language,
        domain: conversation.domain(),
        engine: conversation.engine,
        source: preference.source,
        reason: chosen.reason,
        reviewer: preference.by,
        margin: None,
        merged: prompt.merged,
    };
    let row = Row {
        prompt: prompt.list,
        chosen: answer(chosen.text),
        rejected: answer(&preference.over.text),
    };
    Ok((row, meta))
}

/// Where the prompt of a preference starts, or why there is no pair.
fn prompt_start(
    judged: &Judged<'_>,
    preference: &Preference<'_>,
    take: Take,
    has_system: HasSystem,
) -> Result<usize, Why> {
    let chosen = &judged.turns[preference.at];
    if let Some(why) = obstacle(chosen, take) {
        return Err(why);
    }
    let over = preference.over.text.trim();
    if over.is_empty() {
        return Err(Why::TurnEmpty);
    }
    if chosen.text.trim() == over {
        return Err(Why::SameText);
    }
    let before = &judged.turns[..preference.at];
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
