//! Facets: how the products of an answer are spread, counted over one segment or several, with and without deletions.

use muse_studio::catalog::{
    Counted, Facet, Facets, Order, PriceBand, ProductIndex, ProductQuery, Side,
};
use muse_studio::domain::{Currency, Domain, Money, Product, ProductId};

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

fn priced(id: &str, minor: i64, currency: Currency) -> Product {
    Product {
        id: ProductId::from(id),
        price: Some(Money { minor, currency }),
        ..product(0)
    }
}

#[test]
fn amounts_of_different_currencies_are_never_compared() {
    let products = [
        priced("cent", 1, Currency::USD),
        priced("dollars", 900_000, Currency::USD),
        priced("rupees", 50_000, Currency::INR),
        priced("paise", 50, Currency::INR),
        priced("lakh", 10_000_000, Currency::INR),
        Product {
            price: None,
            ..priced("unknown", 0, Currency::INR)
        },
    ];
    let (_dir, index) = index_of(products.into_iter());
    let listed = |order| {
        let query = ProductQuery {
            order: Some(order),
            ..ProductQuery::words("kurta")
        };
        ids(&index, &query)
    };
    assert_eq!(
        listed(Order::PriceUp),
        ["paise", "rupees", "lakh", "cent", "dollars", "unknown"]
    );
    assert_eq!(
        listed(Order::PriceDown),
        ["lakh", "rupees", "paise", "dollars", "cent", "unknown"]
    );
    let within = |low, high, currency| {
        let money = |minor| Money { minor, currency };
        let query = ProductQuery {
            min_price: Some(money(low)),
            max_price: Some(money(high)),
            ..ProductQuery::words("kurta")
        };
        ids(&index, &query)
    };
    assert_eq!(within(0, 50_000, Currency::INR), ["paise", "rupees"]);
    assert_eq!(within(0, 50_000, Currency::USD), ["cent"]);
    assert!(within(0, i64::MAX, Currency::EUR).is_empty());
}

#[test]
fn the_currency_of_most_products_comes_first() {
    let dollars = ["a", "b", "c"].map(|id| priced(id, 900, Currency::USD));
    let rupee = priced("rupee", 100, Currency::INR);
    let (_dir, index) = index_of(dollars.into_iter().chain([rupee]));
    let query = ProductQuery {
        order: Some(Order::PriceUp),
        ..ProductQuery::words("kurta")
    };
    assert_eq!(ids(&index, &query), ["a", "b", "c", "rupee"]);
}

#[test]
fn filters_hold_after_edits_and_after_these_are_settled() {
    let (_dir, index) = index_of((0..60).map(product));
    let cheap = ProductQuery {
        max_price: Some(Money::rupees(500)),
        ..with_facets(ProductQuery::words("kurta"))
    };
    let before = ids(&index, &cheap);
    assert!(before.len() > 1);
    let dearer = Product {
        price: Some(Money::rupees(5_000)),
        ..product(before[0][1..].parse().unwrap())
    };
    index
        .edit(|writer| {
            writer.add(&dearer)?;
            writer.commit_small("dearer")
        })
        .unwrap();
    assert_eq!(ids(&index, &cheap), before[1..]);
    index.settle().unwrap();
    assert!(index.pin().settled());
    assert_eq!(index.pin().mark(), Some("dearer"));
    assert_eq!(ids(&index, &cheap), before[1..]);
}

#[test]
fn products_are_replaced_together_and_the_last_of_an_id_stands() {
    let (_dir, index) = index_of((0..40).map(product));
    let renamed = |title: &'static str| {
        (0..40).map(product).map(move |product| Product {
            title: title.to_owned(),
            ..product
        })
    };
    let mut writer = index.writer().unwrap();
    let twice: Vec<Product> = renamed("Wool shawl")
        .chain(renamed("Wool poncho"))
        .collect();
    writer.add_all(&twice).unwrap();
    writer.add_all(&twice[40..50]).unwrap();
    writer.commit().unwrap();
    assert_eq!(index.pin().count(), 40);
    let total = |word| index.search(&ProductQuery::words(word)).unwrap().total;
    assert_eq!(
        (total("poncho"), total("shawl"), total("cotton")),
        (40, 0, 0)
    );
    // After a commit the same writer knows what stands there.
    writer.add_all(&twice[..40]).unwrap();
    writer.commit().unwrap();
    assert_eq!((total("poncho"), total("shawl")), (0, 40));
    assert_eq!(index.pin().count(), 40);
}

#[test]
fn edits_go_on_while_the_index_is_settled() {
    let (_dir, index) = index_of((0..3_000).map(product));
    let edit = |at: usize| {
        let renamed = Product {
            title: format!("Zebra poncho {at}"),
            ..product(at)
        };
        let written = index.edit(|writer| {
            writer.add(&renamed)?;
            writer.commit_small(&at.to_string())
        });
        written.unwrap();
    };
    (0..5).for_each(edit);
    std::thread::scope(|scope| {
        let settling = scope.spawn(|| (0..4).for_each(|_| index.settle().unwrap()));
        (5..40).for_each(edit);
        settling.join().unwrap();
    });
    index.settle().unwrap();
    let hits = index.search(&ProductQuery::words("zebra poncho")).unwrap();
    assert_eq!((hits.total, index.pin().count()), (40, 3_000));
    assert_eq!(index.pin().mark(), Some("39"));
    assert!(index.pin().settled());
}

fn ids(index: &ProductIndex, query: &ProductQuery) -> Vec<String> {
    let hits = index.search(query).unwrap().hits;
    hits.iter().map(|hit| hit.product.to_string()).collect()
}
