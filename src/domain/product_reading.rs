//! Values of a product's fields out of text: from the command line, or from a field on the screen.
//!
//! What is wrong with a text is told in a sentence.

use super::{Currency, Money, ProductField, ProductValue, is_safe_picture};

/// Why a text is no value of a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct BadValue {
    /// The field.
    pub field: ProductField,
    /// What is wrong and what to write instead.
    pub why: String,
}

impl ProductField {
    /// Reads a value from text; an empty text takes the value away where a product may be without.
    ///
    /// Bare numbers are rupees. Category names are parted by `>`, values of an attribute by `;`.
    ///
    /// # Errors
    /// [`BadValue`] says what is wrong and what to write instead.
    pub fn read(&self, text: &str) -> Result<ProductValue, BadValue> {
        let bad = |why: String| BadValue {
            field: self.clone(),
            why,
        };
        let text = text.trim();
        let words = (!text.is_empty()).then(|| text.to_owned());
        Ok(match self {
            ProductField::Title => ProductValue::Title(words.ok_or_else(|| {
                bad("a product needs a title; write one, or leave it".to_owned())
            })?),
            ProductField::TitleHi => {
                ProductValue::TitleHi(words.map_or(Ok(None), hindi).map_err(bad)?)
            }
            ProductField::Domain => {
                ProductValue::Domain(text.parse().map_err(|e| bad(format!("{e}")))?)
            }
            ProductField::Brand => ProductValue::Brand(words),
            ProductField::Categories => ProductValue::Categories(parts(text, '>')),
            ProductField::Price => ProductValue::Price(words.map_or(Ok(None), money).map_err(bad)?),
            ProductField::Mrp => ProductValue::Mrp(words.map_or(Ok(None), money).map_err(bad)?),
            ProductField::Rating => {
                ProductValue::Rating(words.map_or(Ok(None), rating).map_err(bad)?)
            }
            ProductField::Stock => ProductValue::Stock(words.map_or(Ok(None), stock).map_err(bad)?),
            ProductField::Description => ProductValue::Description(words),
            ProductField::NewDescription => ProductValue::NewDescription(words),
            ProductField::Image => {
                ProductValue::Image(words.map_or(Ok(None), picture).map_err(bad)?)
            }
            ProductField::Attribute(name) => {
                ProductValue::Attribute(name.clone(), parts(text, ';'))
            }
        })
    }
}

fn parts(text: &str, between: char) -> Vec<String> {
    let parts = text.split(between).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn hindi(text: String) -> Result<Option<String>, String> {
    match text.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c)) {
        true => Ok(Some(text)),
        false => Err(format!(
            "`{text}` has no word in Devanagari; write the Hindi title such as नीला कुर्ता, or use the field title"
        )),
    }
}

fn money(text: String) -> Result<Option<Money>, String> {
    let text = ascii_digits(&text);
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')
        .filter(|part| part.contains(|c: char| c.is_ascii_digit()));
    if numbers.nth(1).is_some() {
        return Err(format!(
            "`{text}` holds more than one number; write one price such as 1299 or ₹1,299.00"
        ));
    }
    let read = Money::parse(&text, Currency::INR);
    read.map(Some).map_err(|error| error.to_string())
}

fn rating(text: String) -> Result<Option<f32>, String> {
    let number = ascii_digits(&text).parse::<f32>().ok();
    let within = number.filter(|rating| (0.0..=5.0).contains(rating));
    within
        .map(Some)
        .ok_or_else(|| format!("`{text}` is no rating; write a number from 0 to 5 such as 4.2"))
}

fn stock(text: String) -> Result<Option<u32>, String> {
    let number = ascii_digits(&text).parse().ok();
    number.map(Some).ok_or_else(|| {
        format!(
            "`{text}` is no number of pieces; write a whole number such as 12, or 0 for none left"
        )
    })
}

