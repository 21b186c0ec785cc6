//! Which workspace opens, and workspaces that cannot be opened or written.

use crate::cli_kit::{Home, files_below};

#[test]
fn the_nearest_workspace_above_is_taken_and_the_default_is_made() {
    let home = Home::new();
    let chosen = |home: &Home, more: &[&str]| {
        let words: Vec<&str> = more
            .iter()
            .chain(&["workspace", "info", "--json"])
            .copied()
            .collect();
        let info = home.muse(&words).ended(0).json();
        (
            info["workspace"].as_str().unwrap().to_owned(),
            info["chosen_by"].as_str().unwrap().to_owned(),
        )
    };
    let default = home.at("home/data/workspace");
    assert_eq!(
        chosen(&home, &[]),
        (default.to_str().unwrap().to_owned(), "default".to_owned())
    );
    let info = home.muse(&["workspace", "info", "--json"]).ended(0).json();
    assert_eq!(info["products"], 0, "the default workspace starts empty");
    home.muse(&["init", "."]).ended(0);
    assert_eq!(chosen(&home, &[]).0, home.at("cwd").to_str().unwrap());
    home.muse(&["init", "other"]).ended(0);
    let (dir, how) = chosen(&home, &["--workspace", "other"]);
    assert_eq!(
        (dir, how.as_str()),
        (
            home.at("cwd/other").to_str().unwrap().to_owned(),
            "--workspace"
        )
    );
    let home = home.with("MUSE_WORKSPACE", "other");
    assert_eq!(chosen(&home, &[]).1, "MUSE_WORKSPACE");
}

#[test]
fn a_named_workspace_is_never_made_by_accident() {
    let home = Home::new();
    home.muse(&["--workspace", "typo", "workspace", "info"])
        .told(1, &["typo", "muse-studio init"]);
    home.muse(&["--workspace", "typo", "generate"])
        .told(1, &["typo"]);
    assert!(!home.at("cwd/typo").exists());
    home.muse(&["--workspace", "typo", "doctor"]).ended(1);
}

#[test]
fn a_database_that_is_none_is_told_and_left_alone() {
    let home = Home::new();
    home.muse(&["init", "."]).ended(0);
    for file in files_below(&home.at("cwd")) {
        if file
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("muse.db")
        {
            std::fs::remove_file(file).unwrap();
        }
    }
    let garbage = b"this is not a database, it is a shopping list with more than a hundred bytes in it, so that it looks like a header of something".to_vec();
    std::fs::write(home.at("cwd/muse.db"), &garbage).unwrap();
    home.muse(&["workspace", "info"])
        .told(1, &["muse.db", "not a Muse Studio database"]);
    home.muse(&["doctor"]).ended(1);
    assert_eq!(std::fs::read(home.at("cwd/muse.db")).unwrap(), garbage);
}

#[test]
fn a_newer_workspace_is_told_and_left_alone() {
    let home = Home::new();
    home.muse(&["init", "."]).ended(0);
    let path = home.at("cwd/muse.db");
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 9999).unwrap();
    drop(db);
    home.muse(&["workspace", "info"])
        .told(1, &["newer version", "9999"]);
    home.muse(&["generate", "-n", "1"])
        .told(1, &["newer version"]);
}

#[test]
fn a_broken_marker_is_told_with_its_line() {
    let home = Home::new();
    home.muse(&["init", "."]).ended(0);
    std::fs::write(home.at("cwd/muse.toml"), "[workspace]\nid = = 3\n").unwrap();
    home.muse(&["workspace", "info"]).told(2, &["muse.toml:2"]);
}

#[test]
fn a_snapshot_is_a_whole_copy() {
    let home = Home::with_products();
    let done = home
        .muse(&["workspace", "snapshot", "copy.db", "--json"])
        .ended(0)
        .json();
    assert!(done["bytes"].as_u64() > Some(10_000));
    let db = rusqlite::Connection::open(home.at("cwd/copy.db")).unwrap();
    let good: String = db
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(good, "ok");
    let done = home
        .muse(&["workspace", "snapshot", "--json"])
        .ended(0)
        .json();
    assert!(done["snapshot"].as_str().unwrap().contains("snapshots"));
}

#[test]
fn a_planted_key_reaches_no_file_and_no_screen() {
    let key = "sk-planted-0123456789abcdef";
    let home = Home::with_products().with("OPENAI_API_KEY", key);
    home.put(
        "config.json",
        format!("{{\"anthropic_api_key\": \"{key}-2\" // mine\n}}"),
    );
    let mut screens = String::new();
    for words in [
        &["--log-level", "trace", "doctor"][..],
        &["doctor", "--json"],
        &["generate", "-n", "2", "--seed", "3"],
        &["export", "--format", "muse", "--output-file", "all.jsonl"],
        &["workspace", "info"],
        &["products", "import", "gone.jsonl"],
    ] {
        let said = home.muse(words);
        screens.push_str(&said.out);
        screens.push_str(&said.err);
    }
    assert!(screens.contains("openai"), "the key is counted: {screens}");
    assert!(!screens.contains("planted"), "{screens}");
    for file in files_below(&home.at("")) {
        let bytes = std::fs::read(&file).unwrap();
        let found = bytes.windows(10).any(|part| part == b"sk-planted");
        assert!(
            !found || file.ends_with("config.json"),
            "{}",
            file.display()
        );
    }
}

#[test]
#[cfg(unix)]
fn a_workspace_that_may_not_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::with_products();
    let dir = home.at("cwd");
    let mode = |mode: u32| std::fs::set_permissions(&dir, PermissionsExt::from_mode(mode)).unwrap();
    mode(0o555);
    if std::fs::write(dir.join("probe"), "x").is_ok() {
        mode(0o755);
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let info = home.muse(&["workspace", "info", "--json"]);
    let refused = home.muse(&["review", "undo"]);
    mode(0o755);
    let info = info.ended(0).json();
    assert_eq!(info["products"], 48);
    assert!(info["read_only"].is_string(), "{info}");
    refused.told(1, &[]);
}
