//! `categories map`.

use std::collections::HashSet;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::choose::{ChooseArgs, Chosen, chosen, tell_missing};
use super::judging::Judged;
use super::{Layout, json_text, write};
use crate::cli::output::Form;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::config::Key;
use crate::jobs::Report;

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio categories map --out category2items.json
  muse-studio categories map --categories categories.json --out category2items.json
  muse-studio categories map --layout compact > category2items.json
")]
pub(super) struct MapArgs {
    #[command(flatten)]
    choose: ChooseArgs,
    /// The file to write; without it the map goes to standard output
    #[arg(long, visible_alias = "output-file", value_name = "FILE")]
    out: Option<PathBuf>,
    /// How the map is laid out
    #[arg(long, value_enum, default_value = "indented")]
    layout: Layout,
}

impl MapArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        self.choose.settings(settings);
    }
}

#[derive(Serialize)]
struct Mapped<'a> {
    categories: usize,
    memberships: u64,
    items: u64,
    /// Ids that two catalogues use for two products; those keep their source.
    ambiguous: usize,
    missing: Vec<String>,
    judged: Option<Judged<'a>>,
    output_file: PathBuf,
}

pub(super) async fn run(args: MapArgs, session: &Session) -> Result<Exit, CliError> {
    let chosen = chosen(&args.choose, session).await?;
    let exit = chosen.exit();
    let Chosen {
        found,
        choice,
        judged,
    } = chosen;
    if let Some(judged) = &judged {
        session.out.note(&judged.summary());
    }
    let names: HashSet<&str> = choice.taken.iter().map(|tag| tag.name.as_str()).collect();
    let map = found.tags.map(&names);
    tell_missing(&choice.missing, session);
    if map.ambiguous() > 0 {
        let count = map.ambiguous();
        session.out.note(&format!("note: {count} products keep their source before the id, because several catalogues use the same one"));
    }
    let Some(file) = args.out.map(|file| session.at(file)) else {
        match (session.out.form, args.layout) {
            (Form::Words, Layout::Indented) => {
                let text = json_text(&map, args.layout).map_err(CliError::writing)?;
                session.out.words(&String::from_utf8_lossy(&text))?;
            }
            _ => session.out.json(&map)?,
        }
        return Ok(exit);
    };
    write(&file, &map, args.layout)?;
    let mapped = Mapped {
        categories: map.categories(),
        memberships: map.memberships(),
        items: map.items(),
        ambiguous: map.ambiguous(),
        missing: choice.missing,
        judged: judged.as_ref().map(Judged::of),
        output_file: file,
    };
    session.out.result(&mapped, |mapped| {
        format!(
            "{} categories with {} memberships of {} products written to {}",
            mapped.categories,
            mapped.memberships,
            mapped.items,
            mapped.output_file.display()
        )
    })?;
    Ok(exit)
}
