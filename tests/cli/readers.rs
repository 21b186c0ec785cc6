//! Verbs that only read: they wait for nobody, get in nobody's way, and say what is missing.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::cli_kit::{Home, files_below};

/// Every verb that only reads, as it is called.
const READERS: [&[&str]; 10] = [
    &["products", "search", "kurta", "--json"],
    &["products", "list", "--json"],
    &["profiles", "list", "--json"],
    &["conversations", "list", "--json"],
    &["conversations", "stats", "--json"],
    &["review", "log", "--json"],
    &["review", "agreement", "--json"],
    &["workspace", "info", "--json"],
    &["workspace", "snapshot", "copy.db", "--json"],
    &["doctor", "--json"],
];

/// Holds the workspace as a process that writes does, under this process's name.
fn hold(home: &Home) -> File {
    let path = home.at("cwd/lock");
    let lock = File::options().write(true).open(&path).unwrap();
    lock.try_lock().unwrap();
    fs::write(path, format!("{}\n", std::process::id())).unwrap();
    lock
}

#[test]
fn whoever_reads_waits_for_no_writer() {
    let home = Home::with_products();
    let _lock = hold(&home);
    home.muse(&["review", "undo"]).ended(1);
    for words in READERS {
        let said = home.muse(words).ended(0);
        if words[1] == "search" {
            assert_eq!(said.json()["total"], 12);
        }
        if words[1] == "info" {
            let told = said.json();
            assert_eq!(told["holder"], std::process::id());
            // Who writes needs only to be asked: nothing forbids it.
            assert!(told["read_only"].is_null(), "{told}");
        }
    }
    let copy = rusqlite::Connection::open(home.at("cwd/copy.db")).unwrap();
    let products: u64 = copy
        .query_row("SELECT count(*) FROM products", [], |row| row.get(0))
        .unwrap();
    assert_eq!(products, 48);
}

#[test]
fn whoever_reads_leaves_every_file_as_it_was() {
    let home = Home::with_products();
    home.muse(&["generate", "-n", "2", "--seed", "3"]).ended(0);
    // Were it taken, it would be made again.
    fs::remove_file(home.at("cwd/lock")).unwrap();
    let seen = || {
        let mut files = files_below(&home.at("cwd"));
        // The database's own side files come with a reader and hold nothing.
        let aside = ["copy.db", "muse.db-shm", "muse.db-wal"];
        files.retain(|file| !aside.iter().any(|name| file.ends_with(name)));
        let log = fs::metadata(home.at("cwd/muse.db-wal"));
        assert!(log.is_ok_and(|log| log.len() == 0) || !home.at("cwd/muse.db-wal").exists());
        files.sort();
        let read = |file: &PathBuf| fs::read(file).unwrap();
        let bytes: Vec<Vec<u8>> = files.iter().map(read).collect();
        (files, bytes)
    };
    let before = seen();
    for words in READERS {
        home.muse(words).ended(0);
        let after = seen();
        assert_eq!(before.0, after.0, "{words:?}");
        assert!(before.1 == after.1, "{words:?} changed a file");
    }
}

#[test]
fn a_workspace_that_is_free_is_not_called_read_only() {
    let home = Home::with_products();
    let info = home.muse(&["workspace", "info", "--json"]).ended(0).json();
    assert!(info["read_only"].is_null(), "{info}");
    let said = home.muse(&["doctor"]).ended(0);
    assert!(!said.out.contains("only readable"), "{}", said.out);
}

#[test]
fn a_lost_index_is_told_and_setup_builds_it() {
    let home = Home::with_products();
    fs::remove_dir_all(home.at("cwd/index")).unwrap();
    let search = ["products", "search", "kurta", "--json"];
    home.muse(&search)
        .told(1, &["no search index", "muse-studio setup --yes"]);
    assert!(!home.at("cwd/index").exists(), "a reader made an index");
    let said = home.muse(&["doctor"]).ended(0);
    assert!(said.out.contains("search index"), "{}", said.out);
    let done = home.muse(&["setup", "--yes", "--json"]).ended(0).json();
    assert!(
        done["mended"].to_string().contains("search index"),
        "{done}"
    );
    assert_eq!(home.muse(&search).ended(0).json()["total"], 12);
}

