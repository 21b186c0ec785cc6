//! `review`: accept, reject, skip, edit, rate, tag, comment, merge, undo, redo, log, agreement, auto, rewrite.

mod agreement;
mod asking;
mod auto;
mod merge;
mod remark;
mod rewrite;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::session::Session;
use super::{CliError, Exit, ids, log_line};
use crate::config::Key;
use crate::domain::{LogEntry, Reason, Subject, TagChange, Verdict};
use crate::jobs::{Access, Desk, Workspace};
use crate::review::Filter;
use crate::store::{Applied, Cursor};

/// No edit is longer than this many bytes.
const TEXT_LIMIT: u64 = 1 << 20;

/// `review`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review accept #12 #13
  muse-studio review reject #14 --turn 4 --reason over_budget
  muse-studio review edit #12 --turn 2 --text 'Which size do you wear?'
  muse-studio review undo
  muse-studio review auto --dry-run
")]
pub(super) struct ReviewArgs {
    #[command(subcommand)]
    verb: ReviewVerb,
}

impl ReviewArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        match &self.verb {
            ReviewVerb::Auto(args) => args.settings(settings),
            ReviewVerb::Rewrite(args) => args.settings(settings),
            _ => {}
        }
    }
}

#[derive(Debug, Subcommand)]
enum ReviewVerb {
    /// Accept conversations, or turns of one
    Accept(JudgeArgs),
    /// Reject conversations, or turns of one
    Reject(RejectArgs),
    /// Put whole conversations aside
    Skip(JudgeArgs),
    /// Replace the text of a turn, which also accepts it
    Edit(EditArgs),
    /// Rate conversations from 1 to 5 by dimension
    Rate(remark::RateArgs),
    /// Put tags on conversations
    Tag(remark::TagArgs),
    /// Take tags off
    Untag(remark::TagArgs),
    /// Write the comment of a conversation; an empty text takes it away
    Comment(remark::CommentArgs),
    /// Take back your last decision, a bulk one whole
    Undo(TimesArgs),
    /// Do again what you took back last
    Redo(TimesArgs),
    /// Tell what was decided, by whom, when
    Log(LogArgs),
    /// Bring the logs of other copies of the workspace together with this one
    Merge(merge::MergeArgs),
    /// Tell how far reviewers agree with each other, and with automatic review
    Agreement(agreement::AgreementArgs),
    /// Have the program review conversations, with a model or without
    Auto(auto::AutoArgs),
    /// Have a model word turns anew
    Rewrite(rewrite::RewriteArgs),
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review accept #12 9f3a17c2
  muse-studio review accept #12 --turn 2 --turn 4
  muse-studio review accept --filter 'status:todo lang:en'
  muse-studio review accept --all
")]
struct JudgeArgs {
    /// Ids, six letters of either end of them, or numbers such as #12
    #[arg(value_name = "ID", required_unless_present_any = ["filter", "all"])]
    ids: Vec<String>,
    /// Every conversation that this keeps, such as 'status:todo lang:hi'
    #[arg(long, conflicts_with_all = ["ids", "turn"])]
    filter: Option<Filter>,
    /// Every conversation (of the filter, when there is one)
    #[arg(long, conflicts_with_all = ["ids", "turn"])]
    all: bool,
    /// Only this turn, by its number from 1 or its id; may be given more than once
    #[arg(long, value_name = "TURN")]
    turn: Vec<String>,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review reject #12 --reason unnatural
  muse-studio review reject #12 --turn 4 --reason 5
  muse-studio review reject --filter 'has:fault lang:hi' --reason wrong_fact
")]
struct RejectArgs {
    #[command(flatten)]
    judge: JudgeArgs,
    /// Why: 1 wrong_fact, 2 unnatural, 3 gender_or_address, 4 ignores_need, 5 over_budget, 6 repeats, 7 wrong_speaker, 8 wrong_language, 9 unsafe, 0 other
    #[arg(long)]
    reason: Option<Reason>,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review edit #12 --turn 2 --text 'Which size do you wear?'
  muse-studio review edit #12 --turn 2 --text-file better.txt
  echo 'आपका साइज़ क्या है?' | muse-studio review edit #12 --turn 2
")]
struct EditArgs {
    /// An id, six letters of either end of it, or a number such as #12
    #[arg(value_name = "ID")]
    id: String,
    /// The turn, by its number from 1 or its id
    #[arg(long, value_name = "TURN")]
    turn: String,
    /// The new text; standard input when neither this nor --text-file is given
    #[arg(long, conflicts_with = "text_file")]
    text: Option<String>,
    /// A file that holds the new text
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// The version that you read; refused when the turn was edited since
    #[arg(long, value_name = "N")]
    base_version: Option<u32>,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review undo
  muse-studio review undo --times 3
")]
struct TimesArgs {
    /// How many decisions
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000), value_name = "N")]
    times: u32,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review log
  muse-studio review log #12 --json
")]
struct LogArgs {
    /// Only this conversation
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// How many at most, the latest
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    limit: u32,
    /// Write the whole log to this file, for `review merge` in another copy of the workspace; replaces the file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["id", "limit"])]
    output_file: Option<PathBuf>,
}

pub(super) async fn run(args: ReviewArgs, session: &Session) -> Result<Exit, CliError> {
    match args.verb {
        ReviewVerb::Accept(args) => judge(args, Verdict::Accepted, None, session).await,
        ReviewVerb::Reject(args) => {
            judge(args.judge, Verdict::Rejected, args.reason, session).await
        }
        ReviewVerb::Skip(args) => judge(args, Verdict::Skipped, None, session).await,
        ReviewVerb::Edit(args) => edit(args, session).await,
        ReviewVerb::Rate(args) => remark::rate(args, session).await,
        ReviewVerb::Tag(args) => remark::tag(args, TagChange::Added, session).await,
        ReviewVerb::Untag(args) => remark::tag(args, TagChange::Removed, session).await,
        ReviewVerb::Comment(args) => remark::comment(args, session).await,
        ReviewVerb::Undo(args) => again(args, Way::Back, session).await,
        ReviewVerb::Redo(args) => again(args, Way::Forth, session).await,
        ReviewVerb::Log(args) => log(args, session).await,
        ReviewVerb::Merge(args) => merge::merge(args, session).await,
        ReviewVerb::Agreement(args) => agreement::run(args, session).await,
        ReviewVerb::Auto(args) => auto::run(args, session).await,
        ReviewVerb::Rewrite(args) => rewrite::run(args, session).await,
    }
}

#[derive(Serialize)]
struct JudgedJson {
    verdict: Verdict,
    changed: u64,
    unchanged: u64,
    bulk: Option<String>,
}

async fn judge(
    args: JudgeArgs,
    verdict: Verdict,
    reason: Option<Reason>,
    session: &Session,
) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Write).await?;
    let desk = session.desk(&workspace);
    let done = if args.ids.is_empty() {
        let filter = session.meant(args.filter.unwrap_or_default());
        let done = desk.judge_all(filter, Some(verdict), reason).await?;
        JudgedJson {
            verdict,
            changed: done.changed,
            unchanged: done.unchanged,
            bulk: (done.changed > 0).then(|| done.bulk.0.to_string()),
        }
    } else {
        let subjects = subjects(&workspace, &args).await?;
        let applied = desk.judge(&subjects, Some(verdict), reason).await?;
        JudgedJson {
            verdict,
            changed: applied.entries.len() as u64,
            unchanged: 0,
            bulk: applied
                .entries
                .first()
                .and_then(|e| e.bulk)
                .map(|bulk| bulk.0.to_string()),
        }
    };
    workspace.close().await?;
    session.out.result(&done, |done| {
        let same = match done.unchanged {
            0 => String::new(),
            count => format!(", {count} had it already"),
        };
        let what = if done.changed == 1 {
            "verdict"
        } else {
            "verdicts"
        };
        format!(
            "{} {what} saved{same}; `muse-studio review undo` takes it back",
            done.changed
        )
    })?;
    Ok(Exit::Done)
}

