//! Writes of products: what a catalogue says, what people change, and the versions that both leave behind.

use rusqlite::{Connection, OptionalExtension, params};

use super::super::error::Refusal;
use super::log::no_product;
use crate::domain::{EntryId, LogEntry, Product, ProductId, ProductValue, Topic};
use crate::review::product_edits;
use crate::store::ProductTally;
use crate::store::sqlite::read::log::entries_of;

/// Takes in what a catalogue says.
pub(super) fn put(
    connection: &Connection,
    products: &[Product],
    now_ms: i64,
) -> rusqlite::Result<ProductTally> {
    let mut add = connection.prepare_cached(
        "INSERT INTO products (id, body, at) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING",
    )?;
    let mut tally = ProductTally::default();
    let edited = some_are_spoken_of(connection)?;
    for product in products {
        let body = body(product)?;
        if add.execute(params![product.id.as_str(), body, now_ms])? == 1 {
            tally.added += 1;
            if edited {
                lay_early_edits(connection, &product.id, now_ms)?;
            }
        } else {
            put_again(connection, product, &body, now_ms, &mut tally)?;
        }
    }
    Ok(tally)
}

/// Adds to what the catalogue says of products what a job found out.
pub(super) fn enrich(
    connection: &Connection,
    values: &[(ProductId, ProductValue)],
    now_ms: i64,
) -> Result<ProductTally, Refusal> {
    let mut tally = ProductTally::default();
    for (id, value) in values {
        let kept = Kept::find(connection, id)?.ok_or_else(|| no_product(id))?;
        let mut product = kept.said()?;
        let news = News::when(value.field().of(&product) != *value);
        value.put_into(&mut product);
        kept.take_in(connection, &product, news, now_ms, &mut tally)?;
    }
    Ok(tally)
}

fn put_again(
    connection: &Connection,
    product: &Product,
    new: &str,
    now_ms: i64,
    tally: &mut ProductTally,
) -> rusqlite::Result<()> {
    let Some(kept) = Kept::find(connection, &product.id)? else {
        return Ok(());
    };
    if kept.imported_body() == new {
        return kept.take_in(connection, product, News::None, now_ms, tally);
    }
    // A body that cannot be read any more is mended by a new one.
    let old = kept.said().ok();
    let product = match &old {
        Some(old) => product.clone().keeping_finds_of(old),
        None => product.clone(),
    };
    let news = News::when(old.as_ref() != Some(&product));
    kept.take_in(connection, &product, news, now_ms, tally)
}

/// Works out again what the entries about a product make of it; `made_by` is the one that brought a change about.
pub(super) fn refresh(
    connection: &Connection,
    id: &ProductId,
    entries: &[LogEntry],
    made_by: Option<EntryId>,
    now_ms: i64,
) -> rusqlite::Result<()> {
    let Some(kept) = Kept::find(connection, id)? else {
        return Ok(());
    };
    let said = kept.said()?;
    if kept.imported.is_none() {
        keep_imported(connection, kept.seq, &kept.body)?;
    }
    let in_force = product_edits(entries).over(&said);
    if kept.says_otherwise(&in_force) {
        kept.replace(connection, &body(&in_force)?, made_by, now_ms)?;
    }
    Ok(())
}

/// The number of the version in force.
pub(super) fn version(connection: &Connection, id: &ProductId) -> rusqlite::Result<Option<u32>> {
    connection
        .prepare_cached("SELECT version FROM products WHERE id = ?1")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()
}

/// An entry may be here before its product is.
fn lay_early_edits(connection: &Connection, id: &ProductId, now_ms: i64) -> rusqlite::Result<()> {
    let entries = entries_of(connection, &Topic::Product(id.clone()))?;
    match entries.last() {
        Some(last) => refresh(connection, id, &entries, Some(last.id), now_ms),
        None => Ok(()),
    }
}

/// Whether the log is about any product at all. Texts sort before blobs, so the index tells at once.
fn some_are_spoken_of(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM review_log WHERE topic < x''")?
        .exists([])
}

fn keep_imported(connection: &Connection, seq: i64, body: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO product_imports (product, body) VALUES (?1, ?2)
             ON CONFLICT DO UPDATE SET body = excluded.body",
        )?
        .execute(params![seq, body])?;
    Ok(())
}

/// Whether the catalogue says something that it did not say before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum News {
    Some,
    None,
}

impl News {
    fn when(differs: bool) -> Self {
        match differs {
            true => News::Some,
            false => News::None,
        }
    }
}

/// A product as it is kept.
struct Kept {
    seq: i64,
    /// In force.
    body: String,
    /// As imported, when the log speaks of it.
    imported: Option<String>,
}

impl Kept {
    fn find(connection: &Connection, id: &ProductId) -> rusqlite::Result<Option<Self>> {
        connection
            .prepare_cached(
                "SELECT p.seq, p.body, i.body FROM products p LEFT JOIN product_imports i ON i.product = p.seq
                 WHERE p.id = ?1",
            )?
            .query_row([id.as_str()], |row| {
                Ok(Kept {
                    seq: row.get(0)?,
                    body: row.get(1)?,
                    imported: row.get(2)?,
                })
            })
            .optional()
    }

    /// What the catalogue says, as it is kept.
    fn imported_body(&self) -> &str {
        self.imported.as_deref().unwrap_or(&self.body)
    }

    /// What the catalogue says.
    fn said(&self) -> rusqlite::Result<Product> {
        serde_json::from_str(self.imported_body())
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
    }

    /// Takes in what the catalogue says now, with the edits of people over it.
    fn take_in(
        &self,
        connection: &Connection,
        product: &Product,
        news: News,
        now_ms: i64,
        tally: &mut ProductTally,
    ) -> rusqlite::Result<()> {
        match news {
            News::Some => tally.updated += 1,
            News::None => tally.unchanged += 1,
        }
        if self.imported.is_none() {
            return match news {
                News::Some => self.replace(connection, &body(product)?, None, now_ms),
                News::None => Ok(()),
            };
        }
        let entries = entries_of(connection, &Topic::Product(product.id.clone()))?;
        let edits = product_edits(&entries);
        tally.edits_kept += u64::from(edits.differ_from(product));
        if news == News::None {
            return Ok(());
        }
        keep_imported(connection, self.seq, &body(product)?)?;
        let in_force = edits.over(product);
        match self.says_otherwise(&in_force) {
            true => self.replace(connection, &body(&in_force)?, None, now_ms),
            false => Ok(()),
        }
    }

    fn says_otherwise(&self, product: &Product) -> bool {
        serde_json::from_str::<Product>(&self.body).ok().as_ref() != Some(product)
    }

    /// Puts another body in force; the one before becomes a version.
    fn replace(
        &self,
        connection: &Connection,
        body: &str,
        made_by: Option<EntryId>,
        now_ms: i64,
    ) -> rusqlite::Result<()> {
        connection
            .prepare_cached(
                "INSERT INTO product_versions (product, version, body, at, entry)
                 SELECT seq, version, body, at, entry FROM products WHERE seq = ?1",
            )?
            .execute([self.seq])?;
        connection
            .prepare_cached(
                "UPDATE products SET body = ?2, version = version + 1, at = ?3, entry = ?4 WHERE seq = ?1",
            )?
            .execute(params![self.seq, body, now_ms, made_by.map(|id| id.0)])?;
        Ok(())
    }
}

fn body(product: &Product) -> rusqlite::Result<String> {
    serde_json::to_string(product)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}
