//! `profiles check-demographics`: whether a file can be drawn from.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::jobs::demographics_faults;

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio profiles check-demographics user_demographics.json
")]
pub(super) struct CheckArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Serialize)]
struct Fault {
    line: usize,
    column: usize,
    reason: String,
}

#[derive(Serialize)]
struct Checked {
    file: PathBuf,
    faults: Vec<Fault>,
}

pub(super) async fn run(args: CheckArgs, session: &Session) -> Result<Exit, CliError> {
    let file = session.at(args.file);
    let faults = demographics_faults(&file)?;
    let fault = |fault: crate::jobs::PlacedFault| Fault {
        line: fault.place.line,
        column: fault.place.column,
        reason: fault.reason,
    };
    let checked = Checked {
        file,
        faults: faults.into_iter().map(fault).collect(),
    };
    session.out.result(&checked, words)?;
    Ok(if checked.faults.is_empty() {
        Exit::Done
    } else {
        Exit::Failed
    })
}

fn words(checked: &Checked) -> String {
    let name = checked.file.display();
    if checked.faults.is_empty() {
        return format!("{name} can be drawn from");
    }
    let line = |f: &Fault| format!("{name}, line {}, column {}: {}", f.line, f.column, f.reason);
    checked
        .faults
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}
