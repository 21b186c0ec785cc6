//! What only a workspace on disk can show: reopening, bad files, write protection, two processes, copies.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::conformance::sample::{Maker, bulk, judge, product};
use crate::conformance::wait;
use muse_studio::domain::*;
use muse_studio::review::Filter;
use muse_studio::store::*;
use tempfile::TempDir;

fn open(folder: &Path) -> Result<Store, StoreError> {
    SqliteStore::open(folder, OpenOptions::system(Access::ReadWrite))
}

fn open_read_only(folder: &Path) -> Result<Store, StoreError> {
    SqliteStore::open(folder, OpenOptions::system(Access::ReadOnly))
}

/// A closed workspace with some products.
fn workspace() -> TempDir {
    let folder = TempDir::new().unwrap();
    let store = open(folder.path()).unwrap();
    wait(async {
        let products = (0..500).map(product).collect();
        store
            .apply(Change::one(Op::PutProducts(products)))
            .await
            .unwrap();
        store.close().await.unwrap();
    });
    folder
}

fn products(store: &Store) -> u64 {
    wait(store.counts()).unwrap().products
}

#[test]
fn reopening_keeps_everything_and_one_undo_restores_a_bulk() {
    let folder = TempDir::new().unwrap();
    let maker = Maker::new(1);
    let all: Vec<Conversation> = (0..1_000).map(|n| maker.conversation(n, 4)).collect();
    let ids: Vec<ConversationId> = all.iter().map(|whole| whole.id).collect();
    let store = open(folder.path()).unwrap();
    let before = wait(async {
        let put = |whole: Conversation| Op::PutConversation(Box::new(whole));
        store
            .apply(Change::batched(all.into_iter().map(put).collect()))
            .await
            .unwrap();
        let accept =
            |id: &ConversationId| judge("asha", Subject::Conversation(*id), Verdict::Accepted);
        let some = ids.iter().step_by(3).map(accept).collect();
        store.apply(Change::one(Op::Review(some))).await.unwrap();
        let before = store
            .summaries(Filter::default(), Cursor::First, 2_000)
            .await
            .unwrap();
        let reject = bulk("asha", &ids, Verdict::Rejected, 1);
        store.apply(Change::one(Op::Review(reject))).await.unwrap();
        store.close().await.unwrap();
        before
    });
    drop(store);

    let store = open(folder.path()).unwrap();
    wait(async {
        let rejected: Filter = "status:rejected".parse().unwrap();
        assert_eq!(store.count(rejected).await.unwrap(), 1_000);
        let undone = store
            .apply(Change::one(Op::Undo("asha".into())))
            .await
            .unwrap();
        assert_eq!(undone.reversed.len(), 1_000);
        let after = store
            .summaries(Filter::default(), Cursor::First, 2_000)
            .await
            .unwrap();
        assert_eq!(after, before);
    });
}

#[test]
fn the_sequence_and_the_clock_go_on_after_reopening() {
    let folder = TempDir::new().unwrap();
    let whole = Maker::new(1).conversation(0, 2);
    let subject = Subject::Conversation(whole.id);
    let at = |millis: i64| OpenOptions::new(Access::ReadWrite, std::sync::Arc::new(move || millis));
    let accept = || {
        let verdict = judge("asha", subject.clone(), Verdict::Accepted);
        Change::one(Op::Review(vec![verdict]))
    };
    let store = SqliteStore::open(folder.path(), at(5_000)).unwrap();
    let first = wait(async {
        store
            .apply(Change::one(Op::PutConversation(Box::new(whole))))
            .await
            .unwrap();
        store.apply(accept()).await.unwrap()
    });
    drop(store);
    // The system's clock was set back meanwhile.
    let store = SqliteStore::open(folder.path(), at(1_000)).unwrap();
    let second = wait(store.apply(accept())).unwrap();
    assert_eq!(second.sequence, first.sequence + 1);
    assert!(second.entries[0].clock > first.entries[0].clock);
    assert_eq!(first.entries[0].clock.millis, 5_000);
}

/// Every file of a folder with its content.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap() != "lock")
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect();
    found.sort();
    found
}

