//! Named values: out of objects, lists, JSON in a text, and plain columns.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::clean;
use crate::domain::Attributes;

/// Longest attribute name and value that are kept, in characters; longer ones are told.
const MAX_NAME: usize = 60;
const MAX_VALUE: usize = 1_000;

static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let table: HashMap<String, Vec<String>> =
        toml::from_str(include_str!("data/attributes.toml")).unwrap_or_default();
    table
        .into_iter()
        .flat_map(|(name, others)| others.into_iter().map(move |other| (other, name.clone())))
        .collect()
});

/// Gathers attributes and remembers what was left out.
#[derive(Default)]
pub(super) struct Gather {
    pub(super) attributes: Attributes,
    pub(super) left_out: Vec<(String, String)>,
    unnamed: Vec<Value>,
}

impl Gather {
    /// Adds one named value; the first source of a name wins, further values of the same source join it.
    pub(super) fn add(&mut self, name: &str, value: &Value) {
        if clean::is_blank(value) {
            return;
        }
        let key = snake(name);
        if key.is_empty() || key.chars().count() > MAX_NAME {
            let reason = format!("`{name}` is no name of an attribute");
            self.left_out.push((name.to_owned(), reason));
            return;
        }
        if self.attributes.contains_key(&key) {
            return;
        }
        let mut values = Vec::new();
        collect(value, &mut values);
        if matches!(key.as_str(), "color" | "author") {
            values = values
                .iter()
                .flat_map(|v| v.split(", "))
                .map(|v| v.trim().to_owned())
                .filter(|v| !v.is_empty())
                .collect();
        }
        if key == "year" {
            // Spreadsheets write whole years as 2008.0.
            for value in &mut values {
                *value = value.strip_suffix(".0").unwrap_or(value).to_owned();
            }
        }
        if values.iter().any(|v| v.chars().count() > MAX_VALUE) {
            values.retain(|v| v.chars().count() <= MAX_VALUE);
            let reason = format!("a value of `{name}` is over {MAX_VALUE} characters long");
            self.left_out.push((name.to_owned(), reason));
        }
        let mut seen = std::collections::HashSet::new();
        values.retain(|v| seen.insert(v.clone()));
        if !values.is_empty() {
            self.attributes.insert(key, values);
        }
    }

    /// Ends the gathering: values that came without a name become `features`.
    pub(super) fn finish(mut self) -> Self {
        let unnamed = Value::Array(std::mem::take(&mut self.unnamed));
        self.add("features", &unnamed);
        self
    }

    /// Adds every named value inside an object, a list, or a text that holds either.
    pub(super) fn add_nested(&mut self, column: &str, value: &Value) {
        match value {
            _ if clean::is_blank(value) => {}
            Value::Object(map) => self.add_object(map),
            Value::Array(list) => list.iter().for_each(|v| self.add_nested(column, v)),
            Value::String(text) => match inside(text) {
                Some(parsed) => self.add_nested(column, &parsed),
                None => match text.split_once(": ").or_else(|| text.split_once(':')) {
                    Some((name, value)) if name.chars().count() <= MAX_NAME => {
                        self.add(name, &Value::String(value.to_owned()));
                    }
                    _ => self.add(column, value),
                },
            },
            other => self.add(column, other),
        }
    }

    fn add_object(&mut self, map: &Map<String, Value>) {
        let named = ["key", "name", "k"].iter().find_map(|k| map.get(*k));
        let valued = ["value", "v"].iter().find_map(|k| map.get(*k));
        if let (Some(Value::String(name)), Some(value)) = (named, valued) {
            return self.add(name, value);
        }
        if let (None, Some(value), 1) = (named, valued, map.len()) {
            return self.unnamed.push(value.clone());
        }
        for (name, value) in map {
            match value {
                Value::Object(inner) => self.add_object(inner),
                Value::Array(list) if list.iter().any(Value::is_object) => {
                    self.add_nested(name, value);
                }
                _ => self.add(name, value),
            }
        }
    }
}

