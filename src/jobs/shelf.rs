//! Products to draw scenarios from: all of a small catalogue, an even sample of a large one.

use super::JobError;
use crate::domain::Product;
use crate::store::{Cursor, Store};

/// The most products that are held in memory.
const MOST: u64 = 20_000;
/// How many products are read at once.
const PAGE: u32 = 1_000;

/// Reads the shelf of a store. The same store gives the same shelf.
pub(super) async fn read(store: &Store) -> Result<Vec<Product>, JobError> {
    let total = store.counts().await?.products;
    let pages = MOST / u64::from(PAGE);
    // A step of one page reads everything.
    let step = (total / pages).max(u64::from(PAGE));
    let mut shelf = Vec::new();
    let mut passed = 0;
    while passed < total {
        // Keys count products in the order of their first import, from 1.
        let start = Cursor::After(i64::try_from(passed).unwrap_or(i64::MAX));
        let page = store.product_page(start, PAGE).await?;
        shelf.extend(page.items.into_iter().map(|(_, product)| product));
        passed += step;
    }
    Ok(shelf)
}
