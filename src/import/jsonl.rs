//! Rows of JSON Lines.

use std::io::{self, BufRead};

use super::lines::{Lines, trimmed};
use super::parse;
use super::source::{Item, Place, too_long};

/// One object a line; blank lines are passed over.
pub(super) struct JsonLines<R> {
    lines: Lines<R>,
}

impl<R: BufRead> JsonLines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            lines: Lines::new(reader),
        }
    }

    pub(super) fn place(&self) -> Place {
        Place {
            line: self.lines.number() + 1,
            offset: self.lines.offset(),
        }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Item>> {
        while let Some(line) = self.lines.next()? {
            let place = Place {
                line: line.number,
                offset: line.offset,
            };
            if let Some(length) = line.too_long {
                return Ok(Some(Item::bad(
                    place,
                    too_long("line", length),
                    &line.bytes,
                )));
            }
            let bytes = trimmed(&line);
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            return Ok(Some(Item::parsed(place, parse::object(bytes), bytes)));
        }
        Ok(None)
    }
}
