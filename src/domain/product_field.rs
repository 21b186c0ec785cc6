//! The fields of a product that a person may change.

use std::fmt;
use std::str::FromStr;

use super::{Product, ProductValue};

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
