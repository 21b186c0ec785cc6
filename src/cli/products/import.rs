//! `products import`.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::cli::session::Session;
use crate::cli::watch::{exit_of, watch};
use crate::cli::{CliError, Exit};
use crate::jobs::{ImportOptions, Imported, Report};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products import catalogue.jsonl.gz
  muse-studio products import fashion.csv books.csv --rejects left_out.jsonl
")]
pub(super) struct ImportArgs {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where rows that are left out are listed, with line and reason
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

#[derive(Serialize)]
struct ImportResult<'a> {
    read: u64,
    added: u64,
    updated: u64,
    left_out: u64,
    left_out_file: &'a Option<PathBuf>,
    notes: &'a [String],
    stopped: bool,
}

pub(super) async fn run(args: ImportArgs, session: &Session) -> Result<Exit, CliError> {
    let (runner, mut events) = session.runner().await?;
    let at = |file: PathBuf| session.at(file);
    let options = ImportOptions {
        files: args.files.into_iter().map(at).collect(),
        rejects: args.rejects.map(at),
        ..ImportOptions::default()
    };
    let done: Imported = watch(session, runner.import_products(options), &mut events).await?;
    runner.workspace().close().await?;
    let result = ImportResult {
        read: done.read,
        added: done.added,
        updated: done.updated,
        left_out: done.rejected,
        left_out_file: &done.rejects_file,
        notes: &done.notes,
        stopped: done.stopped,
    };
    session.out.result(&result, |_| {
        let notes = done.notes.iter().map(|note| format!("\nnote: {note}"));
        done.summary() + &notes.collect::<String>()
    })?;
    Ok(exit_of(&done))
}
