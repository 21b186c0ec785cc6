//! From pixels to a file, for others to look at.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Rgb, RgbImage, RgbaImage};

use super::{Picture, PictureError};

/// How much detail is kept, of 100.
const QUALITY: u8 = 85;

/// A JPEG file of the picture on white.
pub(super) fn jpeg(picture: &Picture, longest: u32) -> Result<Vec<u8>, PictureError> {
    let whole = RgbaImage::from_raw(picture.width, picture.height, picture.rgba.clone())
        .ok_or_else(|| PictureError::Corrupt("it has no pixels".to_owned()))?;
    let mut image = DynamicImage::ImageRgba8(whole);
    if image.width().max(image.height()) > longest {
        image = image.thumbnail(longest, longest);
    }
    let image = on_white(&image.into_rgba8());
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, QUALITY)
        .encode_image(&image)
        .map_err(|error| PictureError::Corrupt(error.to_string()))?;
    Ok(file)
}

fn on_white(image: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, opacity] = image.get_pixel(x, y).0;
        let mix = |value: u8| {
            let (value, opacity) = (u32::from(value), u32::from(opacity));
            ((value * opacity + 255 * (255 - opacity)) / 255) as u8
        };
        Rgb([mix(red), mix(green), mix(blue)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_clear_comes_out_white_and_what_is_large_smaller() {
        let clear = Picture::new(64, 16, vec![0; 64 * 16 * 4]).unwrap();
        let file = jpeg(&clear, 32).unwrap();
        let read = image::load_from_memory(&file).unwrap().into_rgb8();
        assert_eq!(read.dimensions(), (32, 8));
        assert!(read.pixels().all(|pixel| pixel.0.iter().all(|v| *v > 250)));
    }
}
