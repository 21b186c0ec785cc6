//! Making a picture ready for the terminal. Takes its time: call it on a worker.

use super::PictureRequest;
use super::protocol::{Protocol, Screen};
use super::shown::{Absent, Shown};
use crate::catalog::pictures::{Limits, Media, Picture, PictureError, load};

mod blocks;
#[cfg(feature = "images")]
mod sent;

/// Reads the picture that is wanted and makes cells of it.
///
/// # Errors
/// [`Absent`] says why there is none.
pub fn prepare(request: &PictureRequest, media: &Media, screen: Screen) -> Result<Shown, Absent> {
    if screen.protocol == Protocol::Off {
        return Err(Absent::Off);
    }
    let file = match request.reference.as_deref().map(str::trim) {
        Some(reference) if !reference.is_empty() => media.find(reference),
        _ => media.of_id(&request.product),
    };
    let picture = file
        .and_then(|file| load(&file, Limits::default()))
        .map_err(absent)?;
    encode(&picture, request.room, screen)
}

fn absent(error: PictureError) -> Absent {
    match error {
        PictureError::OnTheWeb(address) => Absent::OnTheWeb(address),
        other => Absent::Because(other.to_string()),
    }
}

/// The picture as cells, within `room` columns and rows.
///
/// # Errors
/// The encoder refused it; the sentence says why.
#[cfg(feature = "images")]
pub fn encode(picture: &Picture, room: (u16, u16), screen: Screen) -> Result<Shown, Absent> {
    match screen.protocol {
        Protocol::Off => Err(Absent::Off),
        Protocol::Blocks => Ok(blocks::encode(picture, room, screen.depth)),
        _ => sent::encode(picture, room, screen).map_err(Absent::Because),
    }
}

/// The picture as cells, within `room` columns and rows: half-blocks are all that this build can make.
///
/// # Errors
/// None but that pictures are off.
#[cfg(not(feature = "images"))]
pub fn encode(picture: &Picture, room: (u16, u16), screen: Screen) -> Result<Shown, Absent> {
    match screen.protocol {
        Protocol::Off => Err(Absent::Off),
        _ => Ok(blocks::encode(picture, room, screen.depth)),
    }
}
