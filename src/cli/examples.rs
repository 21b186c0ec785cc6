//! `examples`: conversations to read, and sheets for readers to mark.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::files::write_whole;
use super::sample;
use super::session::Session;
use super::{CliError, Exit};
use crate::jobs::{SampleShop, examples, sheet};

/// `examples`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio examples > examples.md
  muse-studio examples --sheet readers.csv
")]
pub(super) struct ExamplesArgs {
    /// The number that the conversations are drawn with
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Write the examples to this file instead of standard output
    #[arg(long, alias = "out", value_name = "FILE", conflicts_with = "sheet")]
    output_file: Option<PathBuf>,
    /// Write a sheet of conversations for people to mark, without saying where each comes from; that goes to FILE.key.csv
    #[arg(long, value_name = "FILE")]
    sheet: Option<PathBuf>,
    /// How many conversations of each language stand on the sheet
    #[arg(long, default_value_t = 50, value_name = "N", requires = "sheet", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    each: u32,
}

#[derive(Serialize)]
struct ExamplesJson {
    seed: u64,
    conversations: usize,
    file: Option<PathBuf>,
    key: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

pub(super) fn run(args: ExamplesArgs, session: &Session) -> Result<Exit, CliError> {
    let products = String::from_utf8_lossy(sample::PRODUCTS);
    let shop = Arc::new(SampleShop::read(&products)?);
    let made = match args.sheet {
        Some(file) => to_sheet(session.at(file), args.each, args.seed, &shop)?,
        None => to_text(
            args.output_file.map(|file| session.at(file)),
            args.seed,
            &shop,
        )?,
    };
    session
        .out
        .result(&made, |made| match (&made.text, &made.file, &made.key) {
            (Some(text), ..) => text.trim_end().to_owned(),
            (None, Some(file), Some(key)) => format!(
                "{} conversations on {}; {} says where each comes from, keep it from the readers",
                made.conversations,
                file.display(),
                key.display()
            ),
            (None, file, _) => {
                let file = file.clone().unwrap_or_default();
                format!("{} conversations in {}", made.conversations, file.display())
            }
        })?;
    Ok(Exit::Done)
}

fn to_text(
    file: Option<PathBuf>,
    seed: u64,
    shop: &Arc<SampleShop>,
) -> Result<ExamplesJson, CliError> {
    let text = examples(shop, seed)?;
    let conversations = text.matches("\n### ").count();
    if let Some(file) = &file {
        write_whole(file, |out| out.write_all(text.as_bytes()))?;
    }
    Ok(ExamplesJson {
        seed,
        conversations,
        text: file.is_none().then_some(text),
        file,
        key: None,
    })
}

fn to_sheet(
    file: PathBuf,
    each: u32,
    seed: u64,
    shop: &Arc<SampleShop>,
) -> Result<ExamplesJson, CliError> {
    let made = sheet(shop, each as usize, seed)?;
    let mut key = file.clone().into_os_string();
    key.push(".key.csv");
    let key = PathBuf::from(key);
    write_whole(&key, |out| out.write_all(made.key.as_bytes()))?;
    write_whole(&file, |out| out.write_all(made.sheet.as_bytes()))?;
    Ok(ExamplesJson {
        seed,
        conversations: made.conversations,
        file: Some(file),
        key: Some(key),
        text: None,
    })
}
