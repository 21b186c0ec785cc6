//! `export`: writes files for a trainer.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::session::Session;
use super::watch::{exit_of, watch};
use super::{CliError, Exit};
use crate::export::{Counts, Format, Options, Overwrite, Partial, Reviewers, Take};
use crate::jobs::{ExportOptions, Report};
use crate::review::Filter;

/// `export`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio export --format sft --output-file sft.jsonl
  muse-studio export --format dpo --output-file dpo.jsonl --force
  muse-studio export --format muse --filter 'lang:hinglish' --status any
")]
pub(super) struct ExportArgs {
    /// muse (lossless), sft or dpo (both as TRL reads them)
    #[arg(long)]
    format: Format,
    /// The file; FORMAT.jsonl in the workspace's exports folder when not given
    #[arg(long, visible_alias = "out", value_name = "FILE")]
    output_file: Option<PathBuf>,
    /// accepted, or any; muse takes any unless told otherwise, the others accepted
    #[arg(long)]
    status: Option<Take>,
    /// What becomes of partly judged conversations: cut, drop, or mask (muse only)
    #[arg(long)]
    partial: Option<Partial>,
    /// Whose verdicts count: people, or auto for the automatic review's where people have given none
    #[arg(long, default_value = "people", value_name = "WHO")]
    reviewers: Reviewers,
    /// Which conversations, such as 'lang:hi domain:fashion'
    #[arg(long, default_value = "")]
    filter: Filter,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,
}

#[derive(Serialize)]
struct ExportedJson<'a> {
    file: &'a Path,
    meta: Option<&'a Path>,
    manifest: &'a Path,
    complete: bool,
    counts: &'a Counts,
}

pub(super) async fn run(args: ExportArgs, session: &Session) -> Result<Exit, CliError> {
    let asked = Options {
        take: args.status,
        partial: args.partial,
        reviewers: args.reviewers,
        overwrite: match args.force {
            true => Overwrite::Replace,
            false => Overwrite::Refuse,
        },
        ..Options::new(args.format)
    };
    asked
        .check()
        .map_err(|error| CliError::usage(error.to_string()))?;
    let options = ExportOptions {
        options: asked,
        filter: session.meant(args.filter),
        to: args.output_file.map(|file| session.at(file)),
    };
    let (runner, mut events) = session.runner().await?;
    let done = watch(session, runner.export(options), &mut events).await?;
    runner.workspace().close().await?;
    match done.report() {
        Some(report) => {
            let result = ExportedJson {
                file: &report.path,
                meta: report.meta.as_deref(),
                manifest: &report.manifest_path,
                complete: report.is_complete(),
                counts: &report.manifest.counts,
            };
            session.out.result(&result, |_| done.summary())?;
        }
        None => session.out.note(&done.summary()),
    }
    Ok(exit_of(&done))
}
