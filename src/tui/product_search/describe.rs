//! A product in words, for pages to read and for the lines of lists.

use crate::catalog::Missing;
use crate::domain::Product;
use crate::tui::theme::Role;

/// The price as a list shows it.
pub fn price_of(product: &Product) -> String {
    match product.price {
        Some(price) => price.to_string(),
        None => "no price".to_owned(),
    }
}

/// Price, printed price and how much less that is: `₹1,499   MRP ₹1,999   25% off`.
pub fn price_line(product: &Product) -> String {
    let mut line = price_of(product);
    let Some(mrp) = product.mrp else {
        return line;
    };
    line.push_str(&format!("   MRP {mrp}"));
    if let Some(price) = product.price.filter(|p| p.currency == mrp.currency)
        && mrp.minor > price.minor
        && price.minor >= 0
    {
        let percent = (mrp.minor - price.minor).saturating_mul(100) / mrp.minor;
        line.push_str(&format!("   {percent}% off"));
    }
    line
}

/// `12 in stock   rated 4.2 by 318`.
pub fn stock_line(product: &Product) -> String {
    let stock = match product.stock {
        Some(0) => "out of stock".to_owned(),
        Some(count) => format!("{count} in stock"),
        None => "stock unknown".to_owned(),
    };
    let rating = match (product.rating, product.rating_count) {
        (Some(stars), Some(count)) => format!("   rated {stars:.1} by {count}"),
        (Some(stars), None) => format!("   rated {stars:.1}"),
        _ => String::new(),
    };
    stock + &rating
}

/// What a product lacks, in short: `no picture, no Hindi title`; `None` when it lacks nothing.
pub fn lacking(product: &Product) -> Option<String> {
    let badges: Vec<&str> = Missing::of(product)
        .into_iter()
        .map(Missing::badge)
        .collect();
    (!badges.is_empty()).then(|| badges.join(", "))
}

/// A product as lines to read.
pub fn describe(product: &Product) -> Vec<(Role, String)> {
    let mut lines = vec![(Role::Title, product.title.clone())];
    if let Some(hindi) = &product.title_hi {
        lines.push((Role::Text, hindi.clone()));
    }
    lines.push((Role::Accent, price_line(product)));
    lines.push((Role::Text, stock_line(product)));
    if let Some(badges) = lacking(product) {
        lines.push((Role::Warn, badges));
    }
    if let Some(brand) = &product.brand {
        lines.push((Role::Text, format!("brand: {brand}")));
    }
    if !product.categories.is_empty() {
        lines.push((Role::Muted, product.categories.join(" > ")));
    }
    for (name, values) in &product.attributes {
        if !name.starts_with("noun_") {
            lines.push((Role::Text, format!("{name}: {}", values.join(", "))));
        }
    }
    if let Some(description) = &product.description {
        lines.push((Role::Text, description.clone()));
    }
    lines.push((
        Role::Muted,
        format!("id {}  {}  {}", product.id, product.domain, product.source),
    ));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_is_told_only_where_there_is_one() {
        let product = |price: i64, mrp: i64, currency: &str| -> Product {
            serde_json::from_value(serde_json::json!({
                "id": "a", "domain": "fashion", "title": "Kurta",
                "price": {"minor": price, "currency": "INR"},
                "mrp": {"minor": mrp, "currency": currency},
            }))
            .unwrap()
        };
        assert_eq!(
            price_line(&product(149_900, 199_900, "INR")),
            "₹1,499   MRP ₹1,999   25% off"
        );
        assert_eq!(
            price_line(&product(149_900, 149_900, "INR")),
            "₹1,499   MRP ₹1,499"
        );
        assert!(!price_line(&product(1_000, 200_000, "USD")).contains("off"));
        assert!(!price_line(&product(0, 0, "INR")).contains("off"));
    }
}
