//! `products recaption`: has a model describe products.

use clap::Args;
use serde::Serialize;

use super::super::model::{ModelArgs, planned};
use super::super::session::Session;
use super::super::watch::{exit_of, watch};
use super::super::{CliError, Exit};
use crate::config::Key;
use crate::domain::{Cost, Domain, ProductId};
use crate::jobs::{Existing, RecaptionOptions, Report, Sight};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products recaption --limit 100 --budget 0.50
  muse-studio products recaption sample:fa-00001 --again

The server and its model are the settings model_url and model; see docs/config.md.
")]
pub(super) struct RecaptionArgs {
    /// Only these products
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Only this department: fashion, electronics, home_garden, books, other
    #[arg(long)]
    domain: Option<Domain>,
    /// At most so many products
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Begin no further product once so many tokens, read and written, are used
    #[arg(long, value_name = "N")]
    max_tokens: Option<u64>,
    /// How many are asked for at a time
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    at_a_time: u16,
    /// Describe again what was described before
    #[arg(long)]
    again: bool,
    /// Show the model the pictures that lie in the workspace, too
    #[arg(long)]
    pictures: bool,
    #[command(flatten)]
    model: ModelArgs,
}

impl RecaptionArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        self.model.settings(settings);
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    described: u64,
    left_out: &'a [String],
    tokens: u64,
    tokens_estimated: bool,
    costs: Vec<Cost>,
    model: &'a str,
    prompt: &'a str,
    out_of_budget: bool,
    stopped: bool,
}

pub(super) async fn run(args: RecaptionArgs, session: &Session) -> Result<Exit, CliError> {
    let model = planned(session)?.at_a_time(usize::from(args.at_a_time));
    let options = RecaptionOptions {
        ids: args.ids.into_iter().map(ProductId::from).collect(),
        domain: args.domain,
        limit: args.limit,
        max_tokens: args.max_tokens,
        concurrency: usize::from(args.at_a_time),
        existing: if args.again {
            Existing::Replace
        } else {
            Existing::Keep
        },
        sight: if args.pictures {
            Sight::Shown
        } else {
            Sight::Withheld
        },
    };
    let (runner, mut events) = session.runner().await?;
    let model = model.in_books(runner.workspace().store()).model;
    let done = watch(session, runner.recaption(options, model), &mut events).await;
    runner.workspace().close().await?;
    let done = done?;
    let answer = Answer {
        described: done.described,
        left_out: &done.left_out,
        tokens: done.tokens,
        tokens_estimated: done.estimated,
        costs: done.costs.iter().collect(),
        model: &done.model,
        prompt: &done.prompt,
        out_of_budget: done.out_of_budget,
        stopped: done.stopped,
    };
    session.out.result(&answer, |_| done.summary())?;
    Ok(exit_of(&done))
}
