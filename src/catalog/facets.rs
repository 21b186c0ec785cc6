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

/// One side with its values, the most frequent first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Which side.
    pub side: Side,
    /// Values with the number of products, the most frequent first, equal ones by name.
    pub values: Vec<(String, u64)>,
}
