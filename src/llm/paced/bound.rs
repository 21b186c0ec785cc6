//! The most that a request can use, whatever the tokenizer and whatever the answer.

use crate::llm::{ChatRequest, Part, Usage};

/// Tokens that a server puts around a request of two messages: roles, ends, and a sentence of its own.
const FRAME: u64 = 256;
/// Tokens of a picture: more than any provider tells of one within the size that is sent.
const PICTURE: u64 = 5_000;
/// The shortest longest answer that every format lets be asked for.
const ANSWER: u32 = 16;

/// No tokenizer makes more tokens of a text than it has bytes, and no server writes, or thinks, more than it was allowed to.
pub(super) fn most(request: &ChatRequest) -> Usage {
    let part = |part: &Part| match part {
        Part::Text(text) => text.len() as u64,
        Part::Picture { .. } => PICTURE,
    };
    let schema = request.schema.as_ref();
    let schema = schema.map_or(0, |schema| schema.to_json().to_string().len() as u64);
    let parts: u64 = request.parts.iter().map(part).sum();
    Usage::plain(
        request.instructions.len() as u64 + parts + schema + FRAME,
        u64::from(request.max_tokens.max(ANSWER)),
    )
}
