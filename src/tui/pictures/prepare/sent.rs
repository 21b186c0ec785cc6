//! A picture as an escape sequence: sixel, kitty, iTerm2.
//!
//! The terminal library's widget writes it into a frame of its own here, off the screen; the cells are copied from there
//! as often as a frame is drawn. What kitty must be sent before its signs mean anything is taken apart, so that it is
//! sent once, by whoever owns the terminal, and not by whoever draws first.

use image::{DynamicImage, RgbaImage};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use ratatui_image::Image;
use ratatui_image::protocol::Protocol as Encoded;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::protocol::sixel::Sixel;

use crate::catalog::pictures::Picture;
use crate::tui::pictures::Shown;
use crate::tui::pictures::protocol::{Passage, Protocol, Screen};

/// The cells of a picture within `room` columns and rows, or why the encoder refused it.
pub(super) fn encode(picture: &Picture, room: (u16, u16), screen: Screen) -> Result<Shown, String> {
    let (image, size) = fitted(picture, room, screen.cell)?;
    let refused = |error: ratatui_image::errors::Errors| error.to_string();
    let through = |passage| passage == Passage::ThroughTmux;
    let encoded = match screen.protocol {
        Protocol::Sixel => Encoded::Sixel(Sixel::new(image, size, false).map_err(refused)?),
        Protocol::Kitty(passage) => {
            let made = Kitty::new(image, size, id(picture, size), through(passage), false);
            Encoded::Kitty(made.map_err(refused)?)
        }
        Protocol::Iterm2(passage) => {
            let made = Iterm2::new(image, size, through(passage));
            Encoded::ITerm2(made.map_err(refused)?)
        }
        Protocol::Off | Protocol::Blocks => return Err("it needs no encoder".to_owned()),
    };
    // Only the first drawing carries the transmission.
    let (first, cells) = (drawn(&encoded, size), drawn(&encoded, size));
    Ok(Shown {
        width: size.width,
        height: size.height,
        transmission: transmission(&first, &cells),
        cells,
    })
}

/// The picture in the pixels that it is shown with, and the cells that they take. It never grows beyond its own pixels
/// more than twice: what is blurred is no clearer for being large.
fn fitted(
    picture: &Picture,
    room: (u16, u16),
    cell: (u16, u16),
) -> Result<(DynamicImage, Size), String> {
    let whole = || "its pixels are not whole".to_owned();
    let rgba = RgbaImage::from_raw(picture.width(), picture.height(), picture.rgba().to_vec());
    let image = DynamicImage::from(rgba.ok_or_else(whole)?);
    let (across, down) = (u32::from(cell.0.max(1)), u32::from(cell.1.max(1)));
    let most = |cells: u16, pixels: u32, own: u32| (u32::from(cells) * pixels).min(own * 2).max(1);
    let image = image.resize(
        most(room.0, across, image.width()),
        most(room.1, down, image.height()),
        image::imageops::FilterType::CatmullRom,
    );
    let cells = |pixels: u32, of: u32| u16::try_from(pixels.div_ceil(of)).unwrap_or(u16::MAX);
    let size = Size::new(
        cells(image.width(), across).min(room.0),
        cells(image.height(), down).min(room.1),
    );
    Ok((image, size))
}

/// The number by which the terminal knows the picture: one number for one picture in one size.
fn id(picture: &Picture, size: Size) -> u32 {
    let mut hash = blake3::Hasher::new();
    hash.update(picture.rgba());
    for side in [size.width, size.height] {
        hash.update(&side.to_le_bytes());
    }
    let [a, b, c, d, ..] = *hash.finalize().as_bytes();
    // 0 means "no number".
    u32::from_le_bytes([a, b, c, d]).max(1)
}

fn drawn(encoded: &Encoded, size: Size) -> Vec<Cell> {
    let area = Rect::new(0, 0, size.width, size.height);
    let mut buf = Buffer::empty(area);
    Image::new(encoded).render(area, &mut buf);
    buf.content
}

/// What the first drawing's first cell says more than the second's.
fn transmission(first: &[Cell], second: &[Cell]) -> Option<String> {
    let (first, second) = (first.first()?.symbol(), second.first()?.symbol());
    let before = first.strip_suffix(second)?;
    (!before.is_empty()).then(|| before.to_owned())
}
