//! `categories`: the tree of the category paths, the names that are kinds of products, the published category map.

mod choose;
mod extract;
mod judging;
mod map;
mod show;

use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;
use serde_json::ser::PrettyFormatter;

use super::files;
use super::session::Session;
use super::watch::watch;
use super::{CliError, Exit};
use crate::config::Key;
use crate::jobs::{Access, Categories, Events, Runner};

/// `categories`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio categories show
  muse-studio categories extract --out categories.json
  muse-studio categories map --out category2items.json
")]
pub(super) struct CategoriesArgs {
    #[command(subcommand)]
    verb: CategoriesVerb,
}

impl CategoriesArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        match &self.verb {
            CategoriesVerb::Extract(args) => args.settings(settings),
            CategoriesVerb::Map(args) => args.settings(settings),
            CategoriesVerb::Show(_) => {}
        }
    }
}

#[derive(Debug, Subcommand)]
enum CategoriesVerb {
    /// List the category names that are kinds of products, with counts and departments
    Extract(extract::ExtractArgs),
    /// Map each of them to its products, as category2items.json does
    Map(map::MapArgs),
    /// Show the tree of the category paths with counts
    Show(show::ShowArgs),
}

/// How a JSON file is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// Four spaces a level, as the published files.
    Indented,
    /// In one line.
    Compact,
}

pub(super) async fn run(args: CategoriesArgs, session: &Session) -> Result<Exit, CliError> {
    match args.verb {
        CategoriesVerb::Extract(args) => extract::run(args, session).await,
        CategoriesVerb::Map(args) => map::run(args, session).await,
        CategoriesVerb::Show(args) => show::run(args, session).await,
    }
}

/// Reads the categories of the workspace.
async fn read(session: &Session) -> Result<Categories, CliError> {
    let (runner, mut events) = Runner::new(session.open(Access::Read).await?);
    let found = read_with(&runner, &mut events, session).await;
    runner.workspace().close().await?;
    found
}

/// Reads the categories with this runner; stopped half way they are of no use.
async fn read_with(
    runner: &Runner,
    events: &mut Events,
    session: &Session,
) -> Result<Categories, CliError> {
    let found = watch(session, runner.read_categories(), events).await?;
    match found.stopped {
        true => Err(CliError::interrupted()),
        false => Ok(found),
    }
}

/// A value as JSON in one of the layouts.
fn json_text<T: Serialize>(value: &T, layout: Layout) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    match layout {
        Layout::Compact => serde_json::to_writer(&mut out, value)?,
        Layout::Indented => {
            let formatter = PrettyFormatter::with_indent(b"    ");
            let mut serializer = serde_json::Serializer::with_formatter(&mut out, formatter);
            value.serialize(&mut serializer)?;
        }
    }
    Ok(out)
}

/// Writes a value to a file, whole or not at all.
fn write<T: Serialize>(file: &Path, value: &T, layout: Layout) -> Result<(), CliError> {
    files::write_whole(file, |out| out.write_all(&json_text(value, layout)?))
}
