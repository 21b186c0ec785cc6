//! UTF-16 text as UTF-8.

use std::io::{self, BufRead, Read};

/// Which byte of a unit comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    /// The order that a byte order mark names.
    pub(super) fn of(head: &[u8]) -> Option<ByteOrder> {
        match head {
            [0xff, 0xfe, ..] => Some(ByteOrder::Little),
            [0xfe, 0xff, ..] => Some(ByteOrder::Big),
            _ => None,
        }
    }
}

/// Reads UTF-16 and gives UTF-8; half a pair becomes U+FFFD, and so does a last odd byte.
pub(super) struct Utf16<R> {
    inner: R,
    order: ByteOrder,
    high: Option<u16>,
    out: Vec<u8>,
    given: usize,
    begun: bool,
    ended: bool,
}

/// Characters made at once.
const UNITS: usize = 4096;

impl<R: BufRead> Utf16<R> {
    pub(super) fn new(inner: R, order: ByteOrder) -> Self {
        Utf16 {
            inner,
            order,
            high: None,
            out: Vec::new(),
            given: 0,
            begun: false,
            ended: false,
        }
    }

    fn unit(&mut self) -> io::Result<Option<u16>> {
        let mut bytes = [0u8; 2];
        let mut got = 0;
        while got < 2 {
            match self.inner.read(&mut bytes[got..])? {
                0 => break,
                n => got += n,
            }
        }
        Ok(match (got, self.order) {
            (0, _) => None,
            (1, _) => Some(0xfffd),
            (_, ByteOrder::Little) => Some(u16::from_le_bytes(bytes)),
            (_, ByteOrder::Big) => Some(u16::from_be_bytes(bytes)),
        })
    }

    fn push(&mut self, c: char) {
        let mut room = [0u8; 4];
        self.out
            .extend_from_slice(c.encode_utf8(&mut room).as_bytes());
    }

    fn fill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.given = 0;
        for _ in 0..UNITS {
            let Some(unit) = self.unit()? else {
                self.ended = true;
                if self.high.take().is_some() {
                    self.push(char::REPLACEMENT_CHARACTER);
                }
                break;
            };
            if !std::mem::replace(&mut self.begun, true) && unit == 0xfeff {
                continue;
            }
            self.take(unit);
        }
        Ok(())
    }

    fn take(&mut self, unit: u16) {
        match (self.high.take(), unit) {
            (Some(high), 0xdc00..=0xdfff) => {
                let pair = char::decode_utf16([high, unit]).next();
                self.push(
                    pair.and_then(Result::ok)
                        .unwrap_or(char::REPLACEMENT_CHARACTER),
                );
            }
            (before, unit) => {
                if before.is_some() {
                    self.push(char::REPLACEMENT_CHARACTER);
                }
                match unit {
                    0xd800..=0xdbff => self.high = Some(unit),
                    unit => {
                        let c = char::from_u32(u32::from(unit));
                        self.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                }
            }
        }
    }
}

impl<R: BufRead> Read for Utf16<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && !self.ended {
            self.fill()?;
        }
        let rest = &self.out[self.given..];
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_read_as_the_same_text() {
        let text = "id,title\n1,कुर्ता 😀\n";
        for order in [ByteOrder::Little, ByteOrder::Big] {
            let bytes: Vec<u8> = std::iter::once(0xfeff)
                .chain(text.encode_utf16())
                .flat_map(|unit| match order {
                    ByteOrder::Little => unit.to_le_bytes(),
                    ByteOrder::Big => unit.to_be_bytes(),
                })
                .collect();
            assert_eq!(ByteOrder::of(&bytes), Some(order));
            let mut read = String::new();
            Utf16::new(&bytes[..], order)
                .read_to_string(&mut read)
                .unwrap();
            assert_eq!(read, text);
        }
    }

    #[test]
    fn broken_pairs_and_odd_ends_are_marked() {
        let bytes = [
            0xff, 0xfe, 0x3d, 0xd8, 0x41, 0x00, 0x00, 0xdc, 0x42, 0x00, 0x43,
        ];
        let mut read = String::new();
        Utf16::new(&bytes[..], ByteOrder::Little)
            .read_to_string(&mut read)
            .unwrap();
        assert_eq!(read, "\u{fffd}A\u{fffd}B\u{fffd}");
    }
}
