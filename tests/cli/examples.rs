//! Conversations to read, sheets to mark, and the check of phrasebooks, as commands.

use crate::cli_kit::Home;

/// `muse-studio examples --output-file docs/examples.md` brings the document up to date.
#[test]
fn the_examples_of_the_documentation_are_those_that_the_program_makes() {
    let home = Home::new();
    let made = home.muse(&["examples", "--output-file", "made.md", "--json"]);
    assert_eq!(made.ended(0).json()["conversations"], 60);
    let made = std::fs::read_to_string(home.at("cwd/made.md")).unwrap();
    let kept = std::fs::read_to_string("docs/examples.md").unwrap();
    let first = made.lines().zip(kept.lines()).position(|(a, b)| a != b);
    assert!(
        made == kept,
        "docs/examples.md is old from line {:?}; run `muse-studio examples --output-file docs/examples.md`",
        first.map(|at| at + 1)
    );
}

#[test]
fn a_sheet_has_its_key_beside_it() {
    let home = Home::new();
    let done = home.muse(&["examples", "--sheet", "readers.csv", "--each", "2"]);
    assert!(done.ended(0).out.contains("6 conversations"));
    let sheet = std::fs::read_to_string(home.at("cwd/readers.csv")).unwrap();
    let key = std::fs::read_to_string(home.at("cwd/readers.csv.key.csv")).unwrap();
    assert!(sheet.starts_with("\"number\",\"conversation\",\"sounds like a shopper (1-5)\""));
    assert_eq!(key.lines().count(), 7);
    home.muse(&["examples", "--each", "2"]).ended(2);
}

#[test]
fn a_phrasebook_that_cannot_be_read_is_told_by_its_line() {
    let home = Home::new();
    home.put("hi.toml", "[\"user.hello\"]\nany = [\"{nmae}\"]\n");
    let checked = home.muse(&["phrasebook", "check", "hi.toml"]).ended(3);
    assert!(checked.out.starts_with("hi.toml:2: "), "{}", checked.out);
    let json = home
        .muse(&["phrasebook", "check", "hi.toml", "--json"])
        .ended(3)
        .json();
    assert_eq!(json["faults"][0]["line"], 2);
    assert_eq!(json["books"][0]["language"], "hi");
    home.put("lines.toml", "");
    home.muse(&["phrasebook", "check", "lines.toml"])
        .told(2, &["--language"]);
    home.muse(&["phrasebook", "check", "none.toml", "--language", "en"])
        .told(1, &["none.toml"]);
}
