//! What a shop's assistant looks for, as a search of the catalogue.

use crate::catalog::{Hits, IndexError, Join, PinnedIndex, ProductQuery, Stock};
use crate::dialogue::{Need, StockWish};

/// With fewer hits for all words together, any of the words will do.
const ENOUGH: u64 = 10;

/// The hits of a need, the best first.
///
/// # Errors
/// When the index cannot be read.
pub(crate) fn hits(index: &PinnedIndex, need: &Need) -> Result<Hits, IndexError> {
    let hits = index.search(&query(need, Join::All))?;
    if hits.total < ENOUGH {
        return index.search(&query(need, Join::Any));
    }
    Ok(hits)
}

fn query(need: &Need, join: Join) -> ProductQuery {
    ProductQuery {
        text: need.query.clone(),
        domain: need.domain,
        brand: need.brand.clone(),
        max_price: need.price_cap,
        stock: match need.stock {
            StockWish::InStock => Stock::InStock,
            StockWish::Any => Stock::Any,
        },
        join,
        limit: need.limit,
        ..ProductQuery::default()
    }
}
