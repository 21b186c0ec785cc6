//! Lines of any length, read in bounded memory.

use std::io::{self, BufRead, Read};

use super::limits::MAX_RECORD_BYTES;

/// One physical line with its end, or the beginning of one that is too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: u64,
    /// From 0, in the decompressed text.
    pub(super) offset: u64,
    /// The bytes with their line end; of a line that is too long only the first ones.
    pub(super) bytes: Vec<u8>,
    /// The whole length in bytes when it is over the limit.
    pub(super) too_long: Option<u64>,
}

/// Reads lines and counts them.
pub(super) struct Lines<R> {
    reader: R,
    number: u64,
    offset: u64,
    limit: usize,
}

/// What is kept of a line that is too long.
const KEPT: usize = 1024;

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self::with_limit(reader, MAX_RECORD_BYTES)
    }

    pub(super) fn with_limit(reader: R, limit: usize) -> Self {
        Self {
            reader,
            number: 0,
            offset: 0,
            limit,
        }
    }

    /// The offset of the next line: all bytes read so far.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The number of the last line read.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The next line; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let cap = self.limit as u64 + 1;
        let read = (&mut self.reader).take(cap).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        let mut length = read as u64;
        let mut too_long = None;
        if read as u64 == cap {
            if bytes.last() != Some(&b'\n') {
                length += self.reader.skip_until(b'\n')? as u64;
            }
            too_long = Some(length);
            bytes.truncate(KEPT);
            bytes.shrink_to_fit();
        }
        self.number += 1;
        let offset = self.offset;
        self.offset += length;
        Ok(Some(Line {
            number: self.number,
            offset,
            bytes,
            too_long,
        }))
    }
}

/// The line without `\n`, `\r\n` or, at the file's start, the byte order mark.
pub(super) fn trimmed(line: &Line) -> &[u8] {
    let bytes = match line.offset {
        0 => line.bytes.strip_prefix(BOM).unwrap_or(&line.bytes),
        _ => &line.bytes,
    };
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

/// UTF-8's byte order mark.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_and_the_next_one_read() {
        let text = [b"ab\n".as_slice(), &[b'x'; 5000], b"\ncd\r\n"].concat();
        let mut lines = Lines::with_limit(&text[..], 100);
        assert_eq!(trimmed(&lines.next().unwrap().unwrap()), b"ab");
        let long = lines.next().unwrap().unwrap();
        assert_eq!((long.too_long, long.offset), (Some(5001), 3));
        assert!(long.bytes.len() <= KEPT);
        let last = lines.next().unwrap().unwrap();
        assert_eq!(
            (trimmed(&last), last.number, last.offset),
            (&b"cd"[..], 3, 5004)
        );
        assert!(lines.next().unwrap().is_none());
    }
}
