//! `review rewrite`: a model words turns anew.

use clap::Args;
use serde::Serialize;

use super::asking::AskingArgs;
use crate::cli::session::Session;
use crate::cli::watch::{exit_of, watch};
use crate::cli::{CliError, Exit};
use crate::config::Key;
use crate::domain::Cost;
use crate::jobs::{Report, RewriteOptions, Rewritten, Stays, Writing};
use crate::review::Filter;

/// `review rewrite`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review rewrite --dry-run
  muse-studio review rewrite --filter 'lang:hinglish' --limit 200 --budget 2
  muse-studio review undo --reviewer auto:rewrite

A language model (settings model_url and model) words each turn alone anew; the program checks that names, numbers and
prices survived, and a second question checks that the same is said. Else the original stays. The new text is an edit by
auto:rewrite: the text before is kept, and the turn still waits for a person.
")]
pub(super) struct RewriteArgs {
    /// Which conversations; turns that people judged or edited are left alone in any case
    #[arg(long, default_value = "status:todo,part")]
    filter: Filter,
    /// At most so many turns
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Ask and write nothing; say how many turns would be asked about, and about how many tokens that takes
    #[arg(long)]
    dry_run: bool,
    /// The share of turns that may be written as people talk, 0 to 1
    #[arg(long, value_parser = share, value_name = "SHARE", default_value = "0.2")]
    colloquial: f64,
    #[command(flatten)]
    asking: AskingArgs,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text
        .parse()
        .ok()
        .filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "write a share from 0 to 1, such as 0.2".to_owned())
}

#[derive(Serialize)]
struct Answer<'a> {
    reviewer: &'a str,
    rewritten: u64,
    stays: &'a [Stays],
    by_people: u64,
    rewritten_before: u64,
    left_out: &'a [String],
    dry_run: bool,
    would_ask: u64,
    bulk: Option<String>,
    calls: u64,
    costs: Vec<Cost>,
    tokens: u64,
    tokens_estimated: bool,
    model: Option<&'a str>,
    out_of_budget: bool,
    stopped: bool,
}

impl RewriteArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        self.asking.settings(settings);
    }
}

impl<'a> Answer<'a> {
    fn of(done: &'a Rewritten) -> Self {
        Answer {
            reviewer: &done.reviewer,
            rewritten: done.rewritten,
            stays: &done.stays,
            by_people: done.by_people,
            rewritten_before: done.before,
            left_out: &done.left_out,
            dry_run: done.writing == Writing::Dry,
            would_ask: done.would_ask,
            bulk: done.bulk.map(|bulk| bulk.0.to_string()),
            calls: done.spent.calls,
            costs: done.spent.costs.iter().collect(),
            tokens: done.spent.tokens.count,
            tokens_estimated: done.spent.tokens.estimated,
            model: done.spent.model.as_deref(),
            out_of_budget: done.spent.out_of_budget,
            stopped: done.spent.stopped,
        }
    }
}

pub(super) async fn run(args: RewriteArgs, session: &Session) -> Result<Exit, CliError> {
    let model = args.asking.model(session)?;
    let options = RewriteOptions {
        filter: session.meant(args.filter),
        limit: args.limit,
        colloquial: args.colloquial,
        writing: match args.dry_run {
            true => Writing::Dry,
            false => Writing::Really,
        },
        allowance: args.asking.allowance(),
        concurrency: args.asking.concurrency(),
    };
    let (runner, mut events) = session.runner().await?;
    let model = model.in_books(runner.workspace().store()).model;
    let done = watch(session, runner.rewrite(options, model), &mut events).await;
    runner.workspace().close().await?;
    let done = done?;
    session.out.result(&Answer::of(&done), |_| words(&done))?;
    Ok(exit_of(&done))
}

fn words(done: &Rewritten) -> String {
    let stays = done.stays.iter();
    let mut lines: Vec<String> = stays
        .map(|stays| {
            format!(
                "#{} turn {} stays: {}",
                stays.number, stays.turn, stays.reason
            )
        })
        .collect();
    lines.push(done.summary());
    if done.bulk.is_some() {
        let reviewer = &done.reviewer;
        lines.push(format!(
            "`muse-studio review undo --reviewer {reviewer}` takes it back"
        ));
    }
    lines.join("\n")
}