fn collect(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|v| collect(v, out)),
        Value::Object(map) => map.values().for_each(|v| collect(v, out)),
        _ => {
            if let Some(text) = clean::scalar(value) {
                let text = clean::line(&text);
                if !text.is_empty() {
                    out.push(text);
                }
            }
        }
    }
}

/// JSON, or a list of Ruby or Python, inside a text.
pub(super) fn inside(text: &str) -> Option<Value> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&as_json(text)))
        .ok()
}

/// Rewrites `=>`, `nil`, `None`, `True`, `False` and single quotes outside texts into JSON's spelling.
fn as_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut quote: Option<char> = None;
    while let Some(c) = chars.next() {
        match quote {
            Some(_) if c == '\\' => match chars.next() {
                Some('\'') => out.push('\''),
                Some(next) => out.extend([c, next]),
                None => out.push(c),
            },
            Some(open) if c == open => {
                out.push('"');
                quote = None;
            }
            Some(_) if c == '"' => out.push_str("\\\""),
            Some(_) => out.push(c),
            None if c == '"' || c == '\'' => {
                out.push('"');
                quote = Some(c);
            }
            None if c == '=' && chars.peek() == Some(&'>') => {
                chars.next();
                out.push(':');
            }
            None if c.is_ascii_alphabetic() => {
                let mut word = String::from(c);
                while let Some(next) = chars.next_if(char::is_ascii_alphabetic) {
                    word.push(next);
                }
                out.push_str(match word.as_str() {
                    "nil" | "None" => "null",
                    "True" => "true",
                    "False" => "false",
                    other => other,
                });
            }
            None => out.push(c),
        }
    }
    out
}

/// A name in snake case, by its usual word.
pub(super) fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.trim().chars() {
        let word = c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
        if !word {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
        } else {
            if c.is_uppercase() && before.is_lowercase() && !out.is_empty() {
                out.push('_');
            }
            out.extend(c.to_lowercase());
        }
        before = c;
    }
    while out.ends_with('_') {
        out.pop();
    }
    match NAMES.get(&out) {
        Some(usual) => usual.clone(),
        None => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn gather(value: Value) -> Attributes {
        let mut gather = Gather::default();
        gather.add_nested("details", &value);
        gather.finish().attributes
    }

    #[test]
    fn names_are_snake_case_and_usual() {
        assert_eq!(snake("PrimaryColor"), "color");
        assert_eq!(snake("Colour"), "color");
        assert_eq!(snake("Model ID"), "model_id");
        assert_eq!(snake("Sleeve-Length (cm)"), "sleeve_length_cm");
        assert_eq!(snake("रंग"), "रंग");
        assert_eq!(snake("साड़ी की लंबाई"), "साड़ी_की_लंबाई");
        let table: HashMap<String, Vec<String>> =
            toml::from_str(include_str!("data/attributes.toml")).unwrap();
        assert!(table.len() > 5);
    }

    #[test]
    fn every_shape_of_details() {
        let want = json!({"color": ["Red", "Blue"], "material": ["Cotton"]});
        for value in [
            json!({"Color": "Red, Blue", "Fabric": "Cotton"}),
            json!({"a": {"colour": ["Red", "Blue"]}, "material": "Cotton"}),
            json!([{"key": "Colour", "value": "Red, Blue"}, {"key": "Fabric", "value": "Cotton"}]),
            json!("{\"Color\": \"Red, Blue\", \"Fabric\": \"Cotton\"}"),
            json!(
                "{\"product_specification\"=>[{\"key\"=>\"Color\", \"value\"=>\"Red, Blue\"}, {\"key\"=>\"Fabric\", \"value\"=>\"Cotton\"}, {\"key\"=>\"X\", \"value\"=>nil}]}"
            ),
            json!("{'Color': ['Red', 'Blue'], 'Fabric': 'Cotton', 'X': None}"),
            json!(["Color: Red, Blue", "Fabric: Cotton"]),
        ] {
            assert_eq!(json!(gather(value.clone())), want, "{value}");
        }
    }
}
