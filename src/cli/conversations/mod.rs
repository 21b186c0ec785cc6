//! `conversations`: list, show, stats.

mod stats;

use clap::{Args, Subcommand};
use serde::Serialize;

use self::stats::StatsArgs;
use super::session::Session;
use super::{CliError, Exit, ids, output, record};
use crate::domain::{Finding, FindingKind, Severity, Speaker, Tag};
use crate::jobs::{Access, short_id};
use crate::review::{ConversationReview, Filter};
use crate::store::{Cursor, Reviewed, Summary};

/// `conversations`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio conversations list --filter 'status:todo lang:hi'
  muse-studio conversations show #12
  muse-studio conversations stats
")]
pub(super) struct ConversationsArgs {
    #[command(subcommand)]
    verb: ConversationsVerb,
}

#[derive(Debug, Subcommand)]
enum ConversationsVerb {
    /// List conversations in queue order
    List(ListArgs),
    /// Read one conversation
    Show(ShowArgs),
    /// Figures over the set: shares, lengths, endings, how alike they are
    Stats(StatsArgs),
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio conversations list
  muse-studio conversations list --filter 'lang:hi domain:fashion has:fault' --limit 100
  muse-studio conversations list --json | jq -r .id
")]
struct ListArgs {
    /// Which, such as 'status:todo lang:hi domain:fashion has:fault kurta'
    #[arg(long, default_value = "")]
    filter: Filter,
    /// How many at most
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    limit: u32,
    /// Go on after this number
    #[arg(long, value_name = "NUMBER")]
    after: Option<i64>,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio conversations show #12
  muse-studio conversations show 9f3a17c2 --json
")]
struct ShowArgs {
    /// An id, six letters of either end of it, or a number such as #12
    #[arg(value_name = "ID")]
    id: String,
}

pub(super) async fn run(args: ConversationsArgs, session: &Session) -> Result<Exit, CliError> {
    match args.verb {
        ConversationsVerb::List(args) => list(args, session).await,
        ConversationsVerb::Show(args) => show(args, session).await,
        ConversationsVerb::Stats(args) => stats::run(args, session).await,
    }
}

#[derive(Serialize)]
struct LineJson<'a> {
    number: i64,
    id: String,
    run: Option<String>,
    ordinal: u32,
    profile: &'a str,
    language: &'static str,
    domain: &'static str,
    engine: &'static str,
    outcome: Option<&'static str>,
    status: &'static str,
    turns: u32,
    decided: u32,
    edited: u32,
    faults: u32,
    opening: &'a str,
}

/// A queue line as JSON.
fn line_json(number: i64, line: &Summary) -> LineJson<'_> {
    LineJson {
        number,
        id: line.id.to_string(),
        run: line.run.map(|run| run.to_string()),
        ordinal: line.ordinal,
        profile: line.profile.as_str(),
        language: line.language.code(),
        domain: line.domain.code(),
        engine: line.engine.code(),
        outcome: line.outcome.map(|outcome| outcome.code()),
        status: line.status.code(),
        turns: line.turns,
        decided: line.decided,
        edited: line.edited,
        faults: line.faults,
        opening: &line.opening,
    }
}

/// How many queue lines are read at once.
const PAGE: u32 = 500;

async fn list(args: ListArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let store = workspace.store();
    let filter = session.meant(args.filter);
    let (mut cursor, mut left) = (args.after.map_or(Cursor::First, Cursor::After), args.limit);
    let mut last = None;
    loop {
        let page = store
            .summaries(filter.clone(), cursor, left.min(PAGE))
            .await?;
        for (key, line) in &page.items {
            session
                .out
                .result(&line_json(*key, line), |_| words(*key, line))?;
            last = Some(*key);
            cursor = Cursor::After(*key);
        }
        left = left.saturating_sub(u32::try_from(page.items.len()).unwrap_or(u32::MAX));
        if !page.more || page.items.is_empty() || left == 0 {
            if let (true, Some(last)) = (page.more, last) {
                session.out.note(&format!("more: --after {last}"));
            }
            break;
        }
    }
    if last.is_none() {
        session
            .out
            .note("no conversation; make some with `muse-studio generate`, or widen the filter");
    }
    workspace.close().await?;
    Ok(Exit::Done)
}

