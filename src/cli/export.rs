//! `export`: writes files for a trainer.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::session::Session;
use super::watch::{exit_of, watch};
use super::{CliError, Exit};
use crate::export::{Format, Partial, Take};
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
    /// Which conversations, such as 'lang:hi domain:fashion'
    #[arg(long, default_value = "")]
    filter: Filter,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,
}

#[derive(Serialize)]
struct ExportedJson<'a> {
    file: &'a PathBuf,
    manifest: &'a PathBuf,
    conversations: u64,
    rows: u64,
    left_out: Vec<LeftOutJson<'a>>,
}

#[derive(Serialize)]
struct LeftOutJson<'a> {
    reason: &'a str,
    count: u64,
}

pub(super) async fn run(args: ExportArgs, session: &Session) -> Result<Exit, CliError> {
    let (runner, mut events) = session.runner().await?;
    let options = ExportOptions {
        format: args.format.code().to_owned(),
        filter: args.filter,
        to: args.output_file.map(|file| session.host.current.join(file)),
    };
    let done = watch(session, runner.export(options), &mut events).await?;
    runner.workspace().close().await?;
    let left_out = done.left_out.iter().map(|(reason, count)| LeftOutJson {
        reason,
        count: *count,
    });
    let result = ExportedJson {
        file: &done.file,
        manifest: &done.manifest,
        conversations: done.conversations,
        rows: done.rows,
        left_out: left_out.collect(),
    };
    session.out.result(&result, |_| done.summary())?;
    Ok(exit_of(&done))
}
