//! What came together is told together.
//!
//! Owns: that pieces of an answer which one packet brought become one piece. Does not: wait for anything, or change what is
//! said or its order.

use futures_util::stream::{self, Stream, StreamExt};

use super::{LlmError, WireEvent};

/// The most events that are looked at before the first is passed on.
const MANY: usize = 256;

type Told = Result<WireEvent, LlmError>;

/// The same events, with texts that are there already put into one. Fast servers send an answer in a few packets of many
/// pieces each, and everything behind works once a piece.
pub(super) fn together<'a>(
    events: impl Stream<Item = Told> + Send + 'a,
) -> impl Stream<Item = Told> + Send + 'a {
    events
        .ready_chunks(MANY)
        .flat_map(|there| stream::iter(joined(there)))
}

fn joined(there: Vec<Told>) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    for event in there {
        match (told.last_mut(), event) {
            (Some(Ok(WireEvent::Text(before))), Ok(WireEvent::Text(text))) => {
                before.push_str(&text);
            }
            (_, event) => told.push(event),
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use proptest::prelude::*;
    use tokio::sync::mpsc;

    use super::*;

    fn text(text: &str) -> Told {
        Ok(WireEvent::Text(text.to_owned()))
    }

    fn note() -> Told {
        Ok(WireEvent::Note("a note".to_owned()))
    }

    fn said(events: &[Told]) -> String {
        let words = events.iter().map(|event| match event {
            Ok(WireEvent::Text(text)) => text.clone(),
            other => format!("<{other:?}>"),
        });
        words.collect()
    }

    proptest! {
        #[test]
        fn nothing_is_lost_added_or_moved(kinds in prop::collection::vec("[a-dN]", 0..40)) {
            let event = |kind: &String| if kind == "N" { note() } else { text(kind) };
            let events: Vec<Told> = kinds.iter().map(event).collect();
            let stream = together(stream::iter(events.clone()));
            let told: Vec<Told> = stream.collect().now_or_never().unwrap();
            prop_assert_eq!(said(&told), said(&events));
            let is_text = |event: &Told| matches!(event, Ok(WireEvent::Text(_)));
            prop_assert!(told.windows(2).all(|two| !two.iter().all(is_text)));
        }
    }

    #[tokio::test]
    async fn a_piece_is_not_held_back_for_the_next() {
        let (send, mut receive) = mpsc::unbounded_channel();
        let stream = stream::poll_fn(move |context| receive.poll_recv(context));
        let mut told = std::pin::pin!(together(stream));
        for word in ["नम", "स्ते"] {
            send.send(text(word)).unwrap();
            assert_eq!(told.next().await, Some(text(word)));
        }
        assert_eq!(told.next().now_or_never(), None);
    }
}
