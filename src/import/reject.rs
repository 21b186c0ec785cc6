//! Rows that were left out, and the file that lists them.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use super::limits::EXCERPT_CHARS;
use super::row::RawRow;

/// One row that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// The file, as its path was given.
    pub file: String,
    /// The line, from 1, on which the row begins.
    pub line: u64,
    /// The byte, from 0, at which it begins; in a gzip file counted in the decompressed text.
    pub byte_offset: u64,
    /// The field at fault, when one is.
    pub field: Option<String>,
    /// A sentence: what is wrong.
    pub reason: String,
    /// The beginning of the row, so that it can be found.
    pub excerpt: String,
}

impl Reject {
    /// A row that was read but means nothing, of the file of this name.
    pub fn of(file: &str, row: &RawRow, field: Option<String>, reason: String) -> Reject {
        let text = serde_json::to_string(&row.fields).unwrap_or_default();
        Reject {
            file: file.to_owned(),
            line: row.line,
            byte_offset: row.byte_offset,
            field,
            reason,
            excerpt: excerpt(text.as_bytes()),
        }
    }
}

/// The beginning of a row as readable text: broken bytes replaced, controls shown as spaces.
pub(super) fn excerpt(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(EXCERPT_CHARS * 4)];
    String::from_utf8_lossy(head)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(EXCERPT_CHARS)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Writes rejects as JSON Lines, one object each.
pub struct RejectWriter<W: Write> {
    out: W,
    written: u64,
}

impl<W: Write> RejectWriter<W> {
    /// A list that goes to `out`; wrap a file in a `BufWriter`.
    pub fn new(out: W) -> Self {
        Self { out, written: 0 }
    }

    /// Adds one row.
    ///
    /// # Errors
    /// Whatever the output says when it cannot be written.
    pub fn write(&mut self, reject: &Reject) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, reject)?;
        self.out.write_all(b"\n")?;
        self.written += 1;
        Ok(())
    }

    /// How many were written.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Hands everything written so far to the system.
    ///
    /// # Errors
    /// Whatever the output says when it cannot be flushed.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Flushes and gives the output back.
    ///
    /// # Errors
    /// Whatever the output says when it cannot be flushed.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Reads a list of rejects back.
///
/// # Errors
/// An unreadable input, or a line that is no reject.
pub fn read_rejects(input: impl BufRead) -> io::Result<Vec<Reject>> {
    input
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_back_as_it_was_written() {
        let reject = Reject {
            file: "a.csv".into(),
            line: 7,
            byte_offset: 120,
            field: Some("title".into()),
            reason: "the title is empty".into(),
            excerpt: excerpt(b"7,\x1b[31m,\xff"),
        };
        let mut writer = RejectWriter::new(Vec::new());
        writer.write(&reject).unwrap();
        assert_eq!(writer.written(), 1);
        let bytes = writer.finish().unwrap();
        assert!(!bytes.contains(&0x1b));
        assert_eq!(read_rejects(&bytes[..]).unwrap(), vec![reject]);
    }
}
