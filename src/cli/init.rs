//! `init`: makes a workspace.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::session::Session;
use super::{CliError, Exit, files};
use crate::config::Key;
use crate::jobs::Workspace;

/// `init`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio init my-set
  muse-studio init .
")]
pub(super) struct InitArgs {
    /// The directory; it is made when it is missing
    #[arg(default_value = ".", value_name = "DIR")]
    dir: PathBuf,
}

/// The workspace that was made.
#[derive(Serialize)]
pub(super) struct Made {
    workspace: PathBuf,
    id: String,
}

pub(super) async fn run(args: InitArgs, session: &Session) -> Result<Exit, CliError> {
    let made = make(&session.at(&args.dir), session).await?;
    session.out.result(&made, |made| {
        format!(
            "made the workspace {}\nnext: muse-studio --workspace {0} products import FILE",
            made.workspace.display()
        )
    })?;
    Ok(Exit::Done)
}

/// Makes a workspace with its folders and an empty database.
pub(super) async fn make(dir: &Path, session: &Session) -> Result<Made, CliError> {
    let workspace = Workspace::create(dir, session.host.clock.clone()).await?;
    let folder = workspace.folder();
    for part in [folder.exports(), folder.prompts(), folder.media()] {
        std::fs::create_dir_all(&part).map_err(|error| {
            CliError::failed(format!("{} could not be made", part.display())).because(error)
        })?;
    }
    describe_settings(&folder.marker())?;
    let made = Made {
        workspace: folder.path().to_path_buf(),
        id: workspace.identity().id.to_string(),
    };
    workspace.close().await?;
    Ok(made)
}

/// Adds every setting as a comment, so that the file tells what it may hold.
fn describe_settings(marker: &Path) -> Result<(), CliError> {
    let known = std::fs::read_to_string(marker).map_err(|error| {
        CliError::failed(format!("{} could not be read", marker.display())).because(error)
    })?;
    let settings = Key::ALL
        .into_iter()
        .filter(|key| ![Key::Workspace, Key::Seed].contains(key) && !key.is_personal());
    let lines: String = settings
        .map(|key| format!("# {}\n# {key} = {}\n", key.meaning(), key.example()))
        .collect();
    let text = format!(
        "# Settings of everybody who works here; docs/config.md tells them all. Take the # away to set one.\n{lines}\n{known}"
    );
    files::write_whole(marker, |out| out.write_all(text.as_bytes()))
}
