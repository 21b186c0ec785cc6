//! Rows in the studio's own form, as it writes products.

use serde_json::{Map, Value};

use super::normalise::{MAX_TITLE_CHARS, SourceName, check_id};
use crate::domain::{Product, is_safe_picture};

/// The names of [`Product`]'s fields.
const OWN_FIELDS: [&str; 16] = [
    "id",
    "source",
    "domain",
    "title",
    "title_hi",
    "brand",
    "categories",
    "price",
    "mrp",
    "rating",
    "rating_count",
    "stock",
    "description",
    "new_description",
    "attributes",
    "image",
];

/// Whether a row has the columns of that form and no others.
pub(super) fn has_its_columns(fields: &Map<String, Value>) -> bool {
    fields.contains_key("id")
        && fields.contains_key("domain")
        && fields.keys().all(|key| OWN_FIELDS.contains(&key.as_str()))
}

/// A row exactly as the studio writes products; `None` sends a faulty one through the reading that notes its faults.
pub(super) fn read(fields: &Map<String, Value>, source: &SourceName) -> Option<Product> {
    let mut product: Product = serde_json::from_value(Value::Object(fields.clone())).ok()?;
    if product.source.is_empty() {
        product.source = source.name().to_owned();
    }
    let sound = check_id(product.id.as_str()).is_ok()
        && !product.title.trim().is_empty()
        && product.title.chars().count() <= MAX_TITLE_CHARS
        && [product.price, product.mrp]
            .iter()
            .flatten()
            .all(|m| m.minor > 0)
        && product.rating.is_none_or(|r| (0.0..=5.0).contains(&r))
        && product.image.as_deref().is_none_or(is_safe_picture);
    sound.then_some(product)
}
