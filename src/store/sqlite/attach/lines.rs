//! Lines of a bounded length, cut out of bytes as they come.

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncReadExt};

/// The longest line, in bytes: room for the largest page of products that an import hands over, many times over.
pub(in crate::store::sqlite) const LONGEST: usize = 64 << 20;

/// The longest greeting, in bytes.
pub(super) const GREETING: usize = 4 << 10;

/// Bytes asked for at once.
const PIECE: usize = 8 << 10;

/// A line that is longer than it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// Cuts bytes into lines. How the bytes were split on their way makes no difference.
#[derive(Debug)]
pub(super) struct Lines {
    held: Vec<u8>,
    /// How many bytes of `held` are known to hold no end of a line.
    searched: usize,
    longest: usize,
}

impl Lines {
    /// No bytes yet; no line may be longer than this, its end not counted.
    pub(super) fn new(longest: usize) -> Self {
        Lines {
            held: Vec::new(),
            searched: 0,
            longest,
        }
    }

    /// The same bytes, with another limit from now on.
    pub(super) fn up_to(mut self, longest: usize) -> Self {
        self.longest = longest;
        self
    }

    /// Takes bytes that came.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.held.extend_from_slice(bytes);
    }

    /// The next whole line without its end; `None` until one is there.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>, TooLong> {
        let found = self.held[self.searched..].iter().position(|b| *b == b'\n');
        let length = found.map_or(self.held.len(), |at| self.searched + at);
        if length > self.longest {
            return Err(TooLong);
        }
        if found.is_none() {
            self.searched = self.held.len();
            return Ok(None);
        }
        let rest = self.held.split_off(length + 1);
        let mut line = std::mem::replace(&mut self.held, rest);
        line.truncate(length);
        self.searched = 0;
        Ok(Some(line))
    }
}

/// Why no more lines can be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    /// A line is too long.
    #[error("a line is longer than it may be")]
    TooLong,
    /// A line is not what was expected.
    #[error("a line cannot be read: {0}")]
    Garbage(#[from] serde_json::Error),
    /// The system says no.
    #[error(transparent)]
    System(#[from] std::io::Error),
}

impl From<TooLong> for Unreadable {
    fn from(_: TooLong) -> Self {
        Unreadable::TooLong
    }
}

/// Messages as they come from the other side.
pub(super) struct Incoming<R> {
    source: R,
    lines: Lines,
}

impl<R: AsyncRead + Unpin> Incoming<R> {
    /// Reads messages from this source, after the bytes that were read already.
    pub(super) fn new(source: R, lines: Lines) -> Self {
        Incoming { source, lines }
    }

    /// The same source with longer lines.
    pub(super) fn up_to(self, longest: usize) -> Self {
        let lines = self.lines.up_to(longest);
        Incoming { lines, ..self }
    }

    /// The next message; `None` when the other side has left. May be dropped while it waits without losing a byte.
    pub(super) async fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Unreadable> {
        loop {
            if let Some(line) = self.lines.next()? {
                return Ok(Some(serde_json::from_slice(&line)?));
            }
            let mut piece = [0; PIECE];
            let count = self.source.read(&mut piece).await?;
            if count == 0 {
                return Ok(None);
            }
            self.lines.push(&piece[..count]);
        }
    }
}

/// A message as a line.
pub(super) fn line(message: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(message)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every line that comes of these pieces, and whether it ended in one that is too long.
    fn cut(pieces: &[&[u8]], longest: usize) -> (Vec<Vec<u8>>, Result<(), TooLong>) {
        let (mut lines, mut found) = (Lines::new(longest), Vec::new());
        for piece in pieces {
            lines.push(piece);
            loop {
                match lines.next() {
                    Ok(Some(line)) => found.push(line),
                    Ok(None) => break,
                    Err(error) => return (found, Err(error)),
                }
            }
        }
        (found, Ok(()))
    }

    proptest! {
        #[test]
        fn how_bytes_are_split_on_the_way_makes_no_difference(
            bytes in prop::collection::vec(prop_oneof![3 => any::<u8>(), 1 => Just(b'\n')], 0..400),
            splits in prop::collection::vec(0usize..400, 0..20),
            longest in 1usize..60,
        ) {
            let mut splits: Vec<usize> = splits.into_iter().map(|at| at.min(bytes.len())).collect();
            splits.sort_unstable();
            splits.push(bytes.len());
            let (mut pieces, mut from) = (Vec::new(), 0);
            for at in splits {
                pieces.push(&bytes[from..at]);
                from = at;
            }
            prop_assert_eq!(cut(&pieces, longest), cut(&[&bytes], longest));
        }

        #[test]
        fn lines_are_those_between_the_ends(
            wanted in prop::collection::vec(prop::collection::vec(any::<u8>().prop_filter("no end", |b| *b != b'\n'), 0..50), 0..20),
            tail in prop::collection::vec(any::<u8>().prop_filter("no end", |b| *b != b'\n'), 0..50),
        ) {
            let mut bytes = Vec::new();
            for line in &wanted {
                bytes.extend_from_slice(line);
                bytes.push(b'\n');
            }
            bytes.extend_from_slice(&tail);
            prop_assert_eq!(cut(&[&bytes], 50), (wanted, Ok(())));
        }

        #[test]
        fn a_line_without_end_is_given_up_before_it_fills_the_memory(pieces in 1usize..40) {
            let piece = [b'x'; 10];
            let all = vec![&piece[..]; pieces];
            prop_assert_eq!(cut(&all, 100).1.is_err(), pieces > 10);
        }
    }
}
