//! Rows of a Parquet file, one at a time.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;

use super::bytes::Progress;
use super::parquet_values::fields;
use super::row::RawRow;
use super::source::{Item, Place};

/// What stops the reading of a Parquet file.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub(super) struct ParquetFault {
    pub(super) reason: String,
}

/// Why a Parquet file cannot be opened.
pub(super) enum Unopened {
    /// What the reader said.
    Damaged(String),
    /// The compression of its columns.
    Packed(String),
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
    pub(super) fn open(file: File, bytes: u64) -> Result<Self, Unopened> {
        let reader = guarded(|| SerializedFileReader::new(file))
            .and_then(|opened| opened.map_err(|error| words(&error)))
            .map_err(Unopened::Damaged)?;
        if let Some(packing) = unread_packing(reader.metadata()) {
            return Err(Unopened::Packed(packing));
        }
        let total = reader.metadata().file_metadata().num_rows();
        let rows = guarded(|| RowIter::from_file_into(Box::new(reader)));
        Ok(ParquetRows {
            rows: rows.map_err(Unopened::Damaged)?,
            read: 0,
            total: u64::try_from(total).unwrap_or(0),
            progress: Progress::of(bytes),
        })
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
        let row = guarded(|| rows.next().map(|row| row.map(|row| fields(&row))));
        let fault = |reason: String| io::Error::other(ParquetFault { reason });
        let place = self.place();
        let fields = match row.map_err(fault)? {
            None => return Ok(None),
            Some(row) => row.map_err(|error| fault(words(&error)))?,
        };
        self.read += 1;
        if let Some(share) = (self.progress.total() * self.read).checked_div(self.total) {
            self.progress.set(share);
        }
        Ok(Some(Item::Row(RawRow {
            line: place.line,
            byte_offset: place.offset,
            fields,
            notes: Vec::new(),
        })))
    }
}

/// The compression of a column that this build does not undo.
fn unread_packing(file: &ParquetMetaData) -> Option<String> {
    let columns = file.row_groups().iter().flat_map(|group| group.columns());
    let unread =
        |packing: &Compression| matches!(packing, Compression::BROTLI(_) | Compression::LZO);
    let packing = columns.map(|column| column.compression()).find(unread)?;
    Some(
        if packing == Compression::LZO {
            "LZO"
        } else {
            "Brotli"
        }
        .to_owned(),
    )
}

/// What the reader said, without its own name before it.
fn words(error: &ParquetError) -> String {
    let said = error.to_string();
    let plain = ["Parquet error: ", "External: ", "EOF: "]
        .iter()
        .find_map(|name| said.strip_prefix(name));
    plain.unwrap_or(&said).to_owned()
}

/// The reader of the format panics on some damaged files; here that is a fault of the file like any other.
fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| "the data contradict themselves".to_owned())
}
