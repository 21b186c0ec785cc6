//! What a person may put into a field of a product.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::product_reading::BadValue;
use super::{Domain, Money, Product, ProductField};

/// What stands between the names of a category path.
const PATH: &str = " > ";
/// What stands between the values of an attribute.
const VALUES: &str = "; ";

/// A field with a value. An empty value says that the product has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum ProductValue {
    /// The title, never empty.
    Title(String),
    /// The title in Devanagari.
    TitleHi(Option<String>),
    /// The department.
    Domain(Domain),
    /// The brand.
    Brand(Option<String>),
    /// The category path, widest first.
    Categories(Vec<String>),
    /// The selling price.
    Price(Option<Money>),
    /// The printed maximum price.
    Mrp(Option<Money>),
    /// The mean rating, 0 to 5.
    Rating(Option<f32>),
    /// Pieces in stock.
    Stock(Option<u32>),
    /// The catalogue's description.
    Description(Option<String>),
    /// The description that a model wrote.
    NewDescription(Option<String>),
    /// The reference to the picture.
    Image(Option<String>),
    /// An attribute's name and values.
    Attribute(String, Vec<String>),
}

impl ProductValue {
    /// The field that this is a value of.
    pub fn field(&self) -> ProductField {
        match self {
            ProductValue::Title(_) => ProductField::Title,
            ProductValue::TitleHi(_) => ProductField::TitleHi,
            ProductValue::Domain(_) => ProductField::Domain,
            ProductValue::Brand(_) => ProductField::Brand,
            ProductValue::Categories(_) => ProductField::Categories,
            ProductValue::Price(_) => ProductField::Price,
            ProductValue::Mrp(_) => ProductField::Mrp,
            ProductValue::Rating(_) => ProductField::Rating,
            ProductValue::Stock(_) => ProductField::Stock,
            ProductValue::Description(_) => ProductField::Description,
            ProductValue::NewDescription(_) => ProductField::NewDescription,
            ProductValue::Image(_) => ProductField::Image,
            ProductValue::Attribute(name, _) => ProductField::Attribute(name.clone()),
        }
    }

    /// Puts the value into a product.
    pub fn put_into(&self, product: &mut Product) {
        match self.clone() {
            ProductValue::Title(value) => product.title = value,
            ProductValue::TitleHi(value) => product.title_hi = value,
            ProductValue::Domain(value) => product.domain = value,
            ProductValue::Brand(value) => product.brand = value,
            ProductValue::Categories(value) => product.categories = value,
            ProductValue::Price(value) => product.price = value,
            ProductValue::Mrp(value) => product.mrp = value,
            ProductValue::Rating(value) => product.rating = value,
            ProductValue::Stock(value) => product.stock = value,
            ProductValue::Description(value) => product.description = value,
            ProductValue::NewDescription(value) => product.new_description = value,
            ProductValue::Image(value) => product.image = value,
            ProductValue::Attribute(name, values) if values.is_empty() => {
                product.attributes.remove(&name);
            }
            ProductValue::Attribute(name, values) => {
                product.attributes.insert(name, values);
            }
        }
    }

    /// Checks the value against the rest of the product that it is meant for.
    ///
    /// # Errors
    /// When a selling price would stand above the printed maximum price of the same currency.
    pub fn fits(&self, product: &Product) -> Result<(), BadValue> {
        let mut changed = product.clone();
        self.put_into(&mut changed);
        match (self, changed.price, changed.mrp) {
            (ProductValue::Price(_) | ProductValue::Mrp(_), Some(price), Some(mrp))
                if price.currency == mrp.currency && price.minor > mrp.minor =>
            {
                Err(BadValue {
                    field: self.field(),
                    why: format!(
                        "a selling price of {price} is above the printed maximum price of {mrp}; change the other one first"
                    ),
                })
            }
            _ => Ok(()),
        }
    }

    /// The change from another value of the field, for people: `price ₹1,299 -> ₹999`. Long values are cut.
    pub fn change_from(&self, before: &ProductValue) -> String {
        format!("{} {} -> {}", self.field(), before.brief(), self.brief())
    }

    /// At most a few words of the value; `none` when there is none.
    fn brief(&self) -> String {
        const MOST: usize = 40;
        let text = self.to_string();
        match text.char_indices().nth(MOST) {
            _ if text.is_empty() => "none".to_owned(),
            None => text,
            Some((end, _)) => {
                let cut = text[..end].rfind(' ').unwrap_or(end);
                format!("{}…", &text[..cut])
            }
        }
    }

    /// Whether the product has nothing in this field.
    pub fn is_empty(&self) -> bool {
        self.to_string().is_empty()
    }
}

impl fmt::Display for ProductValue {
    /// The value as [`ProductField::read`] takes it; empty when there is none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProductValue::Title(text) => f.write_str(text),
            ProductValue::Domain(domain) => domain.fmt(f),
            ProductValue::TitleHi(text)
            | ProductValue::Brand(text)
            | ProductValue::Description(text)
            | ProductValue::NewDescription(text)
            | ProductValue::Image(text) => f.write_str(text.as_deref().unwrap_or_default()),
            ProductValue::Price(money) | ProductValue::Mrp(money) => shown(f, money.as_ref()),
            ProductValue::Rating(rating) => shown(f, rating.as_ref()),
            ProductValue::Stock(stock) => shown(f, stock.as_ref()),
            ProductValue::Categories(path) => f.write_str(&path.join(PATH)),
            ProductValue::Attribute(_, values) => f.write_str(&values.join(VALUES)),
        }
    }
}

fn shown(f: &mut fmt::Formatter<'_>, value: Option<&impl fmt::Display>) -> fmt::Result {
    value.map_or(Ok(()), |value| value.fmt(f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_above_the_printed_maximum_is_refused() {
        let product: Product = serde_json::from_str(
            r#"{"id":"P1","domain":"fashion","title":"Blue kurta","price":{"minor":129950,"currency":"INR"},
                "mrp":{"minor":199900,"currency":"INR"}}"#,
        )
        .unwrap();
        let fits = |field: ProductField, text: &str| field.read(text).unwrap().fits(&product);
        assert!(fits(ProductField::Price, "1999").is_ok());
        let error = fits(ProductField::Price, "2000").unwrap_err().to_string();
        assert!(error.contains("₹2,000 is above"), "{error}");
        assert!(fits(ProductField::Mrp, "1000").is_err());
        assert!(fits(ProductField::Price, "$9000").is_ok());
        assert!(fits(ProductField::Title, "Another").is_ok());
    }
}
