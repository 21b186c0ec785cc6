//! The categories of a catalogue: the tree, the kinds of products, and the published map, byte for byte.

use std::path::{Path, PathBuf};

use crate::cli_kit::Home;
use serde_json::{Map, Value, json};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/categories")
        .join(name)
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// A home with a workspace that holds these items.
fn with(items: &Path) -> Home {
    let home = Home::new();
    home.muse(&["init"]).ended(0);
    home.muse(&["products", "import", &text(items)]).ended(0);
    home
}

#[test]
fn the_map_is_the_published_one() {
    let home = with(&data("items.json"));
    let want = std::fs::read_to_string(data("category2items.json")).unwrap();
    // By the rules alone, from names on two products.
    let said = home
        .muse(&[
            "categories",
            "map",
            "--min-items",
            "2",
            "--out",
            "map.json",
            "--json",
        ])
        .ended(0)
        .json();
    assert_eq!(
        (&said["categories"], &said["memberships"], &said["items"]),
        (&json!(3), &json!(7), &json!(5))
    );
    assert_eq!(
        std::fs::read_to_string(home.at("cwd/map.json")).unwrap(),
        want
    );
    // By a given list, which may be such a map.
    let list = text(&data("category2items.json"));
    home.muse(&[
        "categories",
        "map",
        "--categories",
        &list,
        "--out",
        "again.json",
    ])
    .ended(0);
    assert_eq!(
        std::fs::read_to_string(home.at("cwd/again.json")).unwrap(),
        want
    );
    let printed = home
        .muse(&["categories", "map", "--categories", &list])
        .ended(0)
        .out;
    assert_eq!(printed.trim_end(), want);
    let compact = home
        .muse(&[
            "categories",
            "map",
            "--categories",
            &list,
            "--layout",
            "compact",
        ])
        .ended(0)
        .json();
    assert_eq!(compact, serde_json::from_str::<Value>(&want).unwrap());
}

