//! What the process hands to the command line, so that nothing below asks the process itself.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::jobs::Clock;
use crate::paths::Env;

/// Makes a future that ends when the person interrupts the program.
pub type Interrupted = Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

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
    /// The current directory.
    pub current: PathBuf,
    /// The standard streams.
    pub terminals: Terminals,
    /// Wall time.
    pub clock: Clock,
    /// The interrupt key.
    pub interrupted: Interrupted,
}
