//! From a file's bytes to pixels, within limits.
//!
//! The format is told by the content, never by the name. Size, pixels and movement are known from the header before
//! anything is decoded, and the decoder itself may take only so much memory, as a header can lie.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, Limits as ImageLimits};

use super::{Limits, Picture, PictureError};

/// Pixels along the longer side that are kept: more than a terminal shows.
const KEPT: u32 = 1_600;

/// The pixels of a file.
pub(super) fn file(path: &Path, limits: &Limits) -> Result<Picture, PictureError> {
    let bytes = whole(path, limits.file_bytes)?;
    let mut image = image(&bytes, limits)?;
    drop(bytes);
    if image.width().max(image.height()) > KEPT {
        image = image.thumbnail(KEPT, KEPT);
    }
    let rgba = image.into_rgba8();
    let (width, height) = rgba.dimensions();
    Picture::new(width, height, rgba.into_raw())
        .ok_or_else(|| PictureError::Corrupt("it has no pixels".to_owned()))
}

fn whole(path: &Path, limit: u64) -> Result<Vec<u8>, PictureError> {
    let file = File::open(path).map_err(PictureError::Unreadable)?;
    let bytes = file.metadata().map_err(PictureError::Unreadable)?.len();
    let too_many = |bytes| PictureError::TooManyBytes { bytes, limit };
    if bytes > limit {
        return Err(too_many(bytes));
    }
    let mut content = Vec::new();
    // One more than allowed: the file may grow while it is read.
    let read = file.take(limit + 1).read_to_end(&mut content);
    match read.map_err(PictureError::Unreadable)? as u64 {
        read if read > limit => Err(too_many(read)),
        _ => Ok(content),
    }
}

fn image(bytes: &[u8], limits: &Limits) -> Result<DynamicImage, PictureError> {
    let unknown = || match bytes.is_empty() {
        true => PictureError::Format("an empty file".to_owned()),
        false => PictureError::Format("no picture that is known here".to_owned()),
    };
    let fail = |error| failure(error, limits);
    let source = Cursor::new(bytes);
    match image::guess_format(bytes).map_err(|_| unknown())? {
        ImageFormat::Png => {
            let decoder = PngDecoder::with_limits(source, memory(limits)).map_err(fail)?;
            if decoder.is_apng().map_err(fail)? {
                return Err(PictureError::Animated);
            }
            pixels(decoder, limits)
        }
        ImageFormat::Jpeg => pixels(JpegDecoder::new(source).map_err(fail)?, limits),
        ImageFormat::WebP => {
            let decoder = WebPDecoder::new(source).map_err(fail)?;
            if decoder.has_animation() {
                return Err(PictureError::Animated);
            }
            pixels(decoder, limits)
        }
        other => {
            let name = other.extensions_str().first().copied().unwrap_or("unknown");
            Err(PictureError::Format(format!(
                "a {} file",
                name.to_uppercase()
            )))
        }
    }
}

fn pixels(mut decoder: impl ImageDecoder, limits: &Limits) -> Result<DynamicImage, PictureError> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.pixels {
        return Err(PictureError::TooManyPixels {
            width,
            height,
            limit: limits.pixels,
        });
    }
    if decoder.total_bytes() > limits.memory {
        return Err(PictureError::TooMuchMemory(limits.memory));
    }
    let fail = |error| failure(error, limits);
    decoder.set_limits(memory(limits)).map_err(fail)?;
    // A damaged note on which way is up is no reason to show nothing.
    let up = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(fail)?;
    image.apply_orientation(up);
    Ok(image)
}

fn memory(limits: &Limits) -> ImageLimits {
    let mut allowed = ImageLimits::no_limits();
    allowed.max_alloc = Some(limits.memory);
    allowed
}

fn failure(error: ImageError, limits: &Limits) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooMuchMemory(limits.memory),
        other => PictureError::Corrupt(other.to_string()),
    }
}
