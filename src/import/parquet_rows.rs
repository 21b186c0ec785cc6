//! Rows of a Parquet file, one at a time.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use serde_json::Value;

use super::bytes::Progress;
use super::row::RawRow;
use super::source::{Item, Place};

/// What stops the reading of a Parquet file.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub(super) struct ParquetFault {
    pub(super) reason: String,
}

/// The rows in the file's order. A row has no line of text, so its number stands in for the line, from 1.
pub(super) struct ParquetRows {
    rows: RowIter<'static>,
    read: u64,
    total: u64,
    progress: Progress,
}

impl ParquetRows {
    /// Reads the file's end, where its columns and row groups are listed.
    pub(super) fn open(file: File, bytes: u64) -> Result<Self, String> {
        let open = || -> Result<Self, parquet::errors::ParquetError> {
            let reader = SerializedFileReader::new(file)?;
            let total = reader.metadata().file_metadata().num_rows();
            let rows = RowIter::from_file_into(Box::new(reader));
            Ok(ParquetRows {
                rows,
                read: 0,
                total: u64::try_from(total).unwrap_or(0),
                progress: Progress::of(bytes),
            })
        };
        guarded(open)?.map_err(|error| error.to_string())
    }

    pub(super) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    pub(super) fn place(&self) -> Place {
        Place {
            line: self.read + 1,
            offset: 0,
        }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Item>> {
        let rows = &mut self.rows;
        let row = guarded(|| rows.next().map(|row| row.map(|row| row.to_json_value())));
        let fault = |reason: String| io::Error::other(ParquetFault { reason });
        let place = self.place();
        let value = match row.map_err(fault)? {
            None => return Ok(None),
            Some(row) => row.map_err(|error| fault(error.to_string()))?,
        };
        self.read += 1;
        if let Some(share) = (self.progress.total() * self.read).checked_div(self.total) {
            self.progress.set(share);
        }
        Ok(Some(match value {
            Value::Object(fields) => Item::Row(RawRow {
                line: place.line,
                byte_offset: place.offset,
                fields,
                notes: Vec::new(),
            }),
            other => Item::bad(
                place,
                "this row has no columns".to_owned(),
                other.to_string().as_bytes(),
            ),
        }))
    }
}

/// The reader of the format panics on some damaged files; here that is a fault of the file like any other.
fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| "the data contradict themselves".to_owned())
}
