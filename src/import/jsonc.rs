//! JSON with `//` and `/* */` comments, as people write settings and samples.
//!
//! Owns: taking comments out, in memory or as a stream, so that every other byte keeps its line and offset. Does not:
//! accept trailing commas or any other departure from JSON.

use std::io::{self, Read};

/// Where a byte stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Plain,
    Text,
    Escape,
    Line,
    Block,
    BlockStar,
}

/// Replaces comments by spaces, byte for byte; line ends stay.
#[derive(Clone, Copy, Debug, Default)]
struct Stripper {
    state: State,
}

impl Stripper {
    /// The byte that stands for `byte`, given the one after it.
    fn step(&mut self, byte: u8, next: Option<u8>) -> u8 {
        let (state, out) = match (self.state, byte) {
            (State::Plain, b'"') => (State::Text, byte),
            (State::Plain, b'/') if next == Some(b'/') => (State::Line, b' '),
            (State::Plain, b'/') if next == Some(b'*') => (State::Block, b' '),
            (State::Plain, _) => (State::Plain, byte),
            (State::Text, b'\\') => (State::Escape, byte),
            (State::Text, b'"') => (State::Plain, byte),
            (State::Text | State::Escape, _) => (State::Text, byte),
            (State::Line, b'\n') => (State::Plain, byte),
            (State::Line, b'\r') => (State::Line, byte),
            (State::Line, _) => (State::Line, b' '),
            (State::Block, b'*') if next == Some(b'/') => (State::BlockStar, b' '),
            (State::BlockStar, _) => (State::Plain, b' '),
            (State::Block, b'\n' | b'\r') => (State::Block, byte),
            (State::Block, _) => (State::Block, b' '),
        };
        self.state = state;
        out
    }
}

/// The text without its comments: same length in bytes, same lines.
///
/// ```
/// assert_eq!(muse_studio::import::jsonc::strip("{\"u\":\"a//b\"} // c"), "{\"u\":\"a//b\"}     ");
/// ```
pub fn strip(text: &str) -> String {
    let mut stripper = Stripper::default();
    let bytes = text.as_bytes();
    let out = bytes
        .iter()
        .enumerate()
        .map(|(i, b)| stripper.step(*b, bytes.get(i + 1).copied()))
        .collect::<Vec<u8>>();
    // Only whole comments change, and these end at ASCII bytes, so the text stays UTF-8; the lossy reading never acts.
    String::from_utf8_lossy(&out).into_owned()
}

/// A reader without the comments of the one inside.
pub(super) struct Strip<R> {
    inner: R,
    stripper: Stripper,
    held: Option<u8>,
}

impl<R: Read> Strip<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            stripper: Stripper::default(),
            held: None,
        }
    }
}

impl<R: Read> Read for Strip<R> {
    /// One byte is held back, because `/` means nothing without the byte after it.
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        if self.held.is_none() {
            let mut first = [0u8; 1];
            if self.inner.read(&mut first)? == 0 {
                return Ok(0);
            }
            self.held = Some(first[0]);
        }
        let read = self.inner.read(buf)?;
        let Some(mut byte) = self.held.take() else {
            return Ok(0);
        };
        if read == 0 {
            buf[0] = self.stripper.step(byte, None);
            return Ok(1);
        }
        for slot in &mut buf[..read] {
            let next = *slot;
            *slot = self.stripper.step(byte, Some(next));
            byte = next;
        }
        self.held = Some(byte);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn comments_go_and_texts_stay() {
        let text =
            "{ // Hindi-English mix हिंदी\n \"a\": \"http://x\\\"//y\", /* b\n * c */ \"d\": 1 }";
        let value: serde_json::Value = serde_json::from_str(&strip(text)).unwrap();
        assert_eq!(value["a"], "http://x\"//y");
        assert_eq!(strip(text).len(), text.len());
        assert_eq!(strip(text).lines().count(), text.lines().count());
    }

    proptest! {
        #[test]
        fn the_stream_gives_what_the_text_gives(text in "[\"/*\\\\a\n ]{0,80}") {
            let mut out = String::new();
            Strip::new(text.as_bytes()).read_to_string(&mut out).unwrap();
            prop_assert_eq!(out, strip(&text));
        }
    }
}
