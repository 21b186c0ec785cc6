//! Values as Python and Ruby print them, which files carry inside of texts: `{'a': None, "b": [1, 'x']}`, `{"a"=>nil}`.
//!
//! Only data is read: no name is looked up, nothing is called. Whatever is no literal makes the whole text none.

use serde_json::{Map, Number, Value};

/// How deep values may nest, as in JSON.
const MAX_DEPTH: usize = 128;

/// Reads one literal that fills the whole text; `None` when it is none.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text };
    let value = reader.value(0)?;
    reader.skip();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes this text when it comes next.
    fn take(&mut self, text: &str) -> bool {
        self.skip();
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth >= MAX_DEPTH {
            return None;
        }
        self.skip();
        match self.rest.chars().next()? {
            '{' => self.object(depth),
            '[' => self.list('[', "]", depth),
            '(' => self.list('(', ")", depth),
            '\'' | '"' => self.text().map(Value::String),
            c if c.is_ascii_digit() || matches!(c, '-' | '+' | '.') => self.number(),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.take("{");
        let mut map = Map::new();
        while !self.take("}") {
            let key = match self.value(depth + 1)? {
                Value::String(key) => key,
                Value::Number(number) => number.to_string(),
                _ => return None,
            };
            if !self.take("=>") && !self.take(":") {
                return None;
            }
            let value = self.value(depth + 1)?;
            map.insert(key, value);
            if !self.take(",") && !self.rest.starts_with('}') {
                return None;
            }
        }
        Some(Value::Object(map))
    }

    fn list(&mut self, open: char, close: &str, depth: usize) -> Option<Value> {
        self.rest = self.rest.strip_prefix(open)?;
        let mut list = Vec::new();
        while !self.take(close) {
            list.push(self.value(depth + 1)?);
            if !self.take(",") && !self.rest.starts_with(close) {
                return None;
            }
        }
        Some(Value::Array(list))
    }

    fn text(&mut self) -> Option<String> {
        let mut chars = self.rest.chars();
        let quote = chars.next()?;
        let mut out = String::new();
        loop {
            match chars.next()? {
                c if c == quote => break,
                '\\' => escape(&mut chars, &mut out)?,
                c => out.push(c),
            }
        }
        self.rest = chars.as_str();
        Some(out)
    }

    fn number(&mut self) -> Option<Value> {
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_')))
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        let digits = digits.trim_start_matches('+').replace('_', "");
        if let Ok(whole) = digits.parse::<i64>() {
            return Some(Value::Number(whole.into()));
        }
        let number: f64 = digits.parse().ok()?;
        // Infinity is no value of JSON.
        Some(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn word(&mut self) -> Option<Value> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let value = match word {
            "None" | "nil" | "null" | "nan" | "NaN" => Value::Null,
            "True" | "true" => Value::Bool(true),
            "False" | "false" => Value::Bool(false),
            // Prefixes of Python's texts; what is raw or made of parts is no plain literal.
            "u" | "b" if rest.starts_with(['\'', '"']) => {
                self.rest = rest;
                return self.text().map(Value::String);
            }
            _ => return None,
        };
        self.rest = rest;
        Some(value)
    }
}

fn escape(chars: &mut std::str::Chars<'_>, out: &mut String) -> Option<()> {
    let digits = match chars.next()? {
        'n' => {
            out.push('\n');
            return Some(());
        }
        't' => {
            out.push('\t');
            return Some(());
        }
        'r' => {
            out.push('\r');
            return Some(());
        }
        'x' => 2,
        'u' => 4,
        'U' => 8,
        '\n' => return Some(()),
        c @ ('\\' | '\'' | '"' | '/') => {
            out.push(c);
            return Some(());
        }
        // Python keeps the backslash of what it does not know.
        c => {
            out.extend(['\\', c]);
            return Some(());
        }
    };
    let code = code_of(chars, digits)?;
    // Half of a pair, as JSON writes what lies beyond the first plane.
    if (0xd800..0xdc00).contains(&code) && digits == 4 {
        let mut ahead = chars.clone();
        if (ahead.next(), ahead.next()) == (Some('\\'), Some('u'))
            && let Some(low @ 0xdc00..=0xdfff) = code_of(&mut ahead, 4)
        {
            *chars = ahead;
            out.push(char::from_u32(
                0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00),
            )?);
            return Some(());
        }
    }
    out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
    Some(())
}

fn code_of(chars: &mut std::str::Chars<'_>, digits: usize) -> Option<u32> {
    let mut code = 0u32;
    for _ in 0..digits {
        code = code.checked_mul(16)? + chars.next()?.to_digit(16)?;
    }
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_python_and_ruby_print() {
        for (text, want) in [
            (
                r#"{'title': "Carhartt Men's Pant", 'price': 48.5, 'x': None, 'l': ['a', 'b\'c',], 't': (1, -2)}"#,
                json!({"title": "Carhartt Men's Pant", "price": 48.5, "x": null, "l": ["a", "b'c"], "t": [1, -2]}),
            ),
            (
                r#"{"k"=>"a \"b\"", "n"=>nil}"#,
                json!({"k": "a \"b\"", "n": null}),
            ),
            (
                r"['\x41\u0915\U0001F600', '\ud83d\ude00', '\d']",
                json!(["Aक😀", "😀", "\\d"]),
            ),
            ("[True, False, 1_000, 1e3, nan, inf]", Value::Null),
            (
                "[True, False, 1_000, 1e3, nan]",
                json!([true, false, 1000, 1000.0, null]),
            ),
            ("{1: 'a'}", json!({"1": "a"})),
            ("[u'a', b\"c\"]", json!(["a", "c"])),
        ] {
            assert_eq!(read(text).unwrap_or(Value::Null), want, "{text}");
        }
    }

    #[test]
    fn what_is_no_literal_is_refused() {
        let deep = "[".repeat(5_000);
        for text in [
            "",
            "[",
            "{'a'}",
            "{'a': }",
            "[1 2]",
            "open('x')",
            "[__import__('os')]",
            "['a",
            "[1] x",
            "{[]: 1}",
            &deep,
            "['\\x4']",
            "1.2.3",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
