//! The events of an answer that is streamed.
//!
//! Owns: how long a line, an event and a whole answer may get, and what becomes of an event whose end is missing. The
//! format itself is `sse-stream`'s. Does not: know what an event says.

use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt, TryStreamExt};
use sse_stream::SseByteStream;

use super::LlmError;
use super::body::Body;

/// The longest line, in bytes.
const LINE: usize = 1024 * 1024;
/// The longest event, in bytes.
const EVENT: usize = 4 * 1024 * 1024;
/// The longest answer, in bytes.
pub(super) const ANSWER: usize = 16 * 1024 * 1024;

/// The data of each event, in order. Comments and events without data are passed over.
pub(super) fn data(body: Body) -> BoxStream<'static, Result<String, LlmError>> {
    let host = body.host().to_owned();
    let pieces = stream::try_unfold(body, async |mut body| {
        Ok(body.piece().await?.map(|bytes| (bytes, body)))
    });
    read(pieces, host).boxed()
}

fn read(
    pieces: impl Stream<Item = Result<Bytes, LlmError>> + Send + 'static,
    host: String,
) -> impl Stream<Item = Result<String, LlmError>> + Send + 'static {
    let mut size = Size::default();
    let name = host.clone();
    let measured = pieces.map(move |piece| {
        let piece = piece?;
        match size.take(&piece) {
            Ok(()) => Ok(piece),
            Err(why) => Err(LlmError::Garbled {
                host: name.clone(),
                why: why.to_owned(),
            }),
        }
    });
    // Some servers close without the empty line that ends the last event.
    let end = stream::once(async { Ok(Bytes::from_static(b"\n\n")) });
    // On the heap, for the parser wants to be able to move it.
    SseByteStream::new(measured.chain(end).boxed())
        .map_err(move |error| told(error, &host))
        .try_filter_map(async |event| Ok(event.data))
}

fn told(error: sse_stream::Error, host: &str) -> LlmError {
    let broken = |why: String| LlmError::Broken {
        host: host.to_owned(),
        why,
    };
    match error {
        sse_stream::Error::Body(cause) => match cause.downcast::<LlmError>() {
            Ok(error) => *error,
            Err(other) => broken(other.to_string()),
        },
        other => broken(other.to_string()),
    }
}

/// How much has come of the line, of the event and in all.
#[derive(Default)]
struct Size {
    line: usize,
    event: usize,
    all: usize,
    last: u8,
}

impl Size {
    fn take(&mut self, piece: &[u8]) -> Result<(), &'static str> {
        self.all += piece.len();
        if self.all > ANSWER {
            return Err("the answer is longer than 16 MiB");
        }
        for &byte in piece {
            self.event += 1;
            match byte {
                b'\n' if self.last == b'\r' => {}
                b'\n' | b'\r' if self.line == 0 => self.event = 0,
                b'\n' | b'\r' => self.line = 0,
                _ => self.line += 1,
            }
            self.last = byte;
            if self.line > LINE {
                return Err("a line of the answer is longer than 1 MiB");
            }
            if self.event > EVENT {
                return Err("an event of the answer is longer than 4 MiB");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(pieces: Vec<&[u8]>) -> Result<Vec<String>, LlmError> {
        let pieces: Vec<_> = pieces
            .into_iter()
            .map(|piece| Ok(Bytes::copy_from_slice(piece)))
            .collect();
        let events = read(stream::iter(pieces), "h".to_owned());
        futures_util::FutureExt::now_or_never(events.try_collect()).unwrap()
    }

    const MIXED: &str = "\u{feff}: hello\r\ndata: {\"a\":1}\r\n\r\nevent: ping\n\ndata:नमस्ते\ndata: दुनिया\n\nid: 7\rdata: कुर्ता 👗\r\rdata: [DONE]";

    #[test]
    fn events_are_found_however_lines_end() {
        let wanted = ["{\"a\":1}", "नमस्ते\nदुनिया", "कुर्ता 👗", "[DONE]"];
        assert_eq!(all(vec![MIXED.as_bytes()]).unwrap(), wanted);
    }

    #[test]
    fn one_byte_at_a_time_gives_the_same() {
        let bytes: Vec<&[u8]> = MIXED.as_bytes().chunks(1).collect();
        assert_eq!(all(bytes).unwrap(), all(vec![MIXED.as_bytes()]).unwrap());
    }

    #[test]
    fn what_is_too_long_or_no_text_is_an_error() {
        let line = vec![b'x'; LINE + 1];
        assert!(
            all(vec![b"data: ", &line])
                .unwrap_err()
                .to_string()
                .contains("line")
        );
        let lines = format!("data: {}\r\n", "x".repeat(LINE - 10)).repeat(5);
        assert!(
            all(vec![lines.as_bytes()])
                .unwrap_err()
                .to_string()
                .contains("event")
        );
        let events = format!("data: {}\n\n", "x".repeat(LINE - 10)).repeat(17);
        assert!(
            all(vec![events.as_bytes()])
                .unwrap_err()
                .to_string()
                .contains("16 MiB")
        );
        let torn = all(vec![b"data: \xff\xfe\n\n"]).unwrap_err();
        assert!(matches!(torn, LlmError::Broken { .. }), "{torn}");
    }

    proptest! {
        #[test]
        fn any_chunking_gives_the_same_events(
            lines in proptest::collection::vec(
                prop_oneof![
                    "data: ?[a-zक-ह👗 ]{0,12}",
                    Just(String::new()),
                    ": [a-z]{0,5}",
                    "event: [a-z]{1,5}",
                    "[a-z]{1,6}",
                ],
                0..20,
            ),
            ends in proptest::collection::vec(prop_oneof![Just("\n"), Just("\r\n"), Just("\r")], 20),
            cuts in proptest::collection::vec(0usize..400, 0..30),
        ) {
            let text: String = lines.iter().zip(&ends).map(|(line, end)| format!("{line}{end}")).collect();
            let bytes = text.as_bytes();
            let mut cuts: Vec<usize> = cuts.into_iter().filter(|cut| *cut < bytes.len()).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let pieces = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            prop_assert_eq!(all(pieces).unwrap(), all(vec![bytes]).unwrap());
        }
    }
}
