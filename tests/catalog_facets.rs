//! Facets: how the products of an answer are spread, counted over one segment or several, with and without deletions.

use muse_studio::catalog::{
    Counted, Facet, Facets, Order, PriceBand, ProductIndex, ProductQuery, Side,
};
use muse_studio::domain::{Domain, Money, Product};

fn product(id: usize) -> Product {
    let colors = ["red", "blue", "green"];
    let brands = ["Neel Sutra", "NEEL SUTRA", "Tarang"];
    let mut product: Product = serde_json::from_value(serde_json::json!({
        "id": format!("p{id:05}"),
        "domain": "fashion",
        "title": if id.is_multiple_of(2) { "Cotton kurta" } else { "Silk saree" },
        "brand": brands[id % 3],
        "categories": ["Clothing", if id.is_multiple_of(2) { "Kurtas" } else { "Sarees" }],
        "attributes": {"color": [colors[id % 3]], "size": ["M"]},
        "rating": (id % 50) as f32 / 10.0,
    }))
    .unwrap();
    product.price = (!id.is_multiple_of(5)).then(|| Money::rupees(100 + 100 * (id as i64 % 10)));
    product
}

fn index_of(products: impl Iterator<Item = Product>) -> (tempfile::TempDir, ProductIndex) {
    let dir = tempfile::tempdir().unwrap();
    let index = ProductIndex::open(dir.path()).unwrap();
    let mut writer = index.writer().unwrap();
    for product in products {
        writer.add(&product).unwrap();
    }
    writer.commit().unwrap();
    drop(writer);
    (dir, index)
}

fn with_facets(query: ProductQuery) -> ProductQuery {
    ProductQuery {
        facets: Facets::Most(10),
        ..query
    }
}

fn side(facets: &[Facet], side: Side) -> Vec<(&str, u64)> {
    let facet = facets.iter().find(|facet| facet.side == side);
    let values = facet
        .map(|facet| facet.values.as_slice())
        .unwrap_or_default();
    values.iter().map(|(name, n)| (name.as_str(), *n)).collect()
}

#[test]
fn every_side_of_an_answer_is_counted() {
    let (_dir, index) = index_of((0..30).map(product));
    let hits = index
        .search(&with_facets(ProductQuery::words("kurta")))
        .unwrap();
    assert_eq!(hits.total, 15);
    assert_eq!(side(&hits.facets, Side::Domain), [("fashion", 15)]);
    assert_eq!(
        side(&hits.facets, Side::Category),
        [("Clothing", 15), ("Kurtas", 15)]
    );
    let colors = [("blue", 5), ("green", 5), ("red", 5)];
    assert_eq!(side(&hits.facets, Side::Color), colors);
    assert!(
        hits.facets
            .iter()
            .all(|facet| facet.counted == Counted::All)
    );
    assert_eq!(side(&hits.facets, Side::Material), [("cotton", 15)]);
    assert_eq!(side(&hits.facets, Side::Size), [("M", 15)]);
}

#[test]
fn spellings_of_one_brand_count_together_under_the_commonest() {
    let mut products: Vec<Product> = (0..30).map(product).collect();
    products.push(product(33));
    let (_dir, index) = index_of(products.into_iter());
    let hits = index.search(&with_facets(ProductQuery::default())).unwrap();
    let brands = [("Neel Sutra", 21), ("Tarang", 10)];
    assert_eq!(side(&hits.facets, Side::Brand), brands);
}

#[test]
fn prices_are_counted_in_bands_from_the_lowest_that_read_back() {
    let (_dir, index) = index_of((0..30).map(product));
    let hits = index.search(&with_facets(ProductQuery::default())).unwrap();
    let prices = side(&hits.facets, Side::Price);
    assert_eq!(
        prices,
        [
            ("under ₹250", 3),
            ("₹250 to ₹500", 6),
            ("₹500 to ₹1,000", 12),
            ("₹1,000 to ₹2,000", 3)
        ]
    );
    for (name, count) in prices {
        let band: PriceBand = name.parse().unwrap();
        let query = ProductQuery {
            min_price: Some(band.from),
            max_price: band.most(),
            ..ProductQuery::default()
        };
        assert_eq!(index.search(&query).unwrap().total, count, "{name}");
    }
}

#[test]
fn all_products_are_counted_as_a_search_for_all_of_them_is() {
    let (_dir, index) = index_of((0..500).map(product));
    let all = index.search(&with_facets(ProductQuery::default())).unwrap();
    let searched = ProductQuery {
        domain: Some(Domain::Fashion),
        ..ProductQuery::default()
    };
    let searched = index.search(&with_facets(searched)).unwrap();
    assert_eq!((all.total, &all.facets), (500, &searched.facets));
    assert_eq!(all.hits, searched.hits);
}

#[test]
fn a_long_answer_is_reckoned_from_a_sample_and_says_so() {
    let (_dir, index) = index_of((0..40_000).map(product));
    let hits = index
        .search(&with_facets(ProductQuery::words("clothing")))
        .unwrap();
    assert_eq!(hits.total, 40_000);
    assert!(
        hits.facets
            .iter()
            .all(|facet| facet.counted == Counted::Sample)
    );
    for (name, count) in side(&hits.facets, Side::Color) {
        let off = (count as f64 - 13_333.0).abs() / 13_333.0;
        assert!(off < 0.05, "{name}: {count}");
    }
    let all = index.search(&with_facets(ProductQuery::default())).unwrap();
    assert_eq!(side(&all.facets, Side::Color)[0], ("red", 13_334));
}

#[test]
fn the_order_of_an_answer_is_that_of_price_or_rating_when_asked() {
    let (_dir, index) = index_of((0..30).map(product));
    let first = |order| {
        let query = ProductQuery {
            order: Some(order),
            limit: 30,
            ..ProductQuery::words("kurta")
        };
        let hits = index.search(&query).unwrap().hits;
        let ids = hits.iter().map(|hit| hit.product.to_string());
        ids.collect::<Vec<_>>()
    };
    // Kurtas are even: 300 rupees for those that end in 2, 900 for 8; those that end in 0 have no price.
    assert_eq!(first(Order::PriceUp)[..3], ["p00002", "p00012", "p00022"]);
    assert_eq!(first(Order::PriceDown)[..3], ["p00008", "p00018", "p00028"]);
    for order in [Order::PriceUp, Order::PriceDown] {
        assert_eq!(first(order)[12..], ["p00000", "p00010", "p00020"]);
    }
    assert_eq!(first(Order::Rating)[0], "p00028");
}
