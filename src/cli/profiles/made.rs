//! What became of shoppers that were made or brought in.

use std::path::PathBuf;

use serde::Serialize;

use crate::cli::session::Session;
use crate::cli::watch::exit_of;
use crate::cli::{CliError, Exit};
use crate::jobs::{ProfilesMade, Report};

#[derive(Serialize)]
struct MadeJson<'a> {
    profiles: usize,
    replaced: u64,
    left_out: &'a [String],
    seed: Option<u64>,
    output_file: Option<&'a PathBuf>,
    redrawn: u64,
    alike: u64,
    stopped: bool,
}

/// Tells it, as words or as JSON.
pub(super) fn tell(
    session: &Session,
    made: &ProfilesMade,
    file: Option<&PathBuf>,
) -> Result<Exit, CliError> {
    let result = MadeJson {
        profiles: made.profiles.len(),
        replaced: made.replaced,
        left_out: &made.rejects,
        seed: made.seed,
        output_file: file,
        redrawn: made.redrawn,
        alike: made.alike,
        stopped: made.stopped,
    };
    session.out.result(&result, |_| {
        let also = file.map(|file| format!("\nwritten to {}", file.display()));
        made.summary() + &also.unwrap_or_default()
    })?;
    Ok(exit_of(made))
}
