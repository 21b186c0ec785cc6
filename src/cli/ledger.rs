//! `workspace ledger`: what was asked of language models, what came of it, what it cost.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use serde::Serialize;

use super::generate::run_named;
use super::session::Session;
use super::{CliError, Exit};
use crate::domain::{Billing, CallState, Cost, Costs, Engine, RunId, Status};
use crate::jobs::{Access, RunCost, kept_of};
use crate::review::Filter;
use crate::store::{CallSum, Store};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio workspace ledger
  muse-studio workspace ledger --run last --json
")]
pub(super) struct LedgerArgs {
    /// Only the calls of this run: its id, or `last`
    #[arg(long, value_name = "RUN")]
    run: Option<String>,
}

/// The sums over some calls.
#[derive(Serialize, Default)]
struct Sums {
    calls: u64,
    done: u64,
    refused: u64,
    retried: u64,
    dead: u64,
    /// Left, and nobody knows what became of them: they are under way, or their process died.
    without_end: u64,
    maybe_billed: u64,
    input_tokens: u64,
    output_tokens: u64,
    /// Of the tokens read, those that lay in the server's cache.
    cached_tokens: u64,
    cost: Vec<CostJson>,
    /// Answers of which nobody knows what they cost.
    cost_unknown: u64,
    #[serde(skip)]
    costs: Costs,
    #[serde(skip)]
    uncertain: Costs,
}

#[derive(Serialize)]
struct CostJson {
    currency: String,
    micros: u64,
}

#[derive(Serialize)]
struct ModelJson {
    engine: Engine,
    model: String,
    #[serde(flatten)]
    sums: Sums,
}

/// What conversations cost that models worded.
#[derive(Serialize, Default)]
struct Yield {
    /// Conversations that counted when their runs ended.
    kept: u64,
    /// Conversations that people accepted.
    accepted: u64,
    cost_per_kept: Vec<CostJson>,
    cost_per_accepted: Vec<CostJson>,
    #[serde(skip)]
    words: String,
}

#[derive(Serialize)]
struct LedgerJson {
    run: Option<String>,
    #[serde(flatten)]
    sums: Sums,
    #[serde(flatten)]
    yields: Yield,
    errors: BTreeMap<String, u64>,
    models: Vec<ModelJson>,
}

/// Prints the sums of one run, or of all that was ever asked.
pub(super) async fn ledger(args: LedgerArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let store = workspace.store();
    let run = match &args.run {
        Some(given) => Some(run_named(store, given).await?),
        None => None,
    };
    let rows = store.call_sums(run).await?;
    let yields = Yield::of(store, &rows).await?;
    workspace.close().await?;
    let told = LedgerJson {
        run: run.map(|run| run.to_string()),
        sums: Sums::of(&rows),
        yields,
        errors: errors(&rows),
        models: models(&rows),
    };
    session.out.result(&told, words)?;
    Ok(Exit::Done)
}

impl CostJson {
    fn list(costs: &Costs) -> Vec<Self> {
        let json = |cost: Cost| CostJson {
            currency: cost.currency.to_string(),
            micros: cost.micros,
        };
        costs.iter().map(json).collect()
    }
}

impl Yield {
    /// Of the runs that asked for these calls. What is kept of a run is known once it has ended.
    async fn of(store: &Store, rows: &[CallSum]) -> Result<Self, CliError> {
        let mut found = Yield::default();
        let (mut for_kept, mut for_accepted) = (Costs::default(), Costs::default());
        let runs: BTreeSet<RunId> = rows.iter().filter_map(|row| row.run).collect();
        for id in runs {
            let own: Vec<CallSum> = rows
                .iter()
                .filter(|row| row.run == Some(id))
                .cloned()
                .collect();
            let costs = RunCost::of(&own).costs;
            if let Some(kept) = store.run(id).await?.as_ref().and_then(kept_of) {
                found.kept += u64::from(kept);
                costs.iter().for_each(|cost| for_kept += cost);
            }
            let accepted = Filter {
                run: Some(id),
                status: vec![Status::Accepted],
                ..Filter::default()
            };
            found.accepted += store.count(accepted).await?;
            costs.iter().for_each(|cost| for_accepted += cost);
        }
        let (kept, accepted) = (
            for_kept.each_of(found.kept),
            for_accepted.each_of(found.accepted),
        );
        found.words = [
            (&kept, found.kept, "kept by the run"),
            (&accepted, found.accepted, "accepted by people"),
        ]
        .into_iter()
        .filter(|(each, ..)| !each.is_empty())
        .map(|(each, count, what)| {
            let each: Vec<String> = each.iter().map(|cost| cost.to_string()).collect();
            format!(
                "\n{} for each of {count} conversations {what}",
                each.join(" and ")
            )
        })
        .collect();
        found.cost_per_kept = CostJson::list(&kept);
        found.cost_per_accepted = CostJson::list(&accepted);
        Ok(found)
    }
}

