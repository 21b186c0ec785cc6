//! What `generate` says of what it made.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use crate::domain::{Cost, Costs, Domain, Engine, Outcome, RunId};
use crate::jobs::{CellFilled, Generated, Pictured};
use crate::quality::{Cell, LengthBand};

/// The result as `--json` prints it.
#[derive(Serialize)]
pub(super) struct Made<'a> {
    run: RunId,
    seed: u64,
    number: u32,
    engine: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<Asked<'a>>,
    planned: u32,
    conversations: u32,
    kept: u32,
    attempts: u32,
    not_kept: Vec<NotKept>,
    pictures: Option<PicturesMade>,
    cells: Vec<CellMade>,
    outcomes: &'a BTreeMap<&'static str, u32>,
    turns: u64,
    faults: u64,
    left_out: &'a [String],
    profiles_made: u32,
    out_of_budget: bool,
    unfinished: u32,
    stopped: bool,
    output_dir: Option<&'a PathBuf>,
}

/// What a model was asked.
#[derive(Serialize)]
struct Asked<'a> {
    model: Option<&'a str>,
    calls: u64,
    input_tokens: u64,
    output_tokens: u64,
    uncounted_turns: u64,
    cache_hits: u64,
    costs: Vec<Cost>,
    unpriced_turns: u64,
    run_costs: Vec<Cost>,
    run_uncertain: Vec<Cost>,
    cost_per_kept: Vec<Cost>,
    failures: BTreeMap<&'a str, u64>,
}

impl<'a> Asked<'a> {
    /// `None` for a run by the phrasebook.
    fn of(done: &'a Generated) -> Option<Self> {
        let spent = &done.spent;
        let run = done.cost.as_ref();
        let listed = |costs: Option<&Costs>| costs.into_iter().flat_map(Costs::iter).collect();
        let failures = run.into_iter().flat_map(|run| &run.failures);
        (done.engine != Engine::Offline).then_some(Asked {
            model: spent.model.as_deref(),
            calls: spent.calls,
            input_tokens: spent.input_tokens,
            output_tokens: spent.output_tokens,
            uncounted_turns: spent.uncounted,
            cache_hits: spent.cache_hits,
            costs: spent.costs.iter().collect(),
            unpriced_turns: spent.unpriced,
            run_costs: listed(run.map(|run| &run.costs)),
            run_uncertain: listed(run.map(|run| &run.uncertain)),
            cost_per_kept: listed(run.map(|run| run.costs.each_of(done.kept.into())).as_ref()),
            failures: failures
                .map(|(kind, count)| (kind.as_str(), *count))
                .collect(),
        })
    }
}

/// Who worded a run, and what that took.
pub(super) fn engine(done: &Generated) -> String {
    let Some(asked) = Asked::of(done) else {
        return "offline, no key, no cost".to_owned();
    };
    let mut text = format!(
        "{}, {} calls, {} tokens read and {} written",
        done.engine, asked.calls, asked.input_tokens, asked.output_tokens
    );
    if let Some(model) = asked.model {
        text.push_str(&format!(", model {model}"));
    }
    for cost in &asked.costs {
        text.push_str(&format!(", {cost}"));
    }
    if asked.unpriced_turns > 0 {
        text.push_str(", cost unknown");
        if !asked.costs.is_empty() {
            text.push_str(&format!(" of {} turns", asked.unpriced_turns));
        }
    }
    if asked.cache_hits > 0 {
        let hits = asked.cache_hits;
        text.push_str(&format!(", {hits} turns paid for before"));
    }
    text.push_str(&per_kept(&asked));
    if asked.uncounted_turns > 0 {
        let uncounted = asked.uncounted_turns;
        text.push_str(&format!(
            "; the server did not count those of {uncounted} turns"
        ));
    }
    text
}

/// What the run has cost in all, what that is for each conversation that counts, and what failed on the way.
fn per_kept(asked: &Asked<'_>) -> String {
    let list = |costs: &[Cost]| {
        let words: Vec<String> = costs.iter().map(Cost::to_string).collect();
        words.join(" and ")
    };
    let mut text = String::new();
    if !asked.cost_per_kept.is_empty() {
        let (each, all) = (list(&asked.cost_per_kept), list(&asked.run_costs));
        text.push_str(&format!(
            ", {each} for each that is kept of {all} for the whole run"
        ));
    }
    if !asked.run_uncertain.is_empty() {
        let uncertain = list(&asked.run_uncertain);
        text.push_str(&format!(", besides up to {uncertain} that may be billed"));
    }
    if !asked.failures.is_empty() {
        let kinds = asked.failures.iter();
        let kinds: Vec<String> = kinds
            .map(|(kind, count)| format!("{kind} {count}"))
            .collect();
        text.push_str(&format!(", failures: {}", kinds.join(", ")));
    }
    text
}

#[derive(Serialize)]
struct NotKept {
    ordinal: u32,
    conversation: String,
    why: &'static str,
    reason: String,
}

#[derive(Serialize)]
struct PicturesMade {
    wanted: u32,
    kept: u32,
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
            engine: done.engine.code(),
            asked: Asked::of(done),
            planned: done.planned,
            conversations: done.finished(),
            kept: done.kept,
            attempts: done.attempts,
            not_kept: not_kept.collect(),
            pictures: done.pictured.map(|one| PicturesMade {
                wanted: one.wanted,
                kept: one.kept,
            }),
            cells: cells.collect(),
            outcomes: &done.outcomes,
            turns: done.turns,
            faults: done.faults,
            left_out: &done.left_out,
            profiles_made: done.profiles_made,
            out_of_budget: done.out_of_budget.is_some(),
            unfinished: done.unfinished,
            stopped: done.stopped,
            output_dir,
        }
    }
}

/// How many show a picture of how many wanted, on a line of its own.
pub(super) fn pictures(done: &Generated) -> String {
    done.pictured
        .map_or_else(String::new, |Pictured { wanted, kept }| {
            format!("\npictures   {kept} of {wanted}")
        })
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
