//! `products uses`: the conversations that name a product.

use clap::Args;
use serde::Serialize;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::domain::{Language, ProductId, Speaker, Status, TurnId};
use crate::jobs::{Access, short_id};
use crate::store::{Cursor, Use};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products uses FA-00001
  muse-studio products uses FA-00001 --json --after 50
")]
pub(super) struct UsesArgs {
    /// The product's id
    #[arg(value_name = "ID")]
    id: String,
    /// How many conversations at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    /// Go on after this number (the `number` of the last row)
    #[arg(long, value_name = "NUMBER")]
    after: Option<i64>,
}

/// A conversation that names a product.
#[derive(Serialize)]
pub(super) struct Used<'a> {
    number: i64,
    conversation: String,
    language: Language,
    status: Status,
    opening: &'a str,
    turns: Vec<TurnJson<'a>>,
}

#[derive(Serialize)]
struct TurnJson<'a> {
    place: u32,
    turn: TurnId,
    speaker: Speaker,
    act: &'static str,
    text: &'a str,
}

impl<'a> Used<'a> {
    /// A row of a page of uses.
    pub(super) fn of((number, used): &'a (i64, Use)) -> Self {
        let turns = used.turns.iter().map(|turn| TurnJson {
            place: turn.place,
            turn: turn.turn,
            speaker: turn.speaker,
            act: turn.act.code(),
            text: &turn.text,
        });
        Used {
            number: *number,
            conversation: used.conversation.id.to_string(),
            language: used.conversation.language,
            status: used.conversation.status,
            opening: &used.conversation.opening,
            turns: turns.collect(),
        }
    }

    /// One line: number, id, status, turns, opening.
    pub(super) fn words(&self) -> String {
        let places: Vec<String> = self.turns.iter().map(|t| t.place.to_string()).collect();
        let turns = match places.len() {
            0 => "in another branch".to_owned(),
            1 => format!("turn {}", places[0]),
            _ => format!("turns {}", places.join(", ")),
        };
        let id = self
            .conversation
            .parse()
            .map_or_else(|_| self.conversation.clone(), short_id);
        format!(
            "#{}  {id}  {}  {}  {turns}  {}",
            self.number, self.status, self.language, self.opening
        )
    }
}

pub(super) async fn run(args: UsesArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let id = ProductId::from(args.id.as_str());
    let cursor = args.after.map_or(Cursor::First, Cursor::After);
    let page = workspace.store().uses_of(id.clone(), cursor, args.limit);
    let page = page.await?;
    if page.items.is_empty() && args.after.is_none() {
        // A product that is not there is another matter than one that nobody names.
        workspace.product_record(&id).await?;
        session.out.note("no conversation names this product");
    }
    workspace.close().await?;
    for item in &page.items {
        session.out.result(&Used::of(item), Used::words)?;
    }
    if page.more
        && let Some((last, _)) = page.items.last()
    {
        session.out.note(&format!("more: --after {last}"));
    }
    Ok(Exit::Done)
}