/// A web address, or a path that stays inside the media folder.
fn picture(text: String) -> Result<Option<String>, String> {
    match is_safe_picture(&text) {
        true => Ok(Some(text)),
        false => Err(format!(
            "`{text}` leads out of the media folder; write a path inside it such as kurta.png, or an https address"
        )),
    }
}

/// Devanagari digits as 0 to 9.
fn ascii_digits(text: &str) -> String {
    let digit = |c: char| match c {
        '०'..='९' => char::from_digit(c as u32 - '०' as u32, 10).unwrap_or(c),
        other => other,
    };
    text.chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Product;
    use super::*;

    fn product() -> Product {
        serde_json::from_str(
            r#"{"id":"P1","domain":"fashion","title":"Blue kurta","title_hi":"नीला कुर्ता","brand":"Tarang",
                "categories":["Clothing","Kurtas"],"price":{"minor":129950,"currency":"INR"},
                "mrp":{"minor":199900,"currency":"INR"},"rating":4.1,"stock":3,"description":"Soft.",
                "attributes":{"color":["navy","white"],"size":["XL"]},"image":"kurta.png"}"#,
        )
        .unwrap()
    }

    #[test]
    fn every_field_is_named_shown_and_read_again() {
        let product = product();
        let mut changed: Product =
            serde_json::from_str(r#"{"id":"P1","domain":"other","title":"-"}"#).unwrap();
        for field in ProductField::all_of(&product) {
            assert_eq!(field.to_string().parse(), Ok(field.clone()));
            let value = field.of(&product);
            assert_eq!(value.field(), field);
            assert_eq!(field.read(&value.to_string()), Ok(value.clone()), "{field}");
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<ProductValue>(&json).unwrap(), value);
            value.put_into(&mut changed);
        }
        assert_eq!(changed, product);
    }

    #[test]
    fn an_empty_text_takes_the_value_away_but_not_the_title() {
        for field in ProductField::all_of(&product()) {
            let read = field.read("  ");
            match field {
                ProductField::Title | ProductField::Domain => assert!(read.is_err(), "{field}"),
                _ => assert!(read.unwrap().is_empty(), "{field}"),
            }
        }
        let mut product = product();
        let none = ProductField::Attribute("color".to_owned())
            .read("")
            .unwrap();
        none.put_into(&mut product);
        assert!(!product.attributes.contains_key("color"));
    }

    #[test]
    fn values_are_read_as_people_write_them() {
        let read = |field: &str, text: &str| {
            let field: ProductField = field.parse().unwrap();
            field.read(text).map(|value| value.to_string())
        };
        assert_eq!(read("price", "Rs. 1,299/-").unwrap(), "₹1,299");
        assert_eq!(read("price", "१२९९").unwrap(), "₹1,299");
        assert_eq!(read("mrp", "$12.99").unwrap(), "USD 12.99");
        assert_eq!(read("stock", "०").unwrap(), "0");
        assert_eq!(
            read("Categories", "Clothing>Men > Kurtas").unwrap(),
            "Clothing > Men > Kurtas"
        );
        assert_eq!(
            read("attributes.Fit Type", "Slim; Regular").unwrap(),
            "Slim; Regular"
        );
        for (field, text, told) in [
            ("price", "1299-1499", "more than one number"),
            ("price", "call us", "not a price"),
            ("rating", "6", "from 0 to 5"),
            ("rating", "NaN", "from 0 to 5"),
            ("stock", "-1", "whole number"),
            ("stock", "many", "whole number"),
            ("title_hi", "blue kurta", "Devanagari"),
            ("title", " ", "needs a title"),
            ("image", "../../etc/passwd", "leads out"),
            ("image", "/etc/passwd", "leads out"),
            ("image", "file:///etc/passwd", "leads out"),
            ("domain", "toys", "not a domain"),
        ] {
            let error = read(field, text).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
            assert!(error.starts_with(field), "{error}");
        }
        for name in ["id", "colour", "attributes.", "attributes. "] {
            assert!(name.parse::<ProductField>().is_err(), "{name}");
        }
    }
}
