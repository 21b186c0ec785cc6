//! Products from Parquet files. The fixture is written here with the library that reads it; `MUSE_UPDATE_PARQUET=1 cargo test
//! --features parquet --test import parquet` writes it anew.
#![cfg(feature = "parquet")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use muse_studio::import::{ImportError, RawRow, Reject, Source};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, FloatType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use serde_json::{Value, json};

use crate::cli_kit::Home;

const SCHEMA: &str = "message products {
    required binary id (UTF8);
    required binary title (UTF8);
    optional binary brand;
    required int64 price (DECIMAL(12, 2));
    optional int32 stock;
    optional float rating;
    optional group categories (LIST) { repeated group list { optional binary element (UTF8); } }
    optional group attributes { optional binary color (UTF8); optional int64 pieces; }
    optional int64 added (TIMESTAMP_MILLIS);
    optional int32 day (DATE);
}";

type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

/// Writes the next column: its values, and for each place how much of it is there and on which level it repeats.
fn column<T: DataType>(group: &mut Group<'_>, values: &[T::T], there: &[i16], repeats: &[i16]) {
    let levels = |levels: &[i16]| (!levels.is_empty()).then(|| levels.to_vec());
    let (there, repeats) = (levels(there), levels(repeats));
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<T>()
        .write_batch(values, there.as_deref(), repeats.as_deref())
        .unwrap();
    column.close().unwrap();
}

fn texts(texts: &[&str]) -> Vec<ByteArray> {
    texts.iter().map(|text| ByteArray::from(*text)).collect()
}

/// Three products with lists and gaps, then one in a row group of its own.
fn catalogue() -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let properties = WriterProperties::builder()
        .set_created_by("muse-studio tests".to_owned())
        .build();
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();

    let mut group = file.next_row_group().unwrap();
    column::<ByteArrayType>(&mut group, &texts(&["a1", "a2", "a3"]), &[], &[]);
    let titles = ["Blue Cotton Kurta", "नीला सूती कुर्ता", "Red Running Shoes"];
    column::<ByteArrayType>(&mut group, &texts(&titles), &[], &[]);
    column::<ByteArrayType>(&mut group, &texts(&["Biba", "बीबा"]), &[1, 1, 0], &[]);
    column::<Int64Type>(&mut group, &[49_950, 99_900, 5], &[], &[]);
    column::<Int32Type>(&mut group, &[3, 0], &[1, 0, 1], &[]);
    column::<FloatType>(&mut group, &[4.2], &[1, 0, 0], &[]);
    // A path of two, no list, an empty list.
    column::<ByteArrayType>(
        &mut group,
        &texts(&["Clothing", "Kurtas"]),
        &[3, 3, 0, 1],
        &[0, 1, 0, 0],
    );
    column::<ByteArrayType>(&mut group, &texts(&["Blue"]), &[2, 0, 1], &[]);
    column::<Int64Type>(&mut group, &[2], &[1, 0, 2], &[]);
    column::<Int64Type>(&mut group, &[1_704_067_200_000, i64::MAX], &[1, 0, 1], &[]);
    column::<Int32Type>(&mut group, &[19_723, i32::MAX], &[1, 0, 1], &[]);
    group.close().unwrap();

    let mut group = file.next_row_group().unwrap();
    column::<ByteArrayType>(&mut group, &texts(&["a4"]), &[], &[]);
    column::<ByteArrayType>(&mut group, &texts(&["Wall Clock"]), &[], &[]);
    column::<ByteArrayType>(&mut group, &[ByteArray::from(vec![0u8, 255])], &[1], &[]);
    column::<Int64Type>(&mut group, &[120_000], &[], &[]);
    column::<Int32Type>(&mut group, &[], &[0], &[]);
    column::<FloatType>(&mut group, &[], &[0], &[]);
    // A list whose first place is empty.
    column::<ByteArrayType>(&mut group, &texts(&["Home"]), &[2, 3], &[0, 1]);
    column::<ByteArrayType>(&mut group, &[], &[0], &[]);
    column::<Int64Type>(&mut group, &[], &[0], &[]);
    column::<Int64Type>(&mut group, &[], &[0], &[]);
    column::<Int32Type>(&mut group, &[], &[0], &[]);
    group.close().unwrap();
    file.into_inner().unwrap()
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import/catalogue.parquet")
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A file with these bytes in a folder of its own.
fn written(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("some.parquet");
    std::fs::write(&path, bytes).unwrap();
    (dir, path)
}

