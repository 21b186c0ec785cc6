//! `products similar`: more like this.

use clap::Args;
use serde::Serialize;

use super::line;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::domain::Product;
use crate::jobs::Access;

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products similar FA-00001
  muse-studio products similar FA-00001 --limit 5 --json
")]
pub(super) struct SimilarArgs {
    /// The product's id, as `products search` and `products list` show it
    #[arg(value_name = "ID")]
    id: String,
    /// How many at most
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
}

#[derive(Serialize)]
struct Similar<'a> {
    products: &'a [Product],
}

pub(super) async fn run(args: SimilarArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let id = args.id.as_str().into();
    let found = workspace.similar_products(&id, args.limit as usize).await?;
    workspace.close().await?;
    session
        .out
        .result(&Similar { products: &found }, |_| match found.as_slice() {
            [] => "nothing like it".to_owned(),
            found => found.iter().map(line).collect::<Vec<_>>().join("\n"),
        })?;
    Ok(Exit::Done)
}
