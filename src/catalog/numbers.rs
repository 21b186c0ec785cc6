//! Prices, ratings and counts as files write them.

use serde_json::Value;

use super::clean::is_blank;
use crate::domain::{Currency, Money};

/// A number read, nothing said, or a sentence why it cannot be read.
pub(super) type Read<T> = Result<Option<T>, String>;

/// A price and, when something about it should be known, a note.
pub(super) struct Price {
    pub(super) money: Money,
    pub(super) note: Option<String>,
}

/// Reads a price. `currency` is that of a bare number; `None` when the row leaves its currency blank.
pub(super) fn price(value: &Value, currency: Option<Currency>) -> Read<Price> {
    match value {
        _ if is_blank(value) => Ok(None),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or(f64::NAN);
            let currency = currency
                .ok_or_else(|| format!("the price {number} has no currency, so it was left out"))?;
            positive(Money::from_f64(number, currency), &number.to_string())
        }
        Value::String(text) => price_text(text, currency),
        Value::Object(map) => match map.get("minor").and_then(Value::as_i64) {
            Some(minor) if minor > 0 => {
                let currency = map
                    .get("currency")
                    .and_then(Value::as_str)
                    .ok_or("the price has no currency, so it was left out")?
                    .parse()
                    .map_err(|e| format!("{e}"))?;
                Ok(Some(Price {
                    money: Money { minor, currency },
                    note: None,
                }))
            }
            _ => Err("the price is an object without `minor` units above 0".to_owned()),
        },
        other => Err(format!("the price {other} is neither a number nor a text")),
    }
}

fn price_text(text: &str, currency: Option<Currency>) -> Read<Price> {
    // Devanagari digits as ASCII, nothing else changed.
    let ascii: String = text
        .chars()
        .map(|c| match c {
            '\u{966}'..='\u{96f}' => char::from(b'0' + (c as u32 - 0x966) as u8),
            c => c,
        })
        .collect();
    let text = ascii.as_str();
    if decimal_comma(text) {
        return Err(format!(
            "the price `{text}` may be read in two ways, so it was left out; write 1299.50"
        ));
    }
    // A currency that cannot occur tells whether the text named one itself.
    let unnamed: Currency = "XXX".parse().map_err(|e| format!("{e}"))?;
    let money = Money::parse(text, currency.unwrap_or(unnamed))
        .map_err(|e| format!("{e}; the product has no price"))?;
    if money.currency == unnamed {
        return Err(format!(
            "the price `{text}` has no currency, so it was left out"
        ));
    }
    let mut read = positive(Some(money), text)?;
    if let Some(price) = &mut read
        && is_range(text)
    {
        price.note = Some(format!("of the price range `{text}` the lower end counts"));
    }
    Ok(read)
}

fn positive(money: Option<Money>, text: &str) -> Read<Price> {
    match money {
        Some(money) if money.minor > 0 => Ok(Some(Price { money, note: None })),
        Some(_) => Err(format!(
            "the price `{text}` is 0, which shops write for unknown, so it was left out"
        )),
        None => Err(format!("`{text}` is not a price; the product has none")),
    }
}

/// `12,99` or `1.299,00`: a comma before other than three digits may stand for the decimal point.
fn decimal_comma(text: &str) -> bool {
    let number: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        .collect();
    let number = number.trim_end_matches([',', '.']);
    match (number.rfind(','), number.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => true,
        (Some(comma), Some(point)) => point - comma != 4,
        (Some(comma), None) => number.len() - comma != 4,
        _ => false,
    }
}

