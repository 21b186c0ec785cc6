//! Requests by their content, and answers as they are kept.
//!
//! Owns: what makes two requests the same, and the form in which an answer is kept. Does not: keep it; that is for the
//! ledger.

use serde::{Deserialize, Serialize};

use super::{Charge, ChatReply, ChatRequest, Part, Stop, Usage, Wire};
use crate::domain::RequestHash;

/// Changes when the same bytes come to mean something else.
const CONTEXT: &str = "muse-studio request 1";

/// The hash of a request to a model. Everything counts that is sent, and the turn that it is for: two shoppers who are asked
/// for in the same words get answers of their own.
pub(super) fn hash(wire: &dyn Wire, request: &ChatRequest) -> RequestHash {
    let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
    // Each part with its length, so that no two lists of parts run together.
    let mut put = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    put(wire.engine().code().as_bytes());
    put(wire.host().as_bytes());
    put(wire.name().as_bytes());
    put(request.instructions.as_bytes());
    put(&(request.parts.len() as u64).to_le_bytes());
    for part in &request.parts {
        match part {
            Part::Text(text) => {
                put(b"text");
                put(text.as_bytes());
            }
            Part::Picture { media_type, bytes } => {
                put(media_type.as_bytes());
                put(bytes);
            }
        }
    }
    put(&request.max_tokens.to_le_bytes());
    put(&optional(request.temperature.map(f32::to_le_bytes)));
    put(&optional(request.seed.map(u64::to_le_bytes)));
    let schema = request.schema.as_ref().map(|schema| {
        let json = schema.to_json().to_string();
        format!("{} {json}", schema.name())
    });
    put(schema.unwrap_or_default().as_bytes());
    if let Some(turn) = request.turn {
        put(turn.run.0.as_bytes());
        put(turn.conversation.0.as_bytes());
        put(&turn.place.to_le_bytes());
    }
    RequestHash(*hasher.finalize().as_bytes())
}

/// Nothing, or these bytes.
fn optional<const N: usize>(bytes: Option<[u8; N]>) -> Vec<u8> {
    bytes.map_or_else(Vec::new, Vec::from)
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    text: String,
    model: String,
    usage: Option<(u64, u64)>,
    /// Tokens from the server's cache, and put there.
    #[serde(default)]
    cache: (u64, u64),
    stop: Ending,
    request_id: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Ending {
    Natural,
    Length,
    Refusal(Option<String>),
    Filter,
    Other(String),
}

/// The bytes to keep.
pub(super) fn write(reply: &ChatReply) -> Vec<u8> {
    let kept = Kept {
        text: reply.text.clone(),
        model: reply.model.clone(),
        usage: reply.usage.map(|usage| (usage.input, usage.output)),
        cache: reply
            .usage
            .map_or((0, 0), |usage| (usage.cached, usage.cache_written)),
        stop: match reply.stop.clone() {
            Stop::Natural => Ending::Natural,
            Stop::Length => Ending::Length,
            Stop::Refusal(why) => Ending::Refusal(why),
            Stop::Filter => Ending::Filter,
            Stop::Other(word) => Ending::Other(word),
        },
        request_id: reply.request_id.clone(),
    };
    // Texts and numbers can always be written.
    serde_json::to_vec(&kept).unwrap_or_default()
}

/// The answer that was kept, marked as paid before; `None` when these bytes are none.
pub(super) fn read(bytes: &[u8]) -> Option<ChatReply> {
    let kept: Kept = serde_json::from_slice(bytes).ok()?;
    let (cached, cache_written) = kept.cache;
    let usage = kept.usage.map(|(input, output)| Usage {
        input,
        output,
        cached,
        cache_written,
    });
    Some(ChatReply {
        text: kept.text,
        model: kept.model,
        usage,
        stop: match kept.stop {
            Ending::Natural => Stop::Natural,
            Ending::Length => Stop::Length,
            Ending::Refusal(why) => Stop::Refusal(why),
            Ending::Filter => Stop::Filter,
            Ending::Other(word) => Stop::Other(word),
        },
        request_id: kept.request_id,
        charge: Charge::Before,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures_util::{StreamExt, stream};
    use uuid::Uuid;

    use super::*;
    use crate::domain::{ConversationId, Engine, RunId, TurnPlace};
    use crate::llm::{Schema, Shape, WireStream};

    struct Named(&'static str);

    impl Wire for Named {
        fn attempt(&self, _: Arc<ChatRequest>) -> WireStream<'_> {
            stream::empty().boxed()
        }

        fn name(&self) -> &str {
            self.0
        }

        fn engine(&self) -> Engine {
            Engine::Scripted
        }

        fn host(&self) -> &str {
            "nowhere"
        }
    }

    fn text(text: &str) -> Part {
        Part::Text(text.to_owned())
    }

    #[test]
    fn whatever_is_sent_counts() {
        let turn = |place| TurnPlace {
            run: RunId(Uuid::nil()),
            conversation: ConversationId(Uuid::nil()),
            place,
        };
        let plain = ChatRequest::new("a", [text("b")], 5);
        let with = |change: &dyn Fn(&mut ChatRequest)| {
            let mut request = plain.clone();
            change(&mut request);
            request
        };
        let all = [
            plain.clone(),
            ChatRequest::new("ab", [], 5),
            ChatRequest::new("a", [text("b"), text("")], 5),
            ChatRequest::new("a", [text("b")], 6),
            with(&|r| r.temperature = Some(0.0)),
            with(&|r| r.seed = Some(0)),
            with(&|r| r.schema = Some(Arc::new(Schema::new("s", [("x", Shape::Flag)])))),
            with(&|r| r.schema = Some(Arc::new(Schema::new("t", [("x", Shape::Flag)])))),
            with(&|r| r.turn = Some(turn(0))),
            with(&|r| r.turn = Some(turn(1))),
            with(&|r| {
                r.parts = vec![Part::Picture {
                    media_type: "text",
                    bytes: b"c".to_vec(),
                }];
            }),
        ];
        let mut hashes: Vec<_> = all.iter().map(|r| hash(&Named("m"), r)).collect();
        hashes.push(hash(&Named("n"), &plain));
        let count = hashes.len();
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), count);
        assert_eq!(hash(&Named("m"), &plain), hash(&Named("m"), &plain.clone()));
    }

    #[test]
    fn an_answer_comes_back_as_it_was() {
        for stop in [
            Stop::Natural,
            Stop::Length,
            Stop::Refusal(Some("no".to_owned())),
            Stop::Refusal(None),
            Stop::Filter,
            Stop::Other("pause".to_owned()),
        ] {
            let reply = ChatReply {
                usage: Some(Usage {
                    input: 9,
                    output: u64::MAX,
                    cached: 4,
                    cache_written: 1,
                }),
                stop,
                request_id: Some("r-1".to_owned()),
                charge: Charge::Before,
                ..ChatReply::whole("m", "नीला \"कुर्ता\"\n")
            };
            assert_eq!(read(&write(&reply)), Some(reply));
        }
        assert_eq!(read(b"torn"), None);
        let older = br#"{"text":"a","model":"m","usage":[9,2],"stop":"natural","request_id":null}"#;
        let usage = read(older).unwrap().usage.unwrap();
        assert_eq!((usage.input, usage.output, usage.cached), (9, 2, 0));
    }
}
