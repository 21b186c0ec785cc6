//! `evaluate`: checks conversations against the catalogue, and says which scores are not built.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use serde::Serialize;

use super::diversity::{self, DiversityJson};
use super::session::Session;
use super::watch::{exit_of, watch};
use super::{CliError, Exit};
use crate::jobs::{Access, Evaluated, Measured, Report, Runner};
use crate::quality::Measure;
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

/// The score that is of a set as a whole.
const DIVERSITY: &str = "diversity";

/// How many rows that are left out are told in words.
const TOLD: usize = 50;

/// `evaluate`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio evaluate
  muse-studio evaluate --filter 'lang:hi' --json
  muse-studio evaluate --conversation-file generated_conversations.json \\
      --metrics coherence,relevance,satisfaction
")]
pub(super) struct EvaluateArgs {
    /// Which conversations, such as 'status:todo lang:hi'
    #[arg(long, default_value = "")]
    filter: Filter,
    /// Check the conversations of this file instead, against the workspace's products; nothing is written
    #[arg(long, value_name = "FILE", conflicts_with = "filter")]
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
    left_out: &'a [String],
    left_out_rows: u64,
    not_built: &'a [&'static str],
    /// Of the set; there when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    diversity: Option<DiversityJson>,
    stopped: bool,
}

pub(super) async fn run(args: EvaluateArgs, session: &Session) -> Result<Exit, CliError> {
    let asked = args.metrics.map_or_else(Vec::new, |metrics| metrics.0);
    let (of_set, not_built): (Vec<_>, Vec<_>) =
        asked.into_iter().partition(|name| *name == DIVERSITY);
    let (runner, mut events) = match &args.conversation_file {
        // Nothing is written, so nobody who writes has to be waited for.
        Some(_) => Runner::new(session.open(Access::Read).await?),
        None => session.runner().await?,
    };
    let file = args.conversation_file.map(|file| session.at(file));
    let job = match &file {
        Some(file) => runner.evaluate_file(file.clone()),
        None => runner.evaluate(session.meant(args.filter.clone())),
    };
    let done = watch(session, job, &mut events).await?;
    let measured = match of_set.is_empty() || done.stopped() {
        true => None,
        false => {
            let job = match file {
                Some(file) => runner.measure_file(file, Measure::default()),
                None => runner.measure(session.meant(args.filter), Measure::default()),
            };
            Some(watch(session, job, &mut events).await?)
        }
    };
    runner.workspace().close().await?;
    session
        .out
        .result(&json(&done, measured.as_ref(), &not_built), |_| {
            words(&done, measured.as_ref(), &not_built)
        })?;
    Ok(match exit_of(&done) {
        Exit::Partial if done.conversations == 0 => Exit::Failed,
        Exit::Done if !not_built.is_empty() => Exit::Partial,
        other => other,
    })
}

fn json<'a>(
    done: &'a Evaluated,
    measured: Option<&Measured>,
    not_built: &'a [&'static str],
) -> EvaluatedJson<'a> {
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
        left_out: &done.rejects,
        left_out_rows: done.left_out,
        not_built,
        diversity: measured.map(DiversityJson::from),
        stopped: done.stopped,
    }
}

fn words(done: &Evaluated, measured: Option<&Measured>, not_built: &[&str]) -> String {
    let mut out = done.summary();
    for (kind, count) in &done.faults {
        out.push_str(&format!("\n  {:16} {count}", kind.code()));
    }
    for (kind, count) in &done.notes {
        out.push_str(&format!("\n  {:16} {count} worth a look", kind.code()));
    }
    for sentence in done.rejects.iter().take(TOLD) {
        out.push_str(&format!("\n  left out: {sentence}"));
    }
    let untold = done.left_out.saturating_sub(TOLD as u64);
    if untold > 0 {
        out.push_str(&format!(
            "\n  and {untold} more rows left out; --json lists them"
        ));
    }
    if let Some(measured) = measured.filter(|set| set.figures.conversations > 0) {
        for line in diversity::lines(measured) {
            out.push('\n');
            out.push_str(&line);
        }
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