fn is_range(text: &str) -> bool {
    let mut groups = text
        .split(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')))
        .filter(|g| g.chars().any(|c| c.is_ascii_digit()));
    groups.next().is_some() && groups.next().is_some() && text.contains(['-', '–'])
}

/// Reads a mean rating from 0 to 5: `4.2`, `4.2 out of 5`.
pub(super) fn rating(value: &Value) -> Read<f32> {
    let number = match value {
        _ if is_blank(value) => return Ok(None),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.split_whitespace().next().and_then(|w| {
            let word = w.strip_suffix("/5").unwrap_or(w);
            word.parse::<f64>().ok()
        }),
        _ => None,
    };
    match number {
        Some(number) if (0.0..=5.0).contains(&number) => Ok(Some(number as f32)),
        _ => Err(format!("{value} is no rating from 0 to 5")),
    }
}

/// Reads a count: `2255`, `2,255`, `2255.0`.
pub(super) fn count(value: &Value) -> Read<u32> {
    let number = match value {
        _ if is_blank(value) => return Ok(None),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => {
            let digits: String = text.trim().chars().filter(|c| *c != ',').collect();
            digits.parse::<f64>().ok()
        }
        _ => None,
    };
    match number {
        Some(n) if n.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&n) => {
            Ok(Some(n as u32))
        }
        _ => Err(format!("{value} is no count")),
    }
}

/// Reads pieces in stock: a count, or words. Words that say only that there are some leave the count open.
pub(super) fn stock(value: &Value) -> Read<u32> {
    let text = match value {
        Value::Bool(true) => return Ok(None),
        Value::Bool(false) => return Ok(Some(0)),
        Value::String(text) => text.trim().to_lowercase(),
        other => return count(other),
    };
    let text = text.replace(['_', '-'], " ");
    if text.contains("out of stock")
        || matches!(
            text.as_str(),
            "no" | "false" | "sold out" | "unavailable" | "currently unavailable" | "outofstock"
        )
    {
        return Ok(Some(0));
    }
    if matches!(text.as_str(), "yes" | "true" | "available" | "instock") {
        return Ok(None);
    }
    if text.contains("left") || text.contains("in stock") {
        let digits: Option<u32> = text
            .split(|c: char| !c.is_ascii_digit())
            .find_map(|d| d.parse().ok());
        return Ok(digits);
    }
    count(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn inr(value: Value) -> Result<Option<i64>, String> {
        price(&value, Some(Currency::INR)).map(|p| p.map(|p| p.money.minor))
    }

    #[test]
    fn the_price_zoo() {
        for value in [
            json!(1299),
            json!("1299.0"),
            json!("₹1,299.00"),
            json!("Rs. 1,299"),
            json!("INR 1299"),
            json!("1299/-"),
        ] {
            assert_eq!(inr(value.clone()), Ok(Some(129_900)), "{value}");
        }
        assert_eq!(inr(json!("₹1,25,000")), Ok(Some(12_500_000)));
        for value in [
            json!(null),
            json!(""),
            json!("None"),
            json!("N/A"),
            json!([]),
        ] {
            assert_eq!(inr(value.clone()), Ok(None), "{value}");
        }
        for value in [
            json!(0),
            json!("0.00"),
            json!(-5),
            json!("call us"),
            json!("12,99 €"),
            json!("1.299,00"),
            json!(true),
            json!("1e400"),
        ] {
            assert!(inr(value.clone()).is_err(), "{value}");
        }
    }

    #[test]
    fn a_number_without_a_currency_is_no_price_but_a_text_may_name_its_own() {
        assert!(price(&json!(5), None).is_err());
        assert!(price(&json!("5"), None).is_err());
        assert_eq!(
            price(&json!("$12.99"), None)
                .unwrap()
                .unwrap()
                .money
                .currency,
            Currency::USD
        );
    }

    #[test]
    fn ranges_keep_their_lower_end_and_say_so() {
        let price = price(&json!("1299-1499"), Some(Currency::INR))
            .unwrap()
            .unwrap();
        assert_eq!(price.money, Money::rupees(1299));
        assert!(price.note.is_some());
    }

    #[test]
    fn ratings_counts_and_stock() {
        assert_eq!(rating(&json!("No rating available")), Ok(None));
        assert_eq!(rating(&json!("4.2 out of 5")), Ok(Some(4.2)));
        assert!(rating(&json!("47")).is_err());
        assert_eq!(count(&json!("2,255")), Ok(Some(2255)));
        assert_eq!(stock(&json!("Out of Stock")), Ok(Some(0)));
        assert_eq!(stock(&json!("Only 3 left")), Ok(Some(3)));
        assert_eq!(stock(&json!("In stock")), Ok(None));
        assert_eq!(stock(&json!(12)), Ok(Some(12)));
    }
}
