//! The sample data that we ship: it is what its generator makes, it reads, and no shop would be ashamed of it.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use muse_studio::domain::{Domain, Product};
use serde_json::Value;

#[path = "../sample_data/generate/catalogue/mod.rs"]
mod catalogue;
#[allow(
    dead_code,
    reason = "shared with the generator, which writes the files"
)]
#[path = "../sample_data/generate/pictures/mod.rs"]
mod pictures;
#[path = "../sample_data/generate/profiles.rs"]
mod profiles;

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("sample_data")
        .join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(sample(name)).unwrap()
}

fn json(name: &str) -> Value {
    serde_json::from_str(&text(name)).unwrap()
}

fn toml_file(path: &Path) -> toml::Table {
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

fn products() -> Vec<Product> {
    text("products.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn devanagari(text: &str) -> bool {
    text.chars().any(|c| ('\u{0900}'..='\u{097F}').contains(&c))
}

#[test]
fn the_generator_makes_the_shipped_catalogue_byte_for_byte() {
    let mut products = catalogue::products().unwrap();
    pictures::name(&mut products);
    let made = catalogue::jsonl(&products).unwrap();
    assert!(
        made == text("products.jsonl"),
        "run `cargo run --example sample_data`"
    );
}

#[test]
fn the_generator_makes_the_shipped_profiles_byte_for_byte() {
    let made = profiles::profiles(&catalogue::products().unwrap()).unwrap();
    assert!(
        profiles::json(&made).unwrap() == text("profiles.json"),
        "run `cargo run --example sample_data`"
    );
}

#[cfg(feature = "images")]
#[test]
fn the_generator_makes_the_shipped_pictures_pixel_for_pixel() {
    use muse_studio::catalog::pictures::{Blocks, Limits, Media, load};
    let mut products = catalogue::products().unwrap();
    let drawn = pictures::name(&mut products);
    let media = Media::new(sample("media"));
    let mut small = HashSet::new();
    for drawing in &drawn {
        let shipped = load(&media.find(&drawing.file).unwrap(), Limits::default()).unwrap();
        let rgb: Vec<u8> = shipped
            .rgba()
            .chunks_exact(4)
            .flat_map(|pixel| pixel[..3].to_vec())
            .collect();
        assert!(
            rgb == drawing.pixels(),
            "{}: run `cargo run --example sample_data`",
            drawing.file
        );
        let blocks = Blocks::of(&shipped, 20, 10, [0; 3]);
        let cells: Vec<_> = blocks
            .rows()
            .flatten()
            .map(|b| (b.upper, b.lower))
            .collect();
        let same = |a: &[u8; 3], b: &[u8; 3]| a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) < 40);
        let (card, _) = cells[0];
        let seen = cells
            .iter()
            .filter(|(upper, lower)| !same(upper, &card) || !same(lower, &card))
            .count();
        assert!(seen > 30, "{} is hardly seen at 20 by 10", drawing.file);
        small.insert(cells);
    }
    assert_eq!(small.len(), drawn.len(), "no two look the same at 20 by 10");
    let files = std::fs::read_dir(sample("media")).unwrap().count();
    assert_eq!(files, drawn.len(), "no picture is left over");
}

#[test]
fn pictures_are_of_all_departments_and_their_words_agree_with_the_catalogue() {
    let products = products();
    let pictured: Vec<&Product> = products.iter().filter(|p| p.image.is_some()).collect();
    assert!(pictured.len() >= 60);
    for domain in [
        Domain::Fashion,
        Domain::Electronics,
        Domain::HomeGarden,
        Domain::Books,
    ] {
        let count = pictured.iter().filter(|p| p.domain == domain).count();
        assert!(count >= 10, "{domain}: {count}");
    }
    for product in pictured {
        assert_eq!(product.image, Some(format!("{}.png", product.id)));
        let alt = muse_studio::catalog::alt_text::of(product);
        let words = alt.en.to_lowercase();
        for name in ["type", "color", "pattern", "material"] {
            if let Some(value) = product.attribute(name) {
                assert!(words.contains(&value.to_lowercase()), "{words}: no {name}");
            }
        }
        assert!(devanagari(&alt.hi.unwrap()));
    }
}

