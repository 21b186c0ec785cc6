//! `products show`: all that is known of a product.

use clap::Args;
use serde::Serialize;

use super::history::Version;
use super::line;
use super::uses::Used;
use crate::catalog::{Audience, TextLanguages};
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, log_line};
use crate::domain::{Product, ProductField, ProductId};
use crate::jobs::{Access, ProductDetail};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products show FA-00001
  muse-studio products show FA-00001 --json
")]
pub(super) struct ShowArgs {
    /// The product's id, as `products search` and `products list` show it
    #[arg(value_name = "ID")]
    id: String,
}

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    product: &'a Product,
    version: u32,
    versions: u32,
    changed: Version<'a>,
    imported: &'a Product,
    edits: Vec<Edited<'a>>,
    typed: TypedJson<'a>,
    languages: TextLanguages,
    used: u64,
    uses: Vec<Used<'a>>,
    same: Vec<&'a ProductId>,
}

/// A field that a person changed.
#[derive(Serialize)]
struct Edited<'a> {
    field: String,
    catalogue: String,
    reviewer: &'a str,
    at_ms: i64,
}

#[derive(Serialize)]
struct TypedJson<'a> {
    colors: &'a [String],
    shades: &'a [String],
    sizes: &'a [String],
    materials: &'a [String],
    patterns: &'a [String],
    audience: Option<&'static str>,
}

pub(super) async fn run(args: ShowArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let detail = workspace.product_detail(&args.id.as_str().into()).await?;
    workspace.close().await?;
    session.out.result(&shown(&detail), |_| words(&detail))?;
    Ok(Exit::Done)
}

fn shown(detail: &ProductDetail) -> Shown<'_> {
    let record = &detail.record;
    Shown {
        product: detail.product(),
        version: record.now.version,
        versions: record.now.version,
        changed: Version::of(&record.now),
        imported: &record.imported,
        edits: edits(detail),
        typed: TypedJson {
            colors: &detail.typed.colors,
            shades: &detail.typed.shades,
            sizes: &detail.typed.sizes,
            materials: &detail.typed.materials,
            patterns: &detail.typed.patterns,
            audience: detail.typed.audience.map(Audience::code),
        },
        languages: detail.languages,
        used: detail.used,
        uses: detail.uses.items.iter().map(Used::of).collect(),
        same: detail.same.iter().map(|product| &product.id).collect(),
    }
}

fn edits(detail: &ProductDetail) -> Vec<Edited<'_>> {
    let record = &detail.record;
    let edits = record.edits.iter();
    edits
        .map(|(field, entry)| Edited {
            field: field.to_string(),
            catalogue: field.of(&record.imported).to_string(),
            reviewer: entry.reviewer.as_str(),
            at_ms: entry.clock.millis,
        })
        .collect()
}

fn words(detail: &ProductDetail) -> String {
    let product = detail.product();
    let mut lines = vec![format!("{}  {}", product.id, product.title)];
    for field in ProductField::all_of(product).into_iter().skip(1) {
        let value = field.of(product);
        if !value.is_empty() {
            lines.push(format!("  {field}: {value}"));
        }
    }
    if let (Some(rating), Some(count)) = (product.rating, product.rating_count) {
        lines.push(format!("  rated {rating} by {count}"));
    }
    for (name, values) in detail.typed.named() {
        lines.push(format!("  in common words, {name}: {}", values.join(", ")));
    }
    lines.push(format!("  {}", detail.languages));
    for edit in edits(detail) {
        let Edited {
            field,
            catalogue,
            reviewer,
            at_ms,
        } = edit;
        let at = log_line::time(at_ms);
        let said = match catalogue.is_empty() {
            true => "nothing".to_owned(),
            false => catalogue,
        };
        lines.push(format!(
            "edited: {field} by {reviewer} at {at}; the catalogue says {said}"
        ));
    }
    lines.push(Version::of(&detail.record.now).words());
    match detail.used {
        0 => lines.push("named by no conversation".to_owned()),
        count => lines.push(format!("named by conversations: {count}")),
    }
    let uses = detail.uses.items.iter().map(Used::of);
    lines.extend(uses.map(|used| format!("  {}", used.words())));
    if detail.uses.more {
        let more = format!("  more: muse-studio products uses {}", product.id);
        lines.push(more);
    }
    if !detail.same.is_empty() {
        lines.push("the same thing under other ids:".to_owned());
        let others = detail.same.iter();
        lines.extend(others.map(|other| format!("  {}", line(other))));
    }
    lines.join("\n")
}
