//! Products beside a product: those like it, and those that go with it.

use muse_studio::catalog::{PinnedIndex, ProductIndex};
use muse_studio::domain::Product;

fn fashion(
    id: &str,
    title: &str,
    category: &str,
    color: &str,
    gender: &str,
    price: i64,
) -> Product {
    serde_json::from_value(serde_json::json!({
        "id": id, "domain": "fashion", "title": title, "categories": ["Fashion", category],
        "price": {"minor": price * 100, "currency": "INR"},
        "attributes": {"color": [color], "gender": [gender]}
    }))
    .unwrap()
}

fn index_of(products: &[Product]) -> (tempfile::TempDir, PinnedIndex) {
    let dir = tempfile::tempdir().unwrap();
    let index = ProductIndex::open(dir.path()).unwrap();
    let mut writer = index.writer().unwrap();
    for product in products {
        writer.add(product).unwrap();
    }
    writer.commit().unwrap();
    (dir, index.pin())
}

#[test]
fn alike_is_the_same_kind_near_in_price_and_looks() {
    let products = [
        fashion("this", "Blue Cotton Kurta", "Kurtas", "blue", "men", 900),
        fashion("near", "Indigo Cotton Kurta", "Kurtas", "blue", "men", 950),
        fashion("dear", "Silk Kurta", "Kurtas", "red", "men", 9_000),
        fashion("shoe", "Blue Running Shoes", "Shoes", "blue", "men", 900),
    ];
    let (_dir, index) = index_of(&products);
    let hits = index.similar(&products[0], 10).unwrap();
    let found: Vec<&str> = hits.hits.iter().map(|h| h.product.as_str()).collect();
    assert_eq!(found[..2], ["near", "dear"]);
    assert!(!found.contains(&"this"));
    assert_eq!(index.similar(&products[0], 1).unwrap().hits.len(), 1);
}

#[test]
fn an_outfit_is_of_other_kinds_for_the_same_person_in_colours_that_suit() {
    let products = [
        fashion("kurta", "Blue Kurta", "Kurtas", "blue", "women", 900),
        fashion("kurta2", "Pink Kurta", "Kurtas", "pink", "women", 900),
        fashion("white", "White Churidar", "Leggings", "white", "women", 400),
        fashion(
            "purple",
            "Purple Churidar",
            "Leggings",
            "purple",
            "women",
            400,
        ),
        fashion("mens", "White Churidar", "Leggings", "white", "men", 400),
        fashion("dupatta", "Pink Dupatta", "Dupattas", "pink", "women", 300),
        fashion("mouse", "Mouse", "Computers", "black", "unisex", 300),
    ];
    let (_dir, index) = index_of(&products);
    let pairs = index.pairs(&products[0], 10).unwrap();
    let found: Vec<(&str, &str)> = pairs.iter().map(|p| (p.product.as_str(), p.kind)).collect();
    assert_eq!(
        found,
        [
            ("white", "churidar"),
            ("dupatta", "dupatta"),
            ("purple", "churidar")
        ]
    );
    assert!(index.pairs(&products[6], 10).unwrap().is_empty());
}
