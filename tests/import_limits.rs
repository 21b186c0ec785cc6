//! Files that are made to hurt: endless lines, deep nesting, decompression bombs.

use std::io::{Cursor, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use muse_studio::import::{Comments, ImportError, Source};

fn open(name: &str, reader: impl Read + Send + 'static) -> Source {
    Source::from_reader(name, reader, Comments::Refuse).unwrap()
}

/// The most memory this process ever held, in MiB; only Linux tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}

/// One test, so that nothing else moves the peak: 1 GiB in one line, then in one element.
#[test]
fn a_line_of_a_gigabyte_is_one_reject_and_little_memory() {
    let before = peak_memory();
    let endless = Cursor::new(&b"{\"sku\":\"1\",\"title\":\"a\"}\n"[..])
        .chain(std::io::repeat(b'x').take(1 << 30))
        .chain(&b"\n{\"sku\":\"2\",\"title\":\"b\"}\n"[..]);
    let rows: Vec<_> = open("x.jsonl", endless).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[0].is_ok());
    let reject = rows[1].as_ref().unwrap_err();
    assert_eq!((reject.line, reject.byte_offset), (2, 24));
    assert!(reject.reason.contains("1024 MiB"), "{reject:?}");
    assert!(reject.excerpt.len() < 200);
    assert_eq!(rows[2].as_ref().unwrap().line, 3);

    let element = Cursor::new(&b"[{\"sku\":\"1\"},{\"t\":\""[..])
        .chain(std::io::repeat(b'y').take(64 << 20))
        .chain(&b"\"},{\"sku\":\"2\"}]"[..]);
    let rows: Vec<_> = open("x.json", element).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[1].as_ref().unwrap_err().reason.contains("64 MiB"));
    assert!(rows[2].is_ok());

    let record = Cursor::new(&b"id,title\n1,a\n2,\""[..])
        .chain(std::io::repeat(b'z').take(64 << 20))
        .chain(&b"\"\n3,c\n"[..]);
    let rows: Vec<_> = open("x.csv", record).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[1].as_ref().unwrap_err().reason.contains("64 MiB"));

    if let (Some(before), Some(after)) = (before, peak_memory()) {
        assert!(after < before + 150, "{before} MiB became {after} MiB");
    }
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
fn many_unclosed_quotes_stay_linear_and_every_line_is_accounted_for() {
    let mut text = String::from("id,title\n");
    for i in 0..20_000 {
        // An odd number of opening quotes in each pair of lines.
        text.push_str(&format!(
            "{i},\"a{}\n",
            if i % 3 == 0 { "\"\"" } else { "" }
        ));
    }
    let started = std::time::Instant::now();
    let rows: Vec<_> = open("x.csv", Cursor::new(text)).collect();
    assert!(!rows.is_empty());
    assert!(started.elapsed().as_secs() < 20);
}
