//! Rows of CSV and TSV.

use std::collections::{HashSet, VecDeque};
use std::io::{self, BufRead};

use serde_json::{Map, Value};

use super::limits::{MAX_RECORD_BYTES, MAX_UNCLOSED_QUOTES};
use super::lines::{BOM, Line, Lines};
use super::parse;
use super::source::{Item, Place, too_long};

/// Records below a line of headings; a quoted value may hold line ends.
///
/// A quote that never closes costs one line: reading goes on at the next one.
pub(super) struct CsvRows<R> {
    lines: Lines<R>,
    pushed_back: VecDeque<Line>,
    delimiter: u8,
    headings: Vec<String>,
    recoveries: usize,
    limit: usize,
}

/// The lines of one record.
enum Record {
    Whole(Vec<Line>),
    TooLong(Line, u64),
    Unclosed(Line),
    GivenUp(Line, u64),
}

impl<R: BufRead> CsvRows<R> {
    pub(super) fn new(reader: R, delimiter: u8) -> Self {
        Self {
            lines: Lines::new(reader),
            pushed_back: VecDeque::new(),
            delimiter,
            headings: Vec::new(),
            recoveries: 0,
            limit: MAX_RECORD_BYTES,
        }
    }

    pub(super) fn place(&self) -> Place {
        Place {
            line: self.lines.number() + 1,
            offset: self.lines.offset(),
        }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Item>> {
        loop {
            let Some(record) = self.record()? else {
                return Ok(None);
            };
            match record {
                Record::Whole(lines) => {
                    if let Some(item) = self.whole(&lines) {
                        return Ok(Some(item));
                    }
                }
                Record::TooLong(line, length) => {
                    return Ok(Some(bad(&line, too_long("line", length))));
                }
                Record::Unclosed(line) => {
                    let reason = "a quote opens on this line and never closes".to_owned();
                    return Ok(Some(bad(&line, reason)));
                }
                Record::GivenUp(line, last) => {
                    let reason = format!(
                        "a quote opens here and never closes, after {MAX_UNCLOSED_QUOTES} others; lines {} to {last} were left out",
                        line.number
                    );
                    return Ok(Some(bad(&line, reason)));
                }
            }
        }
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        match self.pushed_back.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next(),
        }
    }

    /// Puts lines together until every quote is closed.
    fn record(&mut self) -> io::Result<Option<Record>> {
        let mut lines: Vec<Line> = Vec::new();
        let mut quotes = Quotes::default();
        let mut size = 0;
        while let Some(line) = self.line()? {
            if let Some(length) = line.too_long {
                if lines.is_empty() {
                    return Ok(Some(Record::TooLong(line, length)));
                }
                self.pushed_back.push_front(line);
                return Ok(self.unclosed(lines));
            }
            for &byte in strip_bom(&line) {
                quotes.step(byte, self.delimiter);
            }
            size += line.bytes.len();
            lines.push(line);
            if !quotes.inside() {
                return Ok(Some(Record::Whole(lines)));
            }
            if size > self.limit {
                return Ok(self.unclosed(lines));
            }
        }
        Ok(self.unclosed(lines))
    }

    fn unclosed(&mut self, mut lines: Vec<Line>) -> Option<Record> {
        if lines.is_empty() {
            return None;
        }
        let first = lines.remove(0);
        self.recoveries += 1;
        if self.recoveries > MAX_UNCLOSED_QUOTES {
            let last = lines.last().map_or(first.number, |l| l.number);
            return Some(Record::GivenUp(first, last));
        }
        for line in lines.into_iter().rev() {
            self.pushed_back.push_front(line);
        }
        Some(Record::Unclosed(first))
    }

    /// The row of a whole record; `None` for headings and blank lines.
    fn whole(&mut self, lines: &[Line]) -> Option<Item> {
        let first = lines.first()?;
        let mut bytes = strip_bom(first).to_vec();
        for line in &lines[1..] {
            bytes.extend_from_slice(&line.bytes);
        }
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        if bytes.trim_ascii().is_empty() {
            return None;
        }
        let (text, notes) = parse::text(bytes);
        let mut values = split(&text, self.delimiter as char);
        if self.headings.is_empty() {
            self.headings = headings(values);
            return None;
        }
        let place = place(first);
        while values.len() > self.headings.len() && values.last().is_some_and(|v| v.is_empty()) {
            values.pop();
        }
        if values.len() != self.headings.len() {
            let reason = format!(
                "this row has {} values, the headings name {}",
                values.len(),
                self.headings.len()
            );
            return Some(Item::bad(place, reason, bytes));
        }
        let fields: Map<String, Value> = self
            .headings
            .iter()
            .cloned()
            .zip(values.into_iter().map(Value::String))
            .collect();
        Some(Item::parsed(place, Ok((fields, notes)), bytes))
    }
}

