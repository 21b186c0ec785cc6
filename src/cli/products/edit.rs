//! `products edit`: another value for one field of a product.

use clap::Args;
use serde::Serialize;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::domain::{ProductField, ProductId, ProductValue};
use crate::jobs::Access;

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products edit FA-00001 price 1299
  muse-studio products edit FA-00001 title_hi 'नीला सूती कुर्ता'
  muse-studio products edit FA-00001 attributes.color 'blue; white'
  muse-studio products edit FA-00001 description ''
")]
pub(super) struct EditArgs {
    /// The product's id
    #[arg(value_name = "ID")]
    id: String,
    /// title, title_hi, domain, brand, categories, price, mrp, rating, stock, description, new_description, image, or
    /// attributes.NAME
    #[arg(value_name = "FIELD")]
    field: String,
    /// The new value; an empty one takes the value away
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    value: String,
    /// The version that you read; refused when the product was changed since
    #[arg(long, value_name = "VERSION")]
    expect: Option<u32>,
}

#[derive(Serialize)]
struct EditedJson {
    id: ProductId,
    field: String,
    before: ProductValue,
    after: ProductValue,
    version: u32,
    changed: bool,
}

pub(super) async fn run(args: EditArgs, session: &Session) -> Result<Exit, CliError> {
    let field: ProductField = args
        .field
        .parse()
        .map_err(|error| CliError::usage(format!("{error}")))?;
    let workspace = session.open(Access::Write).await?;
    let id = ProductId::from(args.id.as_str());
    let before = workspace.product_record(&id).await?.now;
    let desk = session.desk(&workspace);
    let applied = desk
        .edit_product(&id, &field, &args.value, args.expect)
        .await?;
    let after = workspace.product_record(&id).await?.now;
    workspace.close().await?;
    let done = EditedJson {
        field: field.to_string(),
        before: field.of(&before.product),
        after: field.of(&after.product),
        version: after.version,
        changed: !applied.entries.is_empty(),
        id,
    };
    session.out.result(&done, |done| match done.changed {
        true => format!(
            "{}; `muse-studio review undo` takes it back",
            done.after.change_from(&done.before)
        ),
        false => format!("{} has this value already; nothing was changed", done.field),
    })?;
    Ok(Exit::Done)
}
