//! What a file is, by its first bytes and, where these leave it open, by its name.

use std::path::Path;

use serde::de::IgnoredAny;

use super::csv_rows::delimiter_of;
use super::error::ImportError;
use super::lines::BOM;
use super::shape;

/// The format of a file's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON list of objects.
    JsonList,
    /// One JSON object whose values are the rows, or hold them in a list.
    JsonKeyed,
    /// One JSON object that is the only row.
    JsonSingle,
    /// One JSON object a line.
    JsonLines,
    /// Rows of a Parquet file.
    Parquet,
    /// Values between delimiters below a line of headings.
    Delimited {
        /// The byte between two values.
        delimiter: u8,
    },
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Format::JsonList => "a JSON list",
            Format::JsonKeyed => "a JSON object of rows",
            Format::JsonSingle => "one JSON object",
            Format::JsonLines => "JSON Lines",
            Format::Parquet => "Parquet",
            Format::Delimited { delimiter: b'\t' } => "TSV",
            Format::Delimited { delimiter: b',' } => "CSV",
            Format::Delimited { .. } => "delimited text",
        })
    }
}

/// Whether the peeked bytes are the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Whole,
    Part,
}

/// Tells the format; `peek` is the beginning of the decompressed text.
pub(super) fn format(path: &Path, peek: &[u8], seen: Seen) -> Result<Format, ImportError> {
    if let Some(what) = binary(peek) {
        return Err(ImportError::Binary {
            path: path.into(),
            what,
        });
    }
    let text = peek.strip_prefix(BOM).unwrap_or(peek).trim_ascii_start();
    let name = match Name::of(path) {
        // Headings are no JSON, so that such a file is only misnamed.
        Name::Comma | Name::Tab if begins_as_json(text) => Name::Other,
        name => name,
    };
    match (text.first(), name) {
        (None, _) => Err(ImportError::Empty { path: path.into() }),
        (Some(_), Name::Lines) => Ok(Format::JsonLines),
        (Some(b'['), Name::Json | Name::Other) => Ok(Format::JsonList),
        (Some(b'{'), Name::Json | Name::Other) if shape::is_category_map(text) => {
            Err(ImportError::CategoryMap { path: path.into() })
        }
        (Some(b'{'), Name::Json | Name::Other) => Ok(object(text, seen)),
        (Some(_), Name::Json) => Err(ImportError::Shape {
            path: path.into(),
            reason: "JSON begins with [ or {, this file does not".to_owned(),
        }),
        (Some(_), _) => delimited(path, text, name),
    }
}

/// What the name says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Lines,
    Json,
    Comma,
    Tab,
    Other,
}

impl Name {
    fn of(path: &Path) -> Name {
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let packed = [".gz", ".zst", ".zstd"];
        let name = packed
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(&name);
        match name.rsplit('.').next() {
            Some("jsonl" | "ndjson" | "jl") => Name::Lines,
            Some("json") => Name::Json,
            Some("csv") => Name::Comma,
            Some("tsv" | "tab") => Name::Tab,
            _ => Name::Other,
        }
    }
}

/// Whether the text begins with a whole object or list, or with one that goes on behind its end.
fn begins_as_json(text: &[u8]) -> bool {
    if !text.starts_with(b"{") && !text.starts_with(b"[") {
        return false;
    }
    let mut stream = serde_json::Deserializer::from_slice(text).into_iter::<IgnoredAny>();
    match stream.next() {
        Some(Ok(_)) => true,
        Some(Err(error)) => error.is_eof(),
        None => false,
    }
}

fn delimited(path: &Path, text: &[u8], name: Name) -> Result<Format, ImportError> {
    let line = text.split(|b| *b == b'\n').next().unwrap_or(text);
    let line = String::from_utf8_lossy(line);
    let line = line.trim_end();
    let found = delimiter_of(line);
    let delimiter = match name {
        Name::Tab if line.contains('\t') => Some(b'\t'),
        _ => found,
    };
    match delimiter {
        Some(delimiter) => Ok(Format::Delimited { delimiter }),
        None => Err(ImportError::Shape {
            path: path.into(),
            reason: format!(
                "its first line `{}` is neither JSON nor headings between commas or tabs",
                line.chars().take(40).collect::<String>()
            ),
        }),
    }
}

