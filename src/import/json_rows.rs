//! Rows of one large JSON list or object, one element at a time.

use std::io::{self, BufRead, Cursor, Read};

use serde_json::Value;

use super::limits::{MAX_RECORD_BYTES, MAX_UNCLOSED_QUOTES};
use super::lines::BOM;
use super::parse;
use super::source::{Item, Place, too_long};

/// Where the reader stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Inside,
    Done,
}

/// What encloses the next element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    List,
    Keyed,
}

/// The elements of `[...]`, of `{"id": {...}}`, or of `{"name": [...]}`.
///
/// An element that is broken inside is one reject. One whose string or bracket never closes ends where a later line opens
/// an element at the same indentation; with no such line it takes the rest of the file along, as one reject.
pub(super) struct JsonRows {
    reader: Box<dyn BufRead + Send>,
    place: Place,
    state: State,
    stack: Vec<Container>,
    indent: Vec<u8>,
    recoveries: usize,
    limit: usize,
}

/// One element's bytes.
struct Element {
    place: Place,
    bytes: Vec<u8>,
    too_long: Option<u64>,
    closed: bool,
}

impl JsonRows {
    pub(super) fn new(reader: Box<dyn BufRead + Send>) -> Self {
        Self::with_limit(reader, MAX_RECORD_BYTES)
    }

    pub(super) fn with_limit(reader: Box<dyn BufRead + Send>, limit: usize) -> Self {
        Self {
            reader,
            place: Place { line: 1, offset: 0 },
            state: State::Start,
            stack: Vec::new(),
            indent: Vec::new(),
            recoveries: 0,
            limit,
        }
    }

    pub(super) fn place(&self) -> Place {
        self.place
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Item>> {
        loop {
            if self.state == State::Done {
                return Ok(None);
            }
            let byte = self.next_solid()?;
            if self.state == State::Start {
                self.state = State::Inside;
                self.open(byte)?;
                continue;
            }
            let Some(&container) = self.stack.last() else {
                self.state = State::Done;
                return byte.map_or(Ok(None), |_| self.trailing().map(Some));
            };
            match (container, byte) {
                (_, None) => {
                    self.state = State::Done;
                    let reason =
                        "the file ends before its list closes; it was probably cut off".to_owned();
                    return Ok(Some(Item::bad(self.place, reason, b"")));
                }
                (_, Some(b',')) => self.bump()?,
                (_, Some(b']' | b'}')) => {
                    self.bump()?;
                    self.stack.pop();
                }
                (Container::List, Some(_)) => {
                    let element = self.element(Stop::Value)?;
                    return Ok(Some(finish(&element, None)));
                }
                (Container::Keyed, Some(_)) => {
                    if let Some(item) = self.keyed()? {
                        return Ok(Some(item));
                    }
                }
            }
        }
    }

    fn open(&mut self, byte: Option<u8>) -> io::Result<()> {
        match byte {
            Some(b'[') => self.stack.push(Container::List),
            Some(_) => self.stack.push(Container::Keyed),
            None => return Ok(()),
        }
        self.bump()
    }

    /// One `"key": value`; `None` when the value is a list whose elements follow.
    fn keyed(&mut self) -> io::Result<Option<Item>> {
        let key = self.element(Stop::Key)?;
        let Ok((Value::String(name), _)) = parse::value(&key.bytes) else {
            let reason = "this key is not a text in quotes".to_owned();
            if self.next_solid()? == Some(b':') {
                self.bump()?;
                self.element(Stop::Value)?;
            }
            return Ok(Some(Item::bad(key.place, reason, &key.bytes)));
        };
        if self.next_solid()? != Some(b':') {
            let reason = format!("the key `{name}` has no value");
            return Ok(Some(Item::bad(key.place, reason, &key.bytes)));
        }
        self.bump()?;
        if self.next_solid()? == Some(b'[') && self.stack.len() == 1 {
            self.bump()?;
            self.stack.push(Container::List);
            return Ok(None);
        }
        let element = self.element(Stop::Value)?;
        Ok(Some(finish(&element, Some(name))))
    }

    fn trailing(&mut self) -> io::Result<Item> {
        let place = self.place;
        let mut head = Vec::new();
        (&mut self.reader).take(1024).read_to_end(&mut head)?;
        let reason = "text follows after the end of the list; the rest was not read".to_owned();
        Ok(Item::bad(place, reason, &head))
    }

    /// The next byte that is no white space (nor a byte order mark at the start), not taken.
    fn next_solid(&mut self) -> io::Result<Option<u8>> {
        loop {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let mut skip = 0;
            if self.place.offset == 0 && chunk.starts_with(BOM) {
                skip = BOM.len();
                self.place.offset += BOM.len() as u64;
            }
            let rest = &chunk[skip..];
            let blank = rest
                .iter()
                .take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'))
                .count();
            for &byte in &rest[..blank] {
                if byte == b'\n' {
                    self.place.line += 1;
                    self.indent.clear();
                } else if self.indent.len() < 64 {
                    self.indent.push(byte);
                }
            }
            let found = rest.get(blank).copied();
            self.place.offset += blank as u64;
            self.reader.consume(skip + blank);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    fn bump(&mut self) -> io::Result<()> {
        self.reader.consume(1);
        self.place.offset += 1;
        Ok(())
    }

    /// Takes bytes up to the `,`, `]`, `}` (or `:` after a key) that ends this element.
    fn element(&mut self, stop: Stop) -> io::Result<Element> {
        let start = self.place;
        let mut scan = Scan::default();
        let mut bytes = Vec::new();
        let mut length = 0u64;
        let mut closed = false;
        while !closed {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let taken = chunk
                .iter()
                .position(|&byte| scan.ends(byte, stop))
                .inspect(|_| closed = true)
                .unwrap_or(chunk.len());
            let part = &chunk[..taken];
            self.place.line += part.iter().filter(|b| **b == b'\n').count() as u64;
            self.place.offset += taken as u64;
            let room = self.limit.saturating_sub(bytes.len());
            let before = length;
            length += taken as u64;
            bytes.extend_from_slice(&part[..taken.min(room)]);
            let overflow = part[taken.min(room)..].to_vec();
            self.reader.consume(taken);
            if length > self.limit as u64 && before <= self.limit as u64 {
                if let Some(cut) = self.resume(start, &mut bytes, &overflow) {
                    return Ok(cut);
                }
                bytes.truncate(1024);
                bytes.shrink_to_fit();
            }
        }
        if !closed
            && length <= self.limit as u64
            && let Some(cut) = self.resume(start, &mut bytes, &[])
        {
            return Ok(cut);
        }
        Ok(Element {
            place: start,
            too_long: (length > self.limit as u64).then_some(length),
            bytes,
            closed,
        })
    }

    /// Looks for a later line that opens an element where this one opened, and reads on from there.
    fn resume(&mut self, start: Place, bytes: &mut Vec<u8>, overflow: &[u8]) -> Option<Element> {
        if self.recoveries >= MAX_UNCLOSED_QUOTES {
            return None;
        }
        let opener = [b"\n", self.indent.as_slice(), b"{"].concat();
        let at = bytes.windows(opener.len()).position(|w| w == opener)?;
        self.recoveries += 1;
        let mut rest = bytes.split_off(at);
        rest.extend_from_slice(overflow);
        self.place = Place {
            line: start.line + bytes.iter().filter(|b| **b == b'\n').count() as u64,
            offset: start.offset + at as u64,
        };
        let old = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(Cursor::new(rest).chain(old));
        Some(Element {
            place: start,
            bytes: std::mem::take(bytes),
            too_long: None,
            closed: false,
        })
    }
}

/// What ends an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    Key,
    Value,
}

/// Knows strings from structure.
#[derive(Default)]
struct Scan {
    depth: u32,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    fn ends(&mut self, byte: u8, stop: Stop) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth = self.depth.saturating_add(1),
            b',' if self.depth == 0 => return true,
            b':' if self.depth == 0 && stop == Stop::Key => return true,
            b'}' | b']' => {
                if self.depth == 0 {
                    return true;
                }
                self.depth -= 1;
            }
            _ => {}
        }
        false
    }
}

