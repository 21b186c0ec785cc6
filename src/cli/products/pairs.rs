//! `products pairs`: what goes with a product.

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
  muse-studio products pairs FA-00001
  muse-studio products pairs FA-00001 --limit 5 --json
")]
pub(super) struct PairsArgs {
    /// The product's id, as `products search` and `products list` show it
    #[arg(value_name = "ID")]
    id: String,
    /// How many at most
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
}

#[derive(Serialize)]
struct Pairs<'a> {
    products: Vec<Companion<'a>>,
}

#[derive(Serialize)]
struct Companion<'a> {
    kind: &'a str,
    #[serde(flatten)]
    product: &'a Product,
}

pub(super) async fn run(args: PairsArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let id = args.id.as_str().into();
    let found = workspace.companions(&id, args.limit as usize).await?;
    workspace.close().await?;
    let products = found.iter().map(|pair| Companion {
        kind: pair.kind,
        product: &pair.product,
    });
    let pairs = Pairs {
        products: products.collect(),
    };
    session.out.result(&pairs, |_| {
        let lines = found
            .iter()
            .map(|pair| format!("{}: {}", pair.kind, line(&pair.product)));
        match found.is_empty() {
            true => "nothing that is known to go with it".to_owned(),
            false => lines.collect::<Vec<_>>().join("\n"),
        }
    })?;
    Ok(Exit::Done)
}