#[test]
fn files_that_are_not_ours_are_refused_and_left_alone() {
    let sound = fs::read(workspace().path().join("muse.db")).unwrap();
    let foreign = {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("other.db");
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE t (x)").unwrap();
        drop(other);
        fs::read(path).unwrap()
    };
    for (bytes, why) in [
        (Vec::new(), "the file is empty"),
        (b"not a database at all".to_vec(), "cut off after 21 bytes"),
        (b"\x00\xff".repeat(4_000), "does not begin as one"),
        (sound[..60].to_vec(), "cut off after 60 bytes"),
        (sound[..sound.len() / 2].to_vec(), "it is cut off"),
        (foreign, "another program made it"),
    ] {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("muse.db"), bytes).unwrap();
        let before = contents(folder.path());
        for opened in [open(folder.path()), open_read_only(folder.path())] {
            match opened.unwrap_err() {
                error @ StoreError::NotOurs { .. } => {
                    assert!(error.to_string().contains(why), "{error}")
                }
                other => panic!("{why}: {other}"),
            }
        }
        assert_eq!(contents(folder.path()), before, "{why}");
    }
    let nothing = TempDir::new().unwrap();
    let error = open_read_only(nothing.path()).unwrap_err().to_string();
    assert!(error.contains("no such file"), "{error}");
    assert!(contents(nothing.path()).is_empty());
}

#[test]
fn a_newer_workspace_is_refused_and_left_alone() {
    let folder = workspace();
    let path = folder.path().join("muse.db");
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    let refused = |folder: &Path| {
        for opened in [open(folder), open_read_only(folder)] {
            let error = opened.unwrap_err();
            assert!(
                matches!(error, StoreError::Newer { found: 99, .. }),
                "{error}"
            );
        }
    };
    // While the new format stands only in the log beside the file ...
    let before = fs::read(&path).unwrap();
    refused(folder.path());
    assert_eq!(fs::read(&path).unwrap(), before);
    drop(newer);
    // ... and when it stands in the file.
    let before = contents(folder.path());
    refused(folder.path());
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_log_without_its_file_is_not_mixed_into_a_new_one() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("muse.db-wal"), b"left over").unwrap();
    let error = open(folder.path()).unwrap_err().to_string();
    assert!(error.contains("-wal"), "{error}");
    assert!(!folder.path().join("muse.db").exists());
}

#[test]
fn damage_inside_the_file_is_told_not_hidden() {
    let folder = workspace();
    let path = folder.path().join("muse.db");
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8_192].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    let told = match open(folder.path()) {
        Err(error) => error.to_string(),
        Ok(store) => match wait(store.check()) {
            Ok(faults) => faults.join("; "),
            Err(error) => error.to_string(),
        },
    };
    assert!(!told.is_empty());
}

