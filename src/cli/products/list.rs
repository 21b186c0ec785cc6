//! `products list`.

use clap::Args;
use serde::Serialize;

use super::line;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::domain::Product;
use crate::jobs::Access;
use crate::store::Cursor;

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products list --limit 50
  muse-studio products list --json --after 50
")]
pub(super) struct ListArgs {
    /// How many at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    /// Go on after this key (the `key` of the last row)
    #[arg(long, value_name = "KEY")]
    after: Option<i64>,
}

#[derive(Serialize)]
struct Keyed<'a> {
    key: i64,
    #[serde(flatten)]
    product: &'a Product,
}

pub(super) async fn run(args: ListArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let cursor = args.after.map_or(Cursor::First, Cursor::After);
    let page = workspace.store().product_page(cursor, args.limit).await?;
    workspace.close().await?;
    for (key, product) in &page.items {
        session
            .out
            .result(&Keyed { key: *key, product }, |_| line(product))?;
    }
    if page.more
        && let Some((last, _)) = page.items.last()
    {
        session.out.note(&format!("more: --after {last}"));
    }
    Ok(Exit::Done)
}
