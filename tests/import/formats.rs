//! Stories of imports: one file of each shape, with the faults that real files have.
//!
//! Each snapshot lists, in the file's order, what became of every row: the product with its notes, or the reject.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use muse_studio::catalog::{ImportOptions, normalise};
use muse_studio::import::{Format, ImportError, Source};

fn data(name: &str) -> PathBuf {
    Path::new("tests/data/import").join(name)
}

fn import(name: &str) -> String {
    let mut source = Source::open(&data(name)).unwrap();
    let mut out = format!("{:?}\n", source.format());
    while let Some(row) = source.next() {
        let row = match row {
            Ok(row) => row,
            Err(reject) => {
                writeln!(
                    out,
                    "line {}, byte {}: REJECT {} | {}",
                    reject.line, reject.byte_offset, reject.reason, reject.excerpt
                )
                .unwrap();
                continue;
            }
        };
        for note in &row.notes {
            writeln!(out, "line {}: note: {}", row.line, note.text).unwrap();
        }
        match normalise::product(&row.fields, &ImportOptions::default()) {
            Ok(read) => {
                let json = serde_json::to_value(&read.product).unwrap();
                let mut json = json.as_object().unwrap().clone();
                json.retain(|_, v| {
                    !v.is_null()
                        && *v != ""
                        && !v.as_array().is_some_and(Vec::is_empty)
                        && !v.as_object().is_some_and(serde_json::Map::is_empty)
                });
                writeln!(
                    out,
                    "line {}, byte {}: {}",
                    row.line,
                    row.byte_offset,
                    serde_json::Value::Object(json)
                )
                .unwrap();
                for note in read.notes {
                    writeln!(
                        out,
                        "line {}: note: {}: {}",
                        row.line, note.field, note.reason
                    )
                    .unwrap();
                }
            }
            Err(error) => {
                let reject = source.reject(&row, Some(error.field), error.reason);
                writeln!(
                    out,
                    "line {}, byte {}: REJECT {}: {} | {}",
                    reject.line,
                    reject.byte_offset,
                    reject.field.unwrap(),
                    reject.reason,
                    reject.excerpt
                )
                .unwrap();
            }
        }
    }
    out
}

macro_rules! golden {
    ($($name:ident: $file:literal;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(stringify!($name), import($file));
        })*
    };
}

golden! {
    the_studios_own_form: "own_form.jsonl";
    an_object_keyed_by_id: "keyed.json";
    a_list_with_broken_elements: "list.json";
    lines_with_sources_and_currencies: "lines.jsonl";
    csv_with_byte_order_mark_and_crlf: "crlf_bom.csv";
    csv_with_bytes_that_are_no_utf8: "broken_utf8.csv";
    csv_with_an_unclosed_quote: "unclosed_quote.csv";
    csv_with_json_and_ruby_in_its_values: "specifications.csv";
    books_without_prices: "books.csv";
    the_price_zoo: "prices.tsv";
}

#[test]
fn gzip_reads_the_same_as_plain() {
    assert_eq!(import("lines.jsonl.gz"), import("lines.jsonl"));
}

#[test]
fn gzip_is_told_by_its_bytes_not_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("catalogue.jsonl");
    std::fs::copy(data("lines.jsonl.gz"), &path).unwrap();
    let source = Source::open(&path).unwrap();
    assert_eq!(source.format(), Format::JsonLines);
    let progress = source.progress();
    assert!(source.count() > 5);
    assert_eq!(progress.read(), progress.total());
}

#[test]
fn a_cut_off_gzip_gives_the_rows_before_and_says_so() {
    let mut source = Source::open(&data("truncated.jsonl.gz")).unwrap();
    let rows: Vec<_> = source.by_ref().collect();
    let good = rows.iter().filter(|r| r.is_ok()).count();
    assert!(good > 100, "{good}");
    assert_eq!(rows.len(), good + 1, "the cut is the last and only reject");
    let reject = rows.last().unwrap().as_ref().unwrap_err();
    assert!(reject.reason.contains("cut off"), "{reject:?}");
    assert!(reject.line > 100);
    assert!(matches!(source.failure(), Some(ImportError::Packed { .. })));
}

#[test]
fn whole_files_that_cannot_be_read_say_why_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let cases = [
        (dir.path().join("none.csv"), "does not exist"),
        (dir.path().to_path_buf(), "is not a file"),
        (write("empty.csv", b""), "is empty"),
        (write("blank.jsonl", b"\n \n"), "is empty"),
        (write("sheet.csv", b"PK\x03\x04...."), "Excel"),
        (write("picture.json", b"\x89PNG\r\n"), "picture"),
        (
            write("wide.csv", b"\xff\xfei\0d\0"),
            "neither JSON nor headings",
        ),
        (write("noise.csv", &[0xf1; 400]), "binary"),
        (write("letter.txt", b"Dear reader, \n"), ""),
        (
            write("prose.txt", b"Nothing here is a table.\n"),
            "neither JSON nor headings",
        ),
        (write("number.json", b"42"), "begins with [ or {"),
        (
            write("bad.csv.gz", b"\x1f\x8b\x08\x00garbage that is no gzip"),
            "cut off or damaged",
        ),
    ];
    for (path, want) in cases {
        match Source::open(&path) {
            Err(error) => {
                let text = error.to_string();
                assert!(text.contains(want), "{text}");
                assert!(
                    text.contains(path.file_name().unwrap().to_str().unwrap()),
                    "{text}"
                );
            }
            Ok(source) => assert!(
                want.is_empty(),
                "{} gave {:?}",
                path.display(),
                source.format()
            ),
        }
    }
}

#[test]
fn a_table_of_something_else_rejects_each_row_with_a_reason() {
    let text = "tag_id,tag_name\n1,fiction\n2,history\n";
    let source = Source::from_reader("tags.csv", text.as_bytes(), Default::default()).unwrap();
    for row in source {
        let error =
            normalise::product(&row.unwrap().fields, &ImportOptions::default()).unwrap_err();
        assert_eq!(error.field, "title");
        assert!(error.reason.contains("--map"), "{error}");
    }
}

#[test]
fn a_row_without_any_id_column_gets_the_same_id_again() {
    let text = "title,price\nMug,99\nMug,98\n";
    let ids = || -> Vec<String> {
        Source::from_reader("x.csv", text.as_bytes(), Default::default())
            .unwrap()
            .map(|row| normalise::product(&row.unwrap().fields, &ImportOptions::default()).unwrap())
            .map(|read| read.product.id.to_string())
            .collect()
    };
    assert_eq!(ids(), ids());
    assert_ne!(ids()[0], ids()[1]);
}
