//! `workspace ledger`: what was asked of language models, what came of it, what it cost.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use super::generate::run_named;
use super::session::Session;
use super::{CliError, Exit};
use crate::domain::{Billing, CallState, Cost, Costs, Engine};
use crate::jobs::Access;
use crate::store::CallSum;

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
    cost: Vec<CostJson>,
    /// Answers of which nobody knows what they cost.
    cost_unknown: u64,
    #[serde(skip)]
    costs: Costs,
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

#[derive(Serialize)]
struct LedgerJson {
    run: Option<String>,
    #[serde(flatten)]
    sums: Sums,
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
    workspace.close().await?;
    let told = LedgerJson {
        run: run.map(|run| run.to_string()),
        sums: Sums::of(&rows),
        errors: errors(&rows),
        models: models(&rows),
    };
    session.out.result(&told, words)?;
    Ok(Exit::Done)
}

impl Sums {
    fn of<'a>(rows: impl IntoIterator<Item = &'a CallSum>) -> Self {
        let mut sums = rows.into_iter().fold(Sums::default(), Sums::with);
        let json = |cost: Cost| CostJson {
            currency: cost.currency.to_string(),
            micros: cost.micros,
        };
        sums.cost = sums.costs.iter().map(json).collect();
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
            parts.push(format!(
                "calls that may be billed besides: {}",
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
        format!("cost: {}", told.sums.cost_words()),
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
