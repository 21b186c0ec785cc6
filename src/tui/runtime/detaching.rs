//! Letting the runs of this studio go on in processes of their own.

use std::time::Duration;

use crate::domain::{Engine, RunId};
use crate::jobs::{Begun, JobError, Program, Runner, at_work, stop_elsewhere};
use crate::tui::msg::{Level, Reply};

/// How long a run may take to come to its next border.
const PATIENCE: Duration = Duration::from_secs(60);

/// Detaches every run; what the person is told.
pub async fn detach(runner: &Runner, program: Option<&Program>) -> Reply {
    match go_on_elsewhere(runner, program).await {
        Ok(text) => Reply::Notice(Level::Good, text),
        Err(why) => Reply::Notice(Level::Error, why),
    }
}

async fn go_on_elsewhere(runner: &Runner, program: Option<&Program>) -> Result<String, String> {
    let program =
        program.ok_or("the system does not tell where this program lies, to start it once more")?;
    let here = std::process::id();
    let mut runs = at_work(runner.workspace().folder()).map_err(told)?;
    runs.retain(|one| one.pid == here);
    if runs.is_empty() {
        return Err("only the making of conversations can go on elsewhere".to_owned());
    }
    let mut done = Vec::new();
    for one in runs {
        done.push(go_on(runner, program, one.run).await?);
    }
    Ok(done.join("; "))
}

/// Stops a run at a border between conversations and has another process go on. A run by the phrasebook makes the same then.
async fn go_on(runner: &Runner, program: &Program, id: RunId) -> Result<String, String> {
    let (workspace, folder) = (runner.workspace(), runner.workspace().folder());
    let run = workspace.store().run(id).await;
    let run = run.map_err(|error| error.to_string())?;
    if run.is_some_and(|run| run.engine != Engine::Offline) {
        return Err(format!(
            "run {id} asks a model; stop it, and go on with `muse-studio generate --resume {id} --detach` and the provider's options"
        ));
    }
    stop_elsewhere(folder, id, PATIENCE).await.map_err(told)?;
    let failed = |why: String| {
        format!(
            "run {id} has stopped and did not go on elsewhere: {why}; `muse-studio generate --resume {id}` goes on"
        )
    };
    match program.go_on(folder, id, workspace.clock()).await {
        Ok(Begun::Run(begun)) => Ok(format!(
            "process {} goes on with the run; q leaves without stopping it",
            begun.pid
        )),
        Ok(Begun::Ended { code: Some(0), .. }) => Ok("the run is done".to_owned()),
        Ok(Begun::Ended { said, .. }) => Err(failed(said)),
        Err(error) => Err(failed(error.to_string())),
    }
}

fn told(error: JobError) -> String {
    error.to_string()
}
