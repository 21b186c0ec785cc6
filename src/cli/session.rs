//! What every verb works with: the process, the settings, the output, the workspace on demand.

use std::path::{Path, PathBuf};

use super::args::Cli;
use super::output::{Form, Notes, Output};
use super::{CliError, Hangup, Host, init, logging};
use crate::config::Config;
use crate::jobs::{Access, Desk, Events, Folder, JobError, Runner, Workspace};
use crate::paths::Paths;
use crate::review::Filter;

/// One call of the program.
pub(super) struct Session {
    pub(super) host: Host,
    pub(super) paths: Paths,
    pub(super) config: Config,
    pub(super) out: Output,
    /// What the end of the terminal means.
    pub(super) hangup: Hangup,
}

impl Session {
    /// Reads the settings, starts the log, tells what is odd about the settings.
    pub(super) fn start(host: Host, cli: &Cli) -> Result<Self, CliError> {
        let paths = Paths::find(&host.env)?;
        let config = Config::load(
            &cli.options()?,
            &host.env,
            &paths,
            &host.current,
            &*host.keyring,
        )?;
        let out = Output {
            form: if cli.global.json {
                Form::Json
            } else {
                Form::Words
            },
            notes: if cli.global.quiet {
                Notes::Hidden
            } else {
                Notes::Shown
            },
        };
        if let Err(error) = logging::start(&paths.logs(), *config.log_level, &config.keys) {
            let logs = paths.logs();
            out.note(&format!(
                "note: no log is kept, {} cannot be written: {error}",
                logs.display()
            ));
        }
        for notice in &config.notices {
            out.note(&format!("note: {notice}"));
            tracing::warn!("{notice}");
        }
        tracing::info!(workspace = %config.workspace.dir.display(), "started");
        Ok(Session {
            host,
            paths,
            config,
            out,
            hangup: cli.hangup(),
        })
    }

    /// Makes sure that the workspace is there. Only the user's default one is made when it is not.
    pub(super) async fn ensure(&self) -> Result<(), CliError> {
        let choice = &self.config.workspace;
        if Folder::new(&choice.dir).is_workspace() {
            return Ok(());
        }
        if !choice.may_create() {
            let path = choice.dir.clone();
            return Err(JobError::NotAWorkspace { path }.into());
        }
        init::make(&choice.dir, self).await?;
        let shown = choice.dir.display();
        self.out
            .note(&format!("note: made your default workspace in {shown}"));
        Ok(())
    }

    /// Opens the workspace.
    pub(super) async fn open(&self, access: Access) -> Result<Workspace, CliError> {
        self.ensure().await?;
        let clock = self.host.clock.clone();
        Ok(Workspace::open(&self.config.workspace.dir, access, clock).await?)
    }

    /// Opens the workspace for a job that writes.
    pub(super) async fn runner(&self) -> Result<(Runner, Events), CliError> {
        Ok(Runner::new(self.open(Access::Write).await?))
    }

    /// A path that the person gave, from the current directory, without idle dots.
    pub(super) fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.host.current.join(path).components().collect()
    }

    /// The filter as this reviewer means it.
    pub(super) fn meant(&self, filter: Filter) -> Filter {
        filter.meant_by(&self.config.reviewer.value)
    }

    /// This reviewer's desk.
    pub(super) fn desk(&self, workspace: &Workspace) -> Desk {
        Desk::new(workspace, self.config.reviewer.value.clone())
    }
}
