//! `categories extract`.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::choose::{ChooseArgs, LeftOut, Taken, chosen, tell_missing};
use super::judging::Judged;
use super::{Layout, write};
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::config::Key;
use crate::jobs::Report;

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio categories extract
  muse-studio categories extract --min-items 20 --domain fashion --out categories.json
  muse-studio categories extract --domains my_departments.toml --json
  muse-studio categories extract --judge model --max-tokens 20000
")]
pub(super) struct ExtractArgs {
    #[command(flatten)]
    choose: ChooseArgs,
    /// Also write the names as a JSON list
    #[arg(long, visible_alias = "output-file", value_name = "FILE")]
    out: Option<PathBuf>,
    /// How the list is laid out
    #[arg(long, value_enum, default_value = "indented")]
    layout: Layout,
}

impl ExtractArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        self.choose.settings(settings);
    }
}

#[derive(Serialize)]
struct Extracted<'a> {
    products: u64,
    categories: &'a [Taken],
    left_out: &'a [LeftOut],
    missing: &'a [String],
    judged: Option<Judged<'a>>,
    output_file: Option<PathBuf>,
}

pub(super) async fn run(args: ExtractArgs, session: &Session) -> Result<Exit, CliError> {
    let chosen = chosen(&args.choose, session).await?;
    let choice = &chosen.choice;
    let file = args.out.map(|file| session.at(file));
    if let Some(file) = &file {
        let names: Vec<&str> = choice.taken.iter().map(|tag| tag.name.as_str()).collect();
        write(file, &names, args.layout)?;
    }
    tell_missing(&choice.missing, session);
    let extracted = Extracted {
        products: chosen.found.products,
        categories: &choice.taken,
        left_out: &choice.left_out,
        missing: &choice.missing,
        judged: chosen.judged.as_ref().map(Judged::of),
        output_file: file,
    };
    session.out.result(&extracted, |extracted| {
        let judged = chosen.judged.as_ref().map(Report::summary);
        words(extracted, judged)
    })?;
    Ok(chosen.exit())
}

fn words(extracted: &Extracted<'_>, judged: Option<String>) -> String {
    let mut lines: Vec<String> = extracted
        .categories
        .iter()
        .map(|tag| {
            let sure = (tag.domain.confidence * 100.0).round();
            format!(
                "{:>8}  {}  ({}, {sure} % sure)",
                tag.items, tag.name, tag.domain.domain
            )
        })
        .collect();
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for left in extracted.left_out {
        match reasons
            .iter_mut()
            .find(|(reason, _)| *reason == left.reason)
        {
            Some((_, count)) => *count += 1,
            None => reasons.push((&left.reason, 1)),
        }
    }
    lines.push(format!(
        "{} names taken of {} products",
        extracted.categories.len(),
        extracted.products
    ));
    lines.extend(
        reasons
            .iter()
            .map(|(reason, count)| format!("{count} left out: {reason}")),
    );
    lines.extend(judged);
    if let Some(file) = &extracted.output_file {
        lines.push(format!("written to {}", file.display()));
    }
    lines.join("\n")
}
