//! `review agreement`: how far reviewers agree.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use crate::cli::figures::{FigureJson, IntervalJson, figure, interval};
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::jobs::{Access, Agreed, Beside, Level, agreed};
use crate::quality::statistics::Agreement;
use crate::review::Filter;

/// `review agreement`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review agreement
  muse-studio review agreement --filter 'lang:hi' --json

Compares what reviewers say of the same conversations and turns, accepted or rejected, and what people say with what
automatic review says. What was put aside or taken back does not count. No figure says enough alone: AC1 and AC2 stay high
where nearly everything is accepted, alpha and kappa fall to 0 there. A figure that the verdicts do not allow is undefined,
with the reason.
")]
pub(super) struct AgreementArgs {
    /// Which conversations, such as 'lang:hi'
    #[arg(long, default_value = "")]
    filter: Filter,
}

pub(super) async fn run(args: AgreementArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let done = agreed(&workspace, session.meant(args.filter)).await?;
    workspace.close().await?;
    session
        .out
        .result(&AgreedJson::from(&done), |_| words(&done))?;
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct AgreedJson {
    conversations: LevelJson,
    turns: LevelJson,
    programs: Vec<BesideJson>,
}

#[derive(Serialize)]
struct LevelJson {
    people: BTreeMap<String, u64>,
    #[serde(flatten)]
    all: AgreementJson,
    pairs: Vec<BesideJson>,
}

#[derive(Serialize)]
struct BesideJson {
    between: [String; 2],
    accepted: [u64; 2],
    #[serde(flatten)]
    both: AgreementJson,
    kappa: FigureJson,
    kappa_quadratic: FigureJson,
}

#[derive(Serialize)]
struct AgreementJson {
    items: usize,
    exact: FigureJson,
    alpha_nominal: FigureJson,
    alpha_ordinal: FigureJson,
    alpha_interval: IntervalJson,
    ac1: FigureJson,
    ac2: FigureJson,
    fleiss: FigureJson,
}

impl From<&Agreed> for AgreedJson {
    fn from(done: &Agreed) -> Self {
        let programs = done.programs.iter();
        let beside = |(program, figures)| BesideJson::of("people", program, figures);
        AgreedJson {
            conversations: (&done.conversations).into(),
            turns: (&done.turns).into(),
            programs: programs
                .map(|(program, figures)| beside((program.as_str(), figures)))
                .collect(),
        }
    }
}

impl From<&Level> for LevelJson {
    fn from(level: &Level) -> Self {
        let people = level.people.iter();
        let pairs = level.pairs.iter();
        LevelJson {
            people: people
                .map(|(who, count)| (who.to_string(), *count))
                .collect(),
            all: (&level.all).into(),
            pairs: pairs
                .map(|((a, b), figures)| BesideJson::of(a.as_str(), b.as_str(), figures))
                .collect(),
        }
    }
}

impl BesideJson {
    fn of(one: &str, other: &str, figures: &Beside) -> Self {
        BesideJson {
            between: [one.to_owned(), other.to_owned()],
            accepted: figures.accepted.into(),
            both: (&figures.both).into(),
            kappa: figures.kappa.into(),
            kappa_quadratic: figures.kappa_quadratic.into(),
        }
    }
}

impl From<&Agreement> for AgreementJson {
    fn from(figures: &Agreement) -> Self {
        AgreementJson {
            items: figures.items,
            exact: figures.exact.into(),
            alpha_nominal: figures.alpha_nominal.into(),
            alpha_ordinal: figures.alpha_ordinal.into(),
            alpha_interval: figures.alpha_interval.into(),
            ac1: figures.ac1.into(),
            ac2: figures.ac2.into(),
            fleiss: figures.fleiss.into(),
        }
    }
}

fn words(done: &Agreed) -> String {
    let mut lines = level("conversations", &done.conversations);
    lines.extend(level("turns", &done.turns));
    lines.push("people and automatic review, on conversations".to_owned());
    if done.programs.is_empty() {
        lines.push("  no program judged any; see `muse-studio review auto`".to_owned());
    }
    for (program, figures) in &done.programs {
        lines.extend(beside("people", program.as_str(), figures));
    }
    lines.join("\n")
}

fn level(name: &str, level: &Level) -> Vec<String> {
    let one = |(who, count): (&crate::domain::ReviewerId, &u64)| format!("{who} {count}");
    let people: Vec<String> = level.people.iter().map(one).collect();
    let who = match people.is_empty() {
        true => "nobody judged any".to_owned(),
        false => format!("judged by {}", people.join(" · ")),
    };
    let mut lines = vec![format!("{name}: {who}; {} by two or more", level.all.items)];
    if level.all.items == 0 {
        lines.push("  agreement undefined (nothing was rated by two or more)".to_owned());
        return lines;
    }
    lines.extend(figures(&level.all));
    for ((a, b), pair) in &level.pairs {
        lines.extend(beside(a.as_str(), b.as_str(), pair));
    }
    lines
}

fn figures(all: &Agreement) -> Vec<String> {
    let rows = [
        ("exact", figure(all.exact)),
        ("alpha nominal", figure(all.alpha_nominal)),
        ("alpha ordinal", figure(all.alpha_ordinal)),
        ("  within 95 %", interval(all.alpha_interval)),
        ("AC1", figure(all.ac1)),
        ("AC2", figure(all.ac2)),
        ("Fleiss' kappa", figure(all.fleiss)),
    ];
    let row = |(name, value)| format!("  {name:<14}{value}");
    rows.into_iter().map(row).collect()
}

fn beside(one: &str, other: &str, pair: &Beside) -> Vec<String> {
    let both = &pair.both;
    let (of_one, of_other) = pair.accepted;
    let head = format!(
        "  {one} and {other}: {} in common, of which {of_one} and {of_other} accepted",
        both.items
    );
    if both.items == 0 {
        return vec![head];
    }
    let kappa = format!(
        "    exact {} · alpha {} · AC1 {} · AC2 {}",
        figure(both.exact),
        figure(both.alpha_ordinal),
        figure(both.ac1),
        figure(both.ac2),
    );
    let quadratic = format!(
        "    Cohen's kappa {} · quadratic {}",
        figure(pair.kappa),
        figure(pair.kappa_quadratic),
    );
    vec![head, kappa, quadratic]
}
