//! `profiles stats`: what the shoppers are like, beside what was asked for.

use std::path::PathBuf;

use clap::Args;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::jobs::{Access, Crossed, Novelty, ProfileStats, Share};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio profiles stats
  muse-studio profiles stats --demographics-file user_demographics.json --json
")]
pub(super) struct StatsArgs {
    /// The demographics whose shares are the targets; the built-in ones when not given
    #[arg(long, value_name = "FILE")]
    demographics_file: Option<PathBuf>,
    /// How stories are compared: minhash[:LIMIT], bleu[:LIMIT] (its time grows with the square), or off
    #[arg(long, default_value_t, value_name = "MEASURE")]
    novelty: Novelty,
}

pub(super) async fn run(args: StatsArgs, session: &Session) -> Result<Exit, CliError> {
    let file = args.demographics_file.map(|file| session.at(file));
    let workspace = session.open(Access::Read).await?;
    let stats = workspace.profile_stats(file, args.novelty).await;
    workspace.close().await?;
    session.out.result(&stats?, words)?;
    Ok(Exit::Done)
}

fn words(stats: &ProfileStats) -> String {
    let mut parts = vec![
        format!("{} profiles", stats.profiles),
        shares(&stats.shares),
    ];
    parts.extend(stats.crossed.iter().map(crossed));
    parts.push(purses(stats));
    parts.push(wishes(stats));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn shares(shares: &[Share]) -> String {
    let mut lines = vec![format!(
        "{:<18} {:<16} {:>8} {:>7} {:>7} {:>7}",
        "", "", "people", "share", "target", "off"
    )];
    let mut last = "";
    for share in shares {
        let what = if share.what == last {
            ""
        } else {
            share.what.as_str()
        };
        last = &share.what;
        let percent = |part: f64| format!("{:.1}%", part * 100.0);
        lines.push(format!(
            "{what:<18} {:<16} {:>8} {:>7} {:>7} {:>7}",
            share.value,
            share.people,
            percent(share.share),
            share.target.map_or_else(String::new, percent),
            share
                .points
                .map_or_else(String::new, |points| format!("{points:+.1}")),
        ));
    }
    lines
        .iter()
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}

fn crossed(table: &Crossed) -> String {
    if table.people.is_empty() {
        return String::new();
    }
    let mut columns: Vec<&String> = table.people.values().flat_map(|row| row.keys()).collect();
    columns.sort();
    columns.dedup();
    let title = format!("{} x {}", table.rows, table.columns);
    let heads: Vec<String> = columns
        .iter()
        .map(|column| format!("{column:>12}"))
        .collect();
    let mut lines = vec![format!("{title:<24} {}", heads.join(" "))];
    for (row, cells) in &table.people {
        let cell = |column: &&String| format!("{:>12}", cells.get(*column).copied().unwrap_or(0));
        let cells: Vec<String> = columns.iter().map(cell).collect();
        lines.push(format!("{row:<24} {}", cells.join(" ")));
    }
    lines.join("\n")
}

fn purses(stats: &ProfileStats) -> String {
    let mut lines = vec![format!(
        "{:<18} {:>8} {:>10} {:>10} {:>10}",
        "budget by income", "people", "quarter", "half", "3 quarters"
    )];
    for purse in &stats.purses {
        let [quarter, half, most] =
            [purse.quarter, purse.half, purse.three_quarters].map(|amount| format!("₹{amount}"));
        lines.push(format!(
            "{:<18} {:>8} {quarter:>10} {half:>10} {most:>10}",
            purse.income, purse.people
        ));
    }
    if stats.purses.is_empty() {
        String::new()
    } else {
        lines.join("\n")
    }
}

fn wishes(stats: &ProfileStats) -> String {
    let mut lines = Vec::new();
    if let Some(free) = stats.target_free {
        lines.push(format!("without a target   {:.1}%", free * 100.0));
    }
    let counts = stats
        .wishes
        .iter()
        .map(|(wishes, people)| format!("{wishes}: {people}"));
    let counts: Vec<String> = counts.collect();
    if !counts.is_empty() {
        lines.push(format!("people by wishes   {}", counts.join(", ")));
    }
    if let Some(mean) = stats.story_words {
        lines.push(format!(
            "stories            {mean:.0} words on the average, {} different words",
            stats.different_words
        ));
        lines.push(format!("alike ({})   {}", stats.novelty, stats.alike));
    }
    let pairs = stats.alike_pairs.iter();
    lines.extend(pairs.map(|(one, earlier)| format!("  {one} is near to {earlier}")));
    lines.join("\n")
}
