//! `products history`: every version of a product.

use clap::Args;
use serde::Serialize;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit, log_line};
use crate::domain::{Action, Product, ProductField};
use crate::jobs::Access;
use crate::store::{Origin, ProductVersion};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products history FA-00001
  muse-studio products history FA-00001 --json
")]
pub(super) struct HistoryArgs {
    /// The product's id
    #[arg(value_name = "ID")]
    id: String,
}

/// What made a version, and when.
#[derive(Serialize)]
pub(super) struct Version<'a> {
    version: u32,
    at_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'a Action>,
    undo: bool,
}

impl<'a> Version<'a> {
    /// What made a version, and when.
    pub(super) fn of(version: &'a ProductVersion) -> Self {
        let (source, entry) = match &version.origin {
            Origin::Import(source) => (Some(source.as_str()), None),
            Origin::Person(entry) => (None, Some(entry)),
        };
        Version {
            version: version.version,
            at_ms: version.at_ms,
            source,
            reviewer: entry.map(|entry| entry.reviewer.as_str()),
            action: entry.map(|entry| &entry.action),
            undo: entry.is_some_and(|entry| entry.inverse_of.is_some()),
        }
    }

    /// One line: `version 2, edited by asha at ...`.
    pub(super) fn words(&self) -> String {
        let by = match (self.reviewer, self.undo, self.source) {
            (Some(reviewer), true, _) => format!("undone or redone by {reviewer}"),
            (Some(reviewer), false, _) => format!("edited by {reviewer}"),
            (None, _, Some(source)) if !source.is_empty() => format!("imported from {source}"),
            (None, ..) => "imported".to_owned(),
        };
        let at = match self.at_ms {
            Some(at) => format!(" at {}", log_line::time(at)),
            None => String::new(),
        };
        format!("version {}, {by}{at}", self.version)
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    version: Version<'a>,
    product: &'a Product,
}

pub(super) async fn run(args: HistoryArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let versions = workspace.product_history(&args.id.as_str().into()).await?;
    workspace.close().await?;
    let mut before: Option<&Product> = None;
    for version in &versions {
        let whole = Whole {
            version: Version::of(version),
            product: &version.product,
        };
        session.out.result(&whole, |whole| {
            let mut lines = vec![whole.version.words()];
            lines.extend(changes(before, &version.product));
            lines.join("\n")
        })?;
        before = Some(&version.product);
    }
    Ok(Exit::Done)
}

/// The fields in which a version differs from the one before it, a line each.
fn changes(before: Option<&Product>, after: &Product) -> Vec<String> {
    let Some(before) = before else {
        return Vec::new();
    };
    let mut fields = ProductField::all_of(before);
    for field in ProductField::all_of(after) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    let differing = fields
        .iter()
        .map(|field| (field.of(before), field.of(after)));
    differing
        .filter(|(before, after)| before != after)
        .map(|(before, after)| format!("  {}", after.change_from(&before)))
        .collect()
}