/// A file that begins with `{`: lines of objects, one object, or an object of objects.
fn object(text: &[u8], seen: Seen) -> Format {
    let mut stream = serde_json::Deserializer::from_slice(text).into_iter::<serde_json::Value>();
    match stream.next() {
        Some(Ok(serde_json::Value::Object(first))) => {
            let rest = text.get(stream.byte_offset()..).unwrap_or_default();
            // Keyed by id when objects are most of what it holds; a product holds mostly texts and numbers.
            let objects = first.values().filter(|v| v.is_object()).count();
            // What has an id of its own is a row, however many objects it holds: a profile is mostly objects.
            let is_row = ROW_IDS
                .iter()
                .any(|key| first.get(*key).is_some_and(|id| !id.is_object()));
            let holds_rows = (objects * 2 > first.len() && !is_row)
                || ROW_LISTS
                    .iter()
                    .any(|key| first.get(*key).is_some_and(serde_json::Value::is_array));
            if !rest.trim_ascii_start().is_empty() {
                Format::JsonLines
            } else if holds_rows {
                Format::JsonKeyed
            } else if seen == Seen::Whole {
                Format::JsonSingle
            } else {
                Format::JsonLines
            }
        }
        // A broken first line with a second one that opens like it: lines, of which the first is bad.
        _ if later_lines_open_objects(text) => Format::JsonLines,
        _ => Format::JsonKeyed,
    }
}

/// Keys under which files keep their rows.
pub(super) const ROW_LISTS: [&str; 7] = [
    "products", "profiles", "items", "data", "rows", "results", "records",
];

/// Keys under which a row keeps its own id.
const ROW_IDS: [&str; 4] = ["id", "user_id", "item_id", "product_id"];

fn later_lines_open_objects(text: &[u8]) -> bool {
    let mut lines = text.split(|b| *b == b'\n');
    lines.next();
    lines
        .find(|line| !line.trim_ascii().is_empty())
        .is_some_and(|line| line.starts_with(b"{"))
}

/// What a file that is no text seems to be.
fn binary(peek: &[u8]) -> Option<&'static str> {
    let named: [(&[u8], &str); 11] = [
        (b"PK\x03\x04", "a zip archive or an Excel workbook"),
        (b"PAR1", "a Parquet file"),
        (b"\x1f\x8b", "compressed twice"),
        (b"\x28\xb5\x2f\xfd", "compressed twice"),
        (b"BZh", "a bzip2 archive"),
        (b"\xfd7zXZ", "an xz archive"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"%PDF", "a PDF"),
        (b"SQLite format 3", "a database"),
        (b"\x7fELF", "a program"),
    ];
    if let Some((_, what)) = named.iter().find(|(magic, _)| peek.starts_with(magic)) {
        return Some(what);
    }
    if peek.contains(&0) {
        return Some("binary data");
    }
    // Broken characters, not counting one that the end of the peek may have cut.
    let broken = peek.utf8_chunks().filter(|c| !c.invalid().is_empty());
    (broken.count() * 10 > peek.len() + 10).then_some("binary data")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tell(name: &str, text: &[u8]) -> Result<Format, ImportError> {
        format(Path::new(name), text, Seen::Whole)
    }

    #[test]
    fn formats_are_told_by_content_first() {
        assert_eq!(tell("x.json", b"[{}]").unwrap(), Format::JsonList);
        assert_eq!(
            tell("x.json", b"{\"a\":1}\n{\"a\":2}").unwrap(),
            Format::JsonLines
        );
        assert_eq!(
            tell("x", b"{\"1\":{\"a\":1},\n\"2\":{}}").unwrap(),
            Format::JsonKeyed
        );
        assert_eq!(
            tell("x.json", b"{\"id\":1,\"d\":{}}").unwrap(),
            Format::JsonSingle
        );
        assert_eq!(
            tell("x.txt", b"{bad\n{\"a\":2}").unwrap(),
            Format::JsonLines
        );
        assert_eq!(
            tell("x.csv", b"a,b\n").unwrap(),
            Format::Delimited { delimiter: b',' }
        );
        for (text, want) in [
            (
                &b"{\"id\":1,\"t\":2}\n{\"id\":2,\"t\":3}\n"[..],
                Format::JsonLines,
            ),
            (b"[{\"id\":1,\"t\":2},\n{\"id\":", Format::JsonList),
            (b"[id],[title]\n", Format::Delimited { delimiter: b',' }),
            (b"{id},{title}\n", Format::Delimited { delimiter: b',' }),
        ] {
            assert_eq!(tell("x.csv.gz", text).unwrap(), want);
        }
        assert_eq!(
            tell("x.tsv.gz", b"a,b\tc\n").unwrap(),
            Format::Delimited { delimiter: b'\t' }
        );
    }

    #[test]
    fn files_without_rows_are_named_for_what_they_are() {
        assert!(matches!(tell("x", b"  \n"), Err(ImportError::Empty { .. })));
        assert!(matches!(
            tell("x.csv", b"PAR1..."),
            Err(ImportError::Binary { .. })
        ));
        assert!(matches!(
            tell("x.csv", b"a\0b"),
            Err(ImportError::Binary { .. })
        ));
        assert!(matches!(
            tell("x.json", b"hello"),
            Err(ImportError::Shape { .. })
        ));
        assert!(matches!(
            tell("x.txt", b"hello world"),
            Err(ImportError::Shape { .. })
        ));
    }
}
