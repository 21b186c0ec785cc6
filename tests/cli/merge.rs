//! Review logs of two copies of a workspace, brought together through files.

use crate::cli_kit::Home;
use serde_json::Value;

/// Two copies of a workspace with six conversations.
fn copies() -> (Home, [&'static str; 2]) {
    let home = Home::with_products();
    let names = ["asha", "ravi"];
    for name in names {
        home.muse(&["init", name]).ended(0);
        let products = home.at("cwd/shop.jsonl");
        home.muse(&[
            "--workspace",
            name,
            "products",
            "import",
            products.to_str().unwrap(),
        ])
        .ended(0);
        home.muse(&["--workspace", name, "generate", "-n", "6", "--seed", "1"])
            .ended(0);
    }
    (home, names)
}

fn review(home: &Home, who: &str, words: &[&str]) -> Value {
    let own = ["--workspace", who, "review"];
    let tail = ["--reviewer", who, "--json"];
    home.muse(&[&own, words, &tail].concat()).ended(0).json()
}

fn rows(home: &Home, who: &str) -> Vec<Value> {
    let list = ["--workspace", who, "conversations", "list", "--json"];
    home.muse(&list).ended(0).lines()
}

#[test]
fn two_reviewers_come_to_one_state_and_one_file() {
    let (home, names) = copies();
    review(&home, "asha", &["accept", "#1", "#2"]);
    review(&home, "asha", &["reject", "#3", "--reason", "unnatural"]);
    review(&home, "asha", &["undo"]);
    review(&home, "asha", &["tag", "#4", "bargaining"]);
    review(&home, "ravi", &["reject", "#2", "--reason", "repeats"]);
    review(&home, "ravi", &["rate", "#4", "coherence=2"]);
    for who in names {
        let file = format!("{who}.jsonl");
        review(&home, who, &["log", "--output-file", &file]);
    }
    // Each takes the other's, in whatever order, and again.
    let asha = review(&home, "asha", &["merge", "ravi.jsonl"]);
    assert_eq!(
        (&asha["new"], &asha["known"]),
        (&2.into(), &0.into()),
        "{asha}"
    );
    let ravi = review(
        &home,
        "ravi",
        &["merge", "ravi.jsonl", "asha.jsonl", "asha.jsonl"],
    );
    assert_eq!(ravi["new"], 5, "{ravi}");
    for who in names {
        let file = format!("{who}.after.jsonl");
        review(&home, who, &["log", "--output-file", &file]);
    }
    let text = |name: &str| std::fs::read(home.at("cwd").join(name)).unwrap();
    assert_eq!(text("asha.after.jsonl"), text("ravi.after.jsonl"));
    assert_eq!(rows(&home, "asha"), rows(&home, "ravi"));
    assert_eq!(
        rows(&home, "asha")[1]["status"],
        "rejected",
        "the later word holds"
    );
    // Nobody takes back what another decided.
    review(&home, "ravi", &["undo"]);
    review(&home, "ravi", &["undo"]);
    assert_eq!(rows(&home, "ravi")[1]["status"], "accepted");
}

#[test]
fn what_is_no_entry_is_named_and_what_is_not_here_waits() {
    let (home, _) = copies();
    review(&home, "asha", &["accept", "#1"]);
    review(&home, "asha", &["log", "--output-file", "asha.jsonl"]);
    let entry = std::fs::read_to_string(home.at("cwd").join("asha.jsonl")).unwrap();
    let far = entry.replace("019b76da", "019b76db");
    home.put(
        "mixed.jsonl",
        format!("{entry}\n{{\"id\": 7}}\nno json\n{far}"),
    );
    let said = home
        .muse(&[
            "--workspace",
            "ravi",
            "review",
            "merge",
            "mixed.jsonl",
            "--json",
        ])
        .ended(3)
        .json();
    assert_eq!(said["left_out"].as_array().unwrap().len(), 2, "{said}");
    let first = said["left_out"][0].as_str().unwrap();
    assert!(first.contains("mixed.jsonl:3"), "{first}");
    assert_eq!(said["conversations_not_here"].as_array().unwrap().len(), 1);
    assert_eq!(rows(&home, "ravi")[0]["status"], "accepted");
    let gone = home.muse(&["review", "merge", "nothing.jsonl"]).ended(1);
    assert!(gone.err.contains("nothing.jsonl"), "{}", gone.err);
}
