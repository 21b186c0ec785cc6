//! `products search`.

use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::line;
use crate::catalog::{Counted, Facet, Facets, ProductQuery, Understood, original_id};
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::domain::{Currency, Domain, Money, Product};
use crate::jobs::{Access, Found, IndexFit, Reranker, embedder};

/// How many values each side of the facets shows.
const FACET_VALUES: usize = 8;

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products search cotton kurta
  muse-studio products search कुर्ता --domain fashion --max-price 1500
  muse-studio products search \"shoes -leather\"
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
    /// Say how the products found are spread over departments, brands, prices and so on
    #[arg(long)]
    facets: bool,
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
        facets: match args.facets {
            true => Facets::Most(FACET_VALUES),
            false => Facets::None,
        },
        ..ProductQuery::shopper(args.words.join(" "))
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
    let text = args.words.join(" ");
    session
        .out
        .result(&found_json(&found, &text), |_| in_words(&found))?;
    Ok(Exit::Done)
}

/// The products found, how the text was understood, and how they are spread.
fn in_words(found: &Found) -> String {
    let mut lines: Vec<String> = found.rows.iter().map(line).collect();
    lines.push(format!("{} of {} shown", found.rows.len(), found.total));
    if !found.asked.understood.is_empty() {
        let meanings = found.asked.understood.iter();
        let meanings: Vec<&str> = meanings.map(|part| part.meaning.as_str()).collect();
        lines.push(format!("understood: {}", meanings.join(" · ")));
    }
    for facet in &found.facets {
        let values = facet.values.iter();
        let values: Vec<String> = values.map(|v| format!("{} {}", v.0, v.1)).collect();
        let side = format!("{:?}", facet.side).to_lowercase();
        lines.push(format!("{side}: {}", values.join(", ")));
    }
    lines.join("\n")
}

#[derive(Serialize)]
struct FoundJson<'a> {
    total: u64,
    understood: Vec<UnderstoodJson<'a>>,
    products: Vec<HitJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facets: Vec<FacetJson<'a>>,
}

#[derive(Serialize)]
struct UnderstoodJson<'a> {
    text: &'a str,
    meaning: &'a str,
}

#[derive(Serialize)]
struct HitJson<'a> {
    /// The id that the catalogue gave, without the source before it.
    external_id: &'a str,
    score: f32,
    #[serde(flatten)]
    product: &'a Product,
}

#[derive(Serialize)]
struct FacetJson<'a> {
    side: String,
    /// Whether every product found was counted.
    exact: bool,
    values: Vec<CountedJson<'a>>,
}

#[derive(Serialize)]
struct CountedJson<'a> {
    value: &'a str,
    count: u64,
}

fn found_json<'a>(found: &'a Found, text: &'a str) -> FoundJson<'a> {
    let hit = |product: &'a Product| HitJson {
        external_id: original_id(product),
        score: found.scores.get(&product.id).copied().unwrap_or(0.0),
        product,
    };
    let understood = |part: &'a Understood| UnderstoodJson {
        text: text.get(part.at.clone()).unwrap_or_default(),
        meaning: &part.meaning,
    };
    let facet = |facet: &'a Facet| FacetJson {
        side: format!("{:?}", facet.side).to_lowercase(),
        exact: facet.counted == Counted::All,
        values: facet
            .values
            .iter()
            .map(|(value, count)| CountedJson {
                value,
                count: *count,
            })
            .collect(),
    };
    FoundJson {
        total: found.total,
        understood: found.asked.understood.iter().map(understood).collect(),
        products: found.rows.iter().map(hit).collect(),
        facets: found.facets.iter().map(facet).collect(),
    }
}
