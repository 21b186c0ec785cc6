//! How the products of an answer are spread: departments, brands, prices and so on, with counts.

/// A side of products by which an answer can be narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The department.
    Domain,
    /// The categories of the path.
    Category,
    /// The brand.
    Brand,
    /// The basic colour.
    Color,
    /// The size.
    Size,
    /// The material.
    Material,
    /// The price in bands.
    Price,
}

/// How the numbers of a facet came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Counted {
    /// Every product of the answer was counted.
    #[default]
    All,
    /// The answer is so long that some were counted and the rest reckoned: the numbers are near, values that few products
    /// have may be missing.
    Sample,
}

/// One side with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Which side.
    pub side: Side,
    /// Values with the number of products, the most frequent first, equal ones by name; prices from the lowest band, each
    /// named so that [`super::bands::PriceBand`] reads it.
    pub values: Vec<(String, u64)>,
    /// Whether the numbers are exact.
    pub counted: Counted,
}
