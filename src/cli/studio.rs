//! No verb: the studio.

use std::path::Path;

use super::session::Session;
use super::{CliError, Exit};
use crate::catalog::pictures::Blocks;
use crate::jobs::{GenerateOptions, ModelsAtHand, USUAL_PICTURES};
use crate::paths::Env;
use crate::tui;

/// What the studio does when it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// Shows what is there.
    Quiet,
    /// Starts this many conversations, so that there is something to watch.
    Making(u32),
}

pub(super) async fn run(session: &Session) -> Result<Exit, CliError> {
    needs_terminal(session)?;
    session.ensure().await?;
    open(session, &session.config.workspace.dir, Opening::Quiet).await
}

/// Says what to do instead when there is no terminal to draw on.
pub(super) fn needs_terminal(session: &Session) -> Result<(), CliError> {
    let terminals = session.host.terminals;
    if terminals.output && terminals.input {
        return Ok(());
    }
    Err(CliError::usage(
        "the studio needs a terminal to draw on, and this is none; \
         use a verb instead: `muse-studio demo --no-open`, `muse-studio generate -n 10`, \
         `muse-studio conversations list`, `muse-studio review accept ID`, \
         `muse-studio export --format sft`, or `muse-studio --help` for all of them",
    ))
}

/// Opens the studio on the workspace in this folder.
pub(super) async fn open(
    session: &Session,
    dir: &Path,
    opening: Opening,
) -> Result<Exit, CliError> {
    let config = &session.config;
    let defaults = GenerateOptions::default();
    let options = tui::Options {
        workspace: dir.to_path_buf(),
        shown: shown(dir, session.host.env.get("HOME")),
        reviewer: config.reviewer.value.clone(),
        clock: session.host.clock.clone(),
        theme: config.theme.value.clone(),
        pictures: config.pictures.value,
        themes: Some(session.paths.config.join("themes")),
        embeddings: config.embeddings.clone(),
        models: ModelsAtHand::new(config.clone(), session.paths.clone()),
        generate: GenerateOptions {
            seed: config.seed.value,
            languages: config.languages.value.clone(),
            outcomes: config.outcomes.value.clone(),
            mean_exchanges: config.mean_exchanges.value,
            picture_share: config.picture_share.value.unwrap_or(USUAL_PICTURES),
            min_exchanges: defaults.min_exchanges.min(*config.max_turns),
            max_exchanges: *config.max_turns,
            concurrency: *config.concurrency as usize,
            pace: config.pace.words_per_second().map(f64::from),
            ..defaults
        },
        program: session.host.program().ok(),
        start: match opening {
            Opening::Quiet => None,
            Opening::Making(count) => Some(count),
        },
    };
    let ended = tui::run(options).await;
    ended.map_err(|error| CliError::failed(error.to_string()))?;
    Ok(Exit::Done)
}

/// How many columns the studio counts for a text.
pub(super) fn columns(text: &str) -> u16 {
    tui::text::width(text)
}

/// A picture as lines of half-blocks in the colours that the environment tells of; `None` where there are none.
pub(super) fn half_blocks(blocks: &Blocks, env: &Env) -> Option<String> {
    let depth = tui::theme::Depth::from_env(|name| env.get(name).map(str::to_owned));
    tui::pictures::lines(blocks, depth)
}

/// A folder as people write it: below their home with a `~`.
fn shown(dir: &Path, home: Option<&str>) -> String {
    let below = home.and_then(|home| dir.strip_prefix(home).ok());
    match below {
        Some(rest) => Path::new("~").join(rest).display().to_string(),
        None => dir.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_below_home_is_written_short() {
        assert_eq!(shown(Path::new("/home/a/set"), Some("/home/a")), "~/set");
        assert_eq!(shown(Path::new("/data/set"), Some("/home/a")), "/data/set");
        assert_eq!(shown(Path::new("/data/set"), None), "/data/set");
    }
}
