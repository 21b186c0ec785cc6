//! No verb: the studio.

use std::path::Path;

use super::profiles;
use super::session::Session;
use super::{CliError, Exit};
use crate::jobs::{Access, Folder, GenerateOptions};
use crate::paths::Env;
use crate::tui;

pub(super) async fn run(session: &Session) -> Result<Exit, CliError> {
    if !session.host.terminals.output || !session.host.terminals.input {
        return Err(CliError::usage(
            "the studio needs a terminal to draw on, and this is none; \
             use a verb instead: `muse-studio demo --no-open`, `muse-studio generate -n 10`, \
             `muse-studio conversations list`, `muse-studio review accept ID`, \
             `muse-studio export --format sft`, or `muse-studio --help` for all of them",
        ));
    }
    let dir = session.config.workspace.dir.clone();
    // Made here and not beside the first frame, so that a workspace that cannot be made is said before the screen goes.
    if session.config.workspace.may_create() && !Folder::new(&dir).is_workspace() {
        session.open(Access::Write).await?.close().await?;
    }
    open(session, &dir, None).await
}

/// Opens the studio on a workspace; `start` conversations begin at once.
pub(super) async fn open(
    session: &Session,
    workspace: &Path,
    start: Option<u32>,
) -> Result<Exit, CliError> {
    let config = &session.config;
    let options = tui::Options {
        workspace: workspace.to_owned(),
        shown: shown(workspace, &session.host.env),
        reviewer: config.reviewer.value.clone(),
        clock: session.host.clock.clone(),
        theme: config.theme.value.clone(),
        themes: Some(session.paths.themes()),
        generate: GenerateOptions {
            seed: *config.seed,
            languages: profiles::shares(session),
            max_exchanges: *config.max_turns,
            concurrency: *config.concurrency as usize,
            pace: config.pace.words_per_second().map(f64::from),
            ..GenerateOptions::default()
        },
        start,
    };
    tui::run(options)
        .await
        .map_err(|error| CliError::failed(error.to_string()))?;
    Ok(Exit::Done)
}

/// A path as people write it: the home directory as `~`.
fn shown(path: &Path, env: &Env) -> String {
    let home = env.get("HOME").map(Path::new);
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}
