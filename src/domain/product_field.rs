//! The fields of a product that a person may change, and their values.
//!
//! A value comes as text, from the command line or from a field on the screen; what is wrong with it is told in a sentence.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Currency, Domain, Money, Product};

/// What stands between the names of a category path.
const PATH: &str = " > ";
/// What stands between the values of an attribute.
const VALUES: &str = "; ";

/// A field of a product that a person may change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProductField {
    /// The title.
    Title,
    /// The title in Devanagari.
    TitleHi,
    /// The department.
    Domain,
    /// The brand.
    Brand,
    /// The category path.
    Categories,
    /// The selling price.
    Price,
    /// The printed maximum price.
    Mrp,
    /// The mean rating.
    Rating,
    /// Pieces in stock.
    Stock,
    /// The catalogue's description.
    Description,
    /// The description that a model wrote.
    NewDescription,
    /// The reference to the picture.
    Image,
    /// One attribute, by its name in snake case.
    Attribute(String),
}

/// A text that names no field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no field that can be changed; use title, title_hi, domain, brand, categories, price, mrp, rating, stock, description, new_description, image, or attributes.NAME such as attributes.color"
)]
pub struct UnknownField(pub String);

/// Why a text is no value of a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct BadValue {
    /// The field.
    pub field: ProductField,
    /// What is wrong and what to write instead.
    pub why: String,
}

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

impl ProductField {
    /// The fields that every product has, in the order in which they are shown.
    pub const FIXED: [ProductField; 12] = [
        ProductField::Title,
        ProductField::TitleHi,
        ProductField::Domain,
        ProductField::Brand,
        ProductField::Categories,
        ProductField::Price,
        ProductField::Mrp,
        ProductField::Rating,
        ProductField::Stock,
        ProductField::Description,
        ProductField::NewDescription,
        ProductField::Image,
    ];

    /// Every field of a product: the fixed ones, then its attributes by name.
    pub fn all_of(product: &Product) -> Vec<ProductField> {
        let named = product
            .attributes
            .keys()
            .cloned()
            .map(ProductField::Attribute);
        ProductField::FIXED.into_iter().chain(named).collect()
    }

    /// What a product holds in this field.
    pub fn of(&self, product: &Product) -> ProductValue {
        match self {
            ProductField::Title => ProductValue::Title(product.title.clone()),
            ProductField::TitleHi => ProductValue::TitleHi(product.title_hi.clone()),
            ProductField::Domain => ProductValue::Domain(product.domain),
            ProductField::Brand => ProductValue::Brand(product.brand.clone()),
            ProductField::Categories => ProductValue::Categories(product.categories.clone()),
            ProductField::Price => ProductValue::Price(product.price),
            ProductField::Mrp => ProductValue::Mrp(product.mrp),
            ProductField::Rating => ProductValue::Rating(product.rating),
            ProductField::Stock => ProductValue::Stock(product.stock),
            ProductField::Description => ProductValue::Description(product.description.clone()),
            ProductField::NewDescription => {
                ProductValue::NewDescription(product.new_description.clone())
            }
            ProductField::Image => ProductValue::Image(product.image.clone()),
            ProductField::Attribute(name) => {
                let values = product.attributes.get(name).cloned().unwrap_or_default();
                ProductValue::Attribute(name.clone(), values)
            }
        }
    }

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

impl fmt::Display for ProductField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ProductField::Title => "title",
            ProductField::TitleHi => "title_hi",
            ProductField::Domain => "domain",
            ProductField::Brand => "brand",
            ProductField::Categories => "categories",
            ProductField::Price => "price",
            ProductField::Mrp => "mrp",
            ProductField::Rating => "rating",
            ProductField::Stock => "stock",
            ProductField::Description => "description",
            ProductField::NewDescription => "new_description",
            ProductField::Image => "image",
            ProductField::Attribute(name) => return write!(f, "attributes.{name}"),
        })
    }
}

impl FromStr for ProductField {
    type Err = UnknownField;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownField(text.to_owned());
        let name = text.trim().to_lowercase().replace(['-', ' '], "_");
        if let Some(attribute) = name
            .strip_prefix("attributes.")
            .or_else(|| name.strip_prefix("attribute."))
        {
            let speaks = attribute.chars().any(char::is_alphanumeric);
            let plain = !attribute.chars().any(char::is_control);
            return (speaks && plain)
                .then(|| ProductField::Attribute(attribute.to_owned()))
                .ok_or_else(unknown);
        }
        let fixed = ProductField::FIXED.into_iter();
        let mut fitting = fixed.filter(|field| field.to_string() == name);
        fitting.next().ok_or_else(unknown)
    }
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
    let lower = text.to_lowercase();
    if lower.starts_with("https://") || lower.starts_with("http://") {
        return Ok(Some(text));
    }
    let leads_out = text.starts_with(['/', '\\', '~'])
        || text.contains(':')
        || text.split(['/', '\\']).any(|part| part == "..");
    match leads_out {
        true => Err(format!(
            "`{text}` leads out of the media folder; write a path inside it such as kurta.png, or an https address"
        )),
        false => Ok(Some(text)),
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

    #[test]
    fn a_price_above_the_printed_maximum_is_refused() {
        let product = product();
        let fits = |field: ProductField, text: &str| field.read(text).unwrap().fits(&product);
        assert!(fits(ProductField::Price, "1999").is_ok());
        let error = fits(ProductField::Price, "2000").unwrap_err().to_string();
        assert!(error.contains("₹2,000 is above"), "{error}");
        assert!(fits(ProductField::Mrp, "1000").is_err());
        assert!(fits(ProductField::Price, "$9000").is_ok());
        assert!(fits(ProductField::Title, "Another").is_ok());
    }
}
