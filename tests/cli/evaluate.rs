//! Checking the conversations of a file: what it reads, what it leaves out, and that it changes nothing.

use crate::cli_kit::{Home, bad_files, files_below};
use serde_json::Value;

/// A workspace with conversations, one of which was edited into a wrong price, and their files.
fn made() -> Home {
    let home = Home::with_products();
    home.muse(&[
        "generate",
        "-n",
        "6",
        "--seed",
        "3",
        "--languages",
        "en",
        "--output-dir",
        "made",
    ])
    .ended(0);
    let (number, turn, text) = priced(&home);
    let wrong = text.replace('₹', "₹9");
    home.muse(&["review", "edit", &number, "--turn", &turn, "--text", &wrong])
        .ended(0);
    let all = ["--status", "any", "--output-file"];
    home.muse(&[&["export", "--format", "muse"][..], &all, &["all.jsonl"]].concat())
        .ended(0);
    home
}

/// A conversation by number, one of its turns that names a price, and the turn's text.
fn priced(home: &Home) -> (String, String, String) {
    for number in 1..=6 {
        let number = format!("#{number}");
        let shown = home.muse(&["conversations", "show", &number, "--json"]);
        let shown = shown.ended(0).json();
        let turns = shown["turns"].as_array().unwrap();
        let hit = turns.iter().enumerate().find(|(_, turn)| {
            let names = turn["mentioned"].as_array().is_some_and(|m| !m.is_empty());
            names && turn["speaker"] == "assistant" && turn["text"].as_str().unwrap().contains('₹')
        });
        if let Some((place, turn)) = hit {
            let text = turn["text"].as_str().unwrap().to_owned();
            return (number, (place + 1).to_string(), text);
        }
    }
    panic!("no turn names a price");
}

fn evaluate(home: &Home, file: &str, code: i32) -> Value {
    home.muse(&["evaluate", "--conversation-file", file, "--json"])
        .ended(code)
        .json()
}

#[test]
fn a_file_and_the_workspace_give_the_same_figures() {
    let home = made();
    let file = evaluate(&home, "all.jsonl", 0);
    let own = home.muse(&["evaluate", "--json"]).ended(0).json();
    assert_eq!(file, own);
    assert!(file["faults"]["price"].as_u64() > Some(0), "{file}");
    let before = evaluate(&home, "made/generated_conversations.json", 0);
    assert_eq!(before["conversations"], 6);
    assert_eq!(
        before["faults"]["price"], 0,
        "it was written before the edit"
    );
    for path in files_below(&home.at("cwd/made")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        if name != "generated_conversations.json" {
            let one = evaluate(&home, &format!("made/{name}"), 0);
            assert_eq!(one["conversations"], 1, "{name}");
        }
    }
    home.muse(&[
        "evaluate",
        "--conversation-file",
        "all.jsonl",
        "--filter",
        "lang:hi",
    ])
    .told(2, &["--filter"]);
}

#[test]
fn a_file_is_checked_without_touching_the_workspace() {
    let home = made();
    let seen = |home: &Home| {
        let shown = home.muse(&["conversations", "list", "--json"]).ended(0).out;
        let db = std::fs::read(home.at("cwd/muse.db")).unwrap();
        (shown, db)
    };
    let before = seen(&home);
    // Whoever writes elsewhere is not waited for.
    let holder = std::fs::File::options()
        .write(true)
        .open(home.at("cwd/lock"))
        .unwrap();
    holder.try_lock().unwrap();
    evaluate(&home, "all.jsonl", 0);
    home.muse(&["evaluate"]).ended(1);
    drop(holder);
    assert!(before == seen(&home), "something was written");
}

#[test]
fn rows_that_are_none_are_listed_with_line_and_reason() {
    let home = made();
    let good = std::fs::read_to_string(home.at("cwd/all.jsonl")).unwrap();
    let first = good.lines().next().unwrap();
    let cut = &first[..first.len() / 2];
    let odd = first.replacen("\"ordinal\":", "\"ordnal\":", 1);
    home.put(
        "mixed.jsonl",
        format!("{first}\nnot json\n{{\"a\": 1}}\n{cut}\n{odd}\n{good}"),
    );
    let told = evaluate(&home, "mixed.jsonl", 3);
    assert_eq!(
        (&told["conversations"], &told["left_out_rows"]),
        (&7.into(), &4.into())
    );
    let sentences: Vec<&str> = told["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s.as_str().unwrap())
        .collect();
    let wanted = [
        ("line 2", "not JSON"),
        ("line 3", "`turns`"),
        ("line 4", "JSON"),
        ("line 5", "ordnal"),
    ];
    for (sentence, (line, reason)) in sentences.iter().zip(wanted) {
        assert!(
            sentence.contains("mixed.jsonl")
                && sentence.contains(line)
                && sentence.contains(reason),
            "{sentence}"
        );
    }
    let said = home
        .muse(&["evaluate", "--conversation_file", "mixed.jsonl"])
        .ended(3);
    assert!(said.out.contains("line 5"), "{}", said.out);
    for (name, bytes) in bad_files() {
        home.put(name, bytes);
        let said = home.muse(&["evaluate", "--conversation-file", name]);
        assert_eq!(said.code, 1, "{name}: {}\n{}", said.out, said.err);
        assert!(!said.err.contains("panicked"), "{name}: {}", said.err);
    }
    home.muse(&["evaluate", "--conversation-file", "gone.json"])
        .told(1, &["gone.json"]);
}

#[test]
fn without_products_there_is_nothing_to_check_against() {
    let home = made();
    home.muse(&["init", "empty"]).ended(0);
    home.muse(&[
        "--workspace",
        "empty",
        "evaluate",
        "--conversation-file",
        "all.jsonl",
    ])
    .told(1, &["products import"]);
}
