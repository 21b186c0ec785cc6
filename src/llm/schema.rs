//! The shape that an answer has to have.
//!
//! Owns: the few shapes that every server can be held to (objects whose every field is there), their JSON schema, and
//! whether a text fits. Ranges are checked here alone, since few servers take them. Does not: mend what does not fit.

use serde_json::{Map, Value, json};

/// An object with a name, whose fields are all there.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    name: String,
    fields: Vec<(String, Shape)>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A text.
    Text,
    /// A whole number.
    Whole {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// A number.
    Number {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
    /// Yes or no.
    Flag,
    /// One of these words.
    OneOf(Vec<String>),
    /// A list.
    List(Box<Shape>),
    /// This, or nothing.
    OrNull(Box<Shape>),
    /// An object with these fields.
    Object(Vec<(String, Shape)>),
}

/// Why an answer does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place} {why}")]
pub struct Misfit {
    /// The field, such as `scores[2]`; `the answer` for all of it.
    pub place: String,
    /// What is wrong with it.
    pub why: String,
}

impl Schema {
    /// An object with these fields. The name is for servers that want one: letters, digits, `_` and `-`.
    pub fn new<N: Into<String>>(
        name: impl Into<String>,
        fields: impl IntoIterator<Item = (N, Shape)>,
    ) -> Self {
        let fields = fields.into_iter().map(|(name, shape)| (name.into(), shape));
        Schema {
            name: name.into(),
            fields: fields.collect(),
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The JSON schema.
    pub fn to_json(&self) -> Value {
        object_json(&self.fields)
    }

    /// Reads an answer. Fences that models put around JSON are taken off; fields that were not asked for are dropped.
    ///
    /// # Errors
    /// [`Misfit`] names the first field that does not fit.
    pub fn read(&self, text: &str) -> Result<Map<String, Value>, Misfit> {
        let whole = |why: String| Misfit {
            place: "the answer".to_owned(),
            why,
        };
        let value: Value = serde_json::from_str(unfenced(text))
            .map_err(|error| whole(format!("is not JSON ({error})")))?;
        let Value::Object(mut found) = value else {
            return Err(whole("is not an object".to_owned()));
        };
        check_fields(&self.fields, &found, "")?;
        let names = self.fields.iter().map(|(name, _)| name);
        let kept = names.map(|name| (name.clone(), found.remove(name).unwrap_or_default()));
        Ok(kept.collect())
    }
}

impl Shape {
    /// One of these words.
    pub fn one_of<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Self {
        Shape::OneOf(words.into_iter().map(Into::into).collect())
    }

    /// An object with these fields.
    pub fn object<N: Into<String>>(fields: impl IntoIterator<Item = (N, Shape)>) -> Self {
        let fields = fields.into_iter().map(|(name, shape)| (name.into(), shape));
        Shape::Object(fields.collect())
    }

    /// This, or nothing.
    pub fn or_null(self) -> Self {
        Shape::OrNull(Box::new(self))
    }

    /// A list of this.
    pub fn listed(self) -> Self {
        Shape::List(Box::new(self))
    }

    fn to_json(&self) -> Value {
        match self {
            Shape::Text => json!({"type": "string"}),
            Shape::Whole { .. } => json!({"type": "integer"}),
            Shape::Number { .. } => json!({"type": "number"}),
            Shape::Flag => json!({"type": "boolean"}),
            Shape::OneOf(words) => json!({"type": "string", "enum": words}),
            Shape::List(shape) => json!({"type": "array", "items": shape.to_json()}),
            Shape::OrNull(shape) => json!({"anyOf": [shape.to_json(), {"type": "null"}]}),
            Shape::Object(fields) => object_json(fields),
        }
    }

    fn check(&self, value: &Value, place: &str) -> Result<(), Misfit> {
        match (self, value) {
            (Shape::OrNull(_), Value::Null) => Ok(()),
            (Shape::OrNull(shape), value) => shape.check(value, place),
            (Shape::Object(fields), Value::Object(found)) => {
                check_fields(fields, found, &format!("{place}."))
            }
            (Shape::List(shape), Value::Array(items)) => {
                let mut items = items.iter().enumerate();
                items.try_for_each(|(at, item)| shape.check(item, &format!("{place}[{at}]")))
            }
            _ if self.holds(value) => Ok(()),
            _ => {
                let why = format!("is {}, not {}", shown(value), self.words());
                Err(misfit(place, &why))
            }
        }
    }

    /// Whether a single value fits.
    fn holds(&self, value: &Value) -> bool {
        match self {
            Shape::Text => value.is_string(),
            Shape::Flag => value.is_boolean(),
            Shape::Whole { least, most } => {
                whole(value).is_some_and(|n| (*least..=*most).contains(&n))
            }
            Shape::Number { least, most } => value
                .as_f64()
                .is_some_and(|n| (*least..=*most).contains(&n)),
            Shape::OneOf(words) => value
                .as_str()
                .is_some_and(|is| words.iter().any(|w| w == is)),
            Shape::List(_) | Shape::OrNull(_) | Shape::Object(_) => false,
        }
    }

    fn words(&self) -> String {
        match self {
            Shape::Text => "a text".to_owned(),
            Shape::Whole { least, most } => format!("a whole number from {least} to {most}"),
            Shape::Number { least, most } => format!("a number from {least} to {most}"),
            Shape::Flag => "true or false".to_owned(),
            Shape::OneOf(words) => format!("one of {}", words.join(", ")),
            Shape::List(shape) => format!("a list, each {}", shape.words()),
            Shape::OrNull(shape) => format!("{} or null", shape.words()),
            Shape::Object(_) => "an object".to_owned(),
        }
    }
}

fn object_json(fields: &[(String, Shape)]) -> Value {
    let properties = fields
        .iter()
        .map(|(name, shape)| (name.clone(), shape.to_json()));
    let properties: Map<String, Value> = properties.collect();
    let required: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// Whether the fields are there and fit. Whoever leaves a field out that may be nothing says nothing.
fn check_fields(
    fields: &[(String, Shape)],
    found: &Map<String, Value>,
    before: &str,
) -> Result<(), Misfit> {
    for (name, shape) in fields {
        let place = format!("{before}{name}");
        match (found.get(name), shape) {
            (Some(value), _) => shape.check(value, &place)?,
            (None, Shape::OrNull(_)) => {}
            (None, _) => return Err(misfit(&place, "is missing")),
        }
    }
    Ok(())
}

fn misfit(place: &str, why: &str) -> Misfit {
    Misfit {
        place: format!("`{place}`"),
        why: why.to_owned(),
    }
}

/// A whole number, also one that is written as `4.0`.
fn whole(value: &Value) -> Option<i64> {
    let decimal = || {
        let number = value.as_f64()?;
        // Above this not every whole number is one.
        let exact = number.fract() == 0.0 && number.abs() < 9e15;
        exact.then_some(number as i64)
    };
    value.as_i64().or_else(decimal)
}

/// The beginning of a value.
fn shown(value: &Value) -> String {
    const SHOWN: usize = 40;
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The text without a fence of backticks around it.
fn unfenced(text: &str) -> &str {
    let text = text.trim();
    let inside = || {
        let rest = text.strip_prefix("```")?.strip_suffix("```")?;
        Some(rest.split_once('\n')?.1)
    };
    inside().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn schema() -> Schema {
        Schema::new(
            "verdict",
            [
                ("score", Shape::Whole { least: 1, most: 5 }),
                (
                    "share",
                    Shape::Number {
                        least: 0.0,
                        most: 1.0,
                    }
                    .or_null(),
                ),
                ("language", Shape::one_of(["en", "hi"])),
                ("why", Shape::Text),
                ("tags", Shape::Text.listed()),
                ("sure", Shape::Flag),
                (
                    "notes",
                    Shape::object([("turn", Shape::Whole { least: 1, most: 9 })]).listed(),
                ),
            ],
        )
    }

    const GOOD: &str = r#"{"score": 4, "share": null, "language": "hi", "why": "ठीक", "tags": ["a"], "sure": true, "notes": [{"turn": 1}, {"turn": 2}]}"#;

    #[test]
    fn the_json_schema_is_one_that_every_server_takes() {
        let json = schema().to_json();
        assert_eq!(json["additionalProperties"], false);
        let properties = json["properties"].as_object().unwrap();
        let required = json["required"].as_array().unwrap();
        assert!(
            properties
                .keys()
                .eq(required.iter().map(|name| name.as_str().unwrap()))
        );
        assert_eq!(json["properties"]["language"]["enum"], json!(["en", "hi"]));
        let text = json.to_string();
        for word in ["minimum", "maximum", "minLength", "allOf", "not"] {
            assert!(!text.contains(&format!("\"{word}\"")), "{word}");
        }
    }

    #[test]
    fn an_answer_that_fits_is_read() {
        let fields = schema().read(GOOD).unwrap();
        assert_eq!(
            (&fields["score"], &fields["why"]),
            (&json!(4), &json!("ठीक"))
        );
        assert!(schema().read(&format!("```json\n{GOOD}\n```")).is_ok());
        assert!(schema().read(&GOOD.replace(": 4", ": 4.0")).is_ok());
        let more = GOOD.replace("{\"score", "{\"more\": 1, \"score");
        assert!(!schema().read(&more).unwrap().contains_key("more"));
        let less = GOOD.replace("\"share\": null, ", "");
        assert_eq!(schema().read(&less).unwrap()["share"], Value::Null);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (from, to, told) in [
            (": 4", ": 6", "`score` is 6, not a whole number from 1 to 5"),
            (": 4", ": 3.5", "`score` is 3.5"),
            (": 4", ": \"4\"", "`score` is \"4\""),
            ("null", "2", "`share` is 2, not a number from 0 to 1"),
            (
                "\"hi\"",
                "\"fr\"",
                "`language` is \"fr\", not one of en, hi",
            ),
            ("[\"a\"]", "[\"a\", 3]", "`tags[1]` is 3, not a text"),
            ("[\"a\"]", "\"a\"", "`tags` is \"a\", not a list"),
            ("true", "1", "`sure` is 1"),
            (
                "{\"turn\": 2}",
                "{\"turn\": 0}",
                "`notes[1].turn` is 0, not a whole number from 1 to 9",
            ),
            ("{\"turn\": 2}", "{}", "`notes[1].turn` is missing"),
            ("{\"turn\": 2}", "7", "`notes[1]` is 7, not an object"),
            ("\"why\"", "\"how\"", "`why` is missing"),
            ("]}", "", "the answer is not JSON"),
        ] {
            let error = schema()
                .read(&GOOD.replace(from, to))
                .unwrap_err()
                .to_string();
            assert!(error.starts_with(told), "{error}");
        }
        let error = schema().read("[]").unwrap_err().to_string();
        assert_eq!(error, "the answer is not an object");
    }

    proptest! {
        #[test]
        fn no_answer_is_too_strange(text in "[ -~\\n`\\[\\]{}\"]{0,60}") {
            let _ = schema().read(&text);
        }
    }
}
