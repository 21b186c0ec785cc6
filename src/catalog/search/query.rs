//! What may be asked of the index, and what it answers.

use super::asked::{Asked, Filters, Order};
use crate::catalog::index::facets::Facet;
use crate::domain::{Domain, Money, ProductId};

/// Which products by stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Stock {
    /// All.
    #[default]
    Any,
    /// Those of which the catalogue does not say that none is left.
    InStock,
}

/// How the text is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Style {
    /// Whole words.
    #[default]
    Words,
    /// A person is typing: the last word may be the beginning of one. Beginnings of one or two characters are looked for in
    /// title, brand and category only.
    TypeAhead,
}

/// How many of the words have to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Join {
    /// All.
    #[default]
    All,
    /// At least one; more words score higher.
    Any,
}

/// How the text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Reading {
    /// As words and nothing more: for programs, which set the filters themselves.
    #[default]
    Plain,
    /// As a shopper writes: field names, prices, Hindi and Hinglish words, see [`super::ask`].
    Shopper,
}

/// Whether an answer says how its products are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Facets {
    /// No.
    #[default]
    None,
    /// Yes, with at most this many values a side.
    Most(usize),
}

/// Rows that a list of products asks for at once.
pub const LISTED: usize = 64;
/// Values of a side that a list of products asks for.
pub const FACET_VALUES: usize = 8;

/// A search. An empty text lists every product that the filters let through.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductQuery {
    /// Words, in any of the three languages.
    pub text: String,
    /// Only this department.
    pub domain: Option<Domain>,
    /// Only this brand, compared without case.
    pub brand: Option<String>,
    /// At least this price; a product without a price, or with one in another currency, is never within.
    pub min_price: Option<Money>,
    /// At most this price; as above.
    pub max_price: Option<Money>,
    /// By stock.
    pub stock: Stock,
    /// How the text is meant.
    pub style: Style,
    /// How many of the words have to be there.
    pub join: Join,
    /// How the text is read.
    pub reading: Reading,
    /// What the products have to be, beside the filters above and those that the text names.
    pub filters: Filters,
    /// The order; `None` leaves it to what the text asks for.
    pub order: Option<Order>,
    /// Whether the answer says how its products are spread.
    pub facets: Facets,
    /// How many hits at most.
    pub limit: usize,
}

impl Default for ProductQuery {
    /// Everything, the first 20.
    fn default() -> Self {
        Self {
            text: String::new(),
            domain: None,
            brand: None,
            min_price: None,
            max_price: None,
            stock: Stock::Any,
            style: Style::Words,
            join: Join::All,
            reading: Reading::Plain,
            filters: Filters::default(),
            order: None,
            facets: Facets::None,
            limit: 20,
        }
    }
}

impl ProductQuery {
    /// The words of `text`, all of them, whole.
    pub fn words(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// What a person looks for, in a shopper's words; the last one may be unfinished.
    pub fn shopper(text: impl Into<String>) -> Self {
        Self {
            reading: Reading::Shopper,
            ..Self::typed(text)
        }
    }

    /// What a list of products asks that follows what is typed: its first rows and how the answer is spread.
    pub fn listed(text: impl Into<String>) -> Self {
        Self {
            facets: Facets::Most(FACET_VALUES),
            limit: LISTED,
            ..Self::shopper(text)
        }
    }

    /// What a person has typed so far.
    pub fn typed(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            style: Style::TypeAhead,
            ..Self::default()
        }
    }
}

/// One product found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its id.
    pub product: ProductId,
    /// How well it fits; only the order within one answer means anything. 0 when nothing was asked for by text.
    pub score: f32,
}

/// An answer: best first, equal scores by id.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Hits {
    /// At most `limit` products.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: u64,
    /// How its products are spread, when that was asked for.
    pub facets: Vec<Facet>,
    /// How the text was understood.
    pub asked: Asked,
    /// The committed generation of the index that answered.
    pub generation: u64,
}
