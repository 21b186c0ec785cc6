//! One product on the command line: shown, edited, undone, its history, who names it.

use crate::cli_kit::{Home, Said, conversations};
use serde_json::Value;

/// What the call printed must hold these words.
#[track_caller]
fn prints(said: Said, words: &[&str]) {
    let said = said.ended(0);
    for word in words {
        assert!(
            said.out.contains(word),
            "`{word}` is missing in:\n{}",
            said.out
        );
    }
}

fn first_product(home: &Home) -> Value {
    home.muse(&["products", "list", "--limit", "1", "--json"])
        .ended(0)
        .json()
}

#[test]
fn a_product_is_edited_undone_and_its_history_told() {
    let home = Home::with_products();
    let before = first_product(&home);
    let id = before["id"].as_str().unwrap();
    let shown = home
        .muse(&["products", "show", id, "--json"])
        .ended(0)
        .json();
    assert_eq!(shown["title"], before["title"]);
    assert_eq!((&shown["version"], &shown["used"]), (&1.into(), &0.into()));

    let edited = home.muse(&["products", "edit", id, "price", "₹1,234", "--expect", "1"]);
    prints(edited, &["price", "-> ₹1,234", "review undo"]);
    let shown = home
        .muse(&["products", "show", id, "--json"])
        .ended(0)
        .json();
    assert_eq!(shown["price"]["minor"], 123_400);
    assert_eq!(shown["imported"]["price"], before["price"]);
    assert_eq!(shown["edits"][0]["field"], "price");
    let words = home.muse(&["products", "show", id]);
    prints(
        words,
        &["price: ₹1,234", "edited: price by", "the catalogue says"],
    );

    let stale = home.muse(&["products", "edit", id, "price", "9", "--expect", "1"]);
    stale.told(
        1,
        &[
            "the product was changed meanwhile",
            "version 2, yours was 1",
        ],
    );
    let same = home.muse(&["products", "edit", id, "price", "1234", "--json"]);
    assert_eq!(same.ended(0).json()["changed"], false);

    let undone = home.muse(&["review", "undo"]);
    prints(undone, &["took back 1", id, "price"]);
    let shown = home
        .muse(&["products", "show", id, "--json"])
        .ended(0)
        .json();
    assert_eq!(shown["price"], before["price"]);
    let log = home.muse(&["review", "log"]);
    prints(log, &["undo of product", "-> ₹1,234"]);
    let history = home.muse(&["products", "history", id, "--json"]).ended(0);
    let history = history.lines();
    let versions: Vec<u64> = history
        .iter()
        .map(|v| v["version"].as_u64().unwrap())
        .collect();
    assert_eq!(versions, [1, 2, 3]);
    assert_eq!(history[1]["action"]["do"], "set");
    assert_eq!(history[2]["undo"], true);
    let told = home.muse(&["products", "history", id]);
    prints(told, &["version 2, edited by", "version 3, undone"]);
}

#[test]
fn what_cannot_be_done_is_said_in_a_sentence() {
    let home = Home::with_products();
    let before = first_product(&home);
    let id = before["id"].as_str().unwrap();
    for (field, text, told) in [
        ("colour", "red", "attributes.NAME"),
        ("price", "call us", "price: `call us` is not a price"),
        ("rating", "-3", "from 0 to 5"),
        ("title", "", "needs a title"),
    ] {
        home.muse(&["products", "edit", id, field, text])
            .told(2, &[told]);
    }
    for verb in ["show", "history", "uses"] {
        home.muse(&["products", verb, "nowhere"])
            .told(2, &["`nowhere` names no product", "products search"]);
    }
    assert_eq!(first_product(&home), before);
}

#[test]
fn an_edited_product_is_found_by_its_new_title() {
    let home = Home::with_products();
    let id = first_product(&home)["id"].as_str().unwrap().to_owned();
    home.muse(&["products", "edit", &id, "title", "Zanskar woollen shawl"])
        .ended(0);
    home.muse(&["setup", "--yes"]);
    let found = home
        .muse(&["products", "search", "zanskar", "--json"])
        .ended(0)
        .json();
    assert_eq!(found["total"], 1);
    assert_eq!(found["products"][0]["id"], id.as_str());
}

#[test]
fn the_conversations_that_name_a_product_are_listed() {
    let home = Home::with_products();
    home.muse(&["generate", "--num-conversations", "4", "--seed", "7"])
        .ended(0);
    assert_eq!(conversations(&home).len(), 4);
    let page = home
        .muse(&["products", "list", "--limit", "1000", "--json"])
        .ended(0);
    let products = page.lines();
    let used = products.iter().find_map(|product| {
        let id = product["id"].as_str().unwrap();
        let uses = home
            .muse(&["products", "uses", id, "--json"])
            .ended(0)
            .lines();
        (!uses.is_empty()).then(|| (id.to_owned(), uses))
    });
    let (id, uses) = used.expect("made conversations name products");
    for line in &uses {
        let given = line["conversation"].as_str().unwrap();
        let whole = home
            .muse(&["conversations", "show", given, "--json"])
            .ended(0);
        let place = line["turns"][0]["place"].as_u64().unwrap() as usize;
        let text = whole.json()["turns"][place - 1]["text"].clone();
        assert_eq!(line["turns"][0]["text"], text);
    }
    let shown = home
        .muse(&["products", "show", &id, "--json"])
        .ended(0)
        .json();
    assert_eq!(shown["used"].as_u64().unwrap() as usize, uses.len());
}

#[test]
fn an_import_leaves_an_edit_and_the_search_knows_it() {
    let home = Home::with_products();
    let before = first_product(&home);
    let id = before["id"].as_str().unwrap();
    home.muse(&["products", "edit", id, "title", "Zanskar woollen shawl"])
        .ended(0);
    let changed = crate::cli_kit::products().replace("\"stock\":5", "\"stock\":7");
    let file = home.put("shop.jsonl", changed);
    let file = file.to_str().unwrap();
    let again = home
        .muse(&["products", "import", file, "--json"])
        .ended(0)
        .json();
    let notes = again["notes"].to_string();
    assert!(
        notes.contains("stands over the file in 1 product"),
        "{again}"
    );
    assert_eq!(again["added"], 0);
    let shown = home
        .muse(&["products", "show", id, "--json"])
        .ended(0)
        .json();
    assert_eq!(shown["title"], "Zanskar woollen shawl");
    assert_eq!(shown["imported"]["title"], before["title"]);
    assert_eq!(shown["stock"], 7);
    let found = home
        .muse(&["products", "search", "zanskar", "--json"])
        .ended(0)
        .json();
    assert_eq!(found["products"][0]["id"], id);
}
