//! Searches as shoppers make them: what comes first, what is forgiven, and what is never lost.

use muse_studio::catalog::{Hits, Order, ProductIndex, ProductQuery, Reading};
use muse_studio::domain::{Money, Product};
use proptest::prelude::*;

fn product(id: &str, title: &str) -> Product {
    serde_json::from_value(serde_json::json!({"id": id, "domain": "other", "title": title}))
        .unwrap()
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

fn titled(titles: &[&str]) -> (tempfile::TempDir, ProductIndex) {
    let products: Vec<Product> = titles
        .iter()
        .enumerate()
        .map(|(at, title)| product(&format!("p{at}"), title))
        .collect();
    index_of(&products)
}

/// A search whose words are all complete.
fn search(index: &ProductIndex, text: &str) -> Hits {
    let query = ProductQuery {
        reading: Reading::Shopper,
        limit: 100,
        ..ProductQuery::words(text)
    };
    index.search(&query).unwrap()
}

fn ids(index: &ProductIndex, text: &str) -> Vec<String> {
    let hits = search(index, text);
    assert_eq!(hits.total as usize, hits.hits.len(), "{text}");
    let id = |hit: &muse_studio::catalog::Hit| hit.product.as_str().to_owned();
    hits.hits.iter().map(id).collect()
}

#[test]
fn the_thing_itself_comes_before_what_goes_with_it() {
    let (_dir, index) = titled(&[
        "Slim Sleeve for Laptop",
        "Laptop Bag",
        "Aster Laptop 14 inch",
        "Laptop Charger 65 W",
        "Printer Ink Cartridge",
        "Aster Laser Printer A4",
        "Phone Case Clear",
        "Aster Phone 5G",
    ]);
    assert_eq!(ids(&index, "laptop")[0], "p2");
    assert_eq!(ids(&index, "printer")[0], "p5");
    assert_eq!(ids(&index, "phone")[0], "p7");
    assert_eq!(ids(&index, "laptop bag")[0], "p1");
    assert_eq!(ids(&index, "phone case")[0], "p6");
    assert_eq!(ids(&index, "printer cartridge")[0], "p4");
}

#[test]
fn a_price_beside_the_thing_does_not_lift_what_only_looks_like_it() {
    let titles = [
        "Smart Phone Cordless Feature Mobile Phone Toys Mobile Phone for Kids Phone Small Phone Toy",
        "Handmade Mobile Phones Wallet",
        "Running Shorts with Mobile Phone Pocket",
        "Glue for Mobile Phone 50 ml",
        "Mobile Phone Case",
        "Aster 10 Power (Orange, 8GB RAM, 128GB Storage)",
        "Aster A1 (Black, 2GB RAM, 32GB Storage) | 5000mAh Battery | Leather Texture",
        "Aster Laptop 8GB RAM 512GB Storage",
    ];
    let priced = titles.iter().enumerate().map(|(at, title)| Product {
        price: Some(Money::rupees(500 * (at as i64 + 1))),
        ..product(&format!("p{at}"), title)
    });
    let (_dir, index) = index_of(&priced.collect::<Vec<_>>());
    for text in [
        "मोबाइल 15000 से कम",
        "mobile 15000 se kam",
        "phone under 15000",
        "smartphone",
    ] {
        let found = ids(&index, text);
        let mut first: Vec<&str> = found.iter().take(2).map(String::as_str).collect();
        first.sort_unstable();
        assert_eq!(first, ["p5", "p6"], "{text}: {found:?}");
        assert!(!found.contains(&"p7".to_owned()), "{text}: {found:?}");
    }
    assert_eq!(ids(&index, "toy phone")[0], "p0");
    assert_eq!(ids(&index, "phone wallet")[0], "p1");
}

#[test]
fn one_wrong_letter_still_finds() {
    let (_dir, index) = titled(&[
        "USB Keyboard",
        "Wireless Mouse",
        "Camera Tripod",
        "Table Lamp",
    ]);
    for (text, want) in [
        ("keybord", "p0"),
        ("keyyboard", "p0"),
        ("kyeboard", "p0"),
        ("kezboard", "p0"),
        ("wirelss mouse", "p1"),
        ("tripdo", "p2"),
        ("rtipod", "p2"),
        ("lapm", "p3"),
    ] {
        assert_eq!(
            ids(&index, text).first().map(String::as_str),
            Some(want),
            "{text}"
        );
    }
    assert!(ids(&index, "zebra").is_empty());
}

#[test]
fn the_other_words_tell_what_a_misspelt_one_means() {
    let (_dir, index) = titled(&[
        "Laptop Bag",
        "Laptop Bag Black",
        "Laptop Bag Slim",
        "Battery Grip BG",
        "Camera Bug Net",
        "Power Bank",
        "Garden Back Door",
        "Front and Back Cover",
        "USB Hub",
    ]);
    for (text, want) in [
        ("laptop bg", "p0"),
        ("laptop bsg", "p0"),
        ("lapto pbag", "p0"),
        ("laptopb ag", "p0"),
        ("power baak", "p5"),
        ("us bhub", "p8"),
        ("ubs hub", "p8"),
    ] {
        let found = ids(&index, text);
        assert_eq!(found.first().map(String::as_str), Some(want), "{text}");
    }
    assert_eq!(ids(&index, "battery grip bg")[0], "p3");
}

#[test]
fn what_is_excluded_is_not_found() {
    let (_dir, index) = titled(&[
        "Leather Shoe",
        "Canvas Shoe",
        "Shoe with Band Collar",
        "Collar Band Shoe",
    ]);
    for (text, want) in [
        ("shoes -leather", vec!["p1", "p2", "p3"]),
        ("shoes -chamda", vec!["p1", "p2", "p3"]),
        ("shoes -\"band collar\"", vec!["p0", "p1", "p3"]),
        ("-shoes", vec![]),
        ("-leather -canvas", vec!["p2", "p3"]),
    ] {
        let mut found = ids(&index, text);
        found.sort();
        assert_eq!(found, want, "{text}");
    }
}

#[test]
fn what_is_spelt_right_comes_before_what_is_only_near() {
    let (_dir, index) = titled(&["Desk", "Disk", "Disk", "Disk", "Disk"]);
    assert_eq!(ids(&index, "desk")[0], "p0");
}

#[test]
fn words_written_together_or_apart_meet() {
    let (_dir, index) = titled(&[
        "Powerbank 10000",
        "Slim Power Bank",
        "Flat Screen TV",
        "Cotton T-Shirt",
        "Cotton Tshirt",
        "Graphics RTX 2060",
        "Graphics RTX2060",
    ]);
    for (text, want) in [
        ("power bank", vec!["p0", "p1"]),
        ("powerbank", vec!["p0", "p1"]),
        ("flatscreen", vec!["p2"]),
        ("tshirt", vec!["p3", "p4"]),
        ("t shirt", vec!["p3", "p4"]),
        ("t-shirt", vec!["p3", "p4"]),
        ("rtx 2060", vec!["p5", "p6"]),
        ("rtx2060", vec!["p5", "p6"]),
    ] {
        let mut found = ids(&index, text);
        found.sort();
        assert_eq!(found, want, "{text}");
    }
}

#[test]
fn shops_and_shoppers_use_other_words() {
    let (_dir, index) = titled(&[
        "HP Notebook 530",
        "Philips Television",
        "Women's Kurta",
        "Wool Rug",
    ]);
    assert_eq!(ids(&index, "laptop"), ["p0"]);
    assert_eq!(ids(&index, "tvs"), ["p1"]);
    assert_eq!(ids(&index, "kurtas for women").first().unwrap(), "p2");
}

#[test]
fn quoted_words_stand_beside_one_another() {
    let (_dir, index) = titled(&["Red Cotton Kurta", "Red Kurta, Cotton"]);
    let hits = ids(&index, "\"red kurta\"");
    assert_eq!(hits.first().unwrap(), "p1");
}

#[test]
fn filters_and_order_hold_for_shoppers_too() {
    let mut products: Vec<Product> = (1..=4).map(|i| product(&format!("p{i}"), "Lamp")).collect();
    for (at, price) in [300, 100, 200].into_iter().enumerate() {
        products[at].price = Some(Money::rupees(price));
    }
    let (_dir, index) = index_of(&products);
    let cheapest = ProductQuery {
        order: Some(Order::PriceUp),
        max_price: Some(Money::rupees(250)),
        ..ProductQuery::shopper("lamp ")
    };
    let hits = index.search(&cheapest).unwrap();
    let found: Vec<&str> = hits.hits.iter().map(|h| h.product.as_str()).collect();
    assert_eq!(found, ["p2", "p3"]);
}

const WORDS: [&str; 8] = [
    "red", "cotton", "kurta", "lamp", "steel", "bottle", "desk", "wool",
];

fn titles() -> impl Strategy<Value = Vec<Vec<usize>>> {
    prop::collection::vec(prop::collection::vec(0..WORDS.len(), 1..5), 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn products_with_every_word_come_first_and_none_is_lost(
        titles in titles(),
        asked in prop::collection::vec(0..WORDS.len(), 1..4),
    ) {
        let text = |words: &[usize]| words.iter().map(|w| WORDS[*w]).collect::<Vec<_>>().join(" ");
        let products: Vec<Product> = titles.iter().enumerate()
            .map(|(at, words)| product(&format!("p{at:02}"), &text(words))).collect();
        let (_dir, index) = index_of(&products);
        let hits = search(&index, &text(&asked));
        prop_assert_eq!(hits.total as usize, hits.hits.len());
        let has_all = |at: usize| asked.iter().all(|word| titles[at].contains(word));
        let fitting: usize = (0..titles.len()).filter(|at| has_all(*at)).count();
        let of = |hit: &muse_studio::catalog::Hit| hit.product.as_str()[1..].parse::<usize>().unwrap();
        let first: Vec<usize> = hits.hits.iter().take(fitting).map(of).collect();
        prop_assert!(first.iter().all(|at| has_all(*at)), "{:?}", first);
        let again = search(&index, &text(&asked));
        prop_assert_eq!(&hits, &again);
        for pair in hits.hits.windows(2) {
            let rank = |h: &muse_studio::catalog::Hit| (-h.score, h.product.clone());
            prop_assert!(rank(&pair[0]) <= rank(&pair[1]));
        }
    }
}
