//! What a product's attributes say, in few and common words: for filters, facets and comparing.

use crate::domain::Product;

/// Attributes with the many spellings of one thing brought to one.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Typed {
    /// Basic colours, such as `blue`.
    pub colors: Vec<String>,
    /// Sizes, such as `XL`, `UK 8`, `128 GB`.
    pub sizes: Vec<String>,
    /// Materials, such as `cotton`.
    pub materials: Vec<String>,
}

impl Typed {
    /// Reads a product.
    pub fn of(product: &Product) -> Typed {
        let values = |name: &str| -> Vec<String> {
            let values = product.attributes.get(name).into_iter().flatten();
            values.map(|value| value.to_lowercase()).collect()
        };
        Typed {
            colors: values("color"),
            sizes: values("size"),
            materials: values("material"),
        }
    }
}
