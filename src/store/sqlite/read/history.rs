//! Reads of what a product was and is.

use rusqlite::{Connection, OptionalExtension, Row};

use super::log::{entries_of, entry_with};
use crate::domain::{EntryId, Product, ProductId, Topic};
use crate::review::{ProductEdits, product_edits};
use crate::store::sqlite::codec::Json;
use crate::store::{Origin, ProductRecord, ProductVersion};

/// A product with its version, what was imported and what people changed.
pub(in crate::store::sqlite) fn record(
    connection: &Connection,
    id: &ProductId,
) -> rusqlite::Result<Option<ProductRecord>> {
    let Some(now) = current(connection, id)? else {
        return Ok(None);
    };
    let imported = connection
        .prepare_cached(
            "SELECT i.body FROM product_imports i JOIN products p ON p.seq = i.product WHERE p.id = ?1",
        )?
        .query_row([id.as_str()], |row| row.get::<_, Json<Product>>(0))
        .optional()?;
    if imported.is_none() {
        // Nobody ever edited it.
        return Ok(Some(ProductRecord {
            imported: now.product.clone(),
            edits: ProductEdits::default(),
            now,
        }));
    }
    let entries = entries_of(connection, &Topic::Product(id.clone()))?;
    Ok(Some(ProductRecord {
        imported: imported.map_or_else(|| now.product.clone(), |json| json.0),
        edits: product_edits(&entries),
        now,
    }))
}

/// Every version of a product, oldest first.
pub(in crate::store::sqlite) fn versions(
    connection: &Connection,
    id: &ProductId,
) -> rusqlite::Result<Vec<ProductVersion>> {
    let Some(now) = current(connection, id)? else {
        return Ok(Vec::new());
    };
    let mut find = connection.prepare_cached(
        "SELECT v.version, v.body, v.at, v.entry FROM product_versions v JOIN products p ON p.seq = v.product
         WHERE p.id = ?1 ORDER BY v.version",
    )?;
    let rows = find.query_map([id.as_str()], Stored::read)?;
    let mut versions = Vec::new();
    for stored in rows {
        versions.push(stored?.told(connection)?);
    }
    versions.push(now);
    Ok(versions)
}

fn current(connection: &Connection, id: &ProductId) -> rusqlite::Result<Option<ProductVersion>> {
    let stored = connection
        .prepare_cached("SELECT version, body, at, entry FROM products WHERE id = ?1")?
        .query_row([id.as_str()], Stored::read)
        .optional()?;
    stored.map(|stored| stored.told(connection)).transpose()
}

/// A version as the tables hold it.
struct Stored {
    version: u32,
    product: Product,
    at_ms: Option<i64>,
    entry: Option<EntryId>,
}

impl Stored {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Stored {
            version: row.get(0)?,
            product: row.get::<_, Json<_>>(1)?.0,
            at_ms: row.get(2)?,
            entry: row.get::<_, Option<uuid::Uuid>>(3)?.map(EntryId),
        })
    }

    fn told(self, connection: &Connection) -> rusqlite::Result<ProductVersion> {
        let entry = match self.entry {
            Some(id) => entry_with(connection, id)?,
            None => None,
        };
        Ok(ProductVersion {
            version: self.version,
            origin: match entry {
                Some(entry) => Origin::Person(Box::new(entry)),
                None => Origin::Import(self.product.source.clone()),
            },
            at_ms: self.at_ms,
            product: self.product,
        })
    }
}
