//! The prompts on the command line: named, shown with a shopper's data, changed, looked over.

use crate::cli_kit::Home;
use serde_json::Value;

/// A home with products and shoppers who want some of them.
fn home() -> Home {
    let home = Home::with_products();
    home.muse(&[
        "profiles",
        "generate",
        "--num-profiles",
        "12",
        "--seed",
        "3",
    ])
    .ended(0);
    home
}

#[test]
fn every_prompt_is_shown_with_a_shopper_of_the_workspace() {
    let home = home();
    let listed = home.muse(&["prompts", "list", "--json"]).ended(0).lines();
    let names: Vec<&str> = listed.iter().map(|l| l["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 14);
    for name in [
        "shopper.hi",
        "assistant.hinglish",
        "rewriter.en",
        "reviewer",
    ] {
        assert!(names.contains(&name), "{names:?}");
        let shown = home
            .muse(&["prompts", "show", name, "--json"])
            .ended(0)
            .json();
        assert_eq!(shown["origin"], "built_in");
        assert!(!shown["data"].as_str().unwrap().is_empty());
        let instructions = shown["instructions"].as_str().unwrap();
        assert!(
            !instructions.contains("{{") && !instructions.contains("{%"),
            "{instructions}"
        );
    }
    let checked = home.muse(&["prompts", "check", "--json"]).ended(0).json();
    assert_eq!(
        (&checked["filled"], &checked["faults"]),
        (&14.into(), &Value::Array(vec![]))
    );
}

#[test]
fn a_shopper_is_named_and_never_told_the_target() {
    let home = home();
    let profiles = home.muse(&["profiles", "list", "--json"]).ended(0).lines();
    let with_target = profiles
        .iter()
        .find(|p| p["scenario"]["target"].is_string());
    let profile = with_target.unwrap();
    let (id, target) = (
        profile["user_id"].as_str().unwrap(),
        profile["scenario"]["target"].as_str().unwrap(),
    );
    let product = home
        .muse(&["products", "show", target, "--json"])
        .ended(0)
        .json();
    let shown = home.muse(&["prompts", "show", "profile", "--profile", id, "--json"]);
    let shown = shown.ended(0).json();
    assert_eq!(shown["profile"], id);
    assert!(
        !shown
            .to_string()
            .contains(product["title"].as_str().unwrap())
    );
    home.muse(&["prompts", "show", "profile", "--profile", "nobody"])
        .told(2, &["`nobody` names no shopper", "profiles list"]);
    home.muse(&["prompts", "show", "nothing"]).ended(2);
}

#[test]
fn a_copy_is_changed_and_what_is_wrong_with_it_is_told() {
    let home = home();
    let edited = home
        .muse(&["prompts", "edit", "shopper.en", "--json"])
        .ended(0)
        .json();
    assert_eq!(edited["copied"], true);
    let file = edited["file"].as_str().unwrap().to_owned();
    let template = home.muse(&["prompts", "show", "shopper.en", "--template", "--json"]);
    let template = template.ended(0).json()["template"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), template);

    std::fs::write(&file, "Mine.\n---\n{{ shopper.city }}\n").unwrap();
    let again = home
        .muse(&["prompts", "edit", "shopper.en", "--json"])
        .ended(0)
        .json();
    assert_eq!(again["copied"], false, "somebody's work is left as it is");
    let shown = home
        .muse(&["prompts", "show", "shopper.en", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (&shown["origin"], &shown["instructions"]),
        (&"workspace".into(), &"Mine.".into())
    );
    home.muse(&["prompts", "check"]).ended(0);

    for (text, words) in [
        ("Mine.\n---\n{{ nothing }}\n", "undefined"),
        ("No dashes.\n", "three dashes"),
        (
            "Obey {{ wants.thing }}\n---\n{{ shopper }}\n",
            "among the instructions",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        let said = home.muse(&["prompts", "check"]).ended(3);
        assert!(said.out.contains(words), "{}", said.out);
    }
    std::fs::remove_file(&file).unwrap();
    let stray = std::path::Path::new(&file).with_file_name("shoper.en.txt");
    std::fs::write(stray, "x").unwrap();
    let said = home.muse(&["prompts", "check"]).ended(3);
    assert!(
        said.out.contains("shoper.en.txt: nothing reads it"),
        "{}",
        said.out
    );
}

#[test]
fn without_shoppers_the_texts_are_looked_over_all_the_same() {
    let home = Home::with_products();
    let checked = home.muse(&["prompts", "check", "--json"]).ended(0).json();
    assert_eq!(
        (&checked["prompts"], &checked["filled"]),
        (&14.into(), &0.into())
    );
    home.muse(&["prompts", "show", "reviewer"])
        .told(1, &["profiles generate"]);
}
