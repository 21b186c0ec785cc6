//! `categories show`.

use clap::Args;
use serde::Serialize;

use super::read;
use crate::catalog::Branch;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio categories show
  muse-studio categories show 'Clothing > Women' --depth 3
  muse-studio categories show --min-items 50 --json
")]
pub(super) struct ShowArgs {
    /// The path of the category to begin at, as 'Clothing > Women'
    #[arg(value_name = "PATH")]
    path: Vec<String>,
    /// How many levels
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=20))]
    depth: u8,
    /// Leave out categories with fewer products
    #[arg(long, default_value_t = 1, value_name = "N")]
    min_items: u64,
}

/// How many paths are told where a name alone does not lead to a category.
const TOLD: usize = 5;

#[derive(Serialize)]
struct Shown<'a> {
    path: &'a [String],
    #[serde(flatten)]
    branch: Branch,
}

pub(super) async fn run(args: ShowArgs, session: &Session) -> Result<Exit, CliError> {
    let split = args.path.iter().flat_map(|part| part.split('>'));
    let path: Vec<String> = split
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let found = read(session).await?;
    let Some(mut branch) = found.tree.branch(&path, usize::from(args.depth)) else {
        let last = path.last().map_or("", String::as_str);
        let others = found
            .tree
            .paths_of(last, TOLD)
            .into_iter()
            .map(|path| format!("'{}'", path.join(" > ")));
        let hint = match others.collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => {
                "`muse-studio categories show` lists what there is".to_owned()
            }
            paths => format!("did you mean {paths}?"),
        };
        return Err(CliError::usage(format!(
            "there is no category {}; {hint}",
            path.join(" > ")
        )));
    };
    thin(&mut branch, args.min_items);
    session.out.result(
        &Shown {
            path: &path,
            branch,
        },
        |shown| {
            let mut lines = Vec::new();
            let name = if shown.path.is_empty() {
                "all products".to_owned()
            } else {
                shown.path.join(" > ")
            };
            draw(&shown.branch, &name, 0, &mut lines);
            lines.join("\n")
        },
    )?;
    Ok(Exit::Done)
}

fn thin(branch: &mut Branch, least: u64) {
    branch.below.retain(|below| below.items >= least);
    branch.below.iter_mut().for_each(|below| thin(below, least));
}

fn draw(branch: &Branch, name: &str, level: usize, lines: &mut Vec<String>) {
    let more = match branch.categories - branch.below.len() {
        0 => String::new(),
        more => format!("  ({more} more below)"),
    };
    lines.push(format!(
        "{:>8}  {}{name}{more}",
        branch.items,
        "  ".repeat(level)
    ));
    for below in &branch.below {
        draw(below, &below.name, level + 1, lines);
    }
}
