//! Files that are made to hurt: endless lines, deep nesting, decompression bombs.

use std::io::{Cursor, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use muse_studio::import::{Comments, ImportError, Source};

fn open(name: &str, reader: impl Read + Send + 'static) -> Source {
    Source::from_reader(name, reader, Comments::Refuse).unwrap()
}

#[test]
fn deep_nesting_is_a_reject() {
    for depth in [128usize, 100_000] {
        let deep = format!(
            "{{\"sku\":\"1\",\"a\":{}{}}}",
            "[".repeat(depth),
            "]".repeat(depth)
        );
        let lines = format!("{deep}\n{{\"sku\":\"2\"}}\n");
        let rows: Vec<_> = open("x.jsonl", Cursor::new(lines)).collect();
        assert!(
            rows[0].as_ref().unwrap_err().reason.contains("128 levels"),
            "{:?}",
            rows[0]
        );
        assert!(rows[1].is_ok());
        let rows: Vec<_> =
            open("x.json", Cursor::new(format!("[{deep},{{\"sku\":\"2\"}}]"))).collect();
        assert!(rows[0].as_ref().unwrap_err().reason.contains("128 levels"));
        assert!(rows[1].is_ok());
    }
    let fine = format!(
        "{{\"sku\":\"1\",\"a\":{}{}}}\n",
        "[".repeat(120),
        "]".repeat(120)
    );
    assert!(open("x.jsonl", Cursor::new(fine)).all(|row| row.is_ok()));
}

#[test]
fn a_decompression_bomb_stops_with_a_sentence() {
    let pack = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let mut bomb = pack(b"{\"sku\":\"1\",\"title\":\"a\"}\n");
    let mut blank = vec![b' '; 1 << 20];
    blank.push(b'\n');
    let member = pack(&blank);
    for _ in 0..200 {
        bomb.extend_from_slice(&member);
    }
    let mut source = open("bomb.jsonl.gz", Cursor::new(bomb));
    let rows: Vec<_> = source.by_ref().collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[0].is_ok());
    assert!(
        rows[1].as_ref().unwrap_err().reason.contains("200:1"),
        "{:?}",
        rows[1]
    );
    assert!(matches!(source.failure(), Some(ImportError::Bomb { .. })));
}

#[test]
fn a_quote_that_never_closes_costs_its_line_however_long_the_rest_is() {
    let plain = "x".repeat(1000);
    let mut text = String::from("id,title\n0,\"open\n");
    for i in 0..18_000 {
        text.push_str(&format!("{i},{plain}\n"));
    }
    text.push_str("0,\"open again\n1,last\n");
    let rows: Vec<_> = open("x.csv", Cursor::new(text)).collect();
    assert_eq!(rows.len(), 18_003);
    let bad: Vec<u64> = rows
        .iter()
        .filter_map(|row| row.as_ref().err())
        .map(|reject| reject.line)
        .collect();
    assert_eq!(bad, [2, 18_003]);
}
