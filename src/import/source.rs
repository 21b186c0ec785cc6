//! A file as a stream of rows and rejects.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::bytes::{self, BombError, Failing, Input, Packing, Progress};
use super::csv_rows::CsvRows;
use super::error::ImportError;
use super::json_rows::JsonRows;
use super::jsonc::Strip;
use super::jsonl::JsonLines;
use super::limits::{MAX_RECORD_BYTES, SNIFF_BYTES};
#[cfg(feature = "parquet")]
use super::parquet_rows::{ParquetFault, ParquetRows, Unopened};
use super::parse::Parsed;
use super::reject::{Reject, excerpt};
use super::row::RawRow;
use super::sniff::{self, Format, Seen};

/// Where a row begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) offset: u64,
}

/// What a reader of one format gives.
pub(super) enum Item {
    Row(RawRow),
    Bad {
        place: Place,
        reason: String,
        excerpt: String,
    },
}

impl Item {
    pub(super) fn bad(place: Place, reason: String, bytes: &[u8]) -> Item {
        Item::Bad {
            place,
            reason,
            excerpt: excerpt(bytes),
        }
    }

    pub(super) fn parsed(place: Place, parsed: Parsed, bytes: &[u8]) -> Item {
        match parsed {
            Ok((fields, notes)) => Item::Row(RawRow {
                line: place.line,
                byte_offset: place.offset,
                fields,
                notes,
            }),
            Err(reason) => Item::bad(place, reason, bytes),
        }
    }
}

/// The sentence about something over the limit.
pub(super) fn too_long(what: &str, length: u64) -> String {
    format!(
        "this {what} is {} MiB long, over the limit of {} MiB",
        length / (1024 * 1024),
        MAX_RECORD_BYTES / (1024 * 1024)
    )
}

/// Whether JSON may hold `//` and `/* */` comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Comments {
    /// Comments are a fault.
    #[default]
    Refuse,
    /// Comments are passed over.
    Strip,
}

enum Rows {
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetRows>),
    Json(Box<JsonRows>),
    Lines(JsonLines<Box<dyn BufRead + Send>>),
    Csv(CsvRows<Box<dyn BufRead + Send>>),
    Single(Option<(Box<dyn BufRead + Send>, Place)>),
}

/// The rows of one file, streamed in the file's order.
///
/// A file that fails in the middle (cut-off compressed data, a bomb, a bad disk) gives a last [`Reject`] and ends;
/// [`Source::failure`] then tells why.
///
/// ```no_run
/// use muse_studio::import::Source;
/// let mut source = Source::open("catalogue.csv.gz".as_ref())?;
/// for row in &mut source {
///     match row {
///         Ok(row) => println!("{}: {} values", row.line, row.fields.len()),
///         Err(reject) => eprintln!("{}: {}", reject.line, reject.reason),
///     }
/// }
/// # Ok::<(), muse_studio::import::ImportError>(())
/// ```
pub struct Source {
    path: PathBuf,
    name: String,
    format: Format,
    rows: Rows,
    progress: Progress,
    packing: Packing,
    failure: Option<ImportError>,
    done: bool,
}

impl Source {
    /// Opens a file and tells its format.
    ///
    /// # Errors
    /// A file that is missing, empty, binary, unreadable or of no known format.
    pub fn open(path: &Path) -> Result<Source, ImportError> {
        Self::open_with(path, Comments::Refuse)
    }

    /// Opens a file whose JSON may hold comments.
    ///
    /// # Errors
    /// As [`Source::open`].
    pub fn open_with(path: &Path, comments: Comments) -> Result<Source, ImportError> {
        match bytes::open_binary(path, b"PAR1")? {
            Some((file, length)) => Self::parquet(path, file, length),
            None => Self::from_input(path, bytes::open(path)?, comments),
        }
    }

    /// Reads from anything else, such as standard input; `name` stands for the path, also for its ending.
    ///
    /// # Errors
    /// As [`Source::open`].
    pub fn from_reader(
        name: &str,
        reader: impl Read + Send + 'static,
        comments: Comments,
    ) -> Result<Source, ImportError> {
        let path = Path::new(name);
        let input = bytes::wrap(reader, 0).map_err(|e| failed(path, Packing::Plain, 0, e))?;
        Self::from_input(path, input, comments)
    }

    #[cfg(not(feature = "parquet"))]
    fn parquet(path: &Path, _file: std::fs::File, _length: u64) -> Result<Source, ImportError> {
        Err(ImportError::NoParquet { path: path.into() })
    }

    #[cfg(feature = "parquet")]
    fn parquet(path: &Path, file: std::fs::File, length: u64) -> Result<Source, ImportError> {
        let rows = ParquetRows::open(file, length).map_err(|why| match why {
            Unopened::Damaged(reason) => ImportError::NoParquetRows {
                path: path.into(),
                reason,
            },
            Unopened::Packed(packing) => ImportError::ParquetPacking {
                path: path.into(),
                packing,
            },
        })?;
        Ok(Source {
            path: path.into(),
            name: path.display().to_string(),
            format: Format::Parquet,
            progress: rows.progress(),
            rows: Rows::Parquet(Box::new(rows)),
            packing: Packing::Plain,
            failure: None,
            done: false,
        })
    }