async fn subjects(workspace: &Workspace, args: &JudgeArgs) -> Result<Vec<Subject>, CliError> {
    let store = workspace.store();
    let found = ids::conversations(store, &args.ids).await?;
    if args.turn.is_empty() {
        return Ok(found.into_iter().map(Subject::Conversation).collect());
    }
    let [id] = found.as_slice() else {
        return Err(CliError::usage(
            "--turn needs exactly one conversation; judge the turns of each one by itself",
        ));
    };
    let reviewed = store.conversation(*id).await?;
    let reviewed = reviewed.ok_or_else(|| {
        CliError::usage(format!("there is no conversation {id} in this workspace"))
    })?;
    let turns = args.turn.iter().map(|given| {
        let turn = ids::turn(&reviewed.conversation, given)?;
        Ok(Subject::Turn(*id, turn))
    });
    turns.collect()
}

#[derive(Serialize)]
struct EditedJson {
    conversation: String,
    turn: String,
    version: u32,
    changed: bool,
}

async fn edit(args: EditArgs, session: &Session) -> Result<Exit, CliError> {
    let text = new_text(&args, session)?;
    let workspace = session.open(Access::Write).await?;
    let store = workspace.store();
    let id = ids::conversation(store, &args.id).await?;
    let reviewed = store.conversation(id).await?;
    let reviewed = reviewed.ok_or_else(|| {
        CliError::usage(format!("there is no conversation {id} in this workspace"))
    })?;
    let turn = ids::turn(&reviewed.conversation, &args.turn)?;
    let base = args
        .base_version
        .unwrap_or_else(|| reviewed.review.version(turn));
    session
        .desk(&workspace)
        .edit_turn(id, turn, base, text)
        .await?;
    let after = store.conversation(id).await?;
    let version = after.map_or(base, |after| after.review.version(turn));
    workspace.close().await?;
    let done = EditedJson {
        conversation: id.to_string(),
        turn: turn.to_string(),
        version,
        changed: version != base,
    };
    session.out.result(&done, |done| match done.changed {
        true => format!("saved as version {}; the original is kept", done.version),
        false => "the text is the same as before; the turn is accepted".to_owned(),
    })?;
    Ok(Exit::Done)
}

