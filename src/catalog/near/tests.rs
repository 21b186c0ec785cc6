use super::*;
use crate::domain::Money;

fn product(id: &str, title: &str, rupees: i64) -> Product {
    let json = serde_json::json!({"id": id, "source": "shop", "domain": "fashion", "title": title});
    Product {
        price: (rupees > 0).then(|| Money::rupees(rupees)),
        ..serde_json::from_value(json).unwrap()
    }
}

fn with(mut product: Product, name: &str, value: &str) -> Product {
    product
        .attributes
        .insert(name.to_owned(), vec![value.to_owned()]);
    product
}

fn found(products: &[Product]) -> NearFound {
    let mut finder = NearFinder::new();
    products.iter().for_each(|product| finder.add(product));
    assert_eq!(finder.len(), products.len());
    finder.find(|| true).unwrap()
}

fn grouped(products: &[Product]) -> bool {
    let groups = found(products).groups;
    groups
        .iter()
        .any(|group| group.members.len() == products.len())
}

#[test]
fn one_thing_told_in_two_ways() {
    let title = "Nike Men Blue Running Shoes";
    for other in [
        "Nike Men Blue Running Shoes",
        "NIKE men's running shoes - blue (Pack of 1)",
        "Nike Men Blue Runing Shoes",
        "Blue Running Shoes for Men by Nike",
        "Genuine Nike Men Blue Running Shoe",
    ] {
        let pair = [product("1", title, 2_999), product("2", other, 2_999)];
        assert!(grouped(&pair), "{other}");
    }
    let mut branded = product("2", "Men Blue Running Shoes", 2_999);
    branded.brand = Some("Nike".to_owned());
    assert!(grouped(&[product("1", title, 2_999), branded]));
    let joined = [
        product("1", "Sony WH-1000XM4 Headphones", 0),
        product("2", "Sony WH1000XM4 headphones", 0),
    ];
    assert!(grouped(&joined));
}

#[test]
fn variants_are_no_duplicates() {
    for (a, b) in [
        ("Apple iPhone 8 64GB Silver", "Apple iPhone 8 64GB Gold"),
        ("Apple iPhone 8 64GB Silver", "Apple iPhone 8 256GB Silver"),
        (
            "Apple iPhone 8 64GB Silver",
            "Apple iPhone 8 Plus 64GB Silver",
        ),
        ("Apple iPhone 8 64GB Silver", "Apple iPhone 7 64GB Silver"),
        (
            "Nike Men Blue Running Shoes",
            "Nike Women Blue Running Shoes",
        ),
        (
            "Nike Men Blue Running Shoes",
            "Nike Men Navy Blue Running Shoes",
        ),
        ("Nike Men Cotton Socks", "Nike Men Cotton Socks (Pack of 3)"),
        (
            "Libas Women Cotton Kurta Blue",
            "Libas Women Cotton Kurti Blue",
        ),
        ("Levi's Men Slim Jeans, 32", "Levi's Men Slim Jeans, 34"),
        ("Sony WH-1000XM4 Headphones", "Sony WH-1000XM5 Headphones"),
        (
            "Steel Water Bottle Left Hand",
            "Steel Water Bottle Right Hand",
        ),
        ("कॉटन कुर्ता नीला पुरुष", "कॉटन कुर्ती नीला पुरुष"),
    ] {
        let pair = [product("1", a, 999), product("2", b, 999)];
        assert!(found(&pair).groups.is_empty(), "{a} / {b}");
    }
}

#[test]
fn facts_speak_against_words() {
    let plain = || product("1", "Nike Men Running Shoes", 2_999);
    let other = || product("2", "Nike Men Running Shoes", 2_999);
    assert!(grouped(&[plain(), other()]));
    for (name, here, there) in [
        ("color", "red", "blue"),
        ("size", "UK 8", "UK 9"),
        ("model", "A1", "A2"),
        ("material", "mesh", "leather"),
    ] {
        assert!(
            !grouped(&[with(plain(), name, here), with(other(), name, there)]),
            "{name}"
        );
    }
    assert!(grouped(&[
        with(plain(), "material", "100% cotton"),
        with(other(), "material", "Pure Cotton")
    ]));
    assert!(grouped(&[with(plain(), "color", "red"), other()]));
    assert!(!grouped(&[
        plain(),
        Product {
            price: Some(Money::rupees(3_500)),
            ..other()
        }
    ]));
    let priced = |product: Product, minor: i64| Product {
        price: Some(Money {
            minor,
            ..Money::rupees(1)
        }),
        ..product
    };
    assert!(!grouped(&[
        priced(plain(), i64::MAX),
        priced(other(), i64::MAX / 2)
    ]));
    let brand = |product: Product, brand: &str| Product {
        brand: Some(brand.to_owned()),
        ..product
    };
    assert!(!grouped(&[brand(plain(), "Nike"), brand(other(), "Puma")]));
}

