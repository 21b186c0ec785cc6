//! Stories of the product index: what is found, in which order, and that it stays so.

use muse_studio::catalog::{
    IndexError, IndexState, Join, ProductIndex, ProductQuery, Stock, Style,
};
use muse_studio::domain::{Currency, Domain, Money, Product, ProductId};

fn product(id: &str, title: &str) -> Product {
    serde_json::from_value(serde_json::json!({"id": id, "domain": "fashion", "title": title}))
        .unwrap()
}

fn rupees(id: &str, title: &str, whole: i64) -> Product {
    Product {
        price: Some(Money::rupees(whole)),
        ..product(id, title)
    }
}

fn index_of(products: &[Product]) -> (tempfile::TempDir, ProductIndex) {
    let dir = tempfile::tempdir().unwrap();
    let index = ProductIndex::open(dir.path()).unwrap();
    let mut writer = index.writer().unwrap();
    for product in products {
        writer.add(product).unwrap();
    }
    writer.commit().unwrap();
    (dir, index)
}

fn ids(index: &ProductIndex, query: &ProductQuery) -> Vec<String> {
    let hits = index.search(query).unwrap();
    assert_eq!(hits.total as usize, hits.hits.len());
    hits.hits
        .iter()
        .map(|h| h.product.as_str().to_owned())
        .collect()
}

#[test]
fn hindi_words_are_found_whole_and_by_their_beginning() {
    let (_dir, index) = index_of(&[
        Product {
            title_hi: Some("नीला सूती कुर्ता".to_owned()),
            ..product("k", "Blue Cotton Kurta")
        },
        product("d", "कर्ता धर्ता उपन्यास"),
        product("m", "लकड़ी की मेज़"),
    ]);
    assert_eq!(ids(&index, &ProductQuery::words("कर्ता")), ["d"]);
    assert_eq!(ids(&index, &ProductQuery::words("कुर्ता")), ["k"]);
    assert_eq!(ids(&index, &ProductQuery::typed("कुर्त")), ["k"]);
    assert_eq!(ids(&index, &ProductQuery::typed("नीला कु")), ["k"]);
    assert!(ids(&index, &ProductQuery::words("कुर")).is_empty());
    // With and without nukta, composed or not.
    for spelling in ["मेज", "मेज़", "मेज\u{93c}"] {
        assert_eq!(ids(&index, &ProductQuery::words(spelling)), ["m"]);
    }
}

#[test]
fn filters_and_unknown_or_foreign_prices() {
    let dollars = Money {
        minor: 900,
        currency: Currency::USD,
    };
    let mut gone = rupees("gone", "Kurta", 700);
    gone.stock = Some(0);
    gone.brand = Some("Rang  Mahal".to_owned());
    let mut lamp = rupees("lamp", "Lamp", 800);
    lamp.domain = Domain::HomeGarden;
    let (_dir, index) = index_of(&[
        rupees("a", "Kurta", 500),
        rupees("b", "Kurta", 1500),
        product("unpriced", "Kurta"),
        Product {
            price: Some(dollars),
            ..product("foreign", "Kurta")
        },
        gone,
        lamp,
    ]);
    let below = ProductQuery {
        max_price: Some(Money::rupees(1000)),
        ..ProductQuery::words("kurta")
    };
    assert_eq!(ids(&index, &below), ["a", "gone"]);
    let stocked = ProductQuery {
        stock: Stock::InStock,
        ..below.clone()
    };
    assert_eq!(ids(&index, &stocked), ["a"]);
    let branded = ProductQuery {
        brand: Some("rang mahal".to_owned()),
        ..below.clone()
    };
    assert_eq!(ids(&index, &branded), ["gone"]);
    let range = ProductQuery {
        min_price: Some(Money::rupees(500)),
        max_price: Some(Money::rupees(800)),
        ..ProductQuery::default()
    };
    assert_eq!(ids(&index, &range), ["a", "gone", "lamp"]);
    let mixed = ProductQuery {
        min_price: Some(dollars),
        ..range.clone()
    };
    assert!(ids(&index, &mixed).is_empty());
    let backwards = ProductQuery {
        min_price: Some(Money::rupees(900)),
        ..range.clone()
    };
    assert!(ids(&index, &backwards).is_empty());
    let home = ProductQuery {
        domain: Some(Domain::HomeGarden),
        ..ProductQuery::default()
    };
    assert_eq!(ids(&index, &home), ["lamp"]);
}

#[test]
fn words_join_and_titles_weigh_most() {
    let mut described = product("described", "Soft stole");
    described.description = Some("Goes with a red kurta.".to_owned());
    let (_dir, index) = index_of(&[
        described,
        product("both", "Red Kurta"),
        product("one", "Green Kurta"),
    ]);
    let all = ProductQuery::words("red kurta");
    assert_eq!(ids(&index, &all), ["both", "described"]);
    let any = ProductQuery {
        join: Join::Any,
        ..all.clone()
    };
    let found = ids(&index, &any);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0], "both");
    assert!(ids(&index, &ProductQuery::words("red kurt")).is_empty());
    assert_eq!(ids(&index, &ProductQuery::typed("red kurt"))[0], "both");
    // A blank at the end says that the word is complete.
    assert!(ids(&index, &ProductQuery::typed("red kurt ")).is_empty());
    assert!(ids(&index, &ProductQuery::typed("!!")).is_empty());
    assert_eq!(ids(&index, &ProductQuery::typed("")).len(), 3);
}

