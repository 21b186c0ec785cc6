//! The verbs on conversations that were made: naming, judging, checking, interrupting, places that cannot be written.

use crate::cli_kit::{Home, bad_files, conversations, number};
use serde_json::Value;

#[test]
fn decisions_are_undone_and_done_again_after_a_restart() {
    let home = Home::with_products();
    home.muse(&["generate", "-n", "5", "--seed", "1"]).ended(0);
    let list = conversations(&home);
    home.muse(&["review", "undo"]).ended(0);
    let done = home
        .muse(&["review", "reject", "--all", "--reason", "repeats", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (done["changed"].as_u64(), done["bulk"].is_string()),
        (Some(5), true)
    );
    let undone = home.muse(&["review", "undo", "--json"]).ended(0).json();
    assert_eq!(
        undone["entries"].as_array().unwrap().len(),
        5,
        "a bulk goes back whole"
    );
    assert!(conversations(&home).iter().all(|c| c["status"] == "todo"));
    home.muse(&["review", "redo"]).ended(0);
    assert!(
        conversations(&home)
            .iter()
            .all(|c| c["status"] == "rejected")
    );
    assert_eq!(
        home.muse(&["review", "redo", "--json"]).ended(0).json()["steps"],
        0
    );
    let log = home.muse(&["review", "log", "--json"]).ended(0).lines();
    assert_eq!(log.len(), 15);
    let id = list[0]["id"].as_str().unwrap();
    assert_eq!(
        home.muse(&["review", "log", id, "--json"])
            .ended(0)
            .lines()
            .len(),
        3
    );
}

#[test]
fn things_are_named_by_id_end_or_number() {
    let home = Home::with_products();
    home.muse(&["generate", "-n", "3", "--seed", "1"]).ended(0);
    let list = conversations(&home);
    let id = list[1]["id"].as_str().unwrap();
    let (end, number) = (&id[id.len() - 8..], number(&list[1]));
    for name in [id, end, number.as_str()] {
        let shown = home
            .muse(&["conversations", "show", name, "--json"])
            .ended(0)
            .json();
        assert_eq!(shown["id"], id, "{name}");
    }
    home.muse(&["conversations", "show", "ab"])
        .told(2, &["too short"]);
    home.muse(&["conversations", "show", "#99999"])
        .told(2, &["#99999"]);
    home.muse(&["conversations", "show", "ffffffffff"])
        .told(2, &["ffffffffff"]);
    let shared = &id[..6];
    home.muse(&["conversations", "show", shared])
        .told(2, &["3 conversations"]);
    home.muse(&["review", "accept", &number, "--turn", "99"])
        .told(2, &["99"]);
    home.muse(&["review", "skip", &number, "--turn", "1"])
        .told(2, &["skip"]);
}

#[test]
fn a_set_is_measured_in_the_texts_in_force() {
    let home = Home::with_products();
    let nothing = home.muse(&["conversations", "stats"]).ended(0);
    assert!(nothing.out.contains("no conversation"), "{}", nothing.out);
    home.muse(&["generate", "-n", "12", "--seed", "1"]).ended(0);
    let stats = |more: &[&str]| {
        let words = [&["conversations", "stats", "--json"], more].concat();
        home.muse(&words).ended(0).json()
    };
    let before = stats(&[]);
    assert_eq!(before["conversations"], 12);
    let of_languages: u64 = before["languages"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(Value::as_u64)
        .sum();
    assert_eq!(of_languages, 12);
    for place in ["#1", "#2"] {
        home.muse(&[
            "review",
            "edit",
            place,
            "--turn",
            "1",
            "--text",
            "the same words",
        ])
        .ended(0);
    }
    let after = stats(&[]);
    let shared = |of: &Value| of["openings"]["shared"].as_u64().unwrap();
    assert_eq!(shared(&after), shared(&before) + 2);
    assert_eq!(stats(&["--filter", "status:accepted"])["conversations"], 0);
}

#[test]
fn facts_are_checked_and_missing_scores_are_said() {
    let home = Home::with_products();
    home.muse(&["generate", "-n", "3", "--seed", "1"]).ended(0);
    let facts = home.muse(&["evaluate", "--json"]).ended(0).json();
    assert_eq!(facts["conversations"], 3);
    assert_eq!(facts["not_built"].as_array().unwrap().len(), 0);
    let said = home
        .muse(&["evaluate", "--metrics", "coherence,relevance,satisfaction"])
        .ended(3);
    assert!(
        said.out.contains("not built") && said.out.contains("coherence"),
        "{}",
        said.out
    );
}

#[test]
#[cfg(unix)]
fn an_interrupted_job_keeps_what_it_made() {
    use std::process::Stdio;
    let home = Home::with_products();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("muse-studio"));
    command
        .args(["generate", "-n", "100000", "--seed", "1", "--json"])
        .env("MUSE_HOME", home.at("home"))
        .current_dir(home.at("cwd"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let pid = child.id().to_string();
    // The reader follows the commits of the writer, so that the interrupt comes when something was made.
    let made = || {
        home.muse(&["--quiet", "conversations", "list", "--json", "--limit", "5"])
            .lines()
            .len()
    };
    let start = std::time::Instant::now();
    while made() < 5 {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        assert!(
            start.elapsed().as_secs() < 60,
            "nothing was made in a minute"
        );
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(130),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let done: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(done["stopped"], true);
    let info = home.muse(&["workspace", "info", "--json"]).ended(0).json();
    assert!(info["conversations"].as_u64() >= Some(5), "{info}");
    assert_eq!(home.muse(&["doctor"]).code, 0);
}

#[test]
fn demographics_that_are_wrong_are_told() {
    let home = Home::with_products();
    for (name, bytes) in bad_files() {
        home.put(name, bytes);
        let said = home.muse(&[
            "profiles",
            "generate",
            "--num-profiles",
            "2",
            "--demographics-file",
            name,
        ]);
        said.told(1, &[name]);
    }
}

#[test]
fn texts_that_are_wrong_are_told() {
    let home = Home::with_products();
    home.muse(&["generate", "-n", "1", "--seed", "3"]).ended(0);
    home.put("binary.txt", b"\xff\xfe\x00");
    let edit = |more: &[&str]| {
        let words: Vec<&str> = ["review", "edit", "#1", "--turn", "1"]
            .iter()
            .chain(more)
            .copied()
            .collect();
        home.muse(&words)
    };
    edit(&["--text-file", "gone.txt"]).told(1, &["gone.txt"]);
    edit(&["--text-file", "binary.txt"]).told(1, &["binary.txt"]);
    edit(&["--text", "  "]).told(2, &["needs a text"]);
    edit(&["--text", "x", "--base-version", "7"]).told(1, &["changed meanwhile"]);
    assert_eq!(
        home.muse(&["review", "log", "--json"])
            .ended(0)
            .lines()
            .len(),
        0
    );
}

#[test]
fn places_that_cannot_be_written_are_told() {
    let home = Home::with_products();
    home.muse(&["generate", "-n", "2", "--seed", "3"]).ended(0);
    home.put("a-file", "x");
    home.muse(&[
        "export",
        "--format",
        "muse",
        "--output-file",
        "a-file/x.jsonl",
    ])
    .told(1, &["a-file"]);
    home.muse(&["generate", "-n", "1", "--output-dir", "a-file"])
        .told(1, &["a-file"]);
    home.muse(&["workspace", "snapshot", "a-file"])
        .told(2, &["a-file", "there already"]);
    home.muse(&["init", "a-file/new"]).told(1, &["a-file"]);
}

#[test]
fn a_verb_works_beside_a_generation() {
    use std::process::Stdio;
    let home = Home::with_products();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("muse-studio"));
    command
        .args([
            "--quiet", "generate", "-n", "1000000", "--seed", "1", "--json",
        ])
        .env("MUSE_HOME", home.at("home"))
        .current_dir(home.at("cwd"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let holder = child.id().to_string();
    let start = std::time::Instant::now();
    // Readers take no lock, so that waiting cannot keep the writer out.
    while conversations(&home).is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        assert!(
            start.elapsed().as_secs() < 60,
            "nothing was made in a minute"
        );
    }
    let first = conversations(&home)[0]["id"].as_str().unwrap().to_owned();
    let accepted = home.muse(&["review", "accept", &first, "--json"]);
    let info = home.muse(&["workspace", "info", "--json"]);
    let seed = home.muse(&["generate", "-n", "5", "--seed", "1", "--json"]);
    let products = home.muse(&["products", "list", "--json", "--limit", "1"]);
    let product = products.ended(0).lines()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let edited = home.muse(&["products", "edit", &product, "title", "Zarafa teapot"]);
    let again = home.muse(&["generate", "--resume", "last", "--json"]);
    assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(info.ended(0).json()["holder"].to_string(), holder);
    accepted.ended(0);
    edited.ended(0);
    let seed = seed.ended(0).json();
    assert_eq!(
        (seed["number"].as_u64(), seed["conversations"].as_u64()),
        (Some(1), Some(5)),
        "a second run of the seed, made meanwhile"
    );
    again.ended(0);
    let found = home
        .muse(&["products", "search", "zarafa", "--json"])
        .ended(0);
    assert!(found.out.contains(&product), "{}", found.out);
    home.muse(&["review", "undo"]).ended(0);
    let undone = home.muse(&["review", "undo", "--json"]).ended(0);
    assert!(undone.out.contains(&first), "{}", undone.out);
}

#[test]
fn the_demonstration_keeps_to_its_own_directory() {
    let home = Home::new();
    let first = home.muse(&["demo", "--no-open", "--json"]).ended(0).json();
    let dir = first["workspace"].as_str().unwrap().to_owned();
    assert_eq!(
        (first["made"].as_bool(), dir.as_str()),
        (Some(true), home.at("home/data/demo").to_str().unwrap())
    );
    let info = home
        .muse(&["--workspace", &dir, "workspace", "info", "--json"])
        .ended(0)
        .json();
    assert!(info["products"].as_u64() > Some(1000), "{info}");
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/sample_data/profiles.json");
    let shipped: Vec<Value> = serde_json::from_slice(&std::fs::read(shipped).unwrap()).unwrap();
    let list = ["profiles", "list", "--limit", "100", "--json"];
    let words = [&["--workspace", dir.as_str()][..], &list].concat();
    let mut there = home.muse(&words).ended(0).lines();
    for profile in &mut there {
        profile.as_object_mut().unwrap().remove("key");
    }
    assert!(there == shipped, "the shipped shoppers, and in their order");
    let found = home
        .muse(&["--workspace", &dir, "products", "search", "कुर्ता", "--json"])
        .ended(0)
        .json();
    assert!(found["total"].as_u64() > Some(0));
    assert_eq!(
        home.muse(&["demo", "--json"]).ended(0).json()["made"],
        false
    );
    let own = home.muse(&["workspace", "info", "--json"]).ended(0).json();
    assert_eq!(own["products"], 0, "no sample row among the user's own");
}

#[test]
fn one_conversation_is_made_once_more_beside_the_old_one() {
    let home = Home::with_products();
    home.muse(&["generate", "-n", "4", "--seed", "1"]).ended(0);
    let show = |id: &str| {
        home.muse(&["conversations", "show", id, "--json"])
            .ended(0)
            .json()
    };
    let old = show("#3");
    let made = home
        .muse(&["generate", "--again", "#3", "--seed", "9", "--json"])
        .ended(0);
    assert!(made.out.contains("\"kept\":1"), "{}", made.out);
    let (after, new) = (show("#3"), show("#5"));
    assert_eq!(after["replaced_by"], new["id"]);
    assert_eq!(after["turns"], old["turns"], "the old one stays as it is");
    for key in ["language", "scenario", "mode"] {
        assert_eq!(new[key], old[key], "{key}");
    }
    assert_eq!(new["profile"]["user_id"], old["profile"]["user_id"]);
    let texts = |of: &Value| -> Vec<String> {
        let turns = of["turns"].as_array().unwrap().iter();
        turns.map(|turn| turn["text"].to_string()).collect()
    };
    assert_ne!(texts(&new), texts(&old), "other chance, other words");
    // Undo takes the link away and leaves both.
    home.muse(&["review", "undo"]).ended(0);
    assert!(show("#3")["replaced_by"].is_null());
    assert_eq!(show("#5")["id"], new["id"]);
    let wrong = home.muse(&["generate", "--again", "#99"]).ended(2);
    assert!(wrong.err.contains("#99"), "{}", wrong.err);
    let both = home
        .muse(&["generate", "--again", "#3", "-n", "4"])
        .ended(2);
    assert!(both.err.contains("cannot be used with"), "{}", both.err);
}
