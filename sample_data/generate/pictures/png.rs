//! Pixels as a PNG file: eight bits a channel, each row told by its difference to what is left of it or above it.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Bytes of a pixel.
const PIXEL: usize = 3;

/// The file of a square picture.
///
/// # Errors
/// None in memory; the type is that of the compressor.
pub fn file(rgb: &[u8], side: usize) -> std::io::Result<Vec<u8>> {
    let length = u32::try_from(side).map_err(std::io::Error::other)?;
    let mut header = [length.to_be_bytes(), length.to_be_bytes()].concat();
    // Eight bits, red green blue, the usual compression and filters, no interlace.
    header.extend([8, 2, 0, 0, 0]);
    let mut rows = ZlibEncoder::new(Vec::new(), Compression::best());
    let blank = vec![0; side * PIXEL];
    let mut above = blank.as_slice();
    for row in rgb.chunks_exact(side * PIXEL) {
        rows.write_all(&filtered(row, above))?;
        above = row;
    }
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [
        (b"IHDR", header),
        (b"IDAT", rows.finish()?),
        (b"IEND", vec![]),
    ] {
        chunk(&mut file, kind, &data)?;
    }
    Ok(file)
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) -> std::io::Result<()> {
    let length = u32::try_from(data.len()).map_err(std::io::Error::other)?;
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(data);
    file.extend(length.to_be_bytes());
    file.extend(kind);
    file.extend(data);
    file.extend(sum.sum().to_be_bytes());
    Ok(())
}

/// The row behind the number of the filter that leaves the smallest differences.
fn filtered(row: &[u8], above: &[u8]) -> Vec<u8> {
    let left = |at: usize| if at < PIXEL { 0 } else { row[at - PIXEL] };
    let from_left = (0..row.len()).map(|at| row[at].wrapping_sub(left(at)));
    let from_above = row.iter().zip(above).map(|(own, up)| own.wrapping_sub(*up));
    let candidates: [(u8, Vec<u8>); 2] = [(1, from_left.collect()), (2, from_above.collect())];
    let size = |bytes: &[u8]| -> u32 {
        let signed = bytes
            .iter()
            .map(|byte| u32::from((*byte as i8).unsigned_abs()));
        signed.sum()
    };
    let smallest = candidates.into_iter().min_by_key(|(_, bytes)| size(bytes));
    let (filter, bytes) = smallest.unwrap_or_default();
    [vec![filter], bytes].concat()
}
