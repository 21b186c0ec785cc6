//! `profiles import`: shoppers from a file.

use std::path::PathBuf;

use clap::Args;

use super::made::tell;
use crate::cli::session::Session;
use crate::cli::watch::watch;
use crate::cli::{CliError, Exit};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio profiles import user_profiles_output.json
")]
pub(super) struct ImportArgs {
    /// The file: one profile, an array of them, or one a line
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) async fn run(args: ImportArgs, session: &Session) -> Result<Exit, CliError> {
    let (runner, mut events) = session.runner().await?;
    let file = session.at(args.file);
    let made = watch(session, runner.import_profiles(file), &mut events).await?;
    runner.workspace().close().await?;
    tell(session, &made, None)
}
