//! What a verdict does to an export.

use super::{Judged, JudgedTurn, LeftOut, Partial, Take, What, Why};
use crate::domain::{Speaker, TurnId, Verdict};

/// Which conversations are taken and how partly judged ones are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    pub take: Take,
    pub partial: Partial,
}

/// Why the whole conversation stays out of a file for trainers, with the turn that decides it.
///
/// A rejected one always does; one put aside does unless all are taken.
pub(super) fn refuse(judged: &Judged<'_>, rules: Rules) -> Option<(Why, Option<TurnId>)> {
    if judged.verdict == Some(Verdict::Rejected) {
        return Some((Why::ConversationRejected, None));
    }
    if let Some(why) = refuse_by_filter(judged, rules.take) {
        return Some((why, None));
    }
    if rules.partial == Partial::Drop {
        return refuse_partial(judged, rules.take);
    }
    None
}

/// Why `--status` leaves the conversation out.
pub(super) fn refuse_by_filter(judged: &Judged<'_>, take: Take) -> Option<Why> {
    if take == Take::Any {
        return None;
    }
    let accepted = |turn: &JudgedTurn<'_>| turn.verdict == Some(Verdict::Accepted);
    match judged.verdict {
        Some(Verdict::Rejected) => Some(Why::ConversationRejected),
        Some(Verdict::Skipped) => Some(Why::ConversationSkipped),
        _ if !judged.turns.iter().any(accepted) => Some(Why::NothingAccepted),
        _ => None,
    }
}

/// The first turn for which `--partial drop` drops the conversation.
pub(super) fn refuse_partial(judged: &Judged<'_>, take: Take) -> Option<(Why, Option<TurnId>)> {
    judged.turns.iter().find_map(|turn| match turn.verdict {
        Some(Verdict::Rejected) => Some((Why::HoldsRejected, Some(turn.turn.id))),
        Some(Verdict::Accepted) => None,
        _ if take == Take::Any => None,
        _ => Some((Why::HoldsUndecided, Some(turn.turn.id))),
    })
}

/// The turns of a row for supervised training, as a range of the current branch.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Range {
    pub start: usize,
    pub end: usize,
    /// The turns that were left out of a row that is written.
    pub left_out: Vec<LeftOut>,
}

/// Cuts a conversation to the turns that may be learned from, or says why nothing is left.
///
/// A rejected turn, an undecided assistant turn and a turn without text end it. A user turn that nobody judged stays
/// as the context of the accepted answer after it: so that one edited answer is at once a row. The row then ends on
/// the last assistant turn, and without a system message it starts on the first user turn.
pub(super) fn cut(
    judged: &Judged<'_>,
    take: Take,
    has_system: HasSystem,
) -> Result<Range, LeftOut> {
    let id = judged.conversation.id;
    let turns = &judged.turns;
    let stop = turns
        .iter()
        .enumerate()
        .find_map(|(at, turn)| Some((at, obstacle(turn, take)?)));
    let reach = stop.map_or(turns.len(), |(at, _)| at);
    let is = |speaker: Speaker| move |turn: &JudgedTurn<'_>| turn.turn.speaker == speaker;
    let first_user = turns[..reach].iter().position(is(Speaker::User));
    let last_assistant = turns[..reach].iter().rposition(is(Speaker::Assistant));
    let (Some(user), Some(last)) = (first_user, last_assistant) else {
        return Err(emptied(judged, stop));
    };
    if user > last {
        return Err(emptied(judged, stop));
    }
    let start = match has_system {
        HasSystem::Yes => 0,
        HasSystem::No => user,
    };
    let mut range = Range {
        start,
        end: last + 1,
        left_out: Vec::new(),
    };
    let missing = |from: usize, to: usize, why| LeftOut {
        conversation: id,
        turn: Some(turns[from].turn.id),
        what: What::Turns,
        turns: (to - from) as u32,
        why,
    };
    if start > 0 {
        range.left_out.push(missing(0, start, Why::BeforeFirstUser));
    }
    if let Some((at, why)) = stop {
        let mut entry = missing(last + 1, turns.len(), why);
        entry.turn = Some(turns[at].turn.id);
        range.left_out.push(entry);
    } else if last + 1 < turns.len() {
        range
            .left_out
            .push(missing(last + 1, turns.len(), Why::AfterLastAssistant));
    }
    Ok(range)
}

/// Whether a system message opens the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HasSystem {
    Yes,
    No,
}

fn emptied(judged: &Judged<'_>, stop: Option<(usize, Why)>) -> LeftOut {
    let turn = stop.map(|(at, _)| judged.turns[at].turn.id);
    let why = stop.map_or(Why::NoAssistantLeft, |(_, why)| why);
    LeftOut::conversation(judged.conversation.id, turn, why)
}

/// Why a turn may not be learned from, nor stand before one that is.
pub(super) fn obstacle(turn: &JudgedTurn<'_>, take: Take) -> Option<Why> {
    if turn.verdict == Some(Verdict::Rejected) {
        return Some(Why::TurnRejected);
    }
    if turn.text.trim().is_empty() {
        return Some(Why::TurnEmpty);
    }
    let undecided = turn.verdict != Some(Verdict::Accepted);
    let learned = turn.turn.speaker == Speaker::Assistant;
    (take == Take::Accepted && undecided && learned).then_some(Why::TurnUndecided)
}