#[test]
fn plurals_find_singulars_while_they_are_typed_too() {
    let (_dir, index) = index_of(&[product("d", "Red Dress"), product("b", "Battery AA")]);
    for typed in ["dres", "dress", "dresse", "dresses"] {
        assert_eq!(ids(&index, &ProductQuery::typed(typed)), ["d"], "{typed}");
    }
    for typed in ["batter", "batteri", "batterie", "batteries"] {
        assert_eq!(ids(&index, &ProductQuery::typed(typed)), ["b"], "{typed}");
    }
    assert_eq!(ids(&index, &ProductQuery::words("dresses")), ["d"]);
}

#[test]
fn equal_scores_come_by_id_whatever_the_order_of_adding() {
    let mut forward: Vec<Product> = (0..500)
        .map(|i| product(&format!("p{i:03}"), "Plain Cotton Kurta"))
        .collect();
    let (_a, first) = index_of(&forward);
    forward.reverse();
    let (_b, second) = index_of(&forward);
    for text in ["kurta", "plain kurta", ""] {
        let query = ProductQuery::words(text);
        let (one, two) = (
            first.search(&query).unwrap(),
            second.search(&query).unwrap(),
        );
        assert_eq!(one.hits, two.hits);
        assert_eq!(one.total, 500);
        assert_eq!(one.hits[0].product, ProductId::from("p000"));
    }
}

#[test]
fn scores_do_not_depend_on_how_the_catalogue_came_about() {
    let products: Vec<Product> = (0..60)
        .map(|i| {
            product(
                &format!("p{i:02}"),
                &"kurta saree red blue ".repeat(i % 4 + 1),
            )
        })
        .collect();
    let (_a, straight) = index_of(&products);
    let (_b, crooked) = index_of(&[product("p03", "something else kurta"), product("x", "red")]);
    let mut writer = crooked.writer().unwrap();
    for product in products.iter().rev() {
        writer.add(product).unwrap();
    }
    writer.delete(&ProductId::from("x"));
    writer.commit().unwrap();
    let query = ProductQuery {
        limit: 60,
        ..ProductQuery::words("red kurta")
    };
    assert_eq!(
        straight.search(&query).unwrap().hits,
        crooked.search(&query).unwrap().hits
    );
}

#[test]
fn a_pinned_generation_does_not_move() {
    let (dir, index) = index_of(&[product("a", "Red Kurta")]);
    let pinned = index.pin();
    let mut writer = index.writer().unwrap();
    writer.add(&product("b", "Red Kurta")).unwrap();
    writer.add(&product("a", "Green Saree")).unwrap();
    assert_eq!(
        index.search(&ProductQuery::words("kurta")).unwrap().total,
        1
    );
    let generation = writer.commit_marked("seen 2").unwrap();
    assert!(generation > pinned.generation());
    assert_eq!(index.pin().mark(), Some("seen 2"));
    let red = ProductQuery::words("red");
    assert_eq!(pinned.search(&red).unwrap().hits[0].product.as_str(), "a");
    assert_eq!(ids(&index, &red), ["b"]);
    assert_eq!(index.pin().count(), 2);
    drop(writer);
    let again = ProductIndex::open(dir.path()).unwrap();
    assert_eq!(again.pin().generation(), generation);
    assert_eq!(ids(&again, &red), ["b"]);
}

#[test]
fn a_second_writer_is_told_and_a_dropped_one_changes_nothing() {
    let (_dir, index) = index_of(&[product("a", "Kurta")]);
    let mut writer = index.writer().unwrap();
    assert!(matches!(index.writer(), Err(IndexError::Busy { .. })));
    writer.add(&product("b", "Kurta")).unwrap();
    drop(writer);
    let mut writer = index.writer().unwrap();
    writer.commit().unwrap();
    assert_eq!(index.pin().count(), 1);
}

#[test]
fn a_damaged_index_is_emptied_and_says_so() {
    let (dir, index) = index_of(&[product("a", "Kurta")]);
    assert_eq!(index.state(), IndexState::Ready);
    drop(index);
    let mut folders = std::fs::read_dir(dir.path()).unwrap();
    let folder = folders.next().unwrap().unwrap().path();
    std::fs::write(folder.join("meta.json"), b"{ not json").unwrap();
    std::fs::create_dir(dir.path().join("v0")).unwrap();
    let index = ProductIndex::open(dir.path()).unwrap();
    assert_eq!(index.state(), IndexState::NeedsRebuild);
    assert!(!dir.path().join("v0").exists());
    assert_eq!(
        index.search(&ProductQuery::words("kurta")).unwrap().total,
        0
    );
    let mut writer = index.writer().unwrap();
    writer.add(&product("a", "Kurta")).unwrap();
    writer.commit().unwrap();
    assert_eq!(index.state(), IndexState::Ready);
}

#[test]
fn limits_and_long_words_are_safe() {
    let long = "ख".repeat(400);
    let (_dir, index) = index_of(&[product("a", &long), product("b", "Kurta")]);
    assert_eq!(ids(&index, &ProductQuery::words(long.as_str())), ["a"]);
    let none = ProductQuery {
        limit: 0,
        ..ProductQuery::words("kurta")
    };
    let hits = index.search(&none).unwrap();
    assert_eq!((hits.hits.len(), hits.total), (0, 1));
    let many = ProductQuery {
        limit: usize::MAX,
        style: Style::TypeAhead,
        ..ProductQuery::words("k")
    };
    assert_eq!(ids(&index, &many), ["b"]);
}
