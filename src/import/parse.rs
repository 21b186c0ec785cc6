//! One JSON text to a row, or the reason why not.

use serde_json::{Map, Value};

use super::limits::MAX_JSON_DEPTH;
use super::row::Note;

/// A row's values with what was repaired, or a sentence.
pub(super) type Parsed = Result<(Map<String, Value>, Vec<Note>), String>;

/// Reads one JSON object.
pub(super) fn object(bytes: &[u8]) -> Parsed {
    let (value, notes) = value(bytes)?;
    match value {
        Value::Object(fields) => Ok((fields, notes)),
        other => Err(format!(
            "this is {}, not an object with named values",
            kind(&other)
        )),
    }
}

/// Reads any one JSON value; bytes that are no UTF-8 are replaced, counted and noted.
pub(super) fn value(bytes: &[u8]) -> Result<(Value, Vec<Note>), String> {
    let (text, notes) = text(bytes);
    match serde_json::from_str(&text) {
        Ok(value) => Ok((value, notes)),
        Err(_) if too_deep(text.as_bytes()) => {
            Err(format!("the values nest over {MAX_JSON_DEPTH} levels deep"))
        }
        Err(error) => Err(sentence(&error)),
    }
}

/// The bytes as text, broken ones replaced.
pub(super) fn text(bytes: &[u8]) -> (std::borrow::Cow<'_, str>, Vec<Note>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.into(), Vec::new()),
        Err(error) => {
            let at = error.valid_up_to();
            let text = String::from_utf8_lossy(bytes);
            let (mut broken, mut runs) = (0usize, 0usize);
            for chunk in bytes.utf8_chunks().filter(|c| !c.invalid().is_empty()) {
                broken += chunk.invalid().len();
                runs += 1;
            }
            let bytes = if broken == 1 { "byte is" } else { "bytes are" };
            let note = format!(
                "{broken} {bytes} not UTF-8, the first one {at} bytes into the row; U+FFFD stands {runs} times instead"
            );
            (text, vec![Note { text: note }])
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn too_deep(bytes: &[u8]) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                if depth >= MAX_JSON_DEPTH {
                    return true;
                }
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// The parser's words as a sentence, with the place inside the row.
fn sentence(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let words = whole.split(" at line ").next().unwrap_or(&whole);
    match (error.line(), error.column()) {
        (0, _) => format!("this is not JSON: {words}"),
        (1, column) => format!("this is not JSON: {words}, {column} bytes into the row"),
        (line, column) => format!(
            "this is not JSON: {words}, in line {line} of the row, {column} bytes into that line"
        ),
    }
}
