//! The real catalogues, when they are at hand: `MUSE_SHARED` or `../shared` beside the project.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use muse_studio::catalog::{ImportOptions, normalise};
use muse_studio::domain::{Domain, Product};
use muse_studio::import::{Reject, Source};

fn shared(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MUSE_SHARED")
        .map_or_else(|| Path::new("../shared").into(), PathBuf::from);
    let path = root.join("data/catalogue").join(name);
    if path.is_file() {
        return Some(path);
    }
    println!("skipped: {} is not at hand", path.display());
    None
}

struct Imported {
    products: Vec<Product>,
    rejects: Vec<Reject>,
    repaired: usize,
    notes: BTreeMap<String, usize>,
}

fn import(path: &Path) -> Imported {
    let mut source = Source::open(path).unwrap();
    let mut out = Imported {
        products: Vec::new(),
        rejects: Vec::new(),
        repaired: 0,
        notes: BTreeMap::new(),
    };
    while let Some(row) = source.next() {
        let row = match row {
            Ok(row) => row,
            Err(reject) => {
                out.rejects.push(reject);
                continue;
            }
        };
        out.repaired += usize::from(!row.notes.is_empty());
        match normalise::product(&row.fields, &ImportOptions::default()) {
            Ok(read) => {
                for note in read.notes {
                    *out.notes.entry(note.field).or_default() += 1;
                }
                out.products.push(read.product);
            }
            Err(error) => {
                let reject = source.reject(&row, Some(error.field), error.reason);
                out.rejects.push(reject);
            }
        }
    }
    assert!(source.failure().is_none());
    assert!(!out.products.is_empty());
    for reject in &out.rejects {
        assert!(reject.line > 0 && !reject.reason.is_empty(), "{reject:?}");
    }
    let mut domains: BTreeMap<Domain, usize> = BTreeMap::new();
    for product in &out.products {
        *domains.entry(product.domain).or_default() += 1;
    }
    println!(
        "{}: {} products, {} rejects, {} repaired, {:?}, left empty: {:?}",
        path.display(),
        out.products.len(),
        out.rejects.len(),
        out.repaired,
        domains,
        out.notes
    );
    for reject in out.rejects.iter().take(5) {
        println!(
            "  line {}: {:?} {} | {}",
            reject.line, reject.field, reject.reason, reject.excerpt
        );
    }
    out
}

#[test]
fn a_catalogue_with_specifications_as_ruby_text() {
    let Some(path) = shared("raw/flipkart_com-ecommerce_sample_1050.csv") else {
        return;
    };
    let got = import(&path);
    assert_eq!(got.products.len() + got.rejects.len(), 1050);
    assert!(got.rejects.len() < 11);
    let with = |f: fn(&Product) -> bool| got.products.iter().filter(|p| f(p)).count();
    assert!(with(|p| p.price.is_some()) > 1000);
    assert!(with(|p| p.attributes.len() > 2) > 900);
    assert!(with(|p| p.categories.is_empty()) < 20);
    assert!(with(|p| p.domain == Domain::Fashion) > 100);
}

#[test]
fn a_catalogue_with_broken_bytes() {
    let Some(path) = shared("raw/myntra_products_catalog.csv") else {
        return;
    };
    let got = import(&path);
    assert_eq!(got.products.len() + got.rejects.len(), 11_596);
    assert_eq!(got.rejects.len(), 0);
    assert!(got.repaired > 0);
    assert!(got.products.iter().all(|p| p.price.is_some()));
    let fashion = got
        .products
        .iter()
        .filter(|p| p.domain == Domain::Fashion)
        .count();
    assert!(fashion > 10_300, "{fashion}");
}

#[test]
fn books_and_a_table_that_is_none() {
    let Some(path) = shared("raw/books.csv") else {
        return;
    };
    let got = import(&path);
    assert_eq!(got.products.len(), 10_000);
    assert!(
        got.products
            .iter()
            .all(|p| p.domain == Domain::Books && p.attribute("author").is_some())
    );
    let Some(path) = shared("raw/tags.csv") else {
        return;
    };
    let rows = Source::open(&path).unwrap().map(Result::unwrap);
    for row in rows.take(100) {
        assert!(normalise::product(&row.fields, &ImportOptions::default()).is_err());
    }
}

#[test]
fn the_large_catalogue() {
    let Some(path) = shared("products_170k.jsonl.gz") else {
        return;
    };
    let got = import(&path);
    assert_eq!(got.products.len() + got.rejects.len(), 170_194);
    // Some rows say `NA` for their title.
    assert!(got.rejects.len() < 20);
    let mut ids: Vec<&str> = got.products.iter().map(|p| p.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    // The same number in two sources is two products.
    assert!(ids.len() > 169_400, "{}", ids.len());
    let priced = got.products.iter().filter(|p| p.price.is_some()).count();
    assert!(priced > 75_000, "{priced}");
}
