//! How far texts can be compressed.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// The size of a text by its size after zlib (level 6): the higher, the more it repeats itself (Shaib et al. 2024,
/// "Standardizing the Measurement of Text Diversity"). zlib looks back 32 KiB, and short texts compress badly, so only texts
/// of about the same size compare. `None` of an empty text.
pub fn compression_ratio(text: &[u8]) -> Option<f64> {
    if text.is_empty() {
        return None;
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::new(6));
    packed.write_all(text).ok()?;
    let packed = packed.finish().ok()?;
    Some(text.len() as f64 / packed.len() as f64)
}
