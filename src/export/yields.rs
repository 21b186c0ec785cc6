//! What one conversation gives to a trainer, for the note that follows a decision.

use super::select::{Rules, obstacle};
use super::{Judged, Partial, System, Take, dpo, sft};
use crate::domain::TurnId;

/// The rows that a conversation gives under the default rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Yield {
    /// Rows for supervised training: 0 or 1.
    pub sft_rows: u32,
    /// Turns in that row.
    pub sft_turns: u32,
    /// Preference pairs.
    pub dpo_pairs: u32,
    /// The first turn that ends the row, or keeps it from being written: rejected, without text, or an answer that
    /// nobody has judged.
    pub stops_at: Option<TurnId>,
}

/// What the conversation would give if it were exported now with the default options.
pub fn yield_of(judged: &Judged<'_>) -> Yield {
    let rules = Rules {
        take: Take::Accepted,
        partial: Partial::Cut,
    };
    let row = sft::row(judged, rules, &System::Standard);
    let pairs = dpo::pairs(judged, rules, &System::Standard);
    let stop = judged
        .turns
        .iter()
        .find(|turn| obstacle(turn, rules.take).is_some());
    Yield {
        sft_rows: u32::from(row.is_ok()),
        sft_turns: row.map_or(0, |(_, meta, _)| meta.turns),
        dpo_pairs: pairs.map_or(0, |pairs| pairs.iter().filter(|p| p.is_ok()).count() as u32),
        stops_at: stop.map(|turn| turn.turn.id),
    }
}
