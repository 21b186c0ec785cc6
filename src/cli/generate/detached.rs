//! `generate --detach` and `generate --stop`: runs in processes of their own.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use super::super::session::Session;
use super::super::{CliError, Exit};
use super::LAST;
use crate::domain::RunId;
use crate::jobs::{AtWork, Begun, Detached, Folder, Stopping, at_work, stop_elsewhere};

/// How long a run that was told to stop may take: a model may be waited for.
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Serialize)]
struct BegunJson {
    run: String,
    pid: Option<u32>,
    log: PathBuf,
}

/// Starts what the arguments ask for in a process of its own.
pub(super) async fn begin(session: &Session) -> Result<Exit, CliError> {
    session.ensure().await?;
    let given = session.host.arguments.iter().skip(1);
    let own = given.filter(|word| *word != "--detach" && *word != "--json");
    let arguments: Vec<OsString> = own.cloned().collect();
    let folder = Folder::new(&session.config.workspace.dir);
    let program = session.host.program()?;
    match program
        .detach(&folder, arguments, &session.host.clock)
        .await?
    {
        Begun::Run(begun) => told(session, &begun),
        Begun::Ended { code, said, log } => ended(session, code, &said, log),
    }
}

fn told(session: &Session, begun: &Detached) -> Result<Exit, CliError> {
    let json = BegunJson {
        run: begun.run.to_string(),
        pid: Some(begun.pid),
        log: begun.log.clone(),
    };
    session.out.result(&json, |told| {
        format!(
            "run {} is being made by process {}\nlog   {}\nwatch `muse-studio`, or `muse-studio workspace runs`\nstop  `muse-studio generate --stop {}`",
            told.run, begun.pid, told.log.display(), told.run
        )
    })?;
    Ok(Exit::Done)
}

/// The process ended at once: it had little to do, or could not begin.
fn ended(session: &Session, code: Option<i32>, said: &str, log: PathBuf) -> Result<Exit, CliError> {
    let result = said.lines().rev().find(|line| line.starts_with('{'));
    let result = result.and_then(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let run = result.as_ref().and_then(|made| made["run"].as_str());
    let exit = match code {
        Some(0) => Exit::Done,
        Some(3) => Exit::Partial,
        Some(2) => return Err(CliError::usage(sentence(said))),
        Some(130) => return Err(CliError::interrupted()),
        _ => return Err(CliError::failed(sentence(said))),
    };
    let json = BegunJson {
        run: run.unwrap_or_default().to_owned(),
        pid: None,
        log,
    };
    session.out.result(&json, |told| {
        format!(
            "run {} is made already\nlog   {}",
            told.run,
            told.log.display()
        )
    })?;
    Ok(exit)
}

/// What a process said of its failure, without the program's name.
fn sentence(said: &str) -> String {
    match said.rsplit_once("muse-studio: ") {
        Some((_, sentence)) => sentence.to_owned(),
        None if said.is_empty() => "the process ended before it began a run".to_owned(),
        None => said.to_owned(),
    }
}

#[derive(Serialize)]
struct StoppedJson {
    run: String,
    pid: u32,
    stopped: bool,
}

/// Has the process that makes a run stop, and waits until it has.
pub(super) async fn stop(given: &str, session: &Session) -> Result<Exit, CliError> {
    let folder = Folder::new(&session.config.workspace.dir);
    let run = named(given, &at_work(&folder)?)?;
    let (told, came) = stop_elsewhere(&folder, run, PATIENCE).await?;
    let stopped = came == Stopping::Done;
    let json = StoppedJson {
        run: run.to_string(),
        pid: told.pid,
        stopped,
    };
    session.out.result(&json, |told| match told.stopped {
        true => format!(
            "run {} has stopped; `muse-studio generate --resume {}` goes on with it",
            told.run, told.run
        ),
        false => format!(
            "process {} was told to stop run {} and has not yet",
            told.pid, told.run
        ),
    })?;
    Ok(if stopped { Exit::Done } else { Exit::Failed })
}

/// The run that a person means: its id, or the only one that is being made.
fn named(given: &str, runs: &[AtWork]) -> Result<RunId, CliError> {
    if given != LAST {
        let found = runs.iter().find(|one| one.run.to_string() == given);
        return found.map(|one| one.run).ok_or_else(|| {
            CliError::failed(format!(
                "no process of this machine makes a run {given}; `muse-studio workspace runs` shows those that are made"
            ))
        });
    }
    match runs {
        [only] => Ok(only.run),
        [] => Err(CliError::failed("no run is being made in this workspace")),
        several => {
            let ids: Vec<String> = several.iter().map(|one| one.run.to_string()).collect();
            Err(CliError::usage(format!(
                "{} runs are being made; name one: {}",
                several.len(),
                ids.join(", ")
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::IdSequence;

    #[test]
    fn the_only_run_needs_no_name() {
        let run = |seed| AtWork {
            run: IdSequence::new(seed, 0).run(),
            pid: 7,
        };
        assert_eq!(named(LAST, &[run(1)]).unwrap(), run(1).run);
        let both = [run(1), run(2)];
        assert_eq!(named(&run(2).run.to_string(), &both).unwrap(), run(2).run);
        let several = named(LAST, &both).unwrap_err();
        assert!(several.exit() == Exit::Usage && several.to_string().contains("2 runs"));
        assert_eq!(named(LAST, &[]).unwrap_err().exit(), Exit::Failed);
        let unknown = named(&run(3).run.to_string(), &both).unwrap_err();
        assert_eq!(unknown.exit(), Exit::Failed);
    }

    #[test]
    fn the_sentence_of_a_failure_is_passed_on_without_the_name() {
        let said = "note: a\nmuse-studio: there are no products";
        assert_eq!(sentence(said), "there are no products");
        assert_eq!(sentence("killed"), "killed");
        assert!(!sentence("").is_empty());
    }
}