fn finish(element: &Element, key: Option<String>) -> Item {
    let place = element.place;
    if let Some(length) = element.too_long {
        return Item::bad(place, too_long("element", length), &element.bytes);
    }
    let bytes = element.bytes.trim_ascii();
    match parse::object(bytes) {
        Ok((mut fields, notes)) => {
            if let Some(key) = key
                && !fields.contains_key("id")
            {
                fields.shift_insert(0, "id".to_owned(), Value::String(key));
            }
            Item::parsed(place, Ok((fields, notes)), bytes)
        }
        Err(_) if !element.closed => {
            let reason = "a text or bracket opens here and never closes".to_owned();
            Item::bad(place, reason, bytes)
        }
        Err(reason) => Item::bad(place, reason, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<(u64, String)>) {
        let mut rows =
            JsonRows::with_limit(Box::new(Cursor::new(text.as_bytes().to_vec())), 10_000);
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        while let Some(item) = rows.next().unwrap() {
            match item {
                Item::Row(row) => good.push(Value::Object(row.fields).to_string()),
                Item::Bad { place, reason, .. } => bad.push((place.line, reason)),
            }
        }
        (good, bad)
    }

    #[test]
    fn lists_and_objects_keyed_by_id() {
        let (good, bad) = read("\u{feff}[ {\"a\":1},\r\n{\"a\":\"x, ]\\\"}\"} ]\n");
        assert_eq!(good, [r#"{"a":1}"#, r#"{"a":"x, ]\"}"}"#]);
        assert!(bad.is_empty());
        let (good, bad) = read(r#"{"7": {"a":1}, "8": {"id":"own"}}"#);
        assert_eq!(good, [r#"{"id":"7","a":1}"#, r#"{"id":"own"}"#]);
        assert!(bad.is_empty());
        let (good, _) = read(r#"{"products": [{"a":1},{"a":2}]}"#);
        assert_eq!(good.len(), 2);
    }

    #[test]
    fn one_bad_element_is_one_reject() {
        let (good, bad) = read("[{\"a\":1},\n{\"a\":},\n7,\n{\"a\":2}]");
        assert_eq!(good.len(), 2);
        assert_eq!(bad.iter().map(|b| b.0).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn an_unclosed_text_ends_at_the_next_element_of_the_same_indentation() {
        let (good, bad) = read("[\n  {\"a\":1},\n  {\"a\":\"oops},\n  {\"a\":3},\n  {\"a\":4}\n]");
        assert_eq!(good, [r#"{"a":1}"#, r#"{"a":3}"#, r#"{"a":4}"#]);
        assert_eq!(bad.len(), 1);
        assert_eq!(bad[0].0, 3);
    }

    #[test]
    fn truncated_long_and_trailing_texts_are_told() {
        let (good, bad) = read("[{\"a\":1},{\"a\"");
        assert_eq!((good.len(), bad.len()), (1, 2));
        let (good, bad) = read(&format!(
            "[{{\"a\":\"{}\"}},{{\"a\":1}}] x",
            "y".repeat(20_000)
        ));
        assert_eq!((good.len(), bad.len()), (1, 2));
        assert!(bad[0].1.contains("long"), "{bad:?}");
    }
}