impl Sums {
    fn of<'a>(rows: impl IntoIterator<Item = &'a CallSum>) -> Self {
        let mut sums = rows.into_iter().fold(Sums::default(), Sums::with);
        sums.cost = CostJson::list(&sums.costs);
        sums
    }

    fn with(mut self, row: &CallSum) -> Self {
        self.calls += row.calls;
        *match row.state {
            CallState::Done => &mut self.done,
            CallState::Refused => &mut self.refused,
            CallState::Retry => &mut self.retried,
            CallState::Dead => &mut self.dead,
            CallState::Sent => &mut self.without_end,
        } += row.calls;
        match (row.billing, row.currency) {
            (Billing::Yes, Some(currency)) => {
                let micros = row.micros;
                self.costs += Cost { micros, currency };
            }
            (Billing::Yes, None) => self.cost_unknown += row.calls,
            (Billing::Maybe, _) => self.maybe_billed += row.calls,
            (Billing::No, _) => {}
        }
        self.input_tokens = self.input_tokens.saturating_add(row.input);
        self.output_tokens = self.output_tokens.saturating_add(row.output);
        self.cached_tokens = self.cached_tokens.saturating_add(row.cached);
        row.most.into_iter().for_each(|most| self.uncertain += most);
        self
    }

    /// `12 calls: 9 answered, ...`, without what there is none of.
    fn words(&self) -> String {
        let parts = [
            (self.done, "answered"),
            (self.refused, "declined by the model"),
            (self.retried, "failed and tried again"),
            (self.dead, "failed for good"),
            (self.without_end, "without an end"),
        ];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let noun = if self.calls == 1 { "call" } else { "calls" };
        format!("{} {noun}: {}", self.calls, parts.join(", "))
    }

    fn cost_words(&self) -> String {
        let mut parts: Vec<String> = self.costs.iter().map(|cost| cost.to_string()).collect();
        if self.cost_unknown > 0 {
            parts.push(format!("answers of unknown cost: {}", self.cost_unknown));
        }
        if self.maybe_billed > 0 {
            let most: Vec<String> = self.uncertain.iter().map(|cost| cost.to_string()).collect();
            let most = match most.is_empty() {
                true => String::new(),
                false => format!(", up to {}", most.join(" and ")),
            };
            parts.push(format!(
                "calls that may be billed besides: {}{most}",
                self.maybe_billed
            ));
        }
        match parts.is_empty() {
            true => "nothing".to_owned(),
            false => parts.join(", "),
        }
    }
}

fn errors(rows: &[CallSum]) -> BTreeMap<String, u64> {
    let mut errors = BTreeMap::new();
    for row in rows {
        if let Some(kind) = &row.error {
            *errors.entry(kind.clone()).or_default() += row.calls;
        }
    }
    errors
}

/// The sums of each model, in the order in which they were first asked.
fn models(rows: &[CallSum]) -> Vec<ModelJson> {
    let mut names: Vec<(Engine, &str)> = Vec::new();
    for row in rows {
        let name = (row.engine, row.model.as_str());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let sums = names.into_iter().map(|(engine, model)| {
        let own = |row: &&CallSum| (row.engine, row.model.as_str()) == (engine, model);
        ModelJson {
            engine,
            model: model.to_owned(),
            sums: Sums::of(rows.iter().filter(own)),
        }
    });
    sums.collect()
}

fn words(told: &LedgerJson) -> String {
    if told.sums.calls == 0 {
        return "no model was asked for anything yet".to_owned();
    }
    let mut lines = vec![
        told.sums.words(),
        format!(
            "{} tokens read, {} tokens written",
            told.sums.input_tokens, told.sums.output_tokens
        ),
        format!("cost: {}{}", told.sums.cost_words(), told.yields.words),
    ];
    if !told.errors.is_empty() {
        let kinds = told
            .errors
            .iter()
            .map(|(kind, count)| format!("{kind} {count}"));
        lines.push(format!(
            "failures: {}",
            kinds.collect::<Vec<_>>().join(", ")
        ));
    }
    for model in &told.models {
        let (sums, name) = (&model.sums, &model.model);
        lines.push(format!(
            "{name} ({}): {}; {}",
            model.engine,
            sums.words(),
            sums.cost_words()
        ));
    }
    lines.join("\n")
}
