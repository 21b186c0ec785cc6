//! What the process hands to the command line, so that nothing below asks the process itself.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::CliError;
use crate::config::Keyring;
use crate::jobs::{Clock, Program};
use crate::paths::Env;

/// What the end of the terminal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hangup {
    /// The same as the interrupt key.
    Interrupts,
    /// Nothing: the process was started to outlive it.
    Ignored,
}

/// Makes a future that ends when the person interrupts the program.
pub type Interrupted = Arc<dyn Fn(Hangup) -> BoxFuture<'static, ()> + Send + Sync>;

/// Which of the standard streams are terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminals {
    /// Standard input.
    pub input: bool,
    /// Standard output.
    pub output: bool,
    /// Standard error.
    pub messages: bool,
}

/// The process as the command line sees it.
#[derive(Clone)]
pub struct Host {
    /// The arguments, the program's name first.
    pub arguments: Vec<OsString>,
    /// The environment.
    pub env: Env,
    /// The program's file; `None` when the system does not tell.
    pub program: Option<PathBuf>,
    /// The current directory.
    pub current: PathBuf,
    /// The standard streams.
    pub terminals: Terminals,
    /// Wall time.
    pub clock: Clock,
    /// What keeps keys for the person.
    pub keyring: Arc<dyn Keyring>,
    /// The interrupt key.
    pub interrupted: Interrupted,
}

impl Host {
    /// This program, to be started once more.
    pub(super) fn program(&self) -> Result<Program, CliError> {
        let file = self.program.clone().ok_or_else(|| {
            CliError::failed(
                "the system does not tell where this program lies, so that it cannot be started once more; run it in the background of your shell instead",
            )
        })?;
        Ok(Program {
            file,
            current: self.current.clone(),
        })
    }
}
