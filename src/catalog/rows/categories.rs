//! Category paths, widest name first.

use serde_json::Value;

use super::attributes::inside;
use super::clean;

/// Reads a path from a list, a text such as `A > B`, `A >> B` or `A | B`, or JSON inside a text.
pub(super) fn path(value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    read(value, &mut out);
    let mut seen = std::collections::HashSet::new();
    out.retain(|name| seen.insert(name.to_lowercase()));
    out
}

fn read(value: &Value, out: &mut Vec<String>) {
    match value {
        _ if clean::is_blank(value) => {}
        Value::Array(list) => list.iter().for_each(|v| read(v, out)),
        Value::String(text) => match inside(text) {
            Some(parsed @ Value::Array(_)) => read(&parsed, out),
            _ => split(text, out),
        },
        other => out.extend(clean::scalar(other)),
    }
}

fn split(text: &str, out: &mut Vec<String>) {
    let text = clean::line(text);
    let parts: Vec<&str> = if text.contains(">>") {
        text.split(">>").collect()
    } else if text.contains('>') {
        text.split('>').collect()
    } else {
        text.split('|').collect()
    };
    out.extend(
        parts
            .into_iter()
            .map(str::trim)
            .filter(|p| !clean::is_blank_text(p))
            .map(str::to_owned),
    );
}

/// Takes off a last name that is only the title again, perhaps cut off with dots.
pub(super) fn without_title(path: &mut Vec<String>, title: &str) {
    if path.len() < 2 {
        return;
    }
    let is_title = path.last().is_some_and(|last| {
        let stem = last.trim_end_matches(['.', '…', ' ']);
        stem.chars().count() >= 10 && title.starts_with(stem)
    });
    if is_title {
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_shape_of_a_path() {
        for value in [
            json!(["Home", "Curtains"]),
            json!("Home > Curtains"),
            json!("Home &gt; Curtains"),
            json!("[\"Home >> Curtains\"]"),
            json!("Home | Curtains"),
        ] {
            assert_eq!(path(&value), ["Home", "Curtains"], "{value}");
        }
        assert!(path(&json!("")).is_empty());
    }

    #[test]
    fn the_title_is_no_category() {
        let mut names = vec![
            "Home".to_owned(),
            "Elegance Abstract Eyelet Do...".to_owned(),
        ];
        without_title(&mut names, "Elegance Abstract Eyelet Door Curtain");
        assert_eq!(names, ["Home"]);
    }
}
