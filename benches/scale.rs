//! A million products: how long they take to index, what they weigh, and how fast every kind of search answers, beside
//! SQLite's own full-text search over the same products with the same queries: `cargo bench --bench scale`.
//!
//! `MUSE_BENCH_PRODUCTS` sets their number (1,000,000), `MUSE_BENCH_PEER=none` leaves SQLite out. The products are made up
//! from a seed, see `support/`; nothing is read from disk. `MUSE_BENCH_WRITE=FILE.jsonl` only writes them, for an import and
//! for the `latency` bench. `MUSE_BENCH_INDEX=FOLDER` keeps the index there, and a later run takes it as it is;
//! `MUSE_BENCH_ONLY=TEXT` runs only the searches whose name holds the text.

#[path = "support/made_up.rs"]
mod made_up;
#[path = "support/memory.rs"]
mod memory;
#[path = "support/peer.rs"]
mod peer;
#[path = "support/searches.rs"]
mod searches;
#[path = "support/table.rs"]
mod table;
#[path = "support/typed_out.rs"]
mod typed_out;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use muse_studio::catalog::{Facets, Filters, Order, ProductIndex, ProductQuery, Stock};
use muse_studio::domain::{Money, Product};

use made_up::Catalogue;
use searches::Searches;
use table::Table;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// How many edits are timed.
const EDITS: u32 = 40;

fn main() -> Result<()> {
    let count = std::env::var("MUSE_BENCH_PRODUCTS");
    let count: u32 = count.ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let catalogue = Catalogue::seeded(1, count);
    let folder = tempfile::tempdir()?;
    println!(
        "{count} made-up products, such as: {}",
        catalogue.product(0).title
    );
    if let Some(file) = std::env::var_os("MUSE_BENCH_WRITE") {
        return write(Path::new(&file), &catalogue);
    }
    let searches = Searches::of(&catalogue, 2);
    let kept = std::env::var_os("MUSE_BENCH_INDEX").map(PathBuf::from);
    let index = kept.unwrap_or_else(|| folder.path().join("index"));
    ours(&index, &catalogue, &searches)?;
    if std::env::var("MUSE_BENCH_PEER").as_deref() != Ok("none") {
        peer::run(&folder.path().join("fts5.db"), &catalogue, &searches)?;
    }
    Ok(())
}

