//! `review auto`: a program reviews conversations.

use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::asking::AskingArgs;
use crate::cli::session::Session;
use crate::cli::watch::{exit_of, watch};
use crate::cli::{CliError, Exit};
use crate::config::Key;
use crate::domain::{AutoVerdict, Cost};
use crate::jobs::{
    AutoReviewOptions, AutoReviewed, Before, MadeAgain, ModelPlan, Models, OnFault, Proposal,
    Question, Repaired, Report, Writing,
};
use crate::llm::ChatModel;
use crate::review::Filter;

/// `review auto`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review auto --dry-run
  muse-studio review auto --filter 'status:todo lang:hi' --on-fault skip
  muse-studio review auto --on-fault regenerate
  muse-studio review auto --judge model --on-fault repair --max-calls 500
  muse-studio review auto --judge model --limit 100 --max-tokens 200000
  muse-studio review undo --reviewer auto:offline

Asks a rubric of yes-or-no questions, quotes the words that each no rests on, and scores content quality, logical fluency
and user consistency from 0 to 2 each. A conversation is discarded when the three sum to less than the cut, or when one
grave question is answered with no. The program answers what it can see; --judge model has a language model (settings
model_url and model) answer what only a reader can. Verdicts stand beside those of people (filter auto:discarded), and
exports count them only with --reviewers auto.
")]
pub(super) struct AutoArgs {
    /// Which conversations; what people have judged is passed over in any case
    #[arg(long, default_value = "status:todo,part")]
    filter: Filter,
    /// At most so many conversations
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Say what would be decided and write no verdict; what a model answers is kept, so that it is paid for once
    #[arg(long)]
    dry_run: bool,
    /// Who answers what the program cannot see: offline leaves it open, model asks
    #[arg(long, value_enum, value_name = "JUDGE", default_value_t = JudgeName::Offline)]
    judge: JudgeName,
    /// What becomes of a conversation that is not good enough: reject (also written discard); skip, which puts it aside for people; keep; repair, in which a language model rewrites the turns that are quoted, once; regenerate, which rejects it and makes another in its place
    #[arg(long, visible_alias = "on-failure", value_parser = on_fault, value_name = "WHAT", default_value = "reject")]
    on_fault: OnFault,
    /// Three scores that sum to less than this are not enough, 0 to 6
    #[arg(long, value_parser = cut, value_name = "SUM", default_value = "4")]
    cut: f32,
    /// Judge again what this reviewer judged before
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    asking: AskingArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum JudgeName {
    /// The program alone.
    Offline,
    /// The program, and the language model of the settings.
    Model,
}

fn on_fault(text: &str) -> Result<OnFault, String> {
    match text {
        "reject" | "discard" => Ok(OnFault::Reject),
        "skip" => Ok(OnFault::Skip),
        "keep" => Ok(OnFault::Keep),
        "repair" => Ok(OnFault::Repair),
        "regenerate" => Ok(OnFault::Regenerate),
        _ => Err("use reject, discard, skip, keep, repair or regenerate".to_owned()),
    }
}

fn cut(text: &str) -> Result<f32, String> {
    let sum = text.parse().ok().filter(|sum| (0.0..=6.0).contains(sum));
    sum.ok_or_else(|| "write a number from 0 to 6, such as 4".to_owned())
}

#[derive(Serialize)]
struct Answer<'a> {
    reviewer: &'a str,
    reviewed: u64,
    kept: u64,
    discarded: u64,
    aside: u64,
    judged_by_people: u64,
    judged_before: u64,
    repaired: &'a [Repaired],
    made_again: &'a [MadeAgain],
    left_out: &'a [String],
    written: bool,
    bulk: Option<String>,
    calls: u64,
    costs: Vec<Cost>,
    answers_kept_from_before: u64,
    tokens: u64,
    tokens_estimated: bool,
    model: Option<&'a str>,
    prompt: Option<&'a str>,
    out_of_budget: bool,
    stopped: bool,
    proposals: &'a [Proposal],
}

impl AutoArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        self.asking.settings(settings);
    }
}