fn words(key: i64, line: &Summary) -> String {
    let faults = match line.faults {
        0 => String::new(),
        count => format!("  !{count}"),
    };
    format!(
        "#{key}  {}  {:8}  {:8}  {:11}  {:2}/{:2} decided{faults}  {}",
        short_id(line.id),
        line.status.code(),
        line.language.code(),
        line.domain.code(),
        line.decided,
        line.turns,
        line.opening,
    )
}

async fn show(args: ShowArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let id = ids::conversation(workspace.store(), &args.id).await?;
    let reading = workspace.open_for_reading(id).await?;
    workspace.close().await?;
    let fresh = Reviewed {
        findings: reading.findings,
        ..reading.reviewed
    };
    if session.out.form == output::Form::Json {
        let line = record::muse_line(&fresh)?;
        let value: serde_json::Value = serde_json::from_str(&line).map_err(|error| {
            CliError::failed("a conversation could not be written").because(error)
        })?;
        session.out.json(&value)?;
        return Ok(Exit::Done);
    }
    session.out.words(&text(&fresh))?;
    Ok(Exit::Done)
}

/// A conversation for people.
fn text(reviewed: &Reviewed) -> String {
    let (conversation, review) = (&reviewed.conversation, &reviewed.review);
    let outcome = conversation
        .outcome
        .map_or("not finished", |outcome| outcome.code());
    let mut out = format!(
        "{}\n{}  {}  {}  {}  {}\nshopper {}: {}\n",
        conversation.id,
        review.status(conversation),
        conversation.language,
        conversation.domain(),
        outcome,
        conversation.engine,
        conversation.profile.user_id,
        conversation.scenario.story,
    );
    let is_stop = |finding: &&Finding| finding.kind == FindingKind::Stopped;
    for stop in reviewed.findings.iter().filter(is_stop) {
        out.push_str(&format!("stopped: {}\n", stop.actual));
    }
    if let Some(auto) = &review.auto {
        out.push_str(&format!("automatic review: {auto}\n"));
    }
    if let Some(by) = review.replaced_by {
        out.push_str(&format!("replaced by {by}\n"));
    }
    out.push_str(&remarks(review));
    for (place, turn) in conversation.current_turns().enumerate() {
        let speaker = match turn.speaker {
            Speaker::User => "U",
            Speaker::Assistant => "A",
        };
        let verdict = match review.effective(turn.id) {
            Some(verdict) => format!("  [{}]", word_of(verdict)),
            None => String::new(),
        };
        let edited = match (review.edited(turn.id), review.rewritten_by(turn.id)) {
            (true, Some(program)) => format!("  [rewritten by {program}]"),
            (true, None) => "  [edited]".to_owned(),
            (false, _) => String::new(),
        };
        out.push_str(&format!(
            "\n{:2} {speaker} ({}){verdict}{edited}\n   {}\n",
            place + 1,
            turn.act,
            review.text(turn).replace('\n', "\n   ")
        ));
        for finding in reviewed
            .findings
            .iter()
            .filter(|finding| finding.turn == turn.id && !is_stop(finding))
        {
            out.push_str(&format!("   {}\n", fault(finding)));
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Tags, ratings and comment, a line each.
fn remarks(review: &ConversationReview) -> String {
    let mut out = String::new();
    if !review.tags.is_empty() {
        let tags: Vec<&str> = review.tags.iter().map(Tag::as_str).collect();
        out.push_str(&format!("tags: {}\n", tags.join(" ")));
    }
    for (dimension, given) in &review.ratings {
        let given: Vec<String> = given
            .iter()
            .map(|(who, rating)| format!("{rating} by {who}"))
            .collect();
        out.push_str(&format!("{dimension}: {}\n", given.join(", ")));
    }
    if !review.comment.is_empty() {
        let comment = review.comment.replace('\n', "\n  ");
        out.push_str(&format!("comment: {comment}\n"));
    }
    out
}

fn word_of(verdict: crate::domain::Verdict) -> &'static str {
    use crate::domain::Verdict;
    match verdict {
        Verdict::Accepted => "accepted",
        Verdict::Rejected => "rejected",
        Verdict::Skipped => "skipped",
    }
}

fn fault(finding: &Finding) -> String {
    let mark = match finding.severity {
        Severity::Fault => "! ",
        Severity::Note => "? ",
    };
    let product = finding
        .product
        .as_ref()
        .map_or_else(String::new, |id| format!(" ({id})"));
    format!(
        "{mark}{}: says {}, the catalogue says {}{product}",
        finding.kind.code(),
        finding.claimed,
        finding.actual
    )
}
