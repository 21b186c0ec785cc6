//! The search that a conversation rests on.
//!
//! Owns: what is asked of a search and what it gives back. Does not: search; whoever holds a catalogue implements it.

use std::sync::Arc;

use crate::domain::{Domain, Money, Product, ProductId};

/// Whether a search may return what is sold out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StockWish {
    /// Only what is in stock, or whose stock the catalogue does not state.
    InStock,
    /// Everything.
    Any,
}

/// What the assistant looks for: only what the shopper has said so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The words to search for.
    pub query: String,
    /// The department, when it is known.
    pub domain: Option<Domain>,
    /// The most that a hit may cost; a hit without a price in this currency is no hit.
    pub price_cap: Option<Money>,
    /// The brand that a hit must have.
    pub brand: Option<String>,
    /// Whether sold-out products may come.
    pub stock: StockWish,
    /// The most hits wanted.
    pub limit: usize,
}

/// A catalogue that can be searched. Synchronous: callers that must not block use a worker thread.
pub trait Retrieve: Send + Sync {
    /// The best hits first, each with its score; the same need gives the same hits in the same order.
    fn search(&self, need: &Need) -> Vec<(Arc<Product>, f32)>;

    /// One product by its id.
    fn product(&self, id: &ProductId) -> Option<Arc<Product>>;

    /// Products of other kinds that go with this one, the best first, at most `limit`; the same product gives the same
    /// answer. None where nothing is known of what goes together.
    fn companions(&self, product: &Product, limit: usize) -> Vec<Arc<Product>> {
        let _ = (product, limit);
        Vec::new()
    }
}