impl<'a> Answer<'a> {
    fn of(done: &'a AutoReviewed) -> Self {
        Answer {
            reviewer: &done.reviewer,
            reviewed: done.proposals.len() as u64,
            kept: done.count(AutoVerdict::Kept),
            discarded: done.count(AutoVerdict::Discarded),
            aside: done.count(AutoVerdict::Aside),
            judged_by_people: done.passed.by_people,
            judged_before: done.passed.before,
            repaired: &done.repaired,
            made_again: &done.made_again,
            left_out: &done.left_out,
            written: done.bulk.is_some(),
            bulk: done.bulk.map(|bulk| bulk.0.to_string()),
            calls: done.spent.calls,
            costs: done.spent.costs.iter().collect(),
            answers_kept_from_before: done.kept_answers,
            tokens: done.spent.tokens.count,
            tokens_estimated: done.spent.tokens.estimated,
            model: done.spent.model.as_deref(),
            prompt: done.prompt.as_deref(),
            out_of_budget: done.spent.out_of_budget,
            stopped: done.stopped,
            proposals: &done.proposals,
        }
    }
}

pub(super) async fn run(args: AutoArgs, session: &Session) -> Result<Exit, CliError> {
    let model = model(&args, session)?;
    let options = AutoReviewOptions {
        filter: session.meant(args.filter),
        limit: args.limit,
        cut: args.cut,
        on_fault: args.on_fault,
        before: match args.again {
            true => Before::Again,
            false => Before::Keep,
        },
        writing: match args.dry_run {
            true => Writing::Dry,
            false => Writing::Really,
        },
        allowance: args.asking.allowance(),
        concurrency: args.asking.concurrency(),
    };
    let (runner, mut events) = session.runner().await?;
    let books = runner.workspace().store();
    let model = model.map(|model| model.in_books(books).model as Arc<dyn ChatModel>);
    let models = Models {
        judge: model.clone().filter(|_| args.judge == JudgeName::Model),
        mender: model.filter(|_| args.on_fault == OnFault::Repair),
    };
    let job = runner.auto_review_with(options, models);
    let done = watch(session, job, &mut events).await;
    runner.workspace().close().await?;
    let done = done?;
    session.out.result(&Answer::of(&done), |_| words(&done))?;
    Ok(exit_of(&done))
}

/// The language model that is asked, if one is: it judges, or repairs, or both.
fn model(args: &AutoArgs, session: &Session) -> Result<Option<ModelPlan>, CliError> {
    match args.judge == JudgeName::Model || args.on_fault == OnFault::Repair {
        true => args.asking.model(session).map(Some),
        false => {
            args.asking.refuse("--judge model")?;
            Ok(None)
        }
    }
}

/// What stands against conversations, each with its evidence, then the figures.
fn words(done: &AutoReviewed) -> String {
    let mut lines: Vec<String> = Vec::new();
    let against = |proposal: &&Proposal| proposal.reason.is_some();
    for proposal in done.proposals.iter().filter(against) {
        lines.extend(told(proposal));
    }
    for one in &done.repaired {
        let turns = match one.turns.len() {
            1 => "1 turn".to_owned(),
            count => format!("{count} turns"),
        };
        let (number, conversation) = (one.number, one.conversation);
        lines.push(format!("#{number} {conversation}  {turns} rewritten"));
    }
    for one in &done.made_again {
        let MadeAgain {
            number,
            conversation,
            by,
        } = one;
        lines.push(format!("#{number} {conversation}  replaced by {by}"));
    }
    let unseen = done.proposals.iter().flat_map(|p| &p.unseen);
    let unseen: std::collections::BTreeSet<&Question> = unseen.collect();
    lines.push(done.summary());
    if !unseen.is_empty() {
        let words: Vec<&str> = unseen.iter().map(|question| question.code()).collect();
        lines.push(format!("not answered of all: {}", words.join(", ")));
    }
    if done.bulk.is_some() {
        lines.push(format!(
            "`muse-studio review undo --reviewer {}` takes it back",
            done.reviewer
        ));
    }
    lines.join("\n")
}

fn told(proposal: &Proposal) -> Vec<String> {
    let Proposal {
        number,
        conversation,
        verdict,
        reason,
        scores,
        ..
    } = proposal;
    let reason = reason.map_or("", |reason| reason.english());
    let mut lines = vec![format!(
        "#{number} {conversation}  {verdict}: {reason}; {} of 6 (content {}, fluency {}, consistency {})",
        scores.sum(),
        scores.content_quality,
        scores.logical_fluency,
        scores.user_consistency,
    )];
    for no in &proposal.no {
        lines.push(format!("    no: {}", no.question.words()));
        for evidence in &no.evidence {
            lines.push(format!(
                "        turn {}: \u{201c}{}\u{201d} ({})",
                evidence.turn, evidence.quote, evidence.note
            ));
        }
    }
    lines
}
