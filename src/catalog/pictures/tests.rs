//! Files that are whole, cut off, lying, huge, moving, or no pictures at all.

use std::io::Cursor;
use std::path::PathBuf;
use std::time::Duration;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::*;

const FORMATS: [ImageFormat; 3] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Files(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn load(&self, bytes: &[u8]) -> Result<Picture, PictureError> {
        load(&self.put("file", bytes), Limits::default())
    }
}

fn drawing(width: u32, height: u32) -> DynamicImage {
    RgbaImage::from_fn(width, height, |x, y| {
        Rgba([(x * 5) as u8, (y * 3) as u8, 90, 255])
    })
    .into()
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let plain = DynamicImage::from(image.to_rgb8());
    plain.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A PNG chunk with a right checksum.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(data);
    let mut bytes = (data.len() as u32).to_be_bytes().to_vec();
    bytes.extend(kind);
    bytes.extend(data);
    bytes.extend(sum.sum().to_be_bytes());
    bytes
}

/// A PNG that says it has this size, with this much of compressed zeros in it.
fn claimed(width: u32, height: u32, zeros: usize) -> Vec<u8> {
    let mut header = width.to_be_bytes().to_vec();
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    let mut squeezed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(
        &mut std::io::Read::take(std::io::repeat(0), zeros as u64),
        &mut squeezed,
    )
    .unwrap();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", &header));
    bytes.extend(chunk(b"IDAT", &squeezed.finish().unwrap()));
    bytes.extend(chunk(b"IEND", &[]));
    bytes
}

#[test]
fn the_three_formats_are_read_whatever_the_file_is_called() {
    let files = Files::new();
    for format in FORMATS {
        let path = files.put("picture.txt", &encoded(&drawing(20, 10), format));
        let picture = load(&path, Limits::default()).unwrap();
        assert_eq!((picture.width(), picture.height()), (20, 10), "{format:?}");
        let near = |a: u8, b: u8| a.abs_diff(b) < 24;
        let last = &picture.rgba()[picture.rgba().len() - 4..];
        assert!(
            near(last[0], 95) && near(last[1], 27) && near(last[2], 90),
            "{format:?}: {last:?}"
        );
    }
}

#[test]
fn a_large_picture_is_kept_small() {
    let wide = encoded(&drawing(4_000, 100), ImageFormat::Png);
    let picture = Files::new().load(&wide).unwrap();
    assert_eq!((picture.width(), picture.height()), (1_600, 40));
}

#[test]
fn a_file_cut_off_anywhere_is_told_and_never_kills() {
    let files = Files::new();
    for format in FORMATS {
        let whole = encoded(&drawing(40, 30), format);
        for at in (0..whole.len()).step_by(1 + whole.len() / 60) {
            // Some decoders fill in what is missing; others refuse. Neither may do worse.
            match files.load(&whole[..at]) {
                Ok(picture) => assert_eq!((picture.width(), picture.height()), (40, 30)),
                Err(PictureError::Corrupt(_) | PictureError::Format(_)) => {}
                Err(other) => panic!("{format:?} at {at}: {other}"),
            }
        }
    }
}

#[test]
fn turned_bytes_are_told_and_never_kill() {
    let files = Files::new();
    let mut state = 7_u64;
    for format in FORMATS {
        let whole = encoded(&drawing(24, 24), format);
        for _ in 0..120 {
            let mut broken = whole.clone();
            for _ in 0..4 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let at = (state >> 33) as usize % broken.len();
                broken[at] = (state >> 17) as u8;
            }
            let limits = Limits {
                memory: 8 << 20,
                ..Limits::default()
            };
            if let Ok(picture) = load(&files.put("broken", &broken), limits) {
                assert!(picture.rgba().len() <= 8 << 20);
            }
        }
    }
}

#[test]
fn a_header_that_promises_too_much_is_not_followed() {
    let files = Files::new();
    for (width, height) in [(100_000, 100_000), (u32::MAX >> 1, 1), (8_000, 5_001)] {
        let refused = files.load(&claimed(width, height, 100)).unwrap_err();
        assert!(
            matches!(
                refused,
                PictureError::TooManyPixels { .. }
                    | PictureError::TooMuchMemory(_)
                    | PictureError::Corrupt(_)
            ),
            "{width}x{height}: {refused}"
        );
    }
    // Within the pixels, but there is almost nothing behind the promise.
    let short = files.load(&claimed(6_000, 6_000, 10)).unwrap_err();
    assert!(matches!(short, PictureError::Corrupt(_)), "{short}");
}

#[test]
fn a_bomb_behind_a_small_header_does_not_go_off() {
    // 64 MiB of zeros in some 64 KiB, behind a header of 16 by 16.
    let bomb = claimed(16, 16, 64 << 20);
    assert!(bomb.len() < 100_000);
    let begun = std::time::Instant::now();
    if let Ok(picture) = Files::new().load(&bomb) {
        assert_eq!(picture.rgba().len(), 16 * 16 * 4);
    }
    assert!(begun.elapsed() < Duration::from_secs(4));
}

#[test]
fn each_limit_has_its_own_sentence() {
    let files = Files::new();
    let path = files.put("a.png", &encoded(&drawing(100, 100), ImageFormat::Png));
    let with = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        load(&path, limits).unwrap_err().to_string()
    };
    assert!(with(|l| l.file_bytes = 10).ends_with("10 is the most that is read"));
    assert!(with(|l| l.pixels = 9_999).starts_with("100x100 pixels"));
    assert!(with(|l| l.memory = 1_000).contains("more memory"));
    assert!(with(|l| l.time = Duration::ZERO).contains("within 0 seconds"));
    let gone = load(&files.0.path().join("none"), Limits::default()).unwrap_err();
    assert!(gone.to_string().starts_with("the file could not be read"));
}

#[test]
fn other_things_are_named() {
    let files = Files::new();
    for (bytes, told) in [
        (&b""[..], "an empty file; PNG"),
        (b"GIF89a\x01\0\x01\0\0\0\0;", "a GIF file; PNG"),
        (b"<svg xmlns='x'/>", "no picture that is known here; PNG"),
        (b"just words", "no picture that is known here; PNG"),
    ] {
        let refused = files.load(bytes).unwrap_err().to_string();
        assert!(refused.starts_with(told), "{refused}");
    }
}

#[test]
fn a_picture_that_moves_is_told() {
    let still = encoded(&drawing(8, 8), ImageFormat::Png);
    // The chunk that says "several frames" stands right after the header.
    let frames = chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let moving = [&still[..33], &frames, &still[33..]].concat();
    let refused = Files::new().load(&moving).unwrap_err();
    assert!(matches!(refused, PictureError::Animated), "{refused}");
}
