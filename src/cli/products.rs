//! `products`: import, search, list.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::session::Session;
use super::watch::{exit_of, watch};
use super::{CliError, Exit};
use crate::domain::{Currency, Domain, Money, Product};
use crate::jobs::{Access, ImportOptions, Imported, IndexFit, Lookup, Report};
use crate::store::Cursor;

/// `products`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products import catalogue.jsonl.gz
  muse-studio products search blue cotton kurta --max-price 1500
")]
pub(super) struct ProductsArgs {
    #[command(subcommand)]
    verb: ProductsVerb,
}

#[derive(Debug, Subcommand)]
enum ProductsVerb {
    /// Bring products in from JSON, JSONL or CSV files, also gzipped
    Import(ImportArgs),
    /// Look products up
    Search(SearchArgs),
    /// List products in the order in which they came in
    List(ListArgs),
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products import catalogue.jsonl.gz
  muse-studio products import fashion.csv books.csv --rejects left_out.jsonl
")]
struct ImportArgs {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where rows that are left out are listed, with line and reason
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products search cotton kurta
  muse-studio products search कुर्ता --domain fashion --max-price 1500
  muse-studio products search --brand Tarang --json
")]
struct SearchArgs {
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
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products list --limit 50
  muse-studio products list --json --after 50
")]
struct ListArgs {
    /// How many at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    /// Go on after this key (the `key` of the last row)
    #[arg(long, value_name = "KEY")]
    after: Option<i64>,
}

pub(super) async fn run(args: ProductsArgs, session: &Session) -> Result<Exit, CliError> {
    match args.verb {
        ProductsVerb::Import(args) => import(args, session).await,
        ProductsVerb::Search(args) => search(args, session).await,
        ProductsVerb::List(args) => list(args, session).await,
    }
}

/// An amount of money on the command line; rupees unless it says otherwise.
fn rupees(text: &str) -> Result<Money, String> {
    Money::parse(text, Currency::INR).map_err(|error| error.to_string())
}

#[derive(Serialize)]
struct ImportResult<'a> {
    read: u64,
    added: u64,
    updated: u64,
    left_out: u64,
    left_out_file: &'a Option<PathBuf>,
    notes: &'a [String],
    stopped: bool,
}

async fn import(args: ImportArgs, session: &Session) -> Result<Exit, CliError> {
    let (runner, mut events) = session.runner().await?;
    let at = |file: PathBuf| session.at(file);
    let options = ImportOptions {
        files: args.files.into_iter().map(at).collect(),
        rejects: args.rejects.map(at),
        ..ImportOptions::default()
    };
    let done: Imported = watch(session, runner.import_products(options), &mut events).await?;
    runner.workspace().close().await?;
    let result = ImportResult {
        read: done.read,
        added: done.added,
        updated: done.updated,
        left_out: done.rejected,
        left_out_file: &done.rejects_file,
        notes: &done.notes,
        stopped: done.stopped,
    };
    session.out.result(&result, |_| {
        let notes = done.notes.iter().map(|note| format!("\nnote: {note}"));
        done.summary() + &notes.collect::<String>()
    })?;
    Ok(exit_of(&done))
}

async fn search(args: SearchArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let lookup = Lookup {
        words: args.words.join(" "),
        domain: args.domain,
        brand: args.brand,
        min_price: args.min_price,
        max_price: args.max_price,
        limit: args.limit as usize,
        offset: 0,
    };
    let found = workspace.look_up(lookup).await?;
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

#[derive(Serialize)]
struct Keyed<'a> {
    key: i64,
    #[serde(flatten)]
    product: &'a Product,
}

async fn list(args: ListArgs, session: &Session) -> Result<Exit, CliError> {
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

/// A product on one line.
fn line(product: &Product) -> String {
    let price = product
        .price
        .map_or_else(|| "no price".to_owned(), |price| price.to_string());
    let brand = product.brand.as_deref().unwrap_or("-");
    let gone = if product.out_of_stock() {
        "  out of stock"
    } else {
        ""
    };
    format!("{}  {price}  {brand}  {}{gone}", product.id, product.title)
}
