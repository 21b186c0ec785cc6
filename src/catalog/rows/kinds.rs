//! Rows that are no products, told by their columns; and products that stand inside of other rows.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::attributes::inside;

/// What a file holds instead of products.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotProducts {
    /// Shoppers.
    #[error(
        "it holds profiles of shoppers, not products; bring them in with `muse-studio profiles import`"
    )]
    Profiles,
    /// Conversations, or rows for a trainer.
    #[error("it holds conversations, not products; name a file of products")]
    Conversations,
    /// Scenarios that name their item by id only.
    #[error(
        "its scenarios name their target item by id only, so there is no product in it; name the file of the items"
    )]
    Scenarios,
    /// No column can be a title.
    #[error(
        "none of its columns is a title ({columns}), so its rows are no products; if one is, say which with --map title=COLUMN"
    )]
    NoTitle {
        /// The columns that there are.
        columns: String,
    },
}

/// Keys that rows about talk have and products do not.
const TALK: [&str; 12] = [
    "turns",
    "messages",
    "conversations",
    "Conversations",
    "Assistant",
    "User",
    "conversation_id",
    "dialogue",
    "chosen",
    "augmented_text",
    "original_text",
    "tool_calls",
];

/// What rows seem to be, when that is known and no products; rows with a title are products.
pub(super) fn known<'a>(rows: impl Iterator<Item = &'a Map<String, Value>>) -> Option<NotProducts> {
    let (mut all, mut profiles, mut talk, mut scenarios) = (0, 0, 0, 0);
    for row in rows {
        all += 1;
        let has = |key: &str| row.contains_key(key);
        if has("title") {
            continue;
        }
        if has("target_item") {
            scenarios += 1;
        } else if has("demographics") || has("conversation_style") {
            profiles += 1;
        } else if TALK.iter().any(|key| has(key)) {
            talk += 1;
        }
    }
    let most = |count: usize| count * 2 > all;
    match () {
        () if most(profiles) => Some(NotProducts::Profiles),
        () if most(talk) => Some(NotProducts::Conversations),
        () if most(scenarios) => Some(NotProducts::Scenarios),
        () => None,
    }
}

/// The product of a row: the row itself, or the target item that a shopper's scenario carries, as an object or as a text
/// in Python's notation.
pub fn item_of(row: &Map<String, Value>) -> Cow<'_, Map<String, Value>> {
    if row.contains_key("title") {
        return Cow::Borrowed(row);
    }
    match row.get("target_item") {
        Some(Value::Object(item)) => Cow::Borrowed(item),
        Some(Value::String(text)) => match inside(text) {
            Some(Value::Object(item)) => Cow::Owned(item),
            _ => Cow::Borrowed(row),
        },
        _ => Cow::Borrowed(row),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(rows: Value) -> Option<NotProducts> {
        known(rows.as_array().unwrap().iter().filter_map(Value::as_object))
    }

    #[test]
    fn other_files_are_named_for_what_they_are() {
        assert_eq!(
            told(json!([{"user_id": "u", "demographics": {}}])),
            Some(NotProducts::Profiles)
        );
        assert_eq!(
            told(json!([{"Assistant": "Hi"}, {"User": "Hello"}])),
            Some(NotProducts::Conversations)
        );
        assert_eq!(
            told(json!([{"profile": "x", "target_item": 7}])),
            Some(NotProducts::Scenarios)
        );
        assert_eq!(told(json!([{"title": "A", "turns": 3}])), None);
        assert_eq!(told(json!([])), None);
    }

    #[test]
    fn a_target_item_is_read_as_object_and_as_text() {
        for item in [
            json!({"title": "A", "item_id": "7"}),
            json!("{'title': 'A', 'item_id': '7'}"),
        ] {
            let row = json!({"profile": "x", "target_item": item});
            let row = row.as_object().unwrap().clone();
            assert_eq!(item_of(&row)["title"], "A");
        }
    }
}
