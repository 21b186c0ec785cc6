//! Reads of products.

use rusqlite::{Connection, OptionalExtension};

use super::paging::Source;
use crate::domain::{Product, ProductId};
use crate::store::sqlite::codec::Json;
use crate::store::{Cursor, Page};

/// The products with these ids, in the order asked for.
pub(in crate::store::sqlite) fn with_ids(
    connection: &Connection,
    ids: &[ProductId],
) -> rusqlite::Result<Vec<Product>> {
    let mut find = connection.prepare_cached("SELECT body FROM products WHERE id = ?1")?;
    let mut products = Vec::with_capacity(ids.len());
    for id in ids {
        let found = find
            .query_row([id.as_str()], |row| row.get::<_, Json<Product>>(0))
            .optional()?;
        products.extend(found.map(|json| json.0));
    }
    Ok(products)
}

/// A page of all products.
pub(in crate::store::sqlite) fn page(
    connection: &Connection,
    cursor: Cursor,
    limit: u32,
) -> rusqlite::Result<Page<Product>> {
    let source = Source {
        columns: "seq, body",
        tables: "products",
        key: "seq",
        conditions: &[],
        values: &[],
    };
    source.page(connection, cursor, limit, |row| {
        Ok(row.get::<_, Json<Product>>(1)?.0)
    })
}
