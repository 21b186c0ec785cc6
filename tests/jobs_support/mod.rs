//! What the stories about jobs share: a small catalogue and a workspace that holds it.
#![allow(dead_code)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use muse_studio::domain::Profile;
use muse_studio::export::Format;
use muse_studio::jobs::{
    Access, Clock, Events, ExportOptions, GenerateOptions, ImportOptions, JobEvent, Runner,
    Shoppers, Workspace,
};

/// Milliseconds since 1970 that every clock of these stories shows.
pub const NOW_MS: i64 = 1_780_000_000_000;

/// A hundred and twenty products of four departments, as JSON Lines.
pub fn catalogue() -> String {
    let kinds = [
        ("fashion", "Clothing", "kurta", "Anvika", 799),
        ("fashion", "Footwear", "sneakers", "Padchinh", 1_499),
        ("electronics", "Audio", "earphones", "Dhwani", 1_299),
        (
            "home_garden",
            "Kitchen",
            "pressure cooker",
            "Rasoika",
            1_899,
        ),
        ("books", "Fiction", "novel", "Pothi Press", 299),
    ];
    let colours = ["blue", "red", "black", "green", "white", "yellow"];
    let mut text = String::new();
    for (place, (domain, category, noun, brand, price)) in kinds.iter().enumerate() {
        for number in 0..24 {
            let colour = colours[number % colours.len()];
            let row = serde_json::json!({
                "item_id": format!("P{place}{number:03}"),
                "domain": domain,
                "title": format!("{brand} {colour} {noun} {number}"),
                "brand": brand,
                "categories": [category, noun],
                "price": price + 50 * number,
                "currency": "INR",
                "stock": 5,
                "attributes": { "color": [colour] },
            });
            let _ = writeln!(text, "{row}");
        }
    }
    text
}

/// Eight shoppers who want something that the catalogue has.
pub fn shoppers() -> Vec<Profile> {
    let wants = [
        ("fashion", "kurta", "blue", "hinglish"),
        ("electronics", "earphones", "black", "en"),
        ("home_garden", "pressure cooker", "red", "hi"),
        ("fashion", "sneakers", "white", "hinglish"),
    ];
    let profile = |(number, (domain, thing, colour, language)): (
        usize,
        &(&str, &str, &str, &str),
    )| {
        serde_json::from_value(serde_json::json!({
            "user_id": format!("shopper_{number}"),
            "demographics": { "age": 25 + number, "gender": "female", "location": "Pune", "income_level": "middle" },
            "preferences": { "style": "casual", "budget_range": "500-3000" },
            "conversation_style": { "language": language },
            "scenario": {
                "domain": domain, "product_type": thing, "motive": "worn_out",
                "budget": { "minor": 250_000, "currency": "INR" },
                "wanted": [{ "name": "color", "value": colour }],
            },
        }))
        .unwrap()
    };
    wants
        .iter()
        .chain(&wants)
        .enumerate()
        .map(profile)
        .collect()
}

/// Writes a file into a folder.
pub fn file(dir: &Path, name: &str, text: &str) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// A new workspace without anything in it.
pub async fn empty(dir: &Path) -> Workspace {
    Workspace::create(&dir.join("ws"), Clock::fixed(NOW_MS))
        .await
        .unwrap()
}

/// The workspace of [`empty`], opened again.
pub async fn reopened(dir: &Path) -> Workspace {
    Workspace::open(&dir.join("ws"), Access::Write, Clock::fixed(NOW_MS))
        .await
        .unwrap()
}

/// A runner on a new workspace that holds the small catalogue.
pub async fn stocked(dir: &Path) -> (Runner, Events) {
    let (runner, events) = Runner::new(empty(dir).await);
    let options = ImportOptions {
        files: vec![file(dir, "catalogue.jsonl", &catalogue())],
        ..ImportOptions::default()
    };
    let imported = runner.import_products(options).finish().await.unwrap();
    assert_eq!(
        (imported.added, imported.rejected),
        (120, 0),
        "{imported:?}"
    );
    (runner, events)
}

/// What a `muse` export of everything writes.
pub async fn muse_bytes(runner: &Runner, dir: &Path, name: &str) -> Vec<u8> {
    let options = ExportOptions {
        to: Some(dir.join(name)),
        ..ExportOptions::new(Format::Muse)
    };
    let exported = runner.export(options).finish().await.unwrap();
    std::fs::read(&exported.report().unwrap().path).unwrap()
}

/// `count` conversations of the eight shoppers with seed 7.
pub fn asked(count: u32, concurrency: usize) -> GenerateOptions {
    GenerateOptions {
        count,
        seed: Some(7),
        shoppers: Shoppers::Given(shoppers()),
        concurrency,
        ..GenerateOptions::default()
    }
}

/// Every event that is there now.
pub fn drain(events: &mut Events) -> Vec<JobEvent> {
    std::iter::from_fn(|| events.try_next()).collect()
}
