//! How long a catalogue takes to read, normalise and index, and a search to answer. Prints one table.
//!
//! Reads the file named by `MUSE_BENCH_CATALOGUE`, else the large catalogue of the shared data when it lies beside the
//! project, else 100,000 made-up products. Needs `--release` (which `cargo bench` is) to mean anything.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use muse_studio::catalog::{ImportOptions, ProductIndex, ProductQuery, normalise, words};
use muse_studio::domain::{Money, Product};
use muse_studio::import::Source;
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const QUERIES: usize = 400;

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = catalogue(folder.path())?;
    println!("catalogue: {}", path.display());

    let started = Instant::now();
    let (products, left_out) = read(&path)?;
    row("read and normalise", started.elapsed(), products.len());

    let started = Instant::now();
    let index = ProductIndex::open(&folder.path().join("index"))?;
    let mut writer = index.writer()?;
    let mut indexed = 0usize;
    for raw in Source::open(&path)? {
        let Ok(raw) = raw else { continue };
        let Ok(read) = normalise::product(&raw.fields, &ImportOptions::default()) else {
            continue;
        };
        writer.add(&read.product)?;
        indexed += 1;
    }
    row("read, normalise and add", started.elapsed(), indexed);
    let commit = Instant::now();
    writer.commit()?;
    row("commit to one segment", commit.elapsed(), indexed);
    row("import with index, all", started.elapsed(), indexed);
    println!(
        "{:<34} {} products, {left_out} rows left out, index {:.1} MB",
        "",
        index.pin().count(),
        size(&folder.path().join("index"))? as f64 / 1e6
    );
    searches(&index, &products)
}

fn searches(index: &ProductIndex, products: &[Product]) -> Result<()> {
    println!(
        "\n{:<34} {:>8} {:>8} {:>8} {:>8}  ms",
        "search, top 20", "p50", "p95", "p99", "max"
    );
    let mut rng = ChaCha12Rng::seed_from_u64(7);
    let titles: Vec<Vec<String>> = (0..QUERIES)
        .map(|_| words(&products[rng.random_range(0..products.len())].title))
        .filter(|w| !w.is_empty())
        .collect();
    let pick = |n: usize| {
        titles
            .iter()
            .map(move |w| w.iter().take(n).cloned().collect::<Vec<_>>().join(" "))
    };
    time(index, "one word", pick(1).map(ProductQuery::words))?;
    time(index, "three words", pick(3).map(ProductQuery::words))?;
    for letters in 1..=4 {
        let queries =
            pick(1).map(|w| ProductQuery::typed(w.chars().take(letters).collect::<String>()));
        time(index, &format!("typed: {letters} letters"), queries)?;
    }
    let every = pick(3).flat_map(|text| {
        let all: Vec<char> = text.chars().collect();
        (1..=all.len())
            .map(|n| ProductQuery::typed(all[..n].iter().collect::<String>()))
            .collect::<Vec<_>>()
    });
    time(index, "typed: every key of three words", every)?;
    let filtered = pick(1).map(|w| ProductQuery {
        max_price: Some(Money::rupees(2_000)),
        ..ProductQuery::typed(w)
    });
    time(index, "typed word, at most 2,000 rupees", filtered)?;
    time(
        index,
        "no word: list all",
        (0..50).map(|_| ProductQuery::default()),
    )
}

fn time(
    index: &ProductIndex,
    name: &str,
    queries: impl Iterator<Item = ProductQuery>,
) -> Result<()> {
    let pinned = index.pin();
    let mut times: Vec<Duration> = Vec::new();
    for query in queries {
        let started = Instant::now();
        std::hint::black_box(pinned.search(&query)?);
        times.push(started.elapsed());
    }
    times.sort();
    let at = |share: f64| {
        let place = ((times.len() - 1) as f64 * share).round() as usize;
        times[place].as_secs_f64() * 1e3
    };
    println!(
        "{name:<34} {:>8.2} {:>8.2} {:>8.2} {:>8.2}  ({} queries)",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        times.len()
    );
    Ok(())
}

fn row(name: &str, took: Duration, rows: usize) {
    let seconds = took.as_secs_f64();
    println!(
        "{name:<34} {seconds:>7.2} s {:>10.0} rows/s",
        rows as f64 / seconds
    );
}

fn read(path: &Path) -> Result<(Vec<Product>, usize)> {
    let (mut products, mut left_out) = (Vec::new(), 0);
    for raw in Source::open(path)? {
        let read = raw
            .ok()
            .and_then(|raw| normalise::product(&raw.fields, &ImportOptions::default()).ok());
        match read {
            Some(read) => products.push(read.product),
            None => left_out += 1,
        }
    }
    Ok((products, left_out))
}

fn size(dir: &Path) -> Result<u64> {
    let mut total = 0;
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        total += if meta.is_dir() {
            size(&entry.path())?
        } else {
            meta.len()
        };
    }
    Ok(total)
}

fn catalogue(folder: &Path) -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("MUSE_BENCH_CATALOGUE") {
        return Ok(path.into());
    }
    let shared = Path::new("../shared/data/catalogue/products_170k.jsonl.gz");
    if shared.is_file() {
        return Ok(shared.into());
    }
    let path = folder.join("made_up.jsonl");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path)?);
    let mut rng = ChaCha12Rng::seed_from_u64(1);
    let things = [
        "kurta",
        "saree",
        "lamp",
        "phone",
        "table",
        "novel",
        "कुर्ता",
        "मेज़",
    ];
    let kinds = [
        "cotton",
        "silk",
        "wooden",
        "blue",
        "red",
        "large",
        "नीला",
        "सूती",
    ];
    for i in 0..100_000 {
        let word =
            |rng: &mut ChaCha12Rng, list: &[&str]| list[rng.random_range(0..list.len())].to_owned();
        let title = format!(
            "{} {} {} {}",
            word(&mut rng, &kinds),
            word(&mut rng, &kinds),
            word(&mut rng, &things),
            rng.random_range(0..5_000)
        );
        let price = rng.random_range(99..20_000);
        writeln!(
            out,
            "{}",
            serde_json::json!({"sku": i.to_string(), "title": title, "price": price})
        )?;
    }
    out.flush()?;
    Ok(path)
}
