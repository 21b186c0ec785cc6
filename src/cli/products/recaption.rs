//! `products recaption`: has a model describe products.

use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::super::session::Session;
use super::super::watch::{exit_of, watch};
use super::super::{CliError, Exit};
use crate::domain::{Domain, ProductId};
use crate::jobs::{Existing, RecaptionOptions, Report, Sight, chat_model};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products recaption --limit 100 --max-tokens 50000
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
    /// The model's name on the server, in place of the setting
    #[arg(long, value_name = "NAME")]
    model: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    described: u64,
    left_out: &'a [String],
    tokens: u64,
    tokens_estimated: bool,
    model: &'a str,
    prompt: &'a str,
    out_of_budget: bool,
    stopped: bool,
}

pub(super) async fn run(args: RecaptionArgs, session: &Session) -> Result<Exit, CliError> {
    let mut settings = session.config.model.clone();
    if args.model.is_some() {
        settings.model.value = args.model;
    }
    let model = Arc::new(chat_model(&settings)?);
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
    let done = watch(session, runner.recaption(options, model), &mut events).await;
    runner.workspace().close().await?;
    let done = done?;
    let answer = Answer {
        described: done.described,
        left_out: &done.left_out,
        tokens: done.tokens,
        tokens_estimated: done.estimated,
        model: &done.model,
        prompt: &done.prompt,
        out_of_budget: done.out_of_budget,
        stopped: done.stopped,
    };
    session.out.result(&answer, |_| done.summary())?;
    Ok(exit_of(&done))
}
