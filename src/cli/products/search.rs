//! `products search`.

use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::line;
use crate::catalog::ProductQuery;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::domain::{Currency, Domain, Money, Product};
use crate::jobs::{Access, IndexFit, Reranker, embedder};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products search cotton kurta
  muse-studio products search कुर्ता --domain fashion --max-price 1500
  muse-studio products search --brand Tarang --json
  muse-studio products search something warm for a newborn --by-meaning
")]
pub(super) struct SearchArgs {
    /// Words; the last one may be unfinished
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// Only this department: fashion, electronics, home_garden, books, other
    #[arg(long)]
    domain: Option<Domain>,
    /// Only this brand
    #[arg(long)]
    brand: Option<String>,
    /// At least this price, in rupees
    #[arg(long, value_parser = rupees)]
    min_price: Option<Money>,
    /// At most this price, in rupees
    #[arg(long, value_parser = rupees)]
    max_price: Option<Money>,
    /// How many at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// Put the best in order by their meaning too, through the server that embeddings_url names
    #[arg(long)]
    by_meaning: bool,
}

/// An amount of money on the command line; rupees unless it says otherwise.
fn rupees(text: &str) -> Result<Money, String> {
    Money::parse(text, Currency::INR).map_err(|error| error.to_string())
}

pub(super) async fn run(args: SearchArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let query = ProductQuery {
        domain: args.domain,
        brand: args.brand,
        min_price: args.min_price,
        max_price: args.max_price,
        limit: args.limit as usize,
        ..ProductQuery::typed(args.words.join(" "))
    };
    let found = if args.by_meaning {
        let model = Arc::new(embedder(&session.config.embeddings)?);
        let reranker = Reranker::open(model, &workspace.folder().vectors())?;
        workspace
            .look_up_by_meaning(query.into(), &reranker)
            .await?
    } else {
        workspace.look_up(query.into()).await?
    };
    let fit = workspace.index_fit().await?;
    workspace.close().await?;
    if fit == IndexFit::Stale {
        session.out.note(
            "note: the search index lags behind the products, some may not be found; \
             an import is under way, or was cut off: then `muse-studio setup --yes` builds it again",
        );
    }
    session
        .out
        .result(&found_json(&found.rows, found.total), |_| {
            let mut lines: Vec<String> = found.rows.iter().map(line).collect();
            lines.push(format!("{} of {} shown", found.rows.len(), found.total));
            lines.join("\n")
        })?;
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct FoundJson<'a> {
    total: u64,
    products: &'a [Product],
}

fn found_json(products: &[Product], total: u64) -> FoundJson<'_> {
    FoundJson { total, products }
}