fn place(line: &Line) -> Place {
    Place {
        line: line.number,
        offset: line.offset,
    }
}

fn bad(line: &Line, reason: String) -> Item {
    Item::bad(place(line), reason, &line.bytes)
}

fn strip_bom(line: &Line) -> &[u8] {
    match line.offset {
        0 => line.bytes.strip_prefix(BOM).unwrap_or(&line.bytes),
        _ => &line.bytes,
    }
}

/// Column names that are all there and all different.
fn headings(names: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut out = Vec::with_capacity(names.len());
    for (i, name) in names.into_iter().enumerate() {
        let base = match name.trim() {
            "" => format!("column_{}", i + 1),
            trimmed => trimmed.to_owned(),
        };
        let mut name = base.clone();
        let mut n = 1;
        while !seen.insert(name.clone()) {
            n += 1;
            name = format!("{base}_{n}");
        }
        out.push(name);
    }
    out
}

/// Whether a byte stands inside quotes. A quote opens only at the start of a value.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Quotes {
    #[default]
    Start,
    Plain,
    Quoted,
    AfterQuote,
}

impl Quotes {
    fn step(&mut self, byte: u8, delimiter: u8) {
        *self = match (*self, byte) {
            (Quotes::Quoted, b'"') => Quotes::AfterQuote,
            (Quotes::Quoted, _) => Quotes::Quoted,
            (Quotes::AfterQuote, b'"') => Quotes::Quoted,
            (Quotes::Start, b'"') => Quotes::Quoted,
            (_, b) if b == delimiter || b == b'\n' => Quotes::Start,
            (Quotes::AfterQuote, b'\r') => Quotes::AfterQuote,
            _ => Quotes::Plain,
        };
    }

    fn inside(self) -> bool {
        self == Quotes::Quoted
    }
}

/// The values of one record; a doubled quote inside quotes is one.
pub(super) fn split(text: &str, delimiter: char) -> Vec<String> {
    let mut values = Vec::new();
    let mut value = String::new();
    let mut state = Quotes::Start;
    for c in text.chars() {
        let before = state;
        let byte = u8::try_from(c).unwrap_or(b'x');
        state.step(byte, delimiter as u8);
        match (before, state) {
            (Quotes::Start, Quotes::Quoted) | (Quotes::Quoted, Quotes::AfterQuote) => {}
            (Quotes::Quoted, _) => value.push(c),
            (_, Quotes::Start) => {
                values.push(std::mem::take(&mut value));
            }
            _ => value.push(c),
        }
    }
    values.push(value);
    values
}

/// The delimiter that the headings use most.
pub(super) fn delimiter_of(headings: &str) -> Option<u8> {
    [b',', b'\t', b';', b'|']
        .into_iter()
        .map(|d| (split(headings, d as char).len(), d))
        .filter(|(n, _)| *n > 1)
        .max_by_key(|(n, d)| (*n, *d == b','))
        .map(|(_, d)| d)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> (Vec<String>, Vec<(u64, String)>) {
        let mut rows = CsvRows::new(text, b',');
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
    fn quotes_line_ends_and_byte_order_marks() {
        let (good, bad) =
            read(b"\xef\xbb\xbfid,title\r\n1,\"a \"\"b\"\", \r\nc\"\r\n\r\n2,17\" tv\r\n");
        assert_eq!(
            good,
            [
                r#"{"id":"1","title":"a \"b\", \r\nc"}"#,
                r#"{"id":"2","title":"17\" tv"}"#
            ]
        );
        assert!(bad.is_empty());
    }

    #[test]
    fn an_unclosed_quote_costs_one_line() {
        let (good, bad) = read(b"id,title\n1,\"oops\n2,b\n3,c\n");
        assert_eq!(good.len(), 2);
        assert_eq!((bad.len(), bad[0].0), (1, 2));
    }

    #[test]
    fn rows_of_another_width_are_rejected_but_for_empty_ends() {
        let (good, bad) = read(b"id,title\n1\n2,b,,\n3,c,d\n");
        assert_eq!(good.len(), 1);
        assert_eq!(bad.iter().map(|b| b.0).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn headings_are_made_different_and_delimiters_found() {
        assert_eq!(
            headings(vec!["a".into(), " ".into(), "a".into()]),
            ["a", "column_2", "a_2"]
        );
        assert_eq!(delimiter_of("id\ttitle"), Some(b'\t'));
        assert_eq!(delimiter_of("id;title;a,b"), Some(b';'));
        assert_eq!(delimiter_of("title"), None);
    }
}
