//! Values as shops write them: what says nothing, what a scalar says, and texts with their white space put right.

use serde_json::Value;

use super::markup::without_markup;

/// Whether a value says nothing: null, a blank text, or a word such as `None` or `N/A`.
pub(super) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => is_blank_text(text),
        Value::Array(list) => list.iter().all(is_blank),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// Whether a text says nothing.
pub(super) fn is_blank_text(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.len() <= 19
            && [
                "none",
                "null",
                "nan",
                "nil",
                "n/a",
                "na",
                "-",
                "--",
                "[]",
                "{}",
                "not available",
                "no rating available",
                "undefined",
            ]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
}

/// A text of one line: tags out, entities read, white space single.
pub(super) fn line(text: &str) -> String {
    let plain = without_markup(text);
    let mut out = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A text of several lines: as [`line`], but line ends stay, blank lines fall.
pub(super) fn paragraph(text: &str) -> String {
    let plain = without_markup(text);
    let lines: Vec<String> = plain
        .lines()
        .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|l| !l.is_empty())
        .collect();
    lines.join("\n")
}

/// The text of a scalar; of a list its texts, joined.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        _ if is_blank(value) => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(plain_number(number)),
        Value::Bool(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Array(list) => {
            let parts: Vec<String> = list.iter().filter_map(scalar).collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        }
        _ => None,
    }
}

/// A number as people write it: a whole one without `.0`.
pub(super) fn plain_number(number: &serde_json::Number) -> String {
    let text = number.to_string();
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_known() {
        for text in ["", " ", "None", "N/A", "nan", "No rating available", "[]"] {
            assert!(is_blank_text(text), "{text}");
        }
        assert!(!is_blank_text("Nana"));
    }
}
