//! `workspace`: info, ledger, runs, snapshot.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::ledger::{LedgerArgs, ledger};
use super::runs::{RunsArgs, runs};
use super::session::Session;
use super::{CliError, Exit};
use crate::jobs::Access;

/// `workspace`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio workspace info
  muse-studio workspace snapshot before-cleaning.db
")]
pub(super) struct WorkspaceArgs {
    #[command(subcommand)]
    verb: WorkspaceVerb,
}

#[derive(Debug, Subcommand)]
enum WorkspaceVerb {
    /// Tell where the workspace lies and how much is in it
    Info(InfoArgs),
    /// Tell what was asked of language models, what came of it and what it cost
    Ledger(LedgerArgs),
    /// List the runs and which process is making each
    Runs(RunsArgs),
    /// Write a consistent copy of the database to a new file, while in use
    Snapshot(SnapshotArgs),
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio workspace info --json
")]
struct InfoArgs {}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio workspace snapshot
  muse-studio workspace snapshot before-cleaning.db
")]
struct SnapshotArgs {
    /// The new file; in the workspace's snapshots folder, named by the time, when not given
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(super) async fn run(args: WorkspaceArgs, session: &Session) -> Result<Exit, CliError> {
    match args.verb {
        WorkspaceVerb::Info(InfoArgs {}) => info(session).await,
        WorkspaceVerb::Runs(RunsArgs {}) => runs(session).await,
        WorkspaceVerb::Ledger(args) => ledger(args, session).await,
        WorkspaceVerb::Snapshot(args) => snapshot(args, session).await,
    }
}

#[derive(Serialize)]
struct InfoJson {
    workspace: PathBuf,
    id: String,
    chosen_by: String,
    read_only: Option<String>,
    holder: Option<u32>,
    engine: &'static str,
    products: u64,
    profiles: u64,
    conversations: u64,
    to_review: u64,
    by_status: BTreeMap<&'static str, u64>,
    by_language: BTreeMap<&'static str, u64>,
    edited_turns: u64,
    runs: usize,
}

async fn info(session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let counts = workspace.store().counts().await?;
    let runs = workspace.store().runs().await?.len();
    let info = InfoJson {
        workspace: workspace.folder().path().to_path_buf(),
        id: workspace.identity().id.to_string(),
        chosen_by: session.config.workspace.how.to_string(),
        read_only: workspace.obstacle(),
        holder: workspace.holder(),
        engine: "offline",
        products: counts.products,
        profiles: counts.profiles,
        conversations: counts.total(),
        to_review: counts.to_review(),
        by_status: counts
            .conversations
            .iter()
            .map(|(s, n)| (s.code(), *n))
            .collect(),
        by_language: counts
            .languages
            .iter()
            .map(|(l, n)| (l.code(), *n))
            .collect(),
        edited_turns: counts.edited_turns,
        runs,
    };
    workspace.close().await?;
    session.out.result(&info, words)?;
    Ok(Exit::Done)
}

fn words(info: &InfoJson) -> String {
    let list = |counts: &BTreeMap<&str, u64>| {
        let parts = counts.iter().map(|(name, count)| format!("{name} {count}"));
        parts.collect::<Vec<_>>().join(", ")
    };
    let mut out = format!(
        "{}  (chosen by {})\nid {}\nengine offline: no key, no cost\n{} products, {} profiles, {} conversations in {} runs, {} to review, {} edited turns",
        info.workspace.display(),
        info.chosen_by,
        info.id,
        info.products,
        info.profiles,
        info.conversations,
        info.runs,
        info.to_review,
        info.edited_turns,
    );
    if !info.by_status.is_empty() {
        out.push_str(&format!("\nstatus: {}", list(&info.by_status)));
    }
    if !info.by_language.is_empty() {
        out.push_str(&format!("\nlanguages: {}", list(&info.by_language)));
    }
    if let Some(pid) = info.holder {
        out.push_str(&format!(
            "\nprocess {pid} has it open and writes for every other one"
        ));
    }
    if let Some(why) = &info.read_only {
        out.push_str(&format!("\nonly readable now: {why}"));
    }
    out
}

#[derive(Serialize)]
struct SnapshotJson<'a> {
    snapshot: &'a Path,
    bytes: u64,
}

async fn snapshot(args: SnapshotArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let file = match args.file {
        Some(file) => session.at(file),
        None => {
            let now = session.host.clock.now_ms();
            let stamp = jiff::Timestamp::from_millisecond(now).map_or_else(
                |_| now.to_string(),
                |time| time.strftime("%Y%m%d-%H%M%S").to_string(),
            );
            let folder = workspace.folder().path().join("snapshots");
            folder.join(format!("by-hand-{stamp}.db"))
        }
    };
    if file.exists() {
        return Err(CliError::usage(format!(
            "{} is there already and was left as it is; name a new file",
            file.display()
        )));
    }
    if let Some(folder) = file.parent() {
        room_for_files(folder).map_err(|error| {
            CliError::failed(format!(
                "no copy can be put in {}; name a FILE in a folder that you may write to",
                folder.display()
            ))
            .because(error)
        })?;
    }
    workspace.store().snapshot(file.clone()).await?;
    workspace.close().await?;
    let bytes = std::fs::metadata(&file).map_or(0, |about| about.len());
    let done = SnapshotJson {
        snapshot: &file,
        bytes,
    };
    session.out.result(&done, |done| {
        format!(
            "copied to {} ({} KiB)",
            done.snapshot.display(),
            done.bytes / 1024
        )
    })?;
    Ok(Exit::Done)
}

/// Makes sure that a folder is there and takes new files.
fn room_for_files(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    tempfile::tempfile_in(folder).map(drop)
}
