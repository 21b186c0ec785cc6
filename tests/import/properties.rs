//! Properties of the readers: no bytes make them panic, and every line is accounted for.

use std::io::Cursor;

use muse_studio::catalog::{ImportOptions, normalise};
use muse_studio::import::{Comments, Source};
use proptest::prelude::*;

/// Text out of the pieces that readers trip over.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(&b"{"[..]),
        Just(&b"}"[..]),
        Just(&b"["[..]),
        Just(&b"]"[..]),
        Just(&b"\""[..]),
        Just(&b"\\"[..]),
        Just(&b","[..]),
        Just(&b":"[..]),
        Just(&b"\n"[..]),
        Just(&b"\r\n"[..]),
        Just(&b"\xef\xbb\xbf"[..]),
        Just(&b"\xff"[..]),
        Just(&b"\xe0\xa4"[..]),
        Just("कुर्ता".as_bytes()),
        Just(&b"\"id\":\"1\""[..]),
        Just(&b"{\"title\":\"a\",\"id\":7}"[..]),
        Just(&b"price"[..]),
        Just("₹1,299".as_bytes()),
        Just(&b"<b>&amp;"[..]),
        Just(&b"null"[..]),
        Just(&b"\t"[..]),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|parts| parts.concat())
}

fn read(name: &str, bytes: &[u8]) -> Option<(usize, usize)> {
    let source = Source::from_reader(name, Cursor::new(bytes.to_vec()), Comments::Strip).ok()?;
    let (mut rows, mut rejects) = (0, 0);
    for row in source {
        match row {
            Ok(row) => {
                assert!(row.byte_offset < bytes.len() as u64);
                assert!(row.line >= 1);
                let _ = normalise::product(&row.fields, &ImportOptions::default());
                rows += 1;
            }
            Err(reject) => {
                assert!(!reject.reason.is_empty());
                assert!(reject.line >= 1);
                rejects += 1;
            }
        }
    }
    Some((rows, rejects))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop_oneof![pieces(), proptest::collection::vec(any::<u8>(), 0..300)]) {
        for name in ["x", "x.json", "x.jsonl", "x.csv", "x.tsv", "x.csv.gz"] {
            let _ = read(name, &bytes);
        }
        let mut gz = vec![0x1f, 0x8b, 8, 0];
        gz.extend_from_slice(&bytes);
        let _ = Source::from_reader("x.gz", Cursor::new(gz), Comments::Refuse).map(Iterator::count);
    }

    #[test]
    fn every_line_of_json_lines_is_a_row_or_a_reject(bytes in pieces()) {
        let bytes: Vec<u8> = bytes.into_iter().filter(|b| *b != 0xef && *b != b'/').collect();
        let lines = bytes.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty()).count();
        if let Some((rows, rejects)) = read("x.jsonl", &bytes) {
            prop_assert_eq!(rows + rejects, lines);
        }
    }

    #[test]
    fn every_unquoted_line_of_csv_is_a_row_or_a_reject(body in "([a-z,.₹ ]{0,12}(\n|\r\n)){0,20}") {
        let text = format!("id,title\n{body}");
        let lines = body.lines().filter(|l| !l.trim_matches([' ', '\r']).is_empty()).count();
        let (rows, rejects) = read("x.csv", text.as_bytes()).unwrap();
        prop_assert_eq!(rows + rejects, lines);
    }

    #[test]
    fn every_element_of_a_list_is_a_row_or_a_reject(
        elements in proptest::collection::vec(prop_oneof![
            Just("{\"id\":\"1\",\"title\":\"a, ]}\"}"), Just("{}"), Just("7"), Just("\"x\""), Just("{\"a\":}"), Just("[1,[2]]"), Just("nul"),
        ], 0..20),
        gap in prop_oneof![Just(""), Just(" "), Just("\r\n  ")],
    ) {
        let text = format!("[{gap}{}{gap}]", elements.join(&format!(",{gap}")));
        let (rows, rejects) = read("x.json", text.as_bytes()).unwrap();
        prop_assert_eq!(rows + rejects, elements.len());
        prop_assert_eq!(rows, elements.iter().filter(|e| e.starts_with('{') && **e != "{\"a\":}").count());
    }

    #[test]
    fn quoted_values_come_back_as_they_were(values in proptest::collection::vec("[a-z\",\n\r क]{0,8}", 2..=2)) {
        let quoted: Vec<String> = values.iter().map(|v| format!("\"{}\"", v.replace('"', "\"\""))).collect();
        let text = format!("id,title\n{}\n", quoted.join(","));
        let mut source = Source::from_reader("x.csv", Cursor::new(text.into_bytes()), Comments::Refuse).unwrap();
        let row = source.next().unwrap().unwrap();
        let back: Vec<&str> = row.fields.values().map(|v| v.as_str().unwrap()).collect();
        prop_assert_eq!(back, values);
    }
}

/// A reader that gives a few bytes at a time.
struct Drip(Vec<u8>, usize, usize);

impl std::io::Read for Drip {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.2.min(buf.len()).min(self.0.len() - self.1);
        buf[..n].copy_from_slice(&self.0[self.1..self.1 + n]);
        self.1 += n;
        Ok(n)
    }
}

fn told(name: &str, reader: impl std::io::Read + Send + 'static) -> Vec<String> {
    match Source::from_reader(name, reader, Comments::Refuse) {
        Err(error) => vec![error.to_string()],
        Ok(source) => source.map(|row| format!("{row:?}")).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn however_the_bytes_come_the_rows_are_the_same(bytes in pieces(), step in 1usize..7, wide in any::<bool>()) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let bytes = match wide {
            true => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
            false => bytes,
        };
        for name in ["x.json", "x.jsonl", "x.csv"] {
            let at_once = told(name, Cursor::new(bytes.clone()));
            prop_assert_eq!(told(name, Drip(bytes.clone(), 0, step)), at_once);
        }
    }

    #[test]
    fn a_plan_never_panics_and_every_row_read_by_it_is_a_product_or_a_reason(bytes in pieces()) {
        for name in ["x.json", "x.jsonl", "x.csv"] {
            let Ok(source) = Source::from_reader(name, Cursor::new(bytes.clone()), Comments::Refuse) else { continue };
            let rows: Vec<_> = source.filter_map(Result::ok).map(|row| row.fields).collect();
            let Ok(plan) = muse_studio::catalog::plan(&rows, &[], &[]) else { continue };
            let options = ImportOptions { layout: plan.layout, ..ImportOptions::default() };
            for row in &rows {
                if let Err(error) = normalise::product(row, &options) {
                    prop_assert!(!error.reason.is_empty());
                }
            }
        }
    }

    #[test]
    fn any_text_is_a_price_or_a_reason(text in "[0-9₹$€,. \\-/a-zA-Zरु१-९]{0,24}") {
        let row = serde_json::json!({"id": "1", "title": "Mug", "price": text});
        let read = normalise::product(row.as_object().unwrap(), &ImportOptions::default()).unwrap();
        if let Some(price) = read.product.price {
            prop_assert!(price.minor > 0);
        }
    }
}
