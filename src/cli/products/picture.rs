//! `products picture`: the picture of a product as half-blocks, and in words.

use clap::Args;
use serde::Serialize;

use crate::catalog::alt_text::{self, AltText};
use crate::catalog::pictures::{Blocks, Limits, Media, Picture, PictureError, load};
use crate::cli::output::Form;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, studio};
use crate::domain::{Product, ProductId};
use crate::jobs::Access;

/// Stands behind what is see-through.
const GROUND: [u8; 3] = [128; 3];

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio products picture fa-00022
  muse-studio products picture fa-00022 --width 60
  muse-studio products picture fa-00022 --json
")]
pub(super) struct PictureArgs {
    /// The product's id
    #[arg(value_name = "ID")]
    id: String,
    /// Columns that the picture may take
    #[arg(long, value_name = "COLUMNS", default_value_t = 40, value_parser = clap::value_parser!(u16).range(2..=400))]
    width: u16,
}

#[derive(Serialize)]
struct PictureJson<'a> {
    id: &'a ProductId,
    reference: &'a Option<String>,
    alt: &'a AltText,
    /// Pixels; none without a picture.
    width: Option<u32>,
    height: Option<u32>,
    /// Why there is no picture.
    why_not: Option<String>,
}

pub(super) async fn run(args: PictureArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let id = ProductId::from(args.id.as_str());
    let product = workspace.product_record(&id).await?.now.product;
    let media = Media::new(workspace.folder().media());
    workspace.close().await?;
    let picture = read(&media, &product);
    let alt = alt_text::of(&product);
    match session.out.form {
        Form::Json => session.out.json(&told(&product, &alt, &picture))?,
        Form::Words => shown(&args, &alt, &picture, session)?,
    }
    Ok(Exit::Done)
}

fn read(media: &Media, product: &Product) -> Result<Picture, PictureError> {
    load(&media.of(product)?, Limits::default())
}

fn told<'a>(
    product: &'a Product,
    alt: &'a AltText,
    picture: &Result<Picture, PictureError>,
) -> PictureJson<'a> {
    PictureJson {
        id: &product.id,
        reference: &product.image,
        alt,
        width: picture.as_ref().ok().map(Picture::width),
        height: picture.as_ref().ok().map(Picture::height),
        why_not: picture.as_ref().err().map(ToString::to_string),
    }
}

/// The picture, the words, and a note when there is no picture.
fn shown(
    args: &PictureArgs,
    alt: &AltText,
    picture: &Result<Picture, PictureError>,
    session: &Session,
) -> Result<(), CliError> {
    match picture {
        Ok(picture) => {
            let blocks = Blocks::of(picture, args.width, args.width, GROUND);
            match studio::half_blocks(&blocks, &session.host.env) {
                Some(drawing) => session.out.drawing(&drawing)?,
                None => session
                    .out
                    .note("this terminal has no colours; the picture in words:"),
            }
        }
        Err(error) => session.out.note(&format!("no picture: {error}")),
    }
    session.out.words(&alt.en)?;
    match &alt.hi {
        Some(hindi) => session.out.words(hindi),
        None => Ok(()),
    }
}
