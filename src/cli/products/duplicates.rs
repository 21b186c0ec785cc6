//! `products duplicates`: find, list and show products that are the same thing under several ids.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::line;
use crate::cli::session::Session;
use crate::cli::watch::{exit_of, watch};
use crate::cli::{CliError, Exit};
use crate::domain::{Product, ProductId};
use crate::jobs::{Access, Duplicates, GroupsFit, Report, Workspace};
use crate::store::Cursor;

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products duplicates find
  muse-studio products duplicates list --limit 50
  muse-studio products duplicates show fa-00001
")]
pub(super) struct DuplicatesArgs {
    #[command(subcommand)]
    verb: DuplicatesVerb,
}

#[derive(Debug, Subcommand)]
enum DuplicatesVerb {
    /// Compare all products and group those that are one thing; none is taken out
    #[command(before_help = "Examples:\n  muse-studio products duplicates find --json\n")]
    Find,
    /// List the groups that were found last
    List(ListArgs),
    /// Show the group of a product and in what its members differ
    Show(ShowArgs),
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products duplicates list --limit 50
  muse-studio products duplicates list --json --after 50
")]
struct ListArgs {
    /// How many groups at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    /// Go on after this key (the `key` of the last row)
    #[arg(long, value_name = "KEY")]
    after: Option<i64>,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products duplicates show fa-00001
  muse-studio products duplicates show fa-00001 --json
")]
struct ShowArgs {
    /// The id of any product of the group
    #[arg(value_name = "ID")]
    id: String,
}

pub(super) async fn run(args: DuplicatesArgs, session: &Session) -> Result<Exit, CliError> {
    match args.verb {
        DuplicatesVerb::Find => find(session).await,
        DuplicatesVerb::List(args) => list(args, session).await,
        DuplicatesVerb::Show(args) => show(args, session).await,
    }
}

#[derive(Serialize)]
struct FoundJson {
    products: u64,
    groups: u64,
    members: u64,
    unproven: u64,
    stopped: bool,
}

async fn find(session: &Session) -> Result<Exit, CliError> {
    let (runner, mut events) = session.runner().await?;
    let found = watch(session, runner.find_duplicates(), &mut events).await?;
    runner.workspace().close().await?;
    let json = FoundJson {
        products: found.products,
        groups: found.groups,
        members: found.members,
        unproven: found.unproven,
        stopped: found.stopped,
    };
    session.out.result(&json, |_| found.summary())?;
    Ok(exit_of(&found))
}

#[derive(Serialize)]
struct GroupJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<i64>,
    differ: Vec<&'static str>,
    members: &'a [Product],
}

async fn list(args: ListArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let cursor = args.after.map_or(Cursor::First, Cursor::After);
    let page = workspace.duplicates(cursor, args.limit).await?;
    tell_fit(&workspace, session).await?;
    workspace.close().await?;
    for (key, group) in &page.items {
        print(Some(*key), group, session)?;
    }
    if page.more
        && let Some((last, _)) = page.items.last()
    {
        session.out.note(&format!("more: --after {last}"));
    }
    Ok(Exit::Done)
}

async fn show(args: ShowArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let found = workspace
        .duplicates_of(&ProductId::from(args.id.as_str()))
        .await?;
    tell_fit(&workspace, session).await?;
    workspace.close().await?;
    let alone = Duplicates {
        members: Vec::new(),
    };
    match found {
        Some(group) => print(None, &group, session)?,
        None if session.out.form == crate::cli::output::Form::Json => print(None, &alone, session)?,
        None => session.out.words(&format!("{} stands alone", args.id))?,
    }
    Ok(Exit::Done)
}

fn print(key: Option<i64>, group: &Duplicates, session: &Session) -> Result<(), CliError> {
    let json = GroupJson {
        key,
        differ: group.differing(),
        members: &group.members,
    };
    session.out.result(&json, |json| {
        let differ = match json.differ.as_slice() {
            [] => "the same in every field".to_owned(),
            names => format!("not the same: {}", names.join(", ")),
        };
        let head = key.map_or_else(String::new, |key| format!("#{key}  "));
        let mut text = format!("{head}{} products, {differ}", json.members.len());
        for product in json.members {
            text.push_str(&format!("\n  {}", line(product)));
        }
        text
    })
}

async fn tell_fit(workspace: &Workspace, session: &Session) -> Result<(), CliError> {
    let text = match workspace.duplicates_fit().await? {
        GroupsFit::Fit => return Ok(()),
        GroupsFit::Old => {
            "products came in since the groups were made; `muse-studio products duplicates find` makes them again"
        }
        GroupsFit::Never => {
            "nobody has looked for duplicates yet; `muse-studio products duplicates find` does"
        }
    };
    session.out.note(&format!("note: {text}"));
    Ok(())
}
