//! Comments, tags and ratings at the command line.

use crate::cli_kit::Home;
use serde_json::json;

/// A home with four conversations.
fn made() -> Home {
    let home = Home::with_products();
    home.muse(&["generate", "-n", "4", "--seed", "1"]).ended(0);
    home
}

fn listed(home: &Home, filter: &str) -> usize {
    let words = ["conversations", "list", "--filter", filter, "--json"];
    home.muse(&words).ended(0).lines().len()
}

#[test]
fn what_is_said_is_shown_found_exported_and_taken_back() {
    let home = made();
    home.muse(&[
        "review",
        "rate",
        "#1",
        "#2",
        "coherence=4",
        "language-fit=2",
    ])
    .ended(0);
    home.muse(&["review", "rate", "#1", "coherence=5", "--reviewer", "ravi"])
        .ended(0);
    home.muse(&["review", "tag", "#1", "#3", "#Bargaining"])
        .ended(0);
    home.muse(&["review", "comment", "#1", "चौथी बात का दाम पुराना है"])
        .ended(0);

    let shown = home.muse(&["conversations", "show", "#1"]).ended(0).out;
    for line in [
        "tags: bargaining",
        "coherence: 5 by ravi, 4 by ",
        "language_fit: 2",
        "comment: चौथी बात का दाम पुराना है",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    for (filter, count) in [
        ("tag:bargaining", 2),
        ("has:rating", 2),
        ("has:comment", 1),
        ("by:ravi", 1),
        ("by:me", 3),
        ("by:me tag:bargaining has:rating", 1),
    ] {
        assert_eq!(listed(&home, filter), count, "{filter}");
    }
    let words = ["conversations", "show", "#1", "--json"];
    let row = home.muse(&words).ended(0).json();
    assert_eq!(row["tags"], json!(["bargaining"]));
    assert_eq!(row["ratings"]["coherence"]["ravi"], 5);

    // The tags of two conversations are one bulk.
    home.muse(&["review", "undo", "--times", "2"]).ended(0);
    assert_eq!(listed(&home, "has:comment"), 0);
    assert_eq!(listed(&home, "tag:bargaining"), 0);
    assert_eq!(listed(&home, "has:rating"), 2);
    home.muse(&["review", "redo"]).ended(0);
    assert_eq!(listed(&home, "tag:bargaining"), 2);
    home.muse(&["review", "untag", "#3", "bargaining"]).ended(0);
    assert_eq!(listed(&home, "tag:bargaining"), 1);
    home.muse(&[
        "review",
        "rate",
        "#2",
        "coherence=none",
        "language_fit=none",
    ])
    .ended(0);
    assert_eq!(listed(&home, "has:rating"), 1);
}

#[test]
fn what_stands_already_writes_nothing() {
    let home = made();
    home.muse(&["review", "tag", "#1", "--tag", "a", "--tag", "b"])
        .ended(0);
    let again = home.muse(&["review", "tag", "#1", "b", "--json"]).ended(0);
    assert_eq!(again.json()["changed"], 0);
    let mixed = ["review", "tag", "#1", "#2", "--tag", "b", "--json"];
    assert_eq!(home.muse(&mixed).ended(0).json()["changed"], 1);
}

#[test]
fn what_cannot_be_read_is_told_and_nothing_is_written() {
    let home = made();
    for (words, part) in [
        (&["rate", "#1", "coherence=6"][..], "1 (bad) to 5 (good)"),
        (&["rate", "#1", "beauty=3"], "`beauty` is not a dimension"),
        (&["rate", "#1"], "a rating is missing"),
        (&["rate", "coherence=3"], "which conversation?"),
        (&["tag", "#1", "two words"], "is not a tag"),
        (&["tag", "bargaining"], "which conversation?"),
        (&["tag", "#99", "bargaining"], "#99"),
    ] {
        let said = home.muse(&[&["review"], words].concat()).ended(2);
        assert!(said.err.contains(part), "{words:?}: {}", said.err);
    }
    assert_eq!(listed(&home, "has:rating"), 0);
}