/// One row a product, as shops export them.
fn write(file: &Path, catalogue: &Catalogue) -> Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    for at in 0..catalogue.len() {
        let product = catalogue.product(at);
        let row = serde_json::json!({
            "item_id": product.id, "title": product.title, "title_hi": product.title_hi, "brand": product.brand,
            "domain": product.domain, "categories": product.categories, "price": product.price.map(Money::as_f64),
            "currency": "INR", "rating": product.rating, "rating_count": product.rating_count, "stock": product.stock,
            "description": product.description, "attributes": product.attributes, "image": product.image,
        });
        serde_json::to_writer(&mut out, &row)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

fn ours(dir: &Path, catalogue: &Catalogue, searches: &Searches) -> Result<()> {
    let table = Table::new("muse-studio");
    if !dir.exists() {
        build(dir, catalogue, &table)?;
    }
    let opening = Instant::now();
    let index = ProductIndex::open(dir)?;
    index.search(&shown(ProductQuery::typed("")))?;
    table.row(
        "open, all products with facets (ms)",
        table::ms(opening.elapsed()),
    );
    for (name, texts) in searches.all() {
        for (with, faceted) in [("", Facets::None), (", facets", Facets::Most(10))] {
            let query = |text: &String| ProductQuery {
                facets: faceted,
                ..ProductQuery::typed(text)
            };
            let name = format!("{name}{with}");
            table.times(&name, texts.iter().map(query), |query| {
                index.search(query).map(|hits| hits.total)
            })?;
        }
    }
    narrowed(&index, searches, &table)?;
    let all = (0..50).map(|_| shown(ProductQuery::typed("")));
    table.times("no word, facets", all, |query| {
        index.search(query).map(|hits| hits.total)
    })?;
    if table.is_whole() {
        edits(&index, catalogue, &table)?;
    }
    table.row("resident memory now (MB: own, files)", memory::now());
    Ok(())
}

/// Searches with filters and in other orders, all with facets.
fn narrowed(index: &ProductIndex, searches: &Searches, table: &Table) -> Result<()> {
    let ask = |query: &ProductQuery| index.search(query).map(|hits| hits.total);
    let cheap = |query| ProductQuery {
        max_price: Some(Money::rupees(2_000)),
        ..shown(query)
    };
    let rated = |query| ProductQuery {
        stock: Stock::InStock,
        filters: Filters {
            min_rating: Some(4.0),
            ..Filters::default()
        },
        ..cheap(query)
    };
    let (one, nothing) = (searches.words(1), vec![String::new(); 50]);
    let letter: Vec<String> = one
        .iter()
        .filter_map(|word| Some(word.chars().next()?.into()))
        .collect();
    for (name, texts) in [
        ("one word", &one),
        ("1 letter", &letter),
        ("no word", &nothing),
    ] {
        let typed = || texts.iter().map(ProductQuery::typed);
        table.times(
            &format!("{name}, at most ₹2,000, facets"),
            typed().map(cheap),
            ask,
        )?;
        table.times(
            &format!("{name}, at most ₹2,000, rated 4, in stock, facets"),
            typed().map(rated),
            ask,
        )?;
        let cheapest = typed().map(|query| ProductQuery {
            order: Some(Order::PriceUp),
            ..shown(query)
        });
        table.times(&format!("{name}, cheapest first, facets"), cheapest, ask)?;
    }
    for (name, texts) in searches.all() {
        // A blank before the words changes nothing but that no answer is ready.
        let blanks = (0..).map(|at| " ".repeat(at));
        let asked = texts.iter().zip(blanks);
        let asked = asked.map(|(text, blanks)| shown(ProductQuery::shopper(blanks + text)));
        table.times(&format!("{name}, as a shopper asks, facets"), asked, ask)?;
        let again = texts.iter().map(ProductQuery::listed);
        let again: Vec<ProductQuery> = again.collect();
        for letter in index.likely_next("")? {
            index.foresee(&ProductQuery::listed(letter))?;
        }
        table.times(
            &format!("{name}, as the studio asks after a while"),
            again.into_iter(),
            ask,
        )?;
    }
    Ok(())
}

fn build(dir: &Path, catalogue: &Catalogue, table: &Table) -> Result<()> {
    let making = Instant::now();
    (0..catalogue.len()).for_each(|at| drop(std::hint::black_box(catalogue.product(at))));
    let making = making.elapsed();
    let started = Instant::now();
    let index = ProductIndex::open(dir)?;
    let mut writer = index.writer()?;
    for at in 0..catalogue.len() {
        writer.add(&catalogue.product(at))?;
    }
    let commit = Instant::now();
    writer.commit()?;
    drop(writer);
    let (took, commit) = (started.elapsed(), commit.elapsed());
    table.row("index, products made beside (s)", table::s(took));
    table.row("  of it making the products (s)", table::s(making));
    table.row("  of it the commit (s)", table::s(commit));
    table.row(
        "on disk (MB)",
        format!("{:.0}", table::size(dir)? as f64 / 1e6),
    );
    table.row("peak memory while indexing (MB)", memory::peak());
    Ok(())
}

/// Edits of one product, each looked for until it shows.
fn edits(index: &ProductIndex, catalogue: &Catalogue, table: &Table) -> Result<()> {
    let mut times = Vec::new();
    for at in 0..EDITS {
        let mut product: Product = catalogue.product(at * 7 % catalogue.len());
        product.title = format!("{} zzedited{at}", product.title);
        let started = Instant::now();
        index.edit(|writer| {
            writer.add(&product)?;
            writer.commit_small("edited")
        })?;
        let found = index.search(&shown(ProductQuery::typed(format!("zzedited{at}"))))?;
        times.push(started.elapsed());
        assert_eq!(
            found.hits.first().map(|hit| &hit.product),
            Some(&product.id)
        );
    }
    table.sorted("one edit until it is found", &mut times);
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..20 {
        let started = Instant::now();
        index.search(&shown(ProductQuery::typed("")))?;
        times.push(started.elapsed());
    }
    table.sorted("no word, facets, after the edits", &mut times);
    let started = Instant::now();
    index.settle()?;
    table.row(
        "bringing all edits into one segment (s)",
        table::s(started.elapsed()),
    );
    Ok(())
}

/// As the screen asks.
fn shown(query: ProductQuery) -> ProductQuery {
    ProductQuery {
        facets: Facets::Most(10),
        limit: 100,
        ..query
    }
}