#[test]
fn the_fifty_profiles_read_and_want_what_the_catalogue_has() {
    let ids: HashSet<_> = products().into_iter().map(|p| p.id).collect();
    let read: Vec<_> = muse_studio::import::profiles::open(&sample("profiles.json"))
        .unwrap()
        .map(|profile| profile.unwrap())
        .collect();
    let shipped: Vec<muse_studio::domain::Profile> =
        serde_json::from_str(&text("profiles.json")).unwrap();
    assert_eq!(read, shipped, "the importer reads what the generator means");
    let names: HashSet<_> = read.iter().map(|p| p.user_id.as_str()).collect();
    assert_eq!((read.len(), names.len()), (50, 50));
    let languages: HashSet<_> = read
        .iter()
        .map(|p| p.conversation_style.language.code())
        .collect();
    assert_eq!(languages.len(), 3, "{languages:?}");
    let wishes: Vec<_> = read.iter().map(|p| p.scenario.as_ref().unwrap()).collect();
    let domains: HashSet<_> = wishes.iter().map(|s| s.domain.code()).collect();
    assert!(domains.len() >= 4, "{domains:?}");
    let targets: Vec<_> = wishes.iter().filter_map(|s| s.target.as_ref()).collect();
    assert!(!targets.is_empty() && targets.iter().all(|id| ids.contains(*id)));
}

#[test]
fn every_product_has_its_own_id_and_titles_in_both_languages() {
    let products = products();
    assert!((1_900..2_300).contains(&products.len()));
    let ids: HashSet<_> = products.iter().map(|p| p.id.as_str()).collect();
    let titles: HashSet<_> = products.iter().map(|p| p.title.to_lowercase()).collect();
    assert_eq!((ids.len(), titles.len()), (products.len(), products.len()));
    for product in &products {
        let hindi = product.title_hi.as_deref().unwrap();
        assert!(devanagari(hindi), "{}: {hindi}", product.id);
        assert!(!devanagari(&product.title), "{}", product.title);
        assert!(product.title.chars().count() <= 110, "{}", product.title);
        assert!(
            product
                .description
                .as_deref()
                .is_some_and(|d| d.ends_with('.')),
            "{}",
            product.id
        );
    }
}

#[test]
fn prices_are_rupees_below_the_printed_price() {
    let products = products();
    let priced = products.iter().filter(|p| p.price.is_some()).count();
    assert!((0.96..0.995).contains(&(priced as f64 / products.len() as f64)));
    for product in &products {
        match (product.price, product.mrp) {
            (Some(price), Some(mrp)) => {
                assert_eq!(price.currency.code(), "INR");
                assert!(price.within(mrp) && price.major() >= 49, "{}", product.id);
                assert_eq!(price.minor % 100, 0);
            }
            (None, None) => {}
            _ => panic!("{} has one price without the other", product.id),
        }
        assert!(
            product.rating.is_none_or(|r| (3.2..=4.8).contains(&r)),
            "{}",
            product.id
        );
        assert_eq!(product.rating.is_some(), product.rating_count.is_some());
    }
}

#[test]
fn about_six_in_a_hundred_are_sold_out() {
    let products = products();
    let share = |hit: fn(&Product) -> bool| {
        products.iter().filter(|p| hit(p)).count() as f64 / products.len() as f64
    };
    assert!((0.04..0.08).contains(&share(Product::out_of_stock)));
    assert!((0.03..0.09).contains(&share(|p| p.stock.is_none())));
}

#[test]
fn every_kind_is_a_shop_noun_and_offers_a_choice() {
    let nouns =
        toml_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dialogue/data/nouns.toml"));
    let nouns: BTreeMap<&str, &toml::Value> = nouns["noun"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| (n["type"].as_str().unwrap(), n))
        .collect();
    let mut kinds: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for product in products() {
        let kind = product.attribute("type").unwrap();
        let noun = nouns
            .get(kind)
            .unwrap_or_else(|| panic!("{kind} is no shop noun"));
        assert_eq!(noun["domain"].as_str(), Some(product.domain.code()));
        for (attribute, key) in [
            ("noun_hi", "hi"),
            ("noun_latin", "latin"),
            ("noun_gender", "gender"),
            ("noun_number", "number"),
        ] {
            assert_eq!(
                product.attribute(attribute),
                noun[key].as_str(),
                "{}",
                product.id
            );
        }
        kinds
            .entry(kind.to_owned())
            .or_default()
            .extend(product.price.map(|p| p.major()));
    }
    assert!(kinds.len() > 200);
    for (kind, prices) in kinds {
        assert!(prices.len() >= 5, "{kind}: {prices:?}");
        assert!(
            prices.iter().max() > prices.iter().min(),
            "{kind}: {prices:?}"
        );
    }
}

#[test]
fn every_brand_is_on_the_list_of_invented_ones() {
    let shared = toml_file(&sample("generate/data/shared.toml"));
    let brands: HashSet<&str> = shared["brand"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| b["name"].as_str().unwrap())
        .collect();
    assert!(brands.len() >= 60);
    for product in products() {
        assert!(
            brands.contains(product.brand.as_deref().unwrap()),
            "{}",
            product.id
        );
    }
}

