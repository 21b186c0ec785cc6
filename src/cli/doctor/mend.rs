//! Mending: what `setup` offers to do about what the checks found.

use std::io::{BufRead, Write};
use std::path::Path;

use super::super::session::Session;
use super::super::{CliError, init};
use super::checks::{Check, Cure};
use crate::jobs::{Access, Workspace};

/// How each offer is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// By the person at the terminal; without one nothing is mended.
    Ask,
    /// Yes.
    Yes,
}

/// Offers every cure and does those that are wanted; says what was done.
pub(super) async fn offer(
    checks: &[Check],
    answer: Answer,
    session: &Session,
) -> Result<Vec<String>, CliError> {
    let mut mended = Vec::new();
    for check in checks {
        let Some(cure) = &check.cure else { continue };
        let question = words(cure);
        if !wanted(answer, &question, session)? {
            session
                .out
                .note(&format!("left as it is: {}", check.detail));
            continue;
        }
        apply(cure, session).await?;
        mended.push(question);
    }
    Ok(mended)
}

fn words(cure: &Cure) -> String {
    match cure {
        Cure::Folder(path) => format!("make the folder {}", path.display()),
        Cure::Workspace(path) => format!("make an empty workspace in {}", path.display()),
        Cure::Format(path) => format!("bring {} to this version's format", path.display()),
        Cure::Index(path) => format!("build the search index of {}", path.display()),
        Cure::Private(path) => format!("let only you read {}", path.display()),
    }
}

fn wanted(answer: Answer, question: &str, session: &Session) -> Result<bool, CliError> {
    let terminals = session.host.terminals;
    match answer {
        Answer::Yes => return Ok(true),
        Answer::Ask if !terminals.input || !terminals.messages => return Ok(false),
        Answer::Ask => {}
    }
    let mut stderr = std::io::stderr().lock();
    let asked = write!(
        stderr,
        "{}? [y/N] ",
        super::super::safe::safe_line(question)
    );
    asked
        .and_then(|()| stderr.flush())
        .map_err(CliError::writing)?;
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| CliError::failed("the answer could not be read").because(error))?;
    Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes"))
}

async fn apply(cure: &Cure, session: &Session) -> Result<(), CliError> {
    match cure {
        Cure::Folder(path) => std::fs::create_dir_all(path).map_err(|error| {
            CliError::failed(format!("{} could not be made", path.display())).because(error)
        }),
        Cure::Workspace(path) => init::make(path, session).await.map(|_| ()),
        Cure::Format(path) | Cure::Index(path) => {
            let clock = session.host.clock.clone();
            // Opening for writing brings the format up to date; whoever may write and asks for the index gets it built.
            let workspace = Workspace::open(path, Access::Write, clock).await?;
            workspace.index().await?;
            Ok(workspace.close().await?)
        }
        Cure::Private(path) => private(path).map_err(|error| {
            CliError::failed(format!(
                "the mode of {} could not be changed",
                path.display()
            ))
            .because(error)
        }),
    }
}

#[cfg(unix)]
fn private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn private(_path: &Path) -> std::io::Result<()> {
    Ok(())
}