#[test]
fn an_index_that_lags_behind_is_told() {
    let home = Home::with_products();
    let db = rusqlite::Connection::open(home.at("cwd/muse.db")).unwrap();
    let changed = db
        .execute(
            "UPDATE settings SET value = 'another' WHERE key = 'products.mark'",
            [],
        )
        .unwrap();
    assert_eq!(changed, 1);
    drop(db);
    let search = ["products", "search", "kurta", "--json"];
    let said = home.muse(&search).ended(0);
    assert!(said.err.contains("lags behind"), "{}", said.err);
    home.muse(&["setup", "--yes"]).ended(0);
    let said = home.muse(&search).ended(0);
    assert_eq!(said.err, "");
    assert_eq!(said.json()["total"], 12);
}

#[test]
fn a_search_of_no_products_finds_none() {
    let home = Home::new();
    home.muse(&["init", "."]).ended(0);
    let found = home
        .muse(&["products", "search", "kurta", "--json"])
        .ended(0)
        .json();
    assert_eq!(found["total"], 0);
}

#[test]
fn doctor_tells_what_was_said_of_hindi_and_what_helps() {
    let home = Home::with_products();
    let said = home.muse(&["doctor"]).ended(0);
    assert!(!said.out.contains("Hindi:"), "{}", said.out);
    let db = rusqlite::Connection::open(home.at("cwd/muse.db")).unwrap();
    db.execute(
        "INSERT INTO settings (key, value) VALUES ('terminal.hindi', 'looks wrong')",
        [],
    )
    .unwrap();
    drop(db);
    let said = home.muse(&["doctor"]).ended(0);
    for words in ["Hindi: ", "looks wrong", "हिन्दी 5", "font", "terminal"] {
        assert!(said.out.contains(words), "`{words}` in {}", said.out);
    }
    let told = home.muse(&["doctor", "--json"]).ended(0).json();
    let checks = told["checks"].as_array().unwrap();
    let hindi = checks
        .iter()
        .find(|check| check["name"] == "Hindi")
        .unwrap();
    assert_eq!(hindi["state"], "warn");
}

/// A copy of a workspace that nobody may write to. Permissions bind no superuser, so who may write everywhere skips this.
#[test]
#[cfg(unix)]
fn a_workspace_that_may_not_be_written_is_searched_and_copied() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::with_products();
    let cwd = home.at("cwd");
    let files = files_below(&cwd);
    let above = |file: &'_ PathBuf| file.ancestors().skip(1).map(Path::to_path_buf).collect();
    let folders: Vec<Vec<PathBuf>> = files.iter().map(above).collect();
    let folders: BTreeSet<PathBuf> = folders.into_iter().flatten().collect();
    let folders: Vec<PathBuf> = folders
        .into_iter()
        .filter(|f| f.starts_with(&cwd))
        .collect();
    let mode = |folder: u32, file: u32| {
        let set = |path: &Path, mode: u32| {
            fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
        };
        files.iter().for_each(|path| set(path, file));
        folders.iter().for_each(|path| set(path, folder));
    };
    mode(0o555, 0o444);
    if fs::write(cwd.join("probe"), "x").is_ok() {
        mode(0o755, 0o644);
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let copy = home.at("copy.db");
    let copied = home.muse(&["workspace", "snapshot", copy.to_str().unwrap()]);
    let info = home.muse(&["workspace", "info", "--json"]);
    let found = home.muse(&["products", "search", "kurta", "--json"]);
    let doctor = home.muse(&["doctor"]);
    let refused = home.muse(&["workspace", "snapshot"]);
    mode(0o755, 0o644);
    copied.ended(0);
    assert_eq!(found.ended(0).json()["total"], 12);
    assert!(doctor.ended(0).out.contains("only readable"));
    assert!(info.ended(0).json()["read_only"].is_string());
    refused.told(1, &["name a FILE"]);
}
