//! `products`: one file a verb.

mod duplicates;
mod edit;
mod history;
mod import;
mod list;
mod pairs;
mod picture;
mod recaption;
mod search;
mod show;
mod similar;
mod uses;

use clap::{Args, Subcommand};

use super::session::Session;
use super::{CliError, Exit};
use crate::config::Key;
use crate::domain::Product;

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

impl ProductsArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        if let ProductsVerb::Recaption(args) = &self.verb {
            args.settings(settings);
        }
    }
}

#[derive(Debug, Subcommand)]
enum ProductsVerb {
    /// Bring products in from JSON, JSONL or CSV files, also gzipped
    Import(import::ImportArgs),
    /// Look products up
    Search(search::SearchArgs),
    /// Show products like one
    Similar(similar::SimilarArgs),
    /// Show products that go with one: what to wear or use with it
    Pairs(pairs::PairsArgs),
    /// List products in the order in which they came in
    List(list::ListArgs),
    /// Show the picture of a product as half-blocks, and in words
    Picture(picture::PictureArgs),
    /// Find, list and show products that are the same thing under several ids
    Duplicates(duplicates::DuplicatesArgs),
    /// Have a language model describe products, for search and for the assistant
    Recaption(recaption::RecaptionArgs),
    /// Show all that is known of a product
    Show(show::ShowArgs),
    /// Give one field of a product another value; `review undo` takes it back
    Edit(edit::EditArgs),
    /// List every version of a product: what changed, by whom, when
    History(history::HistoryArgs),
    /// List the conversations that name a product
    Uses(uses::UsesArgs),
}

pub(super) async fn run(args: ProductsArgs, session: &Session) -> Result<Exit, CliError> {
    match args.verb {
        ProductsVerb::Import(args) => import::run(args, session).await,
        ProductsVerb::Search(args) => search::run(args, session).await,
        ProductsVerb::Similar(args) => similar::run(args, session).await,
        ProductsVerb::Pairs(args) => pairs::run(args, session).await,
        ProductsVerb::List(args) => list::run(args, session).await,
        ProductsVerb::Picture(args) => picture::run(args, session).await,
        ProductsVerb::Duplicates(args) => duplicates::run(args, session).await,
        ProductsVerb::Recaption(args) => recaption::run(args, session).await,
        ProductsVerb::Show(args) => show::run(args, session).await,
        ProductsVerb::Edit(args) => edit::run(args, session).await,
        ProductsVerb::History(args) => history::run(args, session).await,
        ProductsVerb::Uses(args) => uses::run(args, session).await,
    }
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
