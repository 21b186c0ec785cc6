//! Prices, ratings and counts as files write them.

use serde_json::Value;

use super::clean::is_blank;
use super::columns::Scale;
use super::prices::{self, Amount};
use crate::domain::{Currency, Money};

/// A number read, nothing said, or a sentence why it cannot be read.
pub(super) type Read<T> = Result<Option<T>, String>;

/// A price and, when something about it should be known, a note.
pub(super) struct Price {
    pub(super) money: Money,
    pub(super) note: Option<String>,
}

/// Reads a price. `currency` is that of a bare number; `None` when the row leaves its currency blank.
pub(super) fn price(value: &Value, currency: Option<Currency>, scale: Scale) -> Read<Price> {
    let (amount, shown) = match value {
        _ if is_blank(value) => return Ok(None),
        Value::Number(number) => {
            let amount = Amount {
                value: number.as_f64().unwrap_or(f64::NAN),
                currency: None,
                note: None,
            };
            (amount, number.to_string())
        }
        Value::String(text) => (prices::amount(text)?, text.clone()),
        Value::Object(map) => return own_price(map),
        // Shops' feeds put the one price into a list.
        Value::Array(list) if list.len() == 1 => return price(&list[0], currency, scale),
        other => return Err(format!("the price {other} is neither a number nor a text")),
    };
    let currency = amount
        .currency
        .or(currency)
        .ok_or_else(|| format!("the price `{shown}` has no currency, so it was left out"))?;
    let major = match scale {
        // A sign beside the number says that it counts what is printed, whatever the heading says.
        Scale::Minor if amount.currency.is_none() => {
            amount.value / currency.minor_per_major() as f64
        }
        _ => amount.value,
    };
    match Money::from_f64(major, currency) {
        Some(money) if money.minor > 0 => Ok(Some(Price {
            money,
            note: amount.note,
        })),
        Some(_) => Err(format!(
            "the price `{shown}` is 0, which shops write for unknown, so it was left out"
        )),
        None => Err(format!(
            "`{shown}` is not a price; write a number such as 1299 or ₹1,299.00; the product has no price"
        )),
    }
}

/// A price as the studio writes it, or with the names that feeds use.
fn own_price(map: &serde_json::Map<String, Value>) -> Read<Price> {
    let currency = ["currency", "currencyCode", "currency_code"]
        .iter()
        .find_map(|key| map.get(*key)?.as_str()?.parse::<Currency>().ok());
    if let Some(minor) = map.get("minor").and_then(Value::as_i64) {
        let currency = currency.ok_or("the price has no currency, so it was left out")?;
        if minor <= 0 {
            return Err("the price is an object without `minor` units above 0".to_owned());
        }
        return Ok(Some(Price {
            money: Money { minor, currency },
            note: None,
        }));
    }
    match ["amount", "value", "price"]
        .iter()
        .find_map(|key| map.get(*key))
    {
        Some(value @ (Value::Number(_) | Value::String(_))) => price(value, currency, Scale::Major),
        _ => Err("the price is an object without `minor` units above 0".to_owned()),
    }
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
        price(&value, Some(Currency::INR), Scale::Major).map(|p| p.map(|p| p.money.minor))
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
            json!(true),
            json!("1e400"),
        ] {
            assert!(inr(value.clone()).is_err(), "{value}");
        }
    }

    #[test]
    fn a_number_without_a_currency_is_no_price_but_a_text_may_name_its_own() {
        assert!(price(&json!(5), None, Scale::Major).is_err());
        assert!(price(&json!("5"), None, Scale::Major).is_err());
        assert_eq!(
            price(&json!("$12.99"), None, Scale::Minor)
                .unwrap()
                .unwrap()
                .money
                .currency,
            Currency::USD
        );
    }

    #[test]
    fn paise_objects_and_lists() {
        let read = |value: Value, scale| {
            let read = price(&value, Some(Currency::INR), scale).unwrap();
            read.map(|price| price.money.minor)
        };
        assert_eq!(read(json!(129_900), Scale::Minor), Some(129_900));
        assert_eq!(read(json!("1,29,900"), Scale::Minor), Some(129_900));
        assert_eq!(
            read(json!({"amount": "1,299", "currency": "INR"}), Scale::Major),
            Some(129_900)
        );
        assert_eq!(read(json!(["₹5"]), Scale::Major), Some(500));
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
