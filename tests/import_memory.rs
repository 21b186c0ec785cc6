//! Lines and elements beyond all measure, read in little memory. One test alone in its process, so that nothing else moves
//! the peak.

use std::io::{Cursor, Read};

use muse_studio::import::{Comments, Source};

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