#[test]
fn a_title_alone_proves_nothing() {
    let pair = [
        product("1", "Lucera Women Silver Earrings", 0),
        product("2", "Lucera Women Silver Earrings", 0),
    ];
    let found = found(&pair);
    assert!(found.groups.is_empty());
    assert_eq!(found.unproven, 2);
    let picture = |product: Product| Product {
        image: Some("https://example.org/7f3a.jpg".to_owned()),
        ..product
    };
    let [a, b] = pair;
    assert!(grouped(&[picture(a), picture(b)]));
}

#[test]
fn one_without_a_colour_does_not_join_two_with_other_ones() {
    let title = "Bose SoundSport Wireless Headphones";
    let silver = with(product("1", title, 9_999), "color", "silver");
    let none = product("2", title, 9_999);
    let gold = with(product("3", title, 9_999), "color", "gold");
    let groups = found(&[silver, none, gold]).groups;
    assert_eq!(groups.len(), 1);
    assert_eq!(
        groups[0].members,
        [ProductId::from("1"), ProductId::from("2")]
    );
}

/// A catalogue of different things with misspelt, turned and shortened copies, and as many near variants as traps.
#[test]
fn planted_copies_are_found_and_planted_variants_are_not() {
    let brands = [
        "Tarang",
        "Kitchora",
        "Beatkhana",
        "Runvaan",
        "Jhanak",
        "Neelkanth",
        "Suvarna",
        "Vanya",
        "Orbitron",
        "Zephyra",
    ];
    let kinds = [
        "Kurta",
        "Running Shoes",
        "Backpack",
        "Wall Clock",
        "Water Bottle",
        "Table Lamp",
        "Bedsheet",
        "Neckband",
        "Trimmer",
        "Wallet",
    ];
    let colors = ["Blue", "Red", "Green", "Black", "White"];
    let uses = [
        "Office", "Festival", "Travel", "Kitchen", "Garden", "School",
    ];
    let (mut products, mut pairs, mut traps) = (Vec::new(), Vec::new(), Vec::new());
    let mut id = 0;
    let mut put = |products: &mut Vec<Product>, title: String, price: i64| {
        id += 1;
        products.push(product(&id.to_string(), &title, price));
        ProductId::from(id.to_string())
    };
    for (b, brand) in brands.iter().enumerate() {
        for (k, kind) in kinds.iter().enumerate() {
            for (u, used) in uses.iter().enumerate() {
                let color = colors[(b + k + u) % colors.len()];
                let other = colors[(b + k + u + 1) % colors.len()];
                let price = 500 + (b * 61 + k * 17 + u * 7) as i64;
                let title = format!("{brand} {color} {kind} for {used}");
                let first = put(&mut products, title.clone(), price);
                match (b + k * 3 + u) % 8 {
                    0 => pairs.push((
                        first,
                        put(
                            &mut products,
                            format!("{kind} for {used} {color} - {brand}"),
                            price,
                        ),
                    )),
                    1 => pairs.push((
                        first,
                        put(&mut products, format!("{title} (Pack of 1)"), price),
                    )),
                    2 => pairs.push((first, put(&mut products, title.to_uppercase(), price))),
                    3 => pairs.push((
                        first,
                        put(
                            &mut products,
                            title.replace(used, &doubled(used, b + k)),
                            price,
                        ),
                    )),
                    4 => traps.push((
                        first,
                        put(&mut products, title.replace(color, other), price),
                    )),
                    5 => traps.push((
                        first,
                        put(&mut products, format!("{title}, Pack of 2"), price),
                    )),
                    6 => traps.push((first, put(&mut products, format!("{title} 64 GB"), price))),
                    _ => traps.push((first, put(&mut products, title, price * 2))),
                }
            }
        }
    }
    let groups = found(&products).groups;
    let together = |(a, b): &&(ProductId, ProductId)| {
        groups
            .iter()
            .any(|g| g.members.contains(a) && g.members.contains(b))
    };
    let right = pairs.iter().filter(together).count();
    let wrong = traps.iter().filter(together).count();
    assert_eq!((right, wrong), (pairs.len(), 0));
    let grouped: usize = groups.iter().map(|group| group.members.len()).sum();
    assert_eq!((groups.len(), grouped), (pairs.len(), pairs.len() * 2));
}

/// The word with one letter written twice.
fn doubled(word: &str, place: usize) -> String {
    let at = 1 + place % (word.len() - 2);
    format!("{}{}", &word[..=at], &word[at..])
}

#[test]
fn the_same_catalogue_gives_the_same_groups_and_can_be_stopped() {
    let titles = [
        "Nike Men Blue Running Shoes",
        "Puma Women Red Sandals",
        "Bata Boys Black School Shoes",
    ];
    let products: Vec<Product> = (0..300)
        .map(|n| product(&n.to_string(), titles[n % 3], 999))
        .collect();
    let first = found(&products);
    assert_eq!(first, found(&products));
    assert_eq!(
        first
            .groups
            .iter()
            .map(|g| g.members.len())
            .collect::<Vec<_>>(),
        [100, 100, 100]
    );
    let mut finder = NearFinder::new();
    products.iter().for_each(|product| finder.add(product));
    assert_eq!(finder.find(|| false), None);
    assert!(found(&[]).groups.is_empty());
}
