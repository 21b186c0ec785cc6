//! A search as it was understood: what the index, the highlighter and the screen all work from.

use std::ops::Range;

use crate::catalog::Missing;
use crate::domain::{Domain, Money};

/// A field that a person may name, as in `color:red`, and that a match may lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldName {
    /// The title, in either script.
    Title,
    /// The brand.
    Brand,
    /// The category path.
    Category,
    /// Every attribute.
    Attributes,
    /// The description, the catalogue's and a model's.
    Description,
    /// The colours.
    Color,
    /// The sizes.
    Size,
    /// The materials.
    Material,
}

/// One thing that the words in the text may stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Folded words; several must stand beside one another.
    pub words: Vec<String>,
    /// How much it counts beside the words as typed, which count 1.
    pub weight: f32,
}

/// One thing that has to be there: any of its choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
    /// What it may stand for, the words as typed first.
    pub choices: Vec<Choice>,
    /// Only in this field.
    pub field: Option<FieldName>,
    /// Whether it was quoted: then neither its spelling nor its form may differ.
    pub exact: bool,
    /// Whether its last word may be the beginning of one.
    pub open: bool,
    /// Whether a product without it is kept, only further down: `sundar`, `accha`, `chahiye`.
    pub optional: bool,
}

/// The order of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// The best first.
    #[default]
    Relevance,
    /// The cheapest first.
    PriceUp,
    /// The dearest first.
    PriceDown,
    /// The best rated first.
    Rating,
}

/// What the products have to be, apart from the words.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Filters {
    /// In one of these departments.
    pub domains: Vec<Domain>,
    /// Of one of these brands, compared without case.
    pub brands: Vec<String>,
    /// In a category of one of these names, compared without case.
    pub categories: Vec<String>,
    /// In one of these colours, by the catalogue's own words.
    pub colors: Vec<String>,
    /// In one of these sizes.
    pub sizes: Vec<String>,
    /// Of one of these materials.
    pub materials: Vec<String>,
    /// At least this price; a product without a price, or with one in another currency, is never within.
    pub min_price: Option<Money>,
    /// At most this price; as above.
    pub max_price: Option<Money>,
    /// Rated at least so.
    pub min_rating: Option<f32>,
    /// Lacking every one of these, to find what is to be filled in.
    pub missing: Vec<Missing>,
}

/// A part of the text that was read as more than words, for the line that says how a search was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
    /// What it was taken for, such as `price at most ₹2,000` or `red`.
    pub meaning: String,
}

/// A whole search.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Asked {
    /// What has to be there, in the order of the text.
    pub wanted: Vec<Wanted>,
    /// What must not be there: `-leather`.
    pub without: Vec<Wanted>,
    /// What the products have to be.
    pub filters: Filters,
    /// In which order they come.
    pub order: Order,
    /// What was read as more than words, in the order of the text.
    pub understood: Vec<Understood>,
}
