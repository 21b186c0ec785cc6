//! `conversations stats`: figures over a set.

use std::collections::BTreeMap;
use std::fmt::Display;

use clap::Args;
use serde::Serialize;

use crate::cli::diversity::{self, DiversityJson};
use crate::cli::figures::number;
use crate::cli::session::Session;
use crate::cli::watch::{exit_of, watch};
use crate::cli::{CliError, Exit};
use crate::domain::Outcome;
use crate::jobs::{Access, Filled, Measured, Report, Runner, short_id};
use crate::quality::{Cell, Measure, Repeats, SetFigures};
use crate::review::Filter;

/// `conversations stats`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio conversations stats
  muse-studio conversations stats --filter 'lang:hi domain:fashion' --json
")]
pub(super) struct StatsArgs {
    /// Which, such as 'status:accepted lang:hi'
    #[arg(long, default_value = "")]
    filter: Filter,
    /// How many utterances and conversations of each language self-BLEU is taken of
    #[arg(long, default_value_t = 1_000, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    sample: u32,
    /// The number that the sample is drawn with
    #[arg(long, default_value_t = 1, value_name = "N")]
    sample_seed: u64,
    /// How many of the most repeated openings and closings, and of the emptiest cells, are listed
    #[arg(long, default_value_t = 5, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1_000))]
    listed: u32,
}

#[derive(Serialize)]
struct StatsJson<'a> {
    conversations: u64,
    turns: u64,
    languages: BTreeMap<&'static str, u64>,
    domains: BTreeMap<&'static str, u64>,
    modes: BTreeMap<&'static str, u64>,
    outcomes: BTreeMap<&'static str, u64>,
    acts: BTreeMap<&'static str, u64>,
    mean_exchanges: Option<f64>,
    exchanges: &'a BTreeMap<u32, u64>,
    mean_turns: Option<f64>,
    lengths: &'a BTreeMap<u32, u64>,
    cells: Vec<CellJson>,
    forced: u64,
    pictured: u64,
    openings: RepeatsJson<'a>,
    closings: RepeatsJson<'a>,
    likeness: BTreeMap<&'static str, LikenessJson>,
    near_duplicates: u64,
    near_pairs: Vec<[String; 2]>,
    diversity: DiversityJson,
    sample: u32,
    sample_seed: u64,
    stopped: bool,
}

#[derive(Serialize)]
struct CellJson {
    #[serde(flatten)]
    cell: Cell,
    /// `null` when no run tells what was wanted.
    wanted: Option<u64>,
    got: u64,
}

#[derive(Serialize)]
struct RepeatsJson<'a> {
    texts: u64,
    shared: u64,
    most: Vec<RepeatJson<'a>>,
}

#[derive(Serialize)]
struct RepeatJson<'a> {
    text: &'a str,
    times: u64,
}

#[derive(Serialize)]
struct LikenessJson {
    self_bleu_utterances: Option<f64>,
    self_bleu_conversations: Option<f64>,
    self_repetition: Option<f64>,
}

pub(super) async fn run(args: StatsArgs, session: &Session) -> Result<Exit, CliError> {
    let (runner, mut events) = Runner::new(session.open(Access::Read).await?);
    let measure = Measure {
        sample: args.sample as usize,
        seed: args.sample_seed,
        listed: args.listed as usize,
    };
    let job = runner.measure(session.meant(args.filter.clone()), measure);
    let done = watch(session, job, &mut events).await?;
    runner.workspace().close().await?;
    session
        .out
        .result(&json(&done, &args), |_| words(&done, &args))?;
    Ok(exit_of(&done))
}

fn json<'a>(done: &'a Measured, args: &StatsArgs) -> StatsJson<'a> {
    let figures = &done.figures;
    let likeness = |l: &crate::quality::Likeness| LikenessJson {
        self_bleu_utterances: l.utterances,
        self_bleu_conversations: l.conversations,
        self_repetition: l.repetition,
    };
    StatsJson {
        conversations: figures.conversations,
        turns: figures.turns,
        languages: coded(&figures.languages, |l| l.code()),
        domains: coded(&figures.domains, |d| d.code()),
        modes: coded(&figures.modes, |m| m.code()),
        outcomes: coded(&figures.outcomes, |o| ending(*o)),
        acts: coded(&figures.acts, |a| a.code()),
        mean_exchanges: SetFigures::mean(&figures.exchanges),
        exchanges: &figures.exchanges,
        mean_turns: SetFigures::mean(&figures.lengths),
        lengths: &figures.lengths,
        cells: cells_json(done),
        forced: figures.forced,
        pictured: figures.pictured,
        openings: repeats_json(&figures.openings),
        closings: repeats_json(&figures.closings),
        likeness: figures
            .likeness
            .iter()
            .map(|(language, l)| (language.code(), likeness(l)))
            .collect(),
        near_duplicates: figures.near_duplicates,
        near_pairs: done
            .near_pairs
            .iter()
            .map(|(a, b)| [a.to_string(), b.to_string()])
            .collect(),
        diversity: done.into(),
        sample: args.sample,
        sample_seed: args.sample_seed,
        stopped: done.stopped,
    }
}

