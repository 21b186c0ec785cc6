//! The same products and texts in SQLite's full-text search: Hindi words kept whole, an index of beginnings, best first by BM25.
//!
//! It answers with the first rows only: it is asked neither for the number of all hits nor for facets.

use std::path::Path;
use std::time::Instant;

use rusqlite::{Connection, params};

use super::Result;
use super::made_up::Catalogue;
use super::memory;
use super::searches::Searches;
use super::table::{self, Table};

/// Of the texts one in so many is asked, or the slow ones would take an hour.
const SHARE: usize = 4;

const SCHEMA: &str = "
    pragma journal_mode = wal;
    pragma synchronous = normal;
    create table product(
        key integer primary key, id text, title text, title_hi text, brand text, category text, attributes text,
        description text, price integer
    );
    create virtual table words using fts5(
        title, title_hi, brand, category, attributes, description, content = 'product', content_rowid = 'key',
        prefix = '2 3', tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\"
    );";

const INSERT: &str =
    "insert into product(id, title, title_hi, brand, category, attributes, description, price)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

const FIND: &str = "select product.id, product.title, product.price
    from words join product on product.key = words.rowid
    where words match ?1 order by bm25(words, 4, 4, 3, 2, 1.5, 1) limit 20";

/// Builds, measures and asks.
pub fn run(path: &Path, catalogue: &Catalogue, searches: &Searches) -> Result<()> {
    let table = Table::new(&format!("SQLite {} FTS5", rusqlite::version()));
    let mut db = Connection::open(path)?;
    db.execute_batch(SCHEMA)?;
    memory::forget_peak();
    let started = Instant::now();
    fill(&mut db, catalogue)?;
    table.row(
        "table, products made beside (s)",
        table::s(started.elapsed()),
    );
    let started = Instant::now();
    db.execute_batch("insert into words(words) values ('rebuild')")?;
    table.row("index (s)", table::s(started.elapsed()));
    let started = Instant::now();
    db.execute_batch(
        "insert into words(words) values ('optimize'); pragma wal_checkpoint(truncate)",
    )?;
    table.row("optimize (s)", table::s(started.elapsed()));
    let all = table::size(path)?;
    let own = "select sum(pgsize) from dbstat where name like 'words%'";
    let own: rusqlite::Result<i64> = db.query_row(own, [], |row| row.get(0));
    table.row(
        "on disk, with the products themselves (MB)",
        format!("{:.0}", all as f64 / 1e6),
    );
    if let Ok(own) = own {
        table.row("  of it the index (MB)", format!("{:.0}", own as f64 / 1e6));
    }
    table.row("peak memory while indexing (MB)", memory::peak());
    let mut find = db.prepare(FIND)?;
    let find = std::cell::RefCell::new(&mut find);
    for (name, texts) in searches.all() {
        let texts = texts.iter().step_by(SHARE);
        table.times(&name, texts, |text| -> rusqlite::Result<u64> {
            let mut find = find.borrow_mut();
            let rows = find.query_map([matching(text)], |row| row.get::<_, String>(0))?;
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.len() as u64)
        })?;
    }
    edits(&db, catalogue, &table)
}

fn fill(db: &mut Connection, catalogue: &Catalogue) -> rusqlite::Result<()> {
    let change = db.transaction()?;
    let mut insert = change.prepare(INSERT)?;
    for at in 0..catalogue.len() {
        let product = catalogue.product(at);
        let attributes: Vec<&str> = product
            .attributes
            .values()
            .flatten()
            .map(String::as_str)
            .collect();
        insert.execute(params![
            product.id.as_str(),
            product.title,
            product.title_hi,
            product.brand,
            product.categories.join(" "),
            attributes.join(" "),
            product.description,
            product.price.map(|price| price.minor),
        ])?;
    }
    drop(insert);
    change.commit()
}

/// All words, the last one by its beginning.
fn matching(text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| format!("\"{word}\""))
        .collect();
    words.join(" ") + "*"
}

fn edits(db: &Connection, catalogue: &Catalogue, table: &Table) -> Result<()> {
    let mut times = Vec::new();
    for at in 0..super::EDITS {
        let key = i64::from(at * 7 % catalogue.len()) + 1;
        let started = Instant::now();
        let old = db.query_row("select title from product where key = ?1", [key], |row| {
            row.get::<_, String>(0)
        })?;
        let change = db.unchecked_transaction()?;
        change.execute(
            "insert into words(words, rowid, title, title_hi, brand, category, attributes, description)
             select 'delete', key, title, title_hi, brand, category, attributes, description from product where key = ?1",
            [key],
        )?;
        change.execute(
            "update product set title = ?2 where key = ?1",
            params![key, format!("{old} zzedited{at}")],
        )?;
        change.execute(
            "insert into words(rowid, title, title_hi, brand, category, attributes, description)
             select key, title, title_hi, brand, category, attributes, description from product where key = ?1",
            [key],
        )?;
        change.commit()?;
        let found: String = db.query_row(FIND, [format!("zzedited{at}")], |row| row.get(0))?;
        times.push(started.elapsed());
        assert_eq!(
            found,
            catalogue.product(at * 7 % catalogue.len()).id.as_str()
        );
    }
    table.sorted("one edit until it is found", &mut times);
    Ok(())
}