#[test]
fn the_log_cannot_be_rewritten_even_from_outside() {
    let folder = TempDir::new().unwrap();
    let store = open(folder.path()).unwrap();
    wait(async {
        let whole = Maker::new(1).conversation(0, 2);
        let accept = judge("asha", Subject::Conversation(whole.id), Verdict::Accepted);
        let ops = vec![
            Op::PutConversation(Box::new(whole)),
            Op::Review(vec![accept]),
        ];
        store
            .apply(Change {
                ops,
                ..Change::default()
            })
            .await
            .unwrap();
    });
    let outside = rusqlite::Connection::open(folder.path().join("muse.db")).unwrap();
    for sql in [
        "UPDATE review_log SET reviewer = 'eve'",
        "DELETE FROM review_log",
    ] {
        let error = outside.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains("append-only"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn write_protected_workspaces_open_read_only_with_the_reason() {
    use std::os::unix::fs::PermissionsExt;
    let mode =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let folder = workspace();
    let (dir, file) = (folder.path(), folder.path().join("muse.db"));
    for (place, locked, usual, why) in [
        (file.as_path(), 0o444, 0o644, "muse.db is"),
        (dir, 0o555, 0o755, "the folder is"),
    ] {
        mode(place, locked);
        let store = open(dir).unwrap();
        let told = store.read_only().unwrap();
        assert!(
            told.contains(why) && told.contains("write-protected"),
            "{told}"
        );
        assert_eq!(products(&store), 500);
        let refused = wait(store.apply(Change::default()))
            .unwrap_err()
            .to_string();
        assert!(refused.contains(&told), "{refused}");
        drop(store);
        mode(place, usual);
    }
    assert_eq!(open(dir).unwrap().read_only(), None);
}

#[test]
fn a_second_writer_is_refused_with_the_holders_pid() {
    let folder = workspace();
    let first = open(folder.path()).unwrap();
    match open(folder.path()).unwrap_err() {
        StoreError::Held { pid, host, .. } => {
            assert_eq!((pid, host.as_str()), (std::process::id(), ""))
        }
        other => panic!("{other}"),
    }
    wait(first.close()).unwrap();
    open(folder.path()).unwrap();
}

const HOLD: &str = "MUSE_HOLD_FOLDER";

/// The other process: holds the workspace and adds a product for each line that it reads.
#[test]
fn holds_the_workspace_when_told() {
    let Ok(folder) = std::env::var(HOLD) else {
        return;
    };
    let store = open(Path::new(&folder)).unwrap();
    println!("\nholding");
    for (number, line) in (1_000..).zip(std::io::stdin().lines()) {
        line.unwrap();
        wait(store.apply(Change::one(Op::PutProducts(vec![product(number)])))).unwrap();
    }
}

fn hold(folder: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "files::holds_the_workspace_when_told",
            "--exact",
            "--nocapture",
        ])
        .env(HOLD, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    assert!(out.lines().any(|line| line.unwrap() == "holding"));
    child
}

#[test]
fn beside_another_process_one_reads_and_follows() {
    let folder = workspace();
    let mut other = hold(folder.path());
    match open(folder.path()).unwrap_err() {
        StoreError::Held { pid, .. } => assert_eq!(pid, other.id()),
        error => panic!("{error}"),
    }
    let store = open_read_only(folder.path()).unwrap();
    assert!(store.read_only().unwrap().contains(&other.id().to_string()));
    assert_eq!(products(&store), 500);
    wait(async {
        let mut watch = store.watch();
        let mut stdin = other.stdin.take().unwrap();
        for more in 1..=2 {
            let seen = *watch.borrow_and_update();
            stdin.write_all(b"\n").unwrap();
            let committed = watch.wait_for(|sequence| *sequence > seen.max(more));
            tokio::time::timeout(Duration::from_secs(5), committed)
                .await
                .unwrap()
                .unwrap();
            assert_eq!(store.counts().await.unwrap().products, 500 + more);
        }
        // Killed, it leaves its name in the lock file, and the next one takes over.
        other.kill().unwrap();
        other.wait().unwrap();
    });
    let taken_over = open(folder.path()).unwrap();
    assert_eq!(products(&taken_over), 502);
}

#[test]
fn a_copy_is_whole_while_the_workspace_is_in_use() {
    let folder = workspace();
    let store = open(folder.path()).unwrap();
    let copy = folder.path().join("copy").join("muse.db");
    fs::create_dir(copy.parent().unwrap()).unwrap();
    wait(async {
        let (copied, written) = tokio::join!(
            store.snapshot(copy.clone()),
            store.apply(Change::one(Op::PutProducts(vec![product(900)]))),
        );
        copied.unwrap();
        written.unwrap();
        let again = store.snapshot(copy.clone()).await.unwrap_err().to_string();
        assert!(
            again.contains("copy"),
            "an existing file is never overwritten: {again}"
        );
    });
    let restored = open(copy.parent().unwrap()).unwrap();
    assert!([500, 501].contains(&products(&restored)));
    assert_eq!(wait(restored.check()).unwrap(), Vec::<String>::new());
}

#[test]
fn a_copy_a_day_and_seven_are_kept() {
    let folder = workspace();
    let store = open(folder.path()).unwrap();
    let first = jiff::civil::date(2026, 2, 25);
    wait(async {
        for day in 0..9 {
            let today = first + jiff::Span::new().days(day);
            let made = daily_snapshot(&store, folder.path(), today).await.unwrap();
            assert!(made.unwrap().ends_with(format!("muse-{today}.db")));
            assert_eq!(
                daily_snapshot(&store, folder.path(), today).await.unwrap(),
                None
            );
            fs::write(
                folder.path().join("snapshots/muse-before-the-flood.db"),
                b"mine",
            )
            .unwrap();
        }
    });
    let mut names: Vec<String> = fs::read_dir(folder.path().join("snapshots"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 8);
    assert_eq!(names[0], "muse-2026-02-27.db");
    assert_eq!(names[7], "muse-before-the-flood.db");
}
