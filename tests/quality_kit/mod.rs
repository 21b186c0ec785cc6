//! A small catalogue and conversations for the tests of the checks.
#![allow(dead_code, missing_docs)]

#[path = "../export_kit/mod.rs"]
mod export_kit;

use std::collections::BTreeMap;

use muse_studio::domain::{
    Act, Conversation, Currency, Domain, Finding, Money, Product, ProductId, Speaker, Turn,
};
use muse_studio::quality::{Facts, check};

pub struct Catalogue(pub BTreeMap<ProductId, Product>);

impl Facts for Catalogue {
    fn product(&self, id: &ProductId) -> Option<&Product> {
        self.0.get(id)
    }

    fn is_brand(&self, name: &str) -> bool {
        self.0
            .values()
            .any(|p| p.brand.as_ref().is_some_and(|b| b.to_lowercase() == name))
    }

    fn sound(&self, word: &str) -> Option<String> {
        muse_studio::catalog::translit::key(word)
    }
}

pub fn product(id: &str, title: &str, brand: &str, price: i64, mrp: i64, stock: u32) -> Product {
    Product {
        id: id.into(),
        source: String::new(),
        domain: Domain::Fashion,
        title: title.into(),
        title_hi: None,
        brand: (!brand.is_empty()).then(|| brand.into()),
        categories: vec![],
        price: (price > 0).then(|| Money::rupees(price)),
        mrp: (mrp > 0).then(|| Money::rupees(mrp)),
        rating: Some(4.2),
        rating_count: Some(120),
        stock: Some(stock),
        description: None,
        attributes: BTreeMap::new(),
        image: None,
        new_description: None,
    }
}

pub fn catalogue() -> Catalogue {
    let mut lamp = product("lamp", "Bell & Birch Table Lamp", "Bell & Birch", 0, 0, 4);
    lamp.price = Some(Money {
        minor: 1599,
        currency: Currency::USD,
    });
    let mut blue = product(
        "kurta",
        "Tarang Cotton Straight Kurta, Blue",
        "Tarang",
        1299,
        1999,
        12,
    );
    blue.title_hi = Some("तरंग नीला सूती कुर्ता".into());
    let all = [
        blue,
        product(
            "print",
            "Rangrez Printed Rayon Kurta",
            "Rangrez",
            899,
            1499,
            0,
        ),
        product(
            "buds",
            "Dhvani Buds 2 Wireless Earbuds",
            "Dhvani",
            1999,
            3499,
            5,
        ),
        product(
            "phones",
            "Goonj Bass Over-Ear Headphones",
            "Goonj",
            2499,
            0,
            3,
        ),
        product(
            "cooker",
            "Angan 5 Litre Pressure Cooker",
            "Angan",
            1500,
            1800,
            9,
        ),
        product(
            "novel",
            "Raat Ka Safar: Hindi Novel",
            "Kalamghar",
            250,
            0,
            7,
        ),
        product("diya", "Mitti Clay Diya Set", "Mitti", 0, 0, 5),
        product("shoes", "Bata Comfit Walking Shoes", "Bata", 1799, 0, 5),
        lamp,
    ];
    Catalogue(all.into_iter().map(|p| (p.id.clone(), p)).collect())
}

/// A turn as a test writes it: `who:act:products:text`, products split by spaces.
pub fn conversation(lines: &[&str]) -> Conversation {
    let bare: Vec<String> = lines
        .iter()
        .map(|line| {
            let parts: Vec<&str> = line.splitn(4, ':').collect();
            format!("{}:{}", parts[0], parts[3])
        })
        .collect();
    let mut made =
        export_kit::conversation(0, &bare.iter().map(String::as_str).collect::<Vec<_>>());
    made.profile.preferences.preferred_brands.clear();
    let ids: Vec<_> = made.current_turns().map(|turn| turn.id).collect();
    for (id, line) in ids.iter().zip(lines) {
        let parts: Vec<&str> = line.splitn(4, ':').collect();
        let turn: &mut Turn = made.turns.get_mut(id).unwrap();
        turn.act = parts[1].parse::<Act>().unwrap();
        turn.mentioned = parts[2].split_whitespace().map(ProductId::from).collect();
        assert_eq!(turn.speaker == Speaker::User, parts[0] == "u");
    }
    made
}

pub fn findings(lines: &[&str]) -> Vec<Finding> {
    let made = conversation(lines);
    check(&made, &|turn| &turn.text, &catalogue())
}