/// The new text: the option, the file, or standard input; one line end at its end is dropped.
fn new_text(args: &EditArgs, session: &Session) -> Result<String, CliError> {
    let text = match (&args.text, &args.text_file) {
        (Some(text), _) => return Ok(text.clone()),
        (None, Some(file)) => {
            let file = session.at(file);
            let open = std::fs::File::open(&file);
            let read = open.and_then(read_limited);
            read.map_err(|error| {
                CliError::failed(format!("{} cannot be used as a text", file.display()))
                    .because(error)
            })?
        }
        (None, None) if session.host.terminals.input => {
            return Err(CliError::usage(
                "an edit needs a text: give --text, --text-file, or pipe it in",
            ));
        }
        (None, None) => read_limited(std::io::stdin().lock()).map_err(|error| {
            CliError::failed("standard input cannot be used as a text").because(error)
        })?,
    };
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

fn read_limited(from: impl std::io::Read) -> std::io::Result<String> {
    use std::io::Read;
    let mut text = String::new();
    from.take(TEXT_LIMIT + 1).read_to_string(&mut text)?;
    if text.len() as u64 > TEXT_LIMIT {
        let why = "it is longer than a turn can be (1 MiB)";
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, why));
    }
    Ok(text)
}

/// Which way through the log.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Forth,
}

impl Way {
    async fn go(self, desk: &Desk) -> Result<Applied, CliError> {
        Ok(match self {
            Way::Back => desk.undo().await?,
            Way::Forth => desk.redo().await?,
        })
    }

    /// What happened, with the entry itself when it was one.
    fn words(self, done: &AgainJson) -> String {
        let count = done.entries.len();
        let what = match done.entries.as_slice() {
            [one] => format!(": {}", log_line::done(one)),
            _ => String::new(),
        };
        match (self, done.steps) {
            (Way::Back, 0) => "nothing left to undo".to_owned(),
            (Way::Forth, 0) => "nothing to redo".to_owned(),
            (Way::Back, _) => format!("took back {count}{what}"),
            (Way::Forth, _) => format!("did {count} again{what}"),
        }
    }
}

#[derive(Serialize)]
struct AgainJson {
    steps: u32,
    entries: Vec<LogEntry>,
}

async fn again(args: TimesArgs, way: Way, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Write).await?;
    let desk = session.desk(&workspace);
    let mut done = AgainJson {
        steps: 0,
        entries: Vec::new(),
    };
    for _ in 0..args.times {
        let applied = way.go(&desk).await?;
        if applied.reversed.is_empty() {
            break;
        }
        done.steps += 1;
        done.entries.extend(applied.reversed);
    }
    workspace.close().await?;
    session.out.result(&done, |done| way.words(done))?;
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct WrittenJson {
    entries: u64,
}

async fn log(args: LogArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    if let Some(file) = &args.output_file {
        let entries = merge::write_log(&workspace, file, session).await?;
        workspace.close().await?;
        session.out.result(&WrittenJson { entries }, |_| {
            format!("{entries} entries written to {}", file.display())
        })?;
        return Ok(Exit::Done);
    }
    let store = workspace.store();
    let entries: Vec<LogEntry> = match &args.id {
        Some(given) => {
            let id = ids::conversation(store, given).await?;
            let all = store.log_of(id).await?;
            let skip = all.len().saturating_sub(args.limit as usize);
            all.into_iter().skip(skip).collect()
        }
        None => {
            let page = store.log_page(Cursor::Last, args.limit).await?;
            page.items.into_iter().map(|(_, entry)| entry).collect()
        }
    };
    workspace.close().await?;
    for entry in &entries {
        session.out.result(entry, log_line::of)?;
    }
    if entries.is_empty() {
        session.out.note("nothing was decided yet");
    }
    Ok(Exit::Done)
}
