//! What `generate` says of what it made.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use crate::domain::{Domain, Outcome, RunId};
use crate::jobs::{CellFilled, Generated};
use crate::quality::{Cell, LengthBand};

/// The result as `--json` prints it.
#[derive(Serialize)]
pub(super) struct Made<'a> {
    run: RunId,
    seed: u64,
    number: u32,
    engine: &'static str,
    planned: u32,
    conversations: u32,
    kept: u32,
    attempts: u32,
    not_kept: Vec<NotKept>,
    cells: Vec<CellMade>,
    outcomes: &'a BTreeMap<&'static str, u32>,
    turns: u64,
    faults: u64,
    left_out: &'a [String],
    profiles_made: u32,
    stopped: bool,
    output_dir: Option<&'a PathBuf>,
}

#[derive(Serialize)]
struct NotKept {
    ordinal: u32,
    conversation: String,
    why: &'static str,
    reason: String,
}

#[derive(Serialize)]
struct CellMade {
    #[serde(flatten)]
    cell: Cell,
    wanted: u32,
    kept: u32,
}

impl<'a> Made<'a> {
    /// What is told of a generation whose conversations were also written to a folder, if one was given.
    pub(super) fn of(done: &'a Generated, output_dir: Option<&'a PathBuf>) -> Self {
        let not_kept = done.not_kept.iter().map(|one| NotKept {
            ordinal: one.ordinal,
            conversation: one.conversation.to_string(),
            why: one.why.code(),
            reason: one.why.to_string(),
        });
        let cells = done.cells.iter().map(|one| CellMade {
            cell: one.cell,
            wanted: one.wanted,
            kept: one.kept,
        });
        Made {
            run: done.run,
            seed: done.seed,
            number: done.number,
            engine: "offline",
            planned: done.planned,
            conversations: done.finished(),
            kept: done.kept,
            attempts: done.attempts,
            not_kept: not_kept.collect(),
            cells: cells.collect(),
            outcomes: &done.outcomes,
            turns: done.turns,
            faults: done.faults,
            left_out: &done.left_out,
            profiles_made: done.profiles_made,
            stopped: done.stopped,
            output_dir,
        }
    }
}

/// How many were kept of how many wanted, level by level, a line each.
pub(super) fn levels(cells: &[CellFilled]) -> String {
    let levels = [
        ("languages", by(cells, |cell| Some(cell.language.code()))),
        ("domains", by(cells, |cell| cell.domain.map(Domain::code))),
        (
            "lengths",
            by(cells, |cell| cell.length.map(LengthBand::code)),
        ),
        ("endings", by(cells, |cell| cell.outcome.map(Outcome::code))),
    ];
    let mut text = String::new();
    for (name, values) in levels.iter().filter(|(_, values)| !values.is_empty()) {
        let parts = values
            .iter()
            .map(|(value, (kept, wanted))| format!("{value} {kept} of {wanted}"));
        let parts: Vec<String> = parts.collect();
        text.push_str(&format!("\n{name:<11}{}", parts.join(" · ")));
    }
    text
}

fn by(
    cells: &[CellFilled],
    value: impl Fn(&Cell) -> Option<&'static str>,
) -> BTreeMap<&'static str, (u32, u32)> {
    let mut found: BTreeMap<_, (u32, u32)> = BTreeMap::new();
    for one in cells {
        if let Some(value) = value(&one.cell) {
            let (kept, wanted) = found.entry(value).or_default();
            *kept += one.kept;
            *wanted += one.wanted;
        }
    }
    found
}
