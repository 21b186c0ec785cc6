//! What the values of one column look like, whatever its name says.

use std::collections::HashSet;

use serde_json::Value;

use super::{clean, prices};

/// Shares of the values that say something; a column without any has all shares 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Looks {
    /// Values that say something.
    pub(super) filled: usize,
    /// Readable as an amount of money.
    pub(super) price: f32,
    /// An amount that names its currency.
    pub(super) currency: f32,
    /// A bare number.
    pub(super) number: f32,
    /// A number from 0 to 5.
    pub(super) rating: f32,
    /// A web address.
    pub(super) url: f32,
    /// A web address or file name of a picture.
    pub(super) picture: f32,
    /// An object, or a list of more than texts.
    pub(super) nested: f32,
    /// One word with digits in it, as codes and part numbers are.
    pub(super) code: f32,
    /// Different from every other one.
    pub(super) distinct: f32,
    /// Mean count of words.
    pub(super) words: f32,
}

/// Looks at the values of a column.
pub(super) fn look<'a>(values: impl Iterator<Item = &'a Value>) -> Looks {
    let mut looks = Looks::default();
    let mut seen = HashSet::new();
    let mut words = 0usize;
    for value in values.filter(|value| !clean::is_blank(value)) {
        looks.filled += 1;
        let texts = Texts::of(value);
        let count = |yes: bool| f32::from(u8::from(yes));
        looks.nested += count(texts.nested);
        let Some(text) = texts.first else { continue };
        let number = text.parse::<f64>().ok();
        looks.number += count(number.is_some());
        looks.rating += count(number.is_some_and(|n| (0.0..=5.0).contains(&n)));
        looks.price += count(prices::is_price(&text));
        looks.currency += count(prices::names_currency(&text));
        looks.url += count(is_url(&text));
        looks.picture += count(is_picture(&text));
        let split = text.split_whitespace().count();
        looks.code += count(split == 1 && text.chars().any(|c| c.is_ascii_digit()));
        words += split;
        seen.insert(text);
    }
    let all = looks.filled.max(1) as f32;
    for share in [
        &mut looks.price,
        &mut looks.currency,
        &mut looks.number,
        &mut looks.rating,
        &mut looks.url,
        &mut looks.picture,
        &mut looks.nested,
        &mut looks.code,
    ] {
        *share /= all;
    }
    looks.distinct = seen.len() as f32 / all;
    looks.words = words as f32 / all;
    looks
}

struct Texts {
    first: Option<String>,
    nested: bool,
}

impl Texts {
    fn of(value: &Value) -> Texts {
        match value {
            Value::Object(_) => Texts {
                first: None,
                nested: true,
            },
            Value::Array(list) => match list.first() {
                Some(first) => Texts {
                    nested: first.is_object() || first.is_array(),
                    ..Texts::of(first)
                },
                None => Texts {
                    first: None,
                    nested: false,
                },
            },
            other => Texts {
                first: clean::scalar(other).map(|text| text.trim().to_owned()),
                nested: false,
            },
        }
    }
}

fn is_url(text: &str) -> bool {
    let text = text.trim_start_matches(['[', '"', '\'']);
    ["http://", "https://", "//", "www."]
        .iter()
        .any(|start| text.starts_with(start))
}

fn is_picture(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or(text);
    let path = path.trim_end_matches([']', '"', '\'']).to_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".gif"]
        .iter()
        .any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn columns_are_told_by_their_values() {
        let look = |values: Value| super::look(values.as_array().unwrap().iter());
        let prices = look(json!(["₹1,299", "Rs. 500", null, "None", "799"]));
        assert_eq!((prices.filled, prices.price), (3, 1.0));
        assert!(prices.currency > 0.6 && prices.number < 0.4);
        let pictures = look(json!([
            "http://a.b/c.jpg?x=1",
            "[\"https://a.b/c.png\"]",
            "d.webp"
        ]));
        assert_eq!((pictures.picture, pictures.price), (1.0, 0.0));
        assert!(pictures.url > 0.6);
        let titles = look(json!(["Blue cotton kurta", "Red silk saree for women"]));
        assert!(titles.words > 3.0 && titles.distinct == 1.0 && titles.code == 0.0);
        let codes = look(json!(["006R90321", "X-1"]));
        assert_eq!(codes.code, 1.0);
        assert_eq!(look(json!([{"a": 1}, [{"b": 2}]])).nested, 1.0);
        assert_eq!(look(json!(["", null])), Looks::default());
    }
}
