use super::*;

fn product(domain: Domain, title: &str) -> Product {
    let json = serde_json::json!({"id": "1", "domain": domain, "title": title});
    serde_json::from_value(json).unwrap()
}

fn with(mut product: Product, name: &str, values: &[&str]) -> Product {
    let values = values.iter().map(|v| (*v).to_owned()).collect();
    product.attributes.insert(name.to_owned(), values);
    product
}

#[test]
fn colours_of_attributes() {
    let shirt = || product(Domain::Fashion, "Parx Men Red Shirt");
    for (value, colors, shades) in [
        ("Navy Blue", &["blue"][..], &["navy blue"][..]),
        ("navy-blue", &["blue"], &["navy blue"]),
        ("Black/White", &["black", "white"], &[]),
        ("Multi", &["multicolour"], &["multi"]),
        ("Multicolour", &["multicolour"], &[]),
        ("Teal", &["blue", "green"], &["teal"]),
        ("नीला", &["blue"], &[]),
        ("Wine", &["red"], &["wine"]),
        ("Grey Melange", &["grey"], &["grey melange"]),
        // What is no colour at all leaves the word to the title.
        ("NA", &["red"], &[]),
    ] {
        let typed = Typed::of(&with(shirt(), "color", &[value]));
        assert_eq!(typed.colors, colors, "{value}");
        assert_eq!(typed.shades, shades, "{value}");
    }
}

#[test]
fn colours_of_titles() {
    use Domain::{Books, Electronics, Fashion, HomeGarden, Other};
    for (domain, title, colors) in [
        (Fashion, "Turtle Check Men Navy Blue Shirt", &["blue"][..]),
        (Fashion, "Red Tape Men Black Shoes", &["black"]),
        (Fashion, "Wine and Olive Saree", &["red", "green"]),
        (Electronics, "Black+Decker Drill", &[]),
        (Electronics, "Blue Star 1.5 Ton AC (White)", &["white"]),
        (Other, "Blue Tokai Coffee Beans", &[]),
        (Other, "Olive Oil, 500 ml", &[]),
        (HomeGarden, "Coffee Mug (Mint)", &["green"]),
        (HomeGarden, "Chocolate Fountain", &[]),
        (Books, "The Red and the Black", &[]),
        (Electronics, "apple iphone 8 plus 64gb rose gold", &["gold"]),
        (Electronics, "Corsair 80 Plus Gold Power Supply", &[]),
        (Fashion, "नीला सूती कुर्ता", &["blue"]),
        (Fashion, "laal joota", &["red"]),
    ] {
        assert_eq!(Typed::of(&product(domain, title)).colors, colors, "{title}");
    }
}

#[test]
fn the_brand_is_no_colour() {
    let mut shoe = product(Domain::Fashion, "Blue Island Men White Shoes");
    assert_eq!(Typed::of(&shoe).colors, ["blue", "white"]);
    shoe.brand = Some("Blue Island".to_owned());
    assert_eq!(Typed::of(&shoe).colors, ["white"]);
}

#[test]
fn the_hindi_title_helps_out() {
    let mut bottle = product(Domain::HomeGarden, "Kitchora Water Bottle");
    bottle.title_hi = Some("किचोरा लाल पानी की बोतल".to_owned());
    assert_eq!(Typed::of(&bottle).colors, ["red"]);
}

#[test]
fn materials_and_blends() {
    let kurta = || product(Domain::Fashion, "Kurta");
    for (value, want) in [
        ("Pure Cotton", &["cotton"][..]),
        ("100% Cotton", &["cotton"]),
        ("60% Cotton, 40% Polyester", &["cotton", "polyester"]),
        ("Poly Cotton", &["polyester", "cotton"]),
        ("Cotton Blend", &["cotton"]),
        ("Synthetic Leather", &["faux leather"]),
        ("सूती", &["cotton"]),
        ("stainless steel", &["stainless steel"]),
    ] {
        let typed = Typed::of(&with(kurta(), "material", &[value]));
        assert_eq!(typed.materials, want, "{value}");
    }
    let title = |domain, text| Typed::of(&product(domain, text)).materials;
    assert_eq!(title(Domain::Fashion, "Banarasi Silk Saree"), ["silk"]);
    assert_eq!(title(Domain::HomeGarden, "Sheesham Wood Chair"), ["wood"]);
    assert_eq!(title(Domain::HomeGarden, "Glass Jar"), ["glass"]);
    assert!(title(Domain::Electronics, "Split AC (Copper)").is_empty());
}

#[test]
fn audience_and_pattern() {
    let of = |domain, text| Typed::of(&product(domain, text));
    for (text, want) in [
        ("Men's Striped Shirt", Some(Audience::Men)),
        ("Shirt for Men & Women", Some(Audience::Unisex)),
        ("महिलाओं के लिए साड़ी", Some(Audience::Women)),
        ("Striped Shirt", None),
    ] {
        assert_eq!(of(Domain::Fashion, text).audience, want, "{text}");
    }
    assert_eq!(
        of(Domain::Fashion, "Men's Striped Shirt").patterns,
        ["striped"]
    );
    assert_eq!(of(Domain::Books, "Little Women").audience, None);
    let mut shoes = product(Domain::Fashion, "Shoes");
    shoes.categories = vec!["Clothing".to_owned(), "Boys' Shoes".to_owned()];
    assert_eq!(Typed::of(&shoes).audience, Some(Audience::Boys));
    let shoes = with(shoes, "gender", &["Women"]);
    assert_eq!(Typed::of(&shoes).audience, Some(Audience::Women));
}

#[test]
fn nothing_is_made_of_nothing() {
    for text in [
        "x",
        "!!!",
        "\u{93c}\u{200d}",
        "…",
        "(,(",
        "9",
        "9x",
        "9.9.9 \"",
        "size",
        "uk",
    ] {
        for domain in Domain::ALL {
            let typed = Typed::of(&product(domain, text));
            assert!(
                typed.colors.is_empty() && typed.materials.is_empty(),
                "{text}"
            );
        }
    }
}
