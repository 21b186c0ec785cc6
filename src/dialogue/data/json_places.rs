//! Where each value of a JSON text stands.
//!
//! Owns: lines and columns of values by their path. Does not: judge values.

use std::collections::HashMap;

/// The start of every value of a text, by a path such as `cities/3/weight`.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    starts: HashMap<String, usize>,
    /// Keys that stand twice in one object, with the start of the second.
    twice: Vec<(String, usize)>,
}

/// A line and a column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Place {
    /// The place of a byte.
    pub(super) fn of(text: &str, byte: usize) -> Self {
        let upto = text.get(..byte).unwrap_or(text);
        let start = upto.rfind('\n').map_or(0, |end| end + 1);
        Place {
            line: upto.matches('\n').count() + 1,
            column: upto[start..].chars().count() + 1,
        }
    }
}

impl Places {
    /// Reads a text that is sound JSON; of another text the places of its beginning.
    pub(super) fn read(text: &str) -> Self {
        let mut reader = Reader {
            text,
            at: 0,
            places: Places::default(),
        };
        reader.value("");
        reader.places
    }

    /// The start of a value; of one that is not there that of what it would stand in.
    pub(super) fn of(&self, path: &str) -> usize {
        let mut path = path;
        loop {
            if let Some(start) = self.starts.get(path) {
                return *start;
            }
            match path.rsplit_once('/') {
                Some((outer, _)) => path = outer,
                None => return self.starts.get("").copied().unwrap_or(0),
            }
        }
    }

    /// Keys that stand twice in one object.
    pub(super) fn twice(&self) -> &[(String, usize)] {
        &self.twice
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    places: Places,
}

impl Reader<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, which: impl Fn(u8) -> bool) {
        while self.byte().is_some_and(&which) {
            self.at += 1;
        }
    }

    fn blanks(&mut self) {
        self.skip(|b| b.is_ascii_whitespace() || b == b',' || b == b':');
    }

    fn value(&mut self, path: &str) {
        self.blanks();
        self.places.starts.insert(path.to_owned(), self.at);
        match self.byte() {
            Some(b'{') => self.object(path),
            Some(b'[') => self.list(path),
            Some(b'"') => {
                self.string();
            }
            _ => self.skip(|b| !matches!(b, b',' | b'}' | b']') && !b.is_ascii_whitespace()),
        }
    }

    fn object(&mut self, path: &str) {
        self.at += 1;
        loop {
            self.blanks();
            let start = self.at;
            match self.byte() {
                Some(b'"') => {}
                Some(b'}') => break self.at += 1,
                _ => break,
            }
            let key = inside(path, &self.string());
            if self.places.starts.contains_key(&key) {
                self.places.twice.push((key.clone(), start));
            }
            self.value(&key);
        }
    }

    fn list(&mut self, path: &str) {
        self.at += 1;
        let mut place = 0_usize;
        loop {
            self.blanks();
            match self.byte() {
                Some(b']') => break self.at += 1,
                None | Some(b'}') => break,
                Some(_) => self.value(&inside(path, &place.to_string())),
            }
            place += 1;
        }
    }

    /// The text between quotes, with its escapes read.
    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.byte() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
        let quoted = self.text.get(start..self.at).unwrap_or_default();
        serde_json::from_str(quoted).unwrap_or_default()
    }
}

/// The path of a value inside another.
pub(super) fn inside(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}/{name}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_value_has_its_place() {
        let text = "{\n  \"a\": [1, {\"b\\\"\": \"x,}\"}],\n  \"हिंदी\": true, \"c\": -1.5e3\n}";
        let places = Places::read(text);
        let at = |path: &str| Place::of(text, places.of(path));
        assert_eq!(
            at("a/1/b\""),
            Place {
                line: 2,
                column: 20
            }
        );
        assert_eq!(
            at("c"),
            Place {
                line: 3,
                column: 23
            }
        );
        assert_eq!(at("a/7"), at("a"), "what is not there stands in what is");
        assert_eq!(&text[places.of("c")..places.of("c") + 6], "-1.5e3");
    }

    #[test]
    fn a_key_that_stands_twice_is_found() {
        let text = "{\"en\": 1,\n \"hi\": 2, \"en\": 3}";
        let places = Places::read(text);
        let (key, start) = &places.twice()[0];
        assert_eq!((key.as_str(), Place::of(text, *start).line), ("en", 2));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_or_run_on(text in any::<String>()) {
            let _ = Places::read(&text);
        }
    }
}