fn refused(bytes: &[u8]) -> String {
    let (_dir, path) = written(bytes);
    let error = Source::open(&path).err().expect("it is refused");
    assert!(
        matches!(error, ImportError::NoParquetRows { .. }),
        "{error:?}"
    );
    error.to_string()
}

#[test]
fn the_fixture_is_what_is_written_here() {
    if std::env::var_os("MUSE_UPDATE_PARQUET").is_some() {
        std::fs::write(fixture(), catalogue()).unwrap();
    }
    assert_eq!(std::fs::read(fixture()).unwrap(), catalogue());
}

#[test]
fn lists_gaps_and_numbers_are_read_as_they_are() {
    let source = Source::open(&fixture()).unwrap();
    assert_eq!(source.format().to_string(), "Parquet");
    let rows: Vec<RawRow> = source.map(Result::unwrap).collect();
    let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [1, 2, 3, 4]);
    let fields: Vec<Value> = rows.into_iter().map(|row| row.fields.into()).collect();
    let want = [
        json!({
            "id": "a1", "title": "Blue Cotton Kurta", "brand": "Biba", "price": "499.50", "stock": 3, "rating": 4.2,
            "categories": ["Clothing", "Kurtas"], "attributes": {"color": "Blue", "pieces": null},
            "added": "2024-01-01T00:00:00Z", "day": "2024-01-01",
        }),
        json!({
            "id": "a2", "title": "नीला सूती कुर्ता", "brand": "बीबा", "price": "999.00", "stock": null, "rating": null,
            "categories": null, "attributes": null, "added": null, "day": null,
        }),
        // What no calendar has stays a number.
        json!({
            "id": "a3", "title": "Red Running Shoes", "brand": null, "price": "0.05", "stock": 0, "rating": null,
            "categories": [], "attributes": {"color": null, "pieces": 2}, "added": i64::MAX, "day": i32::MAX,
        }),
        // Bytes that are no text mean nothing.
        json!({
            "id": "a4", "title": "Wall Clock", "brand": null, "price": "1200.00", "stock": null, "rating": null,
            "categories": [null, "Home"], "attributes": null, "added": null, "day": null,
        }),
    ];
    assert_eq!(fields, want);
}

#[test]
fn products_come_in() {
    let home = Home::new();
    home.muse(&["init"]).ended(0);
    let file = fixture();
    let said = home
        .muse(&["products", "import", text(&file), "--json"])
        .ended(0)
        .json();
    assert_eq!((&said["read"], &said["added"]), (&json!(4), &json!(4)));
    let shown = home
        .muse(&["products", "show", "a1", "--json"])
        .ended(0)
        .json();
    assert_eq!(shown["price"], json!({"minor": 49_950, "currency": "INR"}));
    assert_eq!(shown["categories"], json!(["Clothing", "Kurtas"]));
    assert_eq!(shown["rating"], json!(4.2));
}

#[test]
fn a_file_that_is_cut_off_is_refused_whole() {
    let bytes = catalogue();
    for length in [8, bytes.len() / 2, bytes.len() - 1] {
        let told = refused(&bytes[..length]);
        assert!(
            told.contains("cut off or damaged") && told.contains("fetch the file again"),
            "{told}"
        );
    }
}

#[test]
fn what_only_begins_like_parquet_is_refused() {
    for bytes in [&b"PAR1"[..], b"PAR1 is how it begins, and so it ends PAR1"] {
        refused(bytes);
    }
}

#[test]
fn rows_before_the_damage_are_read() {
    let mut bytes = catalogue();
    // The title of the second row group where it stands first, with the lengths before it.
    let title = bytes
        .windows(10)
        .position(|part| part == b"Wall Clock")
        .unwrap();
    bytes[title - 40..title].fill(0xff);
    let (_dir, path) = written(&bytes);
    let mut source = Source::open(&path).unwrap();
    let rows: Vec<Result<RawRow, Reject>> = source.by_ref().collect();
    assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 3);
    let reject = rows.last().unwrap().as_ref().unwrap_err();
    assert!(reject.reason.contains("after 3 rows"), "{}", reject.reason);
    assert!(matches!(
        source.failure(),
        Some(ImportError::Parquet { after: 3, .. })
    ));
}
