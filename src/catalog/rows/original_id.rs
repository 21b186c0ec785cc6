//! The id that a product had in its own catalogue.

use crate::domain::Product;

/// The id without the `SOURCE:` that an import puts before it when a file joins several catalogues.
pub fn original_id(product: &Product) -> &str {
    let id = product.id.as_str();
    let rest = id.strip_prefix(product.source.as_str());
    match rest.and_then(|rest| rest.strip_prefix(':')) {
        Some(rest) if !product.source.is_empty() && !rest.is_empty() => rest,
        _ => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_source_is_taken_off() {
        let of = |id: &str, source: &str| {
            let text =
                format!(r#"{{"id":"{id}","source":"{source}","domain":"books","title":"x"}}"#);
            original_id(&serde_json::from_str(&text).unwrap()).to_owned()
        };
        assert_eq!(of("official:6231", "official"), "6231");
        assert_eq!(of("6231", "official"), "6231");
        assert_eq!(of("a:b:c", "a"), "b:c");
        assert_eq!(of("official:6231", ""), "official:6231");
        assert_eq!(of("official:6231", "shop"), "official:6231");
        assert_eq!(of("official:", "official"), "official:");
    }
}
