//! How a conversation begins and takes in a turn.

use std::collections::BTreeMap;

use crate::dialogue::{Plan, Recorded};
use crate::domain::{Branch, Conversation, Engine, IdSequence, RunId, Turn, TurnId};

/// The conversation that a plan begins, without a turn yet.
pub(crate) fn begin(
    plan: &Plan,
    ids: &IdSequence,
    run: Option<RunId>,
    engine: Engine,
) -> Conversation {
    let branch = ids.branch(plan.ordinal, 0);
    Conversation {
        id: ids.conversation(plan.ordinal),
        run,
        ordinal: plan.ordinal,
        profile: (*plan.profile).clone(),
        scenario: plan.scenario.clone(),
        language: plan.language,
        mode: plan.mode,
        engine,
        outcome: None,
        current: branch,
        branches: vec![Branch {
            id: branch,
            parent: None,
            turns: Vec::new(),
            passed_over_by: None,
        }],
        turns: BTreeMap::new(),
    }
}

/// What the machine recorded as a turn of this id.
pub(crate) fn turn(id: TurnId, recorded: Recorded) -> Turn {
    Turn {
        id,
        speaker: recorded.speaker,
        act: recorded.act,
        language: recorded.language,
        text: recorded.text,
        mentioned: recorded.mentioned,
        provenance: Some(recorded.provenance),
    }
}
