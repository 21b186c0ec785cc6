//! `workspace runs`: the runs of a workspace, and who is making them.

use clap::Args;
use serde::Serialize;

use super::session::Session;
use super::{CliError, Exit};
use crate::domain::{Run, RunState};
use crate::jobs::{Access, AtWork, at_work};
use crate::review::Filter;

/// `workspace runs`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio workspace runs
  muse-studio workspace runs --json
")]
pub(super) struct RunsArgs {}

#[derive(Serialize)]
struct RunJson {
    run: String,
    seed: u64,
    number: u32,
    engine: &'static str,
    state: RunState,
    planned: u32,
    conversations: u64,
    started_ms: i64,
    ended_ms: Option<i64>,
    pid: Option<u32>,
}

pub(super) async fn runs(session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    // Before the records are read: a run that ends meanwhile is then told as one at work, not as one that was cut off.
    let busy = at_work(workspace.folder())?;
    for run in workspace.store().runs().await? {
        let filter = Filter {
            run: Some(run.id),
            ..Filter::default()
        };
        let made = workspace.store().count(filter).await?;
        let told = told(&run, made, &busy);
        session.out.result(&told, words)?;
    }
    workspace.close().await?;
    Ok(Exit::Done)
}

fn told(run: &Run, conversations: u64, busy: &[AtWork]) -> RunJson {
    RunJson {
        run: run.id.to_string(),
        seed: run.seed,
        number: run.number,
        engine: run.engine.code(),
        state: run.state,
        planned: run.planned,
        conversations,
        started_ms: run.started_ms,
        ended_ms: run.ended_ms,
        pid: busy.iter().find(|one| one.run == run.id).map(|one| one.pid),
    }
}

fn words(told: &RunJson) -> String {
    let state = match (told.state, told.pid) {
        (_, Some(pid)) => format!("made by process {pid}"),
        (RunState::Running | RunState::Paused, None) => {
            format!(
                "cut off; `muse-studio generate --resume {}` goes on",
                told.run
            )
        }
        (RunState::Done, None) => "done".to_owned(),
        (RunState::Stopped, None) => "stopped".to_owned(),
        (RunState::Discarded, None) => "discarded".to_owned(),
    };
    format!(
        "{}  seed {}  {} of {}  {}",
        told.run, told.seed, told.conversations, told.planned, state
    )
}
