//! Reads of groups of products that are the same thing.

use rusqlite::{Connection, OptionalExtension};

use super::paging::Source;
use crate::domain::ProductId;
use crate::store::{Cursor, Page, ProductGroup};

/// The group that a product is in.
pub(in crate::store::sqlite) fn of(
    connection: &Connection,
    product: &ProductId,
) -> rusqlite::Result<Option<ProductGroup>> {
    let number: Option<i64> = connection
        .prepare_cached("SELECT number FROM product_groups WHERE product = ?1")?
        .query_row([product.as_str()], |row| row.get(0))
        .optional()?;
    number.map(|number| group(connection, number)).transpose()
}

/// A page of the groups.
pub(in crate::store::sqlite) fn page(
    connection: &Connection,
    cursor: Cursor,
    limit: u32,
) -> rusqlite::Result<Page<ProductGroup>> {
    // The first member of each group stands for the group.
    let source = Source {
        columns: "number",
        tables: "product_groups",
        key: "number",
        conditions: &["place = 0".to_owned()],
        values: &[],
    };
    let keys = source.page(connection, cursor, limit, |_| Ok(()))?;
    let mut items = Vec::with_capacity(keys.items.len());
    for (number, ()) in keys.items {
        items.push((number, group(connection, number)?));
    }
    Ok(Page {
        items,
        more: keys.more,
    })
}

fn group(connection: &Connection, number: i64) -> rusqlite::Result<ProductGroup> {
    let mut find = connection
        .prepare_cached("SELECT product FROM product_groups WHERE number = ?1 ORDER BY place")?;
    let members = find.query_map([number], |row| row.get(0).map(ProductId))?;
    Ok(ProductGroup {
        members: members.collect::<Result<_, _>>()?,
    })
}