#[test]
fn kinds_of_products_are_told_from_the_rest() {
    let home = with(&data("items.json"));
    let said = home
        .muse(&[
            "categories",
            "extract",
            "--min-items",
            "1",
            "--out",
            "list.json",
            "--json",
        ])
        .ended(0)
        .json();
    let names: Vec<&str> = said["categories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["name"].as_str().unwrap())
        .collect();
    let want = [
        "Sandals",
        "Flip-Flops",
        "Hats & Caps",
        "Skullies & Beanies",
        "Slides",
        "Sun Hats",
        "Rings",
        "Bands",
    ];
    assert_eq!(names, want);
    let written: Vec<String> =
        serde_json::from_str(&std::fs::read_to_string(home.at("cwd/list.json")).unwrap()).unwrap();
    assert_eq!(written, want);
    assert_eq!(said["categories"][0]["domain"], "fashion");
    let left: Vec<&str> = said["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["name"].as_str().unwrap())
        .collect();
    assert!(
        left.contains(&"Women") && left.contains(&"Clothing, Shoes & Jewelry"),
        "{left:?}"
    );
    let five = home.muse(&["categories", "extract"]).ended(0).out;
    assert!(
        five.contains("0 names taken of 6 products") && five.contains("on fewer than 5 products"),
        "{five}"
    );
    home.put("own.toml", "Sandals = \"other\"\n");
    let said = home
        .muse(&[
            "categories",
            "extract",
            "--min-items",
            "2",
            "--domains",
            "own.toml",
            "--domain",
            "other",
            "--json",
        ])
        .ended(0)
        .json();
    assert_eq!(
        said["categories"],
        json!([{"name": "Sandals", "items": 3, "domain": "other", "confidence": 1.0, "by": "file"}])
    );
}

#[test]
fn the_tree_is_shown_from_any_place() {
    let home = with(&data("items.json"));
    let all = home
        .muse(&["categories", "show", "--depth", "3"])
        .ended(0)
        .out;
    assert!(
        all.contains("all products") && all.contains("Accessories"),
        "{all}"
    );
    let path = "Clothing, Shoes & Jewelry > women";
    let said = home
        .muse(&["categories", "show", path, "--depth", "1", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (&said["name"], &said["items"]),
        (&json!("Women"), &json!(4))
    );
    let below: Vec<_> = said["below"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| (b["name"].as_str().unwrap(), b["items"].as_u64().unwrap()))
        .collect();
    assert_eq!(below, [("Shoes", 2), ("Accessories", 1), ("Jewelry", 1)]);
    home.muse(&["categories", "show", "Sandals"])
        .told(2, &["did you mean", "Shoes > Sandals"]);
    home.muse(&["categories", "show", "Spaceships"])
        .told(2, &["Spaceships", "categories show"]);
}

#[test]
fn files_that_are_no_lists_are_told() {
    let home = with(&data("items.json"));
    home.put("bad.json", "[1, 2]");
    home.put("domains.json", "{\"Sandals\": \"shoes\"}");
    home.muse(&["categories", "map", "--categories", "bad.json"])
        .told(2, &["bad.json", "entry 1"]);
    home.muse(&["categories", "map", "--categories", "gone.json"])
        .told(2, &["gone.json"]);
    home.muse(&["categories", "extract", "--domains", "domains.json"])
        .told(2, &["Sandals", "shoes"]);
    home.put("list.txt", "Sandals\nSpaceships\n");
    let said = home
        .muse(&["categories", "map", "--categories", "list.txt"])
        .told(0, &["1 names of the list", "Spaceships"]);
    assert!(said.out.contains("Sandals"));
}

#[test]
fn the_official_items_have_their_official_memberships() {
    let root = std::env::var_os("MUSE_SHARED")
        .map_or_else(|| Path::new("../shared").into(), PathBuf::from);
    // The program runs in a folder of its own.
    let root = root.canonicalize().unwrap_or(root);
    let official = root.join("data/muse/official");
    let (items, map) = (
        official.join("updated_item_profile.from_official_scenarios.json"),
        official.join("category2items.json"),
    );
    if !items.is_file() || !map.is_file() {
        println!("skipped: {} is not at hand", official.display());
        return;
    }
    let ids: Map<String, Value> =
        serde_json::from_str(&std::fs::read_to_string(&items).unwrap()).unwrap();
    let all: Map<String, Value> =
        serde_json::from_str(&std::fs::read_to_string(&map).unwrap()).unwrap();
    let shared = |list: &Value| {
        let mut list: Vec<String> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|id| id.as_str().unwrap().to_owned())
            .collect();
        list.retain(|id| ids.contains_key(id));
        list.sort();
        list
    };
    let want: Vec<(String, Vec<String>)> = {
        let mut want: Vec<_> = all
            .iter()
            .map(|(tag, list)| (tag.clone(), shared(list)))
            .filter(|(_, list)| !list.is_empty())
            .collect();
        want.sort();
        want
    };
    assert!(want.len() > 20);
    let home = with(&items);
    home.muse(&[
        "categories",
        "map",
        "--categories",
        &text(&map),
        "--out",
        "ours.json",
    ])
    .ended(0);
    let ours: Map<String, Value> =
        serde_json::from_str(&std::fs::read_to_string(home.at("cwd/ours.json")).unwrap()).unwrap();
    let mut ours: Vec<_> = ours
        .iter()
        .map(|(tag, list)| (tag.clone(), shared(list)))
        .collect();
    ours.sort();
    assert_eq!(ours, want);
    // The rules alone keep all of the official kinds that these items carry.
    home.muse(&[
        "categories",
        "extract",
        "--min-items",
        "1",
        "--out",
        "kinds.json",
    ])
    .ended(0);
    let kinds: Vec<String> =
        serde_json::from_str(&std::fs::read_to_string(home.at("cwd/kinds.json")).unwrap()).unwrap();
    let lost: Vec<&String> = want
        .iter()
        .map(|(tag, _)| tag)
        .filter(|tag| !kinds.contains(tag))
        .collect();
    let more: Vec<&String> = kinds
        .iter()
        .filter(|tag| !want.iter().any(|(other, _)| other == *tag))
        .collect();
    println!(
        "kinds by rules: {} of {} official, and {more:?}",
        want.len() - lost.len(),
        want.len()
    );
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn duplicates_are_found_listed_and_shown() {
    let home = Home::new();
    home.muse(&["init"]).ended(0);
    let rows = "id,title,price,domain\n1,Nike Men Blue Running Shoes,2999,fashion\n2,\"NIKE men's blue running shoe, set of 1\",2999,fashion\n3,Nike Men Red Running Shoes,2999,fashion\n";
    home.put("some.csv", rows);
    home.muse(&["products", "import", "some.csv"]).ended(0);
    home.muse(&["products", "duplicates", "list"])
        .told(0, &["nobody has looked"]);
    let found = home
        .muse(&["products", "duplicates", "find", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (&found["groups"], &found["members"], &found["products"]),
        (&json!(1), &json!(2), &json!(3))
    );
    let list = home
        .muse(&["products", "duplicates", "list", "--json"])
        .ended(0)
        .lines();
    let ids: Vec<&str> = list[0]["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["id"].as_str().unwrap())
        .collect();
    assert_eq!((list.len(), ids.len()), (1, 2));
    let show = home
        .muse(&["products", "duplicates", "show", ids[1], "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (&show["differ"], &show["members"]),
        (&json!(["title"]), &list[0]["members"])
    );
    let words = home
        .muse(&["products", "duplicates", "show", ids[0]])
        .ended(0)
        .out;
    assert!(words.contains("2 products, not the same: title"), "{words}");
    home.muse(&["products", "duplicates", "show", "nothing"])
        .told(2, &["nothing"]);
}

/// A server that answers every question with yes for each name but `No Kind`, and counts the questions.
async fn sorter() -> wiremock::MockServer {
    use wiremock::matchers::{method, path};
    let server = wiremock::MockServer::start().await;
    let answer = |request: &wiremock::Request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let data = body["messages"][1]["content"].as_str().unwrap();
        let line = |line: &str| {
            let (number, name) = line.split_once(": ").unwrap();
            let says = if name == "\"Skullies \\u0026 Beanies\"" {
                "No"
            } else {
                "Yes"
            };
            format!("{number}: {says}")
        };
        let text: Vec<String> = data.lines().map(line).collect();
        wiremock::ResponseTemplate::new(200).set_body_json(json!({
            "model": "sorter-1",
            "choices": [{"message": {"content": text.join("\n")}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 30, "completion_tokens": 9},
        }))
    };
    wiremock::Mock::given(method("POST"))
        .and(path("/v1/chat/completions"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_judges_where_the_rules_do_not_and_is_paid_once() {
    let server = sorter().await;
    let home = with(&data("items.json"))
        .with("MUSE_MODEL_URL", &format!("{}/v1", server.uri()))
        .with("MUSE_MODEL", "sorter");
    let extract = |more: &[&str]| {
        let arguments = ["categories", "extract", "--min-items", "1", "--json"];
        let arguments: Vec<&str> = arguments.iter().chain(more).copied().collect();
        tokio::task::block_in_place(|| home.muse(&arguments))
    };
    let names = |said: &Value| -> Vec<String> {
        let tags = said["categories"].as_array().unwrap().iter();
        tags.map(|tag| tag["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let alone = extract(&[]).ended(0).json();
    assert_eq!(alone["judged"], Value::Null);
    assert!(names(&alone).contains(&"Skullies & Beanies".to_owned()));

    let said = extract(&["--judge", "model"]).ended(0).json();
    let judged = &said["judged"];
    assert!(
        judged["judged"].as_u64().unwrap() > 0 && judged["settled"].as_u64().unwrap() > 0,
        "{judged}"
    );
    assert_eq!(judged["tokens"], 39);
    assert!(
        !names(&said).contains(&"Skullies & Beanies".to_owned()),
        "{said}"
    );
    let why = said["left_out"].as_array().unwrap().iter();
    let why = why.filter(|left| left["name"] == "Skullies & Beanies");
    assert!(
        why.map(|left| left["reason"].as_str().unwrap())
            .all(|why| why.contains("a model says"))
    );

    let again = extract(&["--judge", "model"]).ended(0).json();
    assert_eq!(names(&again), names(&said));
    assert_eq!(
        (&again["judged"]["kept"], &again["judged"]["tokens"]),
        (&judged["judged"], &json!(0))
    );
    assert_eq!(server.received_requests().await.unwrap().len(), 1);

    // The same answers stand behind the map.
    let map = [
        "categories",
        "map",
        "--min-items",
        "1",
        "--judge",
        "model",
        "--out",
        "map.json",
        "--json",
    ];
    let mapped = tokio::task::block_in_place(|| home.muse(&map))
        .ended(0)
        .json();
    assert_eq!(mapped["categories"], names(&said).len());
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[test]
fn a_judge_that_cannot_be_asked_is_told_before_anything_is_read() {
    let home = with(&data("items.json"));
    home.muse(&["categories", "extract", "--judge", "model"])
        .told(2, &["model_url", "config.toml"]);
    home.muse(&["categories", "extract", "--judge", "rules", "--judge-all"])
        .told(2, &["--judge model"]);
    let list = text(&data("category2items.json"));
    home.muse(&[
        "categories",
        "extract",
        "--judge",
        "model",
        "--categories",
        &list,
    ])
    .told(2, &["--categories"]);
}
