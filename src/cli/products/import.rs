//! `products import`.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::catalog::{Guess, LanguageCounts, Mapping, Meaning, Why};
use crate::cli::session::Session;
use crate::cli::watch::{exit_of, watch};
use crate::cli::{CliError, Exit};
use crate::domain::Currency;
use crate::jobs::{Access, FilePlan, ImportOptions, Imported, Memory, Rejects, Report};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products import catalogue.jsonl.gz
  muse-studio products import shop.csv --dry-run
  muse-studio products import shop.csv --map price=discounted_price --map color=shade
  muse-studio products import fashion.csv books.csv --rejects left_out.jsonl
  muse-studio products import pictures/
")]
pub(super) struct ImportArgs {
    /// The files; a folder holds pictures named by product id
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A folder of pictures named by product id, taken after the files
    #[arg(long, value_name = "DIR")]
    images: Vec<PathBuf>,
    /// Read a column so: price=discounted_price, color=shade, attributes.neck=neckline, ignore=notes. Kept for the source
    #[arg(long = "map", value_name = "NAME=COLUMN")]
    mappings: Vec<Mapping>,
    /// Forget what earlier --map said about this source
    #[arg(long)]
    forget_map: bool,
    /// Where the products come from; ids then carry it. Without it the `source` column says so, else the file's name
    #[arg(long, value_name = "NAME", value_parser = named)]
    source: Option<String>,
    /// The currency of bare numbers where the file names none [default: INR]
    #[arg(long, value_name = "CODE")]
    currency: Option<Currency>,
    /// Show how the columns would be read, with examples, and change nothing
    #[arg(long, visible_alias = "preview")]
    dry_run: bool,
    /// Where rows that are left out are listed, with line and reason; replaced when it is there
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

fn named(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty()
        || name.len() > 100
        || name.contains(':')
        || name.chars().any(char::is_control)
    {
        return Err("write a short name without a colon".to_owned());
    }
    Ok(name.to_owned())
}

#[derive(Serialize)]
struct ImportResult<'a> {
    read: u64,
    added: u64,
    updated: u64,
    unchanged: u64,
    left_out: u64,
    left_out_file: &'a Option<PathBuf>,
    reasons: Vec<Counted<'a>>,
    languages: &'a LanguageCounts,
    notes: &'a [String],
    remembered: &'a [String],
    resumed_after: Option<u64>,
    pictures_set: u64,
    pictures_unchanged: u64,
    stopped: bool,
}

#[derive(Serialize)]
struct Counted<'a> {
    reason: &'a str,
    count: u64,
}

pub(super) async fn run(args: ImportArgs, session: &Session) -> Result<Exit, CliError> {
    let at = |file: PathBuf| session.at(file);
    let options = ImportOptions {
        files: args.files.into_iter().map(at).collect(),
        pictures: args.images.into_iter().map(at).collect(),
        source: args.source,
        mappings: args.mappings,
        memory: match args.forget_map {
            true => Memory::Forget,
            false => Memory::Use,
        },
        currency: args.currency,
        rejects: args
            .rejects
            .map_or(Rejects::Workspace, |file| Rejects::File(at(file))),
    };
    if args.dry_run {
        return preview(&options, session).await;
    }
    let (runner, mut events) = session.runner().await?;
    let done: Imported = watch(session, runner.import_products(options), &mut events).await?;
    runner.workspace().close().await?;
    let result = ImportResult {
        read: done.read,
        added: done.added,
        updated: done.updated,
        unchanged: done.unchanged,
        left_out: done.rejected,
        left_out_file: &done.rejects_file,
        reasons: done
            .reasons
            .iter()
            .map(|(reason, count)| Counted {
                reason,
                count: *count,
            })
            .collect(),
        languages: &done.languages,
        notes: &done.notes,
        remembered: &done.remembered,
        resumed_after: done.resumed_after,
        pictures_set: done.pictures.set,
        pictures_unchanged: done.pictures.unchanged,
        stopped: done.stopped,
    };
    session.out.result(&result, |_| summary(&done))?;
    Ok(exit_of(&done))
}

/// How many reasons are told in words.
const REASONS: usize = 8;

fn summary(done: &Imported) -> String {
    let mut text = done.summary();
    for line in done.languages.lines() {
        text.push_str(&format!("\n{line}"));
    }
    for (reason, count) in done.reasons.iter().take(REASONS) {
        text.push_str(&format!("\nleft out {count}: {reason}"));
    }
    for note in &done.notes {
        text.push_str(&format!("\nnote: {note}"));
    }
    for mapping in &done.remembered {
        text.push_str(&format!(
            "\nremembered from an earlier import, {mapping} (--forget-map forgets it)"
        ));
    }
    text
}

async fn preview(options: &ImportOptions, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let plans = workspace.plan_import(options).await;
    workspace.close().await?;
    for plan in plans? {
        session.out.result(&plan, words)?;
    }
    session
        .out
        .note("nothing was imported; without --dry-run it is");
    Ok(Exit::Done)
}

/// How many plain attributes are listed; wide files have thousands.
const ATTRIBUTES: usize = 40;

fn words(plan: &FilePlan) -> String {
    let mut text = format!(
        "{}: {}, source `{}`, {} rows looked at",
        plan.file.display(),
        plan.format,
        plan.source,
        plan.rows_looked_at
    );
    let plain =
        |guess: &&Guess| matches!(guess.meaning, Meaning::Attribute(_)) && guess.why == Why::Name;
    let (attributes, fields): (Vec<&Guess>, Vec<&Guess>) = plan.columns.iter().partition(plain);
    for guess in fields.iter().chain(attributes.iter().take(ATTRIBUTES)) {
        text.push('\n');
        text.push_str(&line(guess));
    }
    if attributes.len() > ATTRIBUTES {
        text.push_str(&format!(
            "\n  and {} more attributes",
            attributes.len() - ATTRIBUTES
        ));
    }
    for mapping in &plan.remembered {
        text.push_str(&format!("\nremembered from an earlier import: {mapping}"));
    }
    text
}

fn line(guess: &Guess) -> String {
    let samples = match guess.samples.is_empty() {
        true => "(empty)".to_owned(),
        false => guess.samples.join(" | "),
    };
    format!(
        "  {:<22} <- {:<26} {:>3.0} % {:<12} {samples}",
        guess.meaning.to_string(),
        guess.column,
        guess.confidence * 100.0,
        guess.why.to_string(),
    )
}