#[test]
fn all_four_departments_have_goods() {
    let products = products();
    for (domain, least) in [
        (Domain::Fashion, 500),
        (Domain::Electronics, 400),
        (Domain::HomeGarden, 400),
        (Domain::Books, 200),
    ] {
        assert!(
            products.iter().filter(|p| p.domain == domain).count() >= least,
            "{domain}"
        );
    }
}

#[test]
fn titles_are_not_cut_from_one_template() {
    let products = products();
    let by = products.iter().filter(|p| p.title.contains(" by ")).count();
    let with = products
        .iter()
        .filter(|p| p.title.contains(" with "))
        .count();
    let people = products
        .iter()
        .filter(|p| p.title.contains(" for "))
        .count();
    for count in [by, with, people] {
        assert!(
            count * 100 <= products.len() * 25,
            "{count} of {}",
            products.len()
        );
    }
}

#[test]
fn every_known_policy_answers_in_three_languages() {
    let policy = json("store_policy.json");
    let answers = |entry: &Value, name: &str| {
        for language in ["en", "hi", "hinglish"] {
            let ways = match &entry[language] {
                Value::Array(ways) => ways.clone(),
                one => vec![one.clone()],
            };
            for way in ways {
                let answer = way
                    .as_str()
                    .unwrap_or_else(|| panic!("{name} has no {language}"));
                assert_eq!(devanagari(answer), language == "hi", "{name}: {answer}");
            }
        }
    };
    for (name, topic) in policy["topics"].as_object().unwrap() {
        for clause in topic["clauses"].as_array().into_iter().flatten() {
            answers(clause, name);
        }
        match topic["status"].as_str() {
            Some("known" | "refused") => answers(topic, name),
            Some("unknown") => assert_eq!(topic.as_object().unwrap().len(), 1, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
    answers(&policy["unknown_answer"], "unknown_answer");
}

#[test]
fn festivals_have_one_date_for_each_year_and_known_states() {
    let file = toml_file(&sample("festivals.toml"));
    let demographics = json("demographics.json");
    let cities = demographics["cities"].as_array().unwrap();
    let mut keys = HashSet::new();
    for festival in file["festival"].as_array().unwrap() {
        let key = festival["key"].as_str().unwrap();
        assert!(keys.insert(key), "{key} twice");
        let years: Vec<i16> = festival["dates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| {
                d.as_str()
                    .unwrap()
                    .parse::<jiff::civil::Date>()
                    .unwrap()
                    .year()
            })
            .collect();
        assert_eq!(years, [2025, 2026, 2027], "{key}");
        assert!(devanagari(festival["hi"].as_str().unwrap()), "{key}");
        assert!(
            festival["approx"].is_bool() && festival["lead_days"].as_integer().unwrap() > 0,
            "{key}"
        );
    }
    for key in [
        "diwali",
        "holi",
        "raksha_bandhan",
        "eid_al_fitr",
        "onam",
        "durga_puja",
        "christmas",
        "chhath",
    ] {
        assert!(keys.contains(key), "{key}");
    }
    let kerala = cities.iter().any(|c| c["state"] == "Kerala");
    assert!(kerala, "no city would keep Onam");
}

#[test]
fn demographics_weights_are_positive_and_budgets_are_ranges() {
    let file = json("demographics.json");
    for table in [
        "languages",
        "genders",
        "domains",
        "occasions",
        "motives",
        "formality",
        "detail_preference",
    ] {
        for (name, weight) in file[table].as_object().unwrap() {
            assert!(weight.as_f64().unwrap() > 0.0, "{table}.{name}");
        }
    }
    for (name, share) in [("en", 35), ("hi", 25), ("hinglish", 40)] {
        assert_eq!(file["languages"][name], share);
    }
    let bands = file["age_bands"].as_array().unwrap();
    assert!(
        bands
            .windows(2)
            .all(|pair| pair[0]["max"].as_u64() < pair[1]["min"].as_u64())
    );
    for (income, domains) in file["budgets"].as_object().unwrap() {
        for (domain, ranges) in domains.as_object().unwrap() {
            for range in ranges.as_array().unwrap() {
                assert!(range[0].as_u64() < range[1].as_u64(), "{income} {domain}");
            }
        }
    }
}

#[test]
fn the_sample_settings_carry_no_key() {
    let config = json("config.json");
    for name in ["openai_api_key", "anthropic_api_key"] {
        assert!(
            config[name].as_str().unwrap().starts_with("your_"),
            "{name}"
        );
    }
    assert_eq!(config["rate_limits"]["requests_per_minute"], 60);
    assert_eq!(config["conversation_settings"]["max_turns"], 10);
}
