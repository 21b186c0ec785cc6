//! `evaluate`: checks conversations against the catalogue, and says which scores are not built.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use serde::Serialize;

use super::session::Session;
use super::watch::{exit_of, watch};
use super::{CliError, Exit};
use crate::jobs::{Evaluated, Report};
use crate::review::Filter;

/// The seven scores of a data set, as the command line names them.
const METRICS: [&str; 7] = [
    "coherence",
    "relevance",
    "consistency",
    "satisfaction",
    "naturalness",
    "diversity",
    "language_fit",
];

/// `evaluate`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio evaluate
  muse-studio evaluate --filter 'lang:hi' --json
  muse-studio evaluate --metrics coherence,relevance,satisfaction
")]
pub(super) struct EvaluateArgs {
    /// Which conversations, such as 'status:todo lang:hi'
    #[arg(long, default_value = "")]
    filter: Filter,
    /// Check this file instead of the workspace (not built yet)
    #[arg(long, value_name = "FILE")]
    conversation_file: Option<PathBuf>,
    /// Scores, with commas, or all: coherence, relevance, consistency, satisfaction, naturalness, diversity, language_fit
    #[arg(long, value_name = "NAMES")]
    metrics: Option<Metrics>,
}

/// The scores that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Metrics(Vec<&'static str>);

impl FromStr for Metrics {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut asked = Vec::new();
        for word in text
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
        {
            let folded = word.to_lowercase().replace('-', "_");
            if folded == "all" {
                asked = METRICS.to_vec();
                break;
            }
            let known = METRICS.into_iter().find(|name| *name == folded);
            asked.push(known.ok_or_else(|| {
                format!("`{word}` is not a score; use {} or all", METRICS.join(", "))
            })?);
        }
        if asked.is_empty() {
            return Err(format!(
                "no score is named; use {} or all",
                METRICS.join(", ")
            ));
        }
        Ok(Metrics(asked))
    }
}

#[derive(Serialize)]
struct EvaluatedJson<'a> {
    conversations: u64,
    turns: u64,
    with_faults: u64,
    faults: BTreeMap<&'static str, u64>,
    notes: BTreeMap<&'static str, u64>,
    not_built: &'a [&'static str],
    stopped: bool,
}

pub(super) async fn run(args: EvaluateArgs, session: &Session) -> Result<Exit, CliError> {
    if let Some(file) = &args.conversation_file {
        return Err(CliError::usage(format!(
            "{} was not read: this version checks only what is in a workspace, leave --conversation-file out",
            file.display()
        )));
    }
    let not_built = args.metrics.map_or_else(Vec::new, |metrics| metrics.0);
    let (runner, mut events) = session.runner().await?;
    let done = watch(session, runner.evaluate(args.filter), &mut events).await?;
    runner.workspace().close().await?;
    session
        .out
        .result(&json(&done, &not_built), |_| words(&done, &not_built))?;
    Ok(match exit_of(&done) {
        Exit::Done if !not_built.is_empty() => Exit::Partial,
        other => other,
    })
}

fn json<'a>(done: &Evaluated, not_built: &'a [&'static str]) -> EvaluatedJson<'a> {
    EvaluatedJson {
        conversations: done.conversations,
        turns: done.turns,
        with_faults: done.with_faults,
        faults: done
            .faults
            .iter()
            .map(|(kind, count)| (kind.code(), *count))
            .collect(),
        notes: done
            .notes
            .iter()
            .map(|(kind, count)| (kind.code(), *count))
            .collect(),
        not_built,
        stopped: done.stopped,
    }
}

fn words(done: &Evaluated, not_built: &[&str]) -> String {
    let mut out = done.summary();
    for (kind, count) in &done.faults {
        out.push_str(&format!("\n  {:16} {count}", kind.code()));
    }
    for (kind, count) in &done.notes {
        out.push_str(&format!("\n  {:16} {count} worth a look", kind.code()));
    }
    if !not_built.is_empty() {
        out.push_str(&format!(
            "\nnot built in this version, so not scored: {}; the facts above were checked",
            not_built.join(", ")
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_the_seven_or_all() {
        let asked: Metrics = "coherence,Language-Fit".parse().unwrap();
        assert_eq!(asked.0, ["coherence", "language_fit"]);
        assert_eq!("all".parse::<Metrics>().unwrap().0.len(), 7);
        let error = "coherence,beauty".parse::<Metrics>().unwrap_err();
        assert!(
            error.contains("`beauty`") && error.contains("naturalness"),
            "{error}"
        );
        assert!("".parse::<Metrics>().is_err());
    }
}
