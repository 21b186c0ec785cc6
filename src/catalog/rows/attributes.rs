//! Named values: out of objects, lists, JSON in a text, and plain columns.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::{clean, literal};
use crate::domain::Attributes;

/// Longest attribute name and value that are kept, in characters; longer ones are told.
const MAX_NAME: usize = 60;
const MAX_VALUE: usize = 1_000;

static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let table: HashMap<String, Vec<String>> =
        toml::from_str(include_str!("../data/attributes.toml")).unwrap_or_default();
    table
        .into_iter()
        .flat_map(|(name, others)| others.into_iter().map(move |other| (other, name.clone())))
        .collect()
});

/// The names on the left of the table.
static USUAL: LazyLock<HashSet<String>> = LazyLock::new(|| NAMES.values().cloned().collect());

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
        if !clean::is_blank(value) {
            self.add_as(&snake(name), name, value);
        }
    }

    /// Adds the value of a column under its attribute's name. A plain yes becomes one of the `features`, so that it is
    /// found by its name.
    pub(super) fn add_as(&mut self, key: &str, name: &str, value: &Value) {
        if clean::is_blank(value) {
            return;
        }
        if says(name, value) == Some(true) {
            self.unnamed.push(Value::String(key.replace('_', " ")));
            return;
        }
        if key.is_empty() || key.chars().count() > MAX_NAME {
            let reason = format!("`{name}` is no name of an attribute");
            self.left_out.push((name.to_owned(), reason));
            return;
        }
        if self.attributes.contains_key(key) {
            return;
        }
        let mut values = Vec::new();
        collect(value, &mut values);
        if matches!(key, "color" | "author") {
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
        let mut seen = HashSet::new();
        values.retain(|v| seen.insert(v.clone()));
        if !values.is_empty() {
            self.attributes.insert(key.to_owned(), values);
        }
    }

    /// Ends the gathering: values that came without a name become `features`.
    pub(super) fn finish(mut self) -> Self {
        let mut unnamed = std::mem::take(&mut self.unnamed);
        if let Some(named) = self.attributes.remove("features") {
            unnamed.splice(0..0, named.into_iter().map(Value::String));
        }
        self.add("features", &Value::Array(unnamed));
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

/// What a column of yes and no says: JSON's own words anywhere, the same words as text where the name marks such a column.
fn says(name: &str, value: &Value) -> Option<bool> {
    match value {
        Value::Bool(yes) => Some(*yes),
        Value::String(text) if name.starts_with("attr_b_") => {
            text.trim().to_lowercase().parse().ok()
        }
        _ => None,
    }
}

/// JSON, or an object or list of Ruby or Python, inside a text.
pub(super) fn inside(text: &str) -> Option<Value> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str(text)
        .ok()
        .or_else(|| literal::read(text))
}

/// Whether a name is one of the usual ones, such as `color`.
pub(super) fn is_usual(name: &str) -> bool {
    USUAL.contains(name)
}

/// The name of the attribute that a column becomes: `attr_t_product_colour` is `color`, `attr_n_weight` is `weight`.
pub(super) fn clean_name(column: &str) -> String {
    let name = column.trim();
    let name = ["attr_t_", "attr_n_", "attr_b_", "attribute_", "attr_"]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .filter(|rest| rest.chars().any(char::is_alphanumeric))
        .unwrap_or(name);
    // `operating_temperature__t_t_`: what stood in brackets, down to single letters, says nothing.
    let name = match name.split_once("__") {
        Some((head, tail)) if !head.is_empty() && tail.split('_').all(|part| part.len() <= 1) => {
            head
        }
        _ => name,
    };
    let name = snake(name);
    ["product_", "item_"]
        .iter()
        .filter_map(|prefix| name.strip_prefix(prefix))
        .map(snake)
        .find(|usual| is_usual(usual))
        .unwrap_or(name)
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
        assert_eq!(snake("रंग"), "color");
        assert_eq!(snake("गर्दन"), "गर्दन");
        assert_eq!(snake("साड़ी की लंबाई"), "साड़ी_की_लंबाई");
        let table: HashMap<String, Vec<String>> =
            toml::from_str(include_str!("../data/attributes.toml")).unwrap();
        assert!(table.len() > 5);
    }

    #[test]
    fn columns_lose_what_only_a_database_needs() {
        for (column, want) in [
            ("attr_t_product_colour", "color"),
            ("attr_n_package_weight", "package_weight"),
            (
                "attr_t_operating_temperature__t_t_",
                "operating_temperature",
            ),
            ("attr_t_dimensions__wxdxh_", "dimensions_wxdxh"),
            ("attr_b_touchscreen", "touchscreen"),
            ("attr_t_", "attr_t"),
            ("Product Color", "color"),
            ("product_family", "product_family"),
            ("PrimaryColor", "color"),
        ] {
            assert_eq!(clean_name(column), want);
        }
    }

    #[test]
    fn a_yes_is_a_feature_and_a_no_keeps_its_name() {
        let mut gather = Gather::default();
        for (name, value) in [
            ("attr_b_touchscreen", json!(true)),
            ("attr_b_wi_fi", json!("True")),
            ("attr_b_bluetooth", json!(false)),
            ("attr_n_quantity_per_pack", json!(6.0)),
        ] {
            gather.add_as(&clean_name(name), name, &value);
        }
        let want = json!({"bluetooth": ["no"], "features": ["touchscreen", "wi fi"], "quantity_per_pack": ["6"]});
        assert_eq!(json!(gather.finish().attributes), want);
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
