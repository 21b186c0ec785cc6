//! Files of JSON that hold no rows although they are whole and sound.

use super::sniff::ROW_LISTS;

/// Whether the text begins like `{"Sandals": ["26157", ...`: categories with the ids of their items.
pub(super) fn is_category_map(text: &[u8]) -> bool {
    let mut seen = 0;
    let mut rest = Rest(text);
    if !rest.take(b'{') {
        return false;
    }
    while seen < KEYS {
        let Some(key) = rest.string() else { break };
        if !rest.take(b':') || !rest.take(b'[') {
            return false;
        }
        if ROW_LISTS.iter().any(|name| name.as_bytes() == key) {
            return false;
        }
        if !rest.ids() {
            // Cut off by the end of what was peeked at.
            return rest.0.is_empty() && seen > 0;
        }
        seen += 1;
        if !rest.take(b',') {
            break;
        }
    }
    seen > 0
}

/// How many keys are looked at.
const KEYS: usize = 4;
/// The longest id; what is longer is a text.
const MAX_ID: usize = 40;

struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, byte: u8) -> bool {
        self.0 = self.0.trim_ascii_start();
        match self.0.split_first() {
            Some((first, rest)) if *first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn string(&mut self) -> Option<&'a [u8]> {
        if !self.take(b'"') {
            return None;
        }
        let mut escaped = false;
        let end = self.0.iter().position(|byte| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        })?;
        let (text, rest) = self.0.split_at(end);
        self.0 = &rest[1..];
        Some(text)
    }

    /// The rest of a list of short texts or whole numbers, up to its end.
    fn ids(&mut self) -> bool {
        if self.take(b']') {
            return true;
        }
        loop {
            self.0 = self.0.trim_ascii_start();
            match self.0.first() {
                Some(b'"') => match self.string() {
                    Some(id) if id.len() <= MAX_ID => {}
                    Some(_) => return false,
                    None => {
                        self.0 = b"";
                        return false;
                    }
                },
                Some(b'0'..=b'9') => {
                    let end = self.0.iter().position(|b| !b.is_ascii_digit());
                    self.0 = &self.0[end.unwrap_or(self.0.len())..];
                }
                _ => return false,
            }
            if self.take(b']') {
                return true;
            }
            if !self.take(b',') {
                return false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_of_ids_are_told_from_rows() {
        for text in [
            r#"{"Sandals": ["26157", "6087"], "Dresses": [1, 2], "Empty": []}"#,
            r#"{"Sandals": ["26157", "6087"], "Dresses": ["12", "3"#,
        ] {
            assert!(is_category_map(text.as_bytes()), "{text}");
        }
        for text in [
            r#"{"products": ["a"]}"#,
            r#"{"items": [{"id": 1}]}"#,
            r#"{"7": {"title": "A"}}"#,
            r#"{"features": ["a long text about what this product can do for you"], "title": "x"}"#,
            r#"{"categories": ["A"], "title": "x"}"#,
            "{}",
            "{",
        ] {
            assert!(!is_category_map(text.as_bytes()), "{text}");
        }
    }
}
