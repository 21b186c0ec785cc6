//! `review merge`, and the file that `review log --output-file` writes for it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::cli::files::write_whole;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::domain::LogEntry;
use crate::jobs::{Access, Workspace};

/// No entry is longer than this many bytes.
const LONGEST: u64 = 16 << 20;
/// So many lines that cannot be read are told one by one.
const TOLD: usize = 20;

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review log --output-file asha.jsonl
  muse-studio review merge asha.jsonl ravi.jsonl
  git pull && muse-studio review merge logs/*.jsonl
")]
pub(super) struct MergeArgs {
    /// Logs that `review log --output-file` wrote, of copies of this workspace; in any order, also again and again
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

#[derive(Serialize)]
struct MergedJson {
    read: u64,
    new: u64,
    known: u64,
    conversations_not_here: Vec<String>,
    left_out: Vec<String>,
}

/// Writes the whole log, one entry a line, in its order.
pub(super) async fn write_log(
    workspace: &Workspace,
    file: &Path,
    session: &Session,
) -> Result<u64, CliError> {
    let entries = workspace.whole_log().await?;
    let file = session.at(file);
    write_whole(&file, |out| {
        for entry in &entries {
            serde_json::to_writer(&mut *out, entry)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    Ok(entries.len() as u64)
}

pub(super) async fn merge(args: MergeArgs, session: &Session) -> Result<Exit, CliError> {
    let (mut entries, mut left_out) = (Vec::new(), Vec::new());
    // All files are read before anything is written: a wrong name changes nothing.
    for file in &args.files {
        read(&session.at(file), &mut entries, &mut left_out)?;
    }
    let workspace = session.open(Access::Write).await?;
    let merged = workspace.merge_log(&entries).await?;
    workspace.close().await?;
    let not_here = merged.not_here.iter().map(ToString::to_string);
    let done = MergedJson {
        read: entries.len() as u64,
        new: merged.new,
        known: merged.known,
        conversations_not_here: not_here.collect(),
        left_out,
    };
    session.out.result(&done, words)?;
    Ok(match done.left_out.is_empty() {
        true => Exit::Done,
        false => Exit::Partial,
    })
}

fn words(done: &MergedJson) -> String {
    let mut out = format!(
        "{} entries read: {} new, {} here already",
        done.read, done.new, done.known
    );
    if !done.conversations_not_here.is_empty() {
        out.push_str(&format!(
            "\n{} conversations of them are not in this workspace; what was said of them counts once they are",
            done.conversations_not_here.len()
        ));
    }
    for sentence in done.left_out.iter().take(TOLD) {
        out.push_str(&format!("\nleft out: {sentence}"));
    }
    let untold = done.left_out.len().saturating_sub(TOLD);
    if untold > 0 {
        out.push_str(&format!(
            "\nand {untold} more lines left out; --json lists them"
        ));
    }
    out
}

/// Reads a log; a line that is no entry is named and left out.
fn read(
    file: &Path,
    entries: &mut Vec<LogEntry>,
    left_out: &mut Vec<String>,
) -> Result<(), CliError> {
    let fail = |error| {
        let told = format!("{} cannot be read as a review log", file.display());
        CliError::failed(told).because(error)
    };
    let mut lines = BufReader::new(std::fs::File::open(file).map_err(fail)?);
    let (mut line, mut number) = (Vec::new(), 0_u64);
    loop {
        line.clear();
        let mut limited = std::io::Read::take(&mut lines, LONGEST);
        if limited.read_until(b'\n', &mut line).map_err(fail)? == 0 {
            return Ok(());
        }
        number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(&line) {
            Ok(entry) => entries.push(entry),
            Err(error) => {
                let why = error.to_string();
                let why = why.split(" at line ").next().unwrap_or(&why);
                left_out.push(format!("{}:{number}: {why}", file.display()));
            }
        }
    }
}
