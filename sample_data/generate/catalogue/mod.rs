//! The invented catalogue: about two thousand Indian products from small tables, by a fixed seed.
//!
//! Owns: reading the tables in `../data`, drawing, naming and pricing. Does not: write files.

mod books;
mod draw;
mod facts;
mod goods;
mod phrases;
mod price;
mod tables;
mod words;

use std::collections::HashSet;

use muse_studio::domain::{Domain, Product, ProductId};
use rand::seq::SliceRandom;

pub use tables::TableError;

/// Every product, in the order of the file.
pub fn products() -> Result<Vec<Product>, TableError> {
    let tables = tables::Tables::read()?;
    let mut titles = HashSet::new();
    let mut products = Vec::new();
    for kind in &tables.kinds {
        products.extend(goods::make(&tables, kind, &mut titles)?);
    }
    for kind in &tables.books {
        products.extend(books::make(&tables, kind, &mut titles)?);
    }
    products.shuffle(&mut draw::stream("order"));
    number(&mut products);
    Ok(products)
}

/// One product a line.
pub fn jsonl(products: &[Product]) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    for product in products {
        text.push_str(&serde_json::to_string(product)?);
        text.push('\n');
    }
    Ok(text)
}

/// Gives ids such as `fa-00123`, counted for each department in the order of the file.
fn number(products: &mut [Product]) {
    let mut counts = [0u32; 5];
    for product in products {
        let (place, prefix) = match product.domain {
            Domain::Fashion => (0, "fa"),
            Domain::Electronics => (1, "el"),
            Domain::HomeGarden => (2, "hg"),
            Domain::Books => (3, "bk"),
            Domain::Other => (4, "ot"),
        };
        counts[place] += 1;
        product.id = ProductId::from(format!("{prefix}-{:05}", counts[place]));
    }
}
