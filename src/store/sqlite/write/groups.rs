//! Writes of groups of products that are the same thing.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::super::error::Refusal;
use crate::domain::ProductId;
use crate::store::{ProductGroup, StoreError};

/// Replaces all groups.
pub(super) fn replace(connection: &Connection, groups: &[ProductGroup]) -> Result<(), Refusal> {
    connection.execute("DELETE FROM product_groups", [])?;
    let mut put = connection.prepare_cached(
        "INSERT INTO product_groups (number, place, product) VALUES (?1, ?2, ?3)",
    )?;
    let mut seen: HashSet<&ProductId> = HashSet::new();
    for (number, group) in (1i64..).zip(groups) {
        for (place, product) in (0i64..).zip(&group.members) {
            if !seen.insert(product) {
                let why = format!("the product {product} stands in two groups, it can be in one");
                return Err(Refusal::Store(StoreError::Contradiction(why)));
            }
            put.execute(params![number, place, product.as_str()])?;
        }
    }
    Ok(())
}
