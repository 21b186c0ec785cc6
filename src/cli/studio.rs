//! No verb: the studio.

use super::session::Session;
use super::{CliError, Exit};

pub(super) async fn run(session: &Session) -> Result<Exit, CliError> {
    if !session.host.terminals.output || !session.host.terminals.input {
        return Err(CliError::usage(
            "the studio needs a terminal to draw on, and this is none; \
             use a verb instead: `muse-studio demo --no-open`, `muse-studio generate -n 10`, \
             `muse-studio conversations list`, `muse-studio review accept ID`, \
             `muse-studio export --format sft`, or `muse-studio --help` for all of them",
        ));
    }
    open(session).await
}

/// Opens the studio on the session's workspace.
pub(super) async fn open(_session: &Session) -> Result<Exit, CliError> {
    Err(CliError::failed(
        "the studio's screens are not built into this version; use the verbs that `muse-studio --help` lists",
    ))
}