    fn from_input(path: &Path, input: Input, comments: Comments) -> Result<Source, ImportError> {
        let mut reader = input.reader;
        if comments == Comments::Strip {
            reader = Box::new(BufReader::new(Strip::new(reader)));
        }
        let mut peek = Vec::new();
        let peeked = (&mut reader)
            .take(SNIFF_BYTES as u64)
            .read_to_end(&mut peek);
        let seen = if peek.len() < SNIFF_BYTES {
            Seen::Whole
        } else {
            Seen::Part
        };
        let broken = match peeked {
            Ok(_) => None,
            Err(e) if peek.is_empty() => return Err(failed(path, input.packing, 0, e)),
            Err(e) => Some(e),
        };
        let format = sniff::format(path, &peek, seen)?;
        let peek = Cursor::new(peek);
        let whole: Box<dyn BufRead + Send> = match broken {
            None => Box::new(peek.chain(reader)),
            Some(error) => Box::new(peek.chain(BufReader::new(Failing::new(error)))),
        };
        let rows = match format {
            Format::JsonList | Format::JsonKeyed => Rows::Json(Box::new(JsonRows::new(whole))),
            Format::JsonLines => Rows::Lines(JsonLines::new(whole)),
            Format::JsonSingle => Rows::Single(Some((whole, Place { line: 1, offset: 0 }))),
            Format::Delimited { delimiter } => Rows::Csv(CsvRows::new(whole, delimiter)),
            // Told by its first bytes before any text is looked for.
            Format::Parquet => return Err(ImportError::NoParquet { path: path.into() }),
        };
        Ok(Source {
            path: path.into(),
            name: path.display().to_string(),
            format,
            rows,
            progress: input.progress,
            packing: input.packing,
            failure: None,
            done: false,
        })
    }

    /// The format that was found.
    pub fn format(&self) -> Format {
        self.format
    }

    /// A handle for a progress bar, which may go to another thread.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Why reading stopped before the end, if it did.
    pub fn failure(&self) -> Option<&ImportError> {
        self.failure.as_ref()
    }

    /// A reject of a row that was read but means nothing, for the same list.
    pub fn reject(&self, row: &RawRow, field: Option<String>, reason: String) -> Reject {
        Reject::of(&self.name, row, field, reason)
    }

    fn place(&self) -> Place {
        match &self.rows {
            #[cfg(feature = "parquet")]
            Rows::Parquet(rows) => rows.place(),
            Rows::Json(rows) => rows.place(),
            Rows::Lines(rows) => rows.place(),
            Rows::Csv(rows) => rows.place(),
            Rows::Single(_) => Place { line: 1, offset: 0 },
        }
    }

    fn fail(&mut self, error: io::Error) -> Reject {
        let place = self.place();
        let after = match self.format {
            Format::Parquet => place.line - 1,
            _ => place.offset,
        };
        let failure = failed(&self.path, self.packing, after, error);
        let reject = Reject {
            file: self.name.clone(),
            line: place.line,
            byte_offset: place.offset,
            field: None,
            reason: failure.to_string(),
            excerpt: String::new(),
        };
        self.failure = Some(failure);
        self.done = true;
        reject
    }
}

impl Iterator for Source {
    type Item = Result<RawRow, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let item = match &mut self.rows {
            #[cfg(feature = "parquet")]
            Rows::Parquet(rows) => rows.next(),
            Rows::Json(rows) => rows.next(),
            Rows::Lines(rows) => rows.next(),
            Rows::Csv(rows) => rows.next(),
            Rows::Single(rest) => single(rest),
        };
        match item {
            Ok(Some(Item::Row(row))) => Some(Ok(row)),
            Ok(Some(Item::Bad {
                place,
                reason,
                excerpt,
            })) => Some(Err(Reject {
                file: self.name.clone(),
                line: place.line,
                byte_offset: place.offset,
                field: None,
                reason,
                excerpt,
            })),
            Ok(None) => {
                self.done = true;
                None
            }
            Err(error) => Some(Err(self.fail(error))),
        }
    }
}

/// The one object of a file that holds nothing else; it was seen whole, so it is small.
fn single(rest: &mut Option<(Box<dyn BufRead + Send>, Place)>) -> io::Result<Option<Item>> {
    let Some((mut reader, place)) = rest.take() else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let text = bytes
        .strip_prefix(super::lines::BOM)
        .unwrap_or(&bytes)
        .trim_ascii();
    Ok(Some(Item::parsed(place, super::parse::object(text), text)))
}

fn failed(path: &Path, packing: Packing, after: u64, error: io::Error) -> ImportError {
    if let Some(bomb) = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<BombError>())
    {
        return ImportError::Bomb {
            path: path.into(),
            compressed: bomb.compressed,
            out: bomb.out,
        };
    }
    #[cfg(feature = "parquet")]
    if let Some(fault) = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<ParquetFault>())
    {
        return ImportError::Parquet {
            path: path.into(),
            after,
            reason: fault.reason.clone(),
        };
    }
    let damaged = matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
    );
    if packing != Packing::Plain && damaged {
        return ImportError::Packed {
            path: path.into(),
            after,
            reason: error.to_string(),
        };
    }
    ImportError::Io {
        path: path.into(),
        source: error,
    }
}