/// The cells that were wanted; when no run tells, those that there are.
fn cells_json(done: &Measured) -> Vec<CellJson> {
    let wanted = done.cells.iter().map(|(cell, filled)| CellJson {
        cell: *cell,
        wanted: Some(filled.wanted),
        got: filled.got,
    });
    let there = done.figures.cells.iter().map(|(cell, got)| CellJson {
        cell: *cell,
        wanted: None,
        got: *got,
    });
    match done.cells.is_empty() {
        true => there.collect(),
        false => wanted.collect(),
    }
}

fn repeats_json(repeats: &Repeats) -> RepeatsJson<'_> {
    let most = repeats.most.iter();
    RepeatsJson {
        texts: repeats.texts,
        shared: repeats.shared,
        most: most
            .map(|(text, times)| RepeatJson {
                text,
                times: *times,
            })
            .collect(),
    }
}

fn coded<K: Ord>(
    counts: &BTreeMap<K, u64>,
    code: impl Fn(&K) -> &'static str,
) -> BTreeMap<&'static str, u64> {
    counts
        .iter()
        .map(|(key, count)| (code(key), *count))
        .collect()
}

fn ending(outcome: Option<Outcome>) -> &'static str {
    outcome.map_or("not_finished", Outcome::code)
}

fn words(done: &Measured, args: &StatsArgs) -> String {
    let figures = &done.figures;
    if done.stopped {
        return "stopped; no figures".to_owned();
    }
    if figures.conversations == 0 {
        return "no conversation; make some with `muse-studio generate`, or widen the filter"
            .to_owned();
    }
    let mut lines = vec![done.summary()];
    let all = figures.conversations;
    lines.push(shares("languages", &figures.languages, all));
    lines.push(shares("domains", &figures.domains, all));
    lines.push(shares("modes", &coded(&figures.modes, |m| m.code()), all));
    lines.push(shares(
        "endings",
        &coded(&figures.outcomes, |o| ending(*o)),
        all,
    ));
    lines.push(format!("{:<11}{}", "forced", part(figures.forced, all)));
    lines.push(format!("{:<11}{}", "pictures", part(figures.pictured, all)));
    lines.push(lengths("exchanges", &figures.exchanges));
    lines.push(lengths("turns", &figures.lengths));
    lines.extend(cells(done, args.listed as usize));
    lines.push(shares("acts", &figures.acts, figures.turns));
    lines.push(repeated("openings", &figures.openings));
    lines.push(repeated("closings", &figures.closings));
    lines.push(format!(
        "self-BLEU-4 of {} sampled texts (seed {}), 4-grams that another conversation has too:",
        args.sample, args.sample_seed
    ));
    for (language, l) in &figures.likeness {
        lines.push(format!(
            "  {:<9}utterances {}  conversations {}  repeated 4-grams {}",
            language.code(),
            number(l.utterances),
            number(l.conversations),
            number(l.repetition),
        ));
    }
    lines.push(format!(
        "{:<11}{} with a word 3-gram likeness of {} or more to an earlier one",
        "near twins",
        part(figures.near_duplicates, all),
        crate::quality::NEAR,
    ));
    let pairs = done.near_pairs.iter();
    lines.extend(pairs.map(|(a, b)| format!("  {} like {}", short_id(*b), short_id(*a))));
    lines.extend(diversity::lines(done));
    lines.join("\n")
}

fn shares<K: Display>(name: &str, counts: &BTreeMap<K, u64>, all: u64) -> String {
    let one = |(key, count): (&K, &u64)| format!("{key} {}", part(*count, all));
    let parts: Vec<String> = counts.iter().map(one).collect();
    format!("{name:<11}{}", parts.join(" · "))
}

/// How many of the cells that were wanted are full, and which lack most.
fn cells(done: &Measured, listed: usize) -> Option<String> {
    let lacks = |filled: &Filled| filled.wanted.saturating_sub(filled.got);
    let mut short: Vec<_> = done
        .cells
        .iter()
        .filter(|(_, one)| lacks(one) > 0)
        .collect();
    short.sort_by_key(|(_, one)| std::cmp::Reverse(lacks(one)));
    let all = done.cells.values().filter(|one| one.wanted > 0).count();
    let mut line = format!(
        "{:<11}{} of {all} wanted ones are full",
        "cells",
        all - short.len()
    );
    for (cell, one) in short.into_iter().take(listed) {
        line.push_str(&format!("\n  {cell}: {} of {}", one.got, one.wanted));
    }
    (all > 0).then_some(line)
}

fn part(count: u64, all: u64) -> String {
    format!(
        "{count} ({:.1} %)",
        100.0 * count as f64 / all.max(1) as f64
    )
}

fn lengths(name: &str, histogram: &BTreeMap<u32, u64>) -> String {
    let mean = SetFigures::mean(histogram).unwrap_or_default();
    let one = |(length, count): (&u32, &u64)| format!("{length}: {count}");
    let parts: Vec<String> = histogram.iter().map(one).collect();
    format!("{name:<11}mean {mean:.2}; {}", parts.join(" · "))
}

fn repeated(name: &str, repeats: &Repeats) -> String {
    let mut line = format!(
        "{name:<11}{} that another conversation has word for word",
        part(repeats.shared, repeats.texts)
    );
    for (text, times) in &repeats.most {
        line.push_str(&format!("\n  {times:>5} × {text}"));
    }
    line
}
