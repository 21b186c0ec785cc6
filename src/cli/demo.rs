//! `demo`: the studio on a copy of the sample data, in a directory of its own.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::output::Form;
use super::sample;
use super::session::Session;
use super::studio::{self, Opening};
use super::watch::watch;
use super::{CliError, Exit};
use crate::jobs::{Folder, ImportOptions, Runner, Workspace};

/// How many conversations begin when the studio opens on the copy.
const TO_WATCH: u32 = 3;

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
    let opens = !args.no_open && session.out.form == Form::Words;
    if opens {
        studio::needs_terminal(session)?;
    }
    let dir = match &args.dir {
        Some(dir) => session.at(dir),
        None => session.paths.demo_workspace(),
    };
    let made = !Folder::new(&dir).is_workspace();
    if made {
        make(&dir, session).await?;
    }
    if opens {
        return studio::open(session, &dir, Opening::Making(TO_WATCH)).await;
    }
    let demo = DemoJson {
        workspace: &dir,
        made,
    };
    session
        .out
        .result(&demo, |demo| demo.workspace.display().to_string())?;
    Ok(Exit::Done)
}

/// Makes the copy beside its place and moves it there, so that a half-made one is never taken for a whole one.
async fn make(dir: &Path, session: &Session) -> Result<(), CliError> {
    let fail = |error| {
        CliError::failed(format!(
            "the demonstration could not be put in {}; name another directory with --dir",
            dir.display()
        ))
        .because(error)
    };
    let parent = dir.parent().unwrap_or(&session.host.current);
    std::fs::create_dir_all(parent).map_err(fail)?;
    let beside = tempfile::Builder::new()
        .prefix(".demo-")
        .tempdir_in(parent)
        .map_err(fail)?;
    let sample = beside.path().join("sample");
    let copy = beside.path().join("workspace");
    std::fs::create_dir(&sample).map_err(fail)?;
    let put = |name: &str, bytes: &[u8]| {
        let path = sample.join(name);
        std::fs::write(&path, bytes).map(|()| path).map_err(fail)
    };
    let products = put("products.jsonl", sample::PRODUCTS)?;
    let profiles = put("profiles.json", sample::PROFILES)?;
    fill(&copy, products, profiles, session).await?;
    sample::put_pictures(&Folder::new(&copy).media()).map_err(fail)?;
    // An empty directory may stand in the place; anything else is not ours to replace.
    std::fs::rename(&copy, dir).map_err(fail)
}

/// Makes the workspace and lets the jobs bring the sample in.
async fn fill(
    copy: &Path,
    products: PathBuf,
    profiles: PathBuf,
    session: &Session,
) -> Result<(), CliError> {
    let workspace = Workspace::create(copy, session.host.clock.clone()).await?;
    let (runner, mut events) = Runner::new(workspace);
    let import = ImportOptions {
        files: vec![products],
        ..ImportOptions::default()
    };
    let imported = watch(session, runner.import_products(import), &mut events).await?;
    let shoppers = watch(session, runner.import_profiles(profiles), &mut events).await?;
    runner.workspace().close().await?;
    if imported.stopped || shoppers.stopped {
        return Err(CliError::interrupted());
    }
    Ok(())
}
