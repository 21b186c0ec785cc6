//! Several processes on one workspace: one writes for all, whoever dies, whatever comes over its socket.
//!
//! The parent starts this test program again as a holder or as another attached process.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::conformance::sample::{Maker, entry, judge, turn_of};
use crate::conformance::wait;
use futures_util::future::join_all;
use muse_studio::domain::*;
use muse_studio::review::Filter;
use muse_studio::store::*;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use tempfile::TempDir;
use uuid::Uuid;

const ROLE: &str = "MUSE_TEST_ATTACH_ROLE";
const FOLDER: &str = "MUSE_TEST_ATTACH_FOLDER";
const CONVERSATIONS: u32 = 40;

fn open(folder: &Path) -> Result<Store, StoreError> {
    SqliteStore::open(folder, OpenOptions::system(Access::Together))
}

/// A closed workspace with some conversations.
fn workspace() -> (TempDir, Vec<ConversationId>) {
    let folder = TempDir::new().unwrap();
    let maker = Maker::new(1);
    let all: Vec<Conversation> = (0..CONVERSATIONS)
        .map(|n| maker.conversation(n, 2))
        .collect();
    let ids = all.iter().map(|whole| whole.id).collect();
    let store = open(folder.path()).unwrap();
    let put = |whole: Conversation| Op::PutConversation(Box::new(whole));
    wait(async {
        let ops = all.into_iter().map(put).collect();
        store.apply(Change::batched(ops)).await.unwrap();
        store.close().await.unwrap();
    });
    (folder, ids)
}

/// A comment that no other decision makes.
fn comment(conversation: ConversationId, text: String) -> Change {
    let action = Action::Comment {
        before: String::new(),
        after: text,
    };
    let subject = Subject::Conversation(conversation);
    Change::one(Op::Review(vec![entry("asha", subject, action)]))
}

/// How often each comment stands in the log.
async fn comments(store: &Store) -> HashMap<String, u32> {
    let mut found = HashMap::new();
    let log = store.log_page(Cursor::First, u32::MAX).await.unwrap();
    for (_, entry) in log.items {
        if let Action::Comment { after, .. } = entry.action {
            *found.entry(after).or_default() += 1;
        }
    }
    found
}

/// Another process. Does nothing unless the parent started it: holds the workspace until its input ends, or comments without
/// pause and says what was acknowledged.
#[test]
fn another_process() {
    let (Ok(role), Ok(folder)) = (std::env::var(ROLE), std::env::var(FOLDER)) else {
        return;
    };
    let store = open(Path::new(&folder)).unwrap();
    println!("\n{}", *store.standing().borrow());
    if role == "holds" {
        std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
        return wait(store.close()).unwrap();
    }
    wait(async {
        let page = store.summaries(Filter::default(), Cursor::First, 5);
        let ids: Vec<ConversationId> = page.await.unwrap().items.iter().map(|s| s.1.id).collect();
        for number in 0.. {
            let text = format!("{role} {number}");
            let change = comment(ids[number % ids.len()], text.clone());
            store.apply(change).await.unwrap();
            println!("ack {text}");
        }
    });
}

fn start(folder: &Path, role: &str) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["attach::another_process", "--exact", "--nocapture"])
        .env(ROLE, role)
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    if role == "holds" {
        let out = child.stdout.as_mut().unwrap();
        let told = BufReader::new(out).lines().map(Result::unwrap);
        assert!(told.into_iter().any(|line| line == "this process writes"));
    }
    child
}

fn becomes(store: &Store, standing: Standing) {
    wait(async {
        let mut now = store.standing();
        let reached = now.wait_for(|now| *now == standing);
        let reached = tokio::time::timeout(Duration::from_secs(20), reached).await;
        assert!(reached.is_ok(), "it is {:?}", *store.standing().borrow());
    });
}

#[test]
fn a_holder_that_ends_hands_the_workspace_on() {
    let (folder, ids) = workspace();
    let mut holder = start(folder.path(), "holds");
    let store = open(folder.path()).unwrap();
    let pid = holder.id();
    assert_eq!(*store.standing().borrow(), Standing::Attached { pid });
    assert_eq!(store.read_only(), None);
    let accept = judge("asha", Subject::Conversation(ids[0]), Verdict::Accepted);
    let accepted = wait(store.apply(Change::one(Op::Review(vec![accept])))).unwrap();
    assert_eq!(accepted.entries.len(), 1);
    drop(holder.stdin.take());
    assert!(holder.wait().unwrap().success());
    becomes(&store, Standing::ALONE);
    // What was decided through the holder is taken back by its successor.
    let undone = wait(store.apply(Change::one(Op::Undo("asha".into())))).unwrap();
    assert_eq!(undone.reversed, accepted.entries);
    // And the successor serves others in its turn.
    let third = open(folder.path()).unwrap();
    let pid = std::process::id();
    assert_eq!(*third.standing().borrow(), Standing::Attached { pid });
    let redone = wait(third.apply(Change::one(Op::Redo("asha".into())))).unwrap();
    assert_eq!(redone.reversed.len(), 1);
    wait(third.close()).unwrap();
    wait(store.close()).unwrap();
    assert!(!folder.path().join("attach/holder").exists());
}

/// Comments are handed over by the dozen while the holder is killed and a third process comments too.
#[test]
fn nothing_is_lost_or_done_twice_when_holders_are_killed() {
    let rounds: u64 = std::env::var("MUSE_KILLS").map_or(8, |text| text.parse().unwrap());
    let (folder, ids) = workspace();
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let (mut told, mut theirs) = (HashSet::new(), HashSet::new());
    for round in 0..rounds {
        let mut holder = start(folder.path(), "holds");
        let mut third = start(folder.path(), &format!("third {round}"));
        let out = BufReader::new(third.stdout.take().unwrap());
        let acks = std::thread::spawn(move || {
            let lines = out.lines().map_while(Result::ok);
            let acks = lines.filter_map(|line| Some(line.split_once("ack ")?.1.to_owned()));
            acks.collect::<Vec<String>>()
        });
        let store = open(folder.path()).unwrap();
        let deadline = Instant::now() + Duration::from_millis(rng.random_range(20..150));
        wait(async {
            let (mut number, mut killed) = (0, None);
            // Some dozens after the kill too.
            while killed.is_none_or(|at: Instant| at.elapsed() < Duration::from_millis(300)) {
                let texts: Vec<String> =
                    (0..24).map(|n| format!("{round} {}", number + n)).collect();
                number += 24;
                let changes = texts
                    .iter()
                    .map(|text| comment(ids[rng.random_range(0..ids.len())], text.clone()));
                let answers: Vec<_> = changes.map(|change| store.apply(change)).collect();
                if killed.is_none() && Instant::now() >= deadline {
                    holder.kill().unwrap();
                    killed = Some(Instant::now());
                }
                for answer in join_all(answers).await {
                    assert_eq!(answer.unwrap().entries.len(), 1);
                }
                told.extend(texts);
            }
        });
        holder.wait().unwrap();
        wait(store.close()).unwrap();
        third.kill().unwrap();
        third.wait().unwrap();
        theirs.extend(acks.join().unwrap());
    }
    let store = open(folder.path()).unwrap();
    wait(async {
        assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
        let found = comments(&store).await;
        let doubled: Vec<_> = found.iter().filter(|(_, count)| **count != 1).collect();
        assert!(doubled.is_empty(), "{doubled:?}");
        let lost: Vec<_> = told
            .iter()
            .filter(|text| !found.contains_key(*text))
            .collect();
        assert!(lost.is_empty(), "of {}: {lost:?}", told.len());
        // The last line of a killed process may be torn.
        let lost: Vec<_> = theirs
            .iter()
            .filter(|text| !found.contains_key(*text))
            .collect();
        let torn = |text: &&String| found.keys().any(|known| known.starts_with(text.as_str()));
        assert!(lost.iter().all(torn), "of {}: {lost:?}", theirs.len());
    });
    println!(
        "{rounds} kills: {} comments of one, {} of another, none lost or doubled",
        told.len(),
        theirs.len()
    );
    assert!(told.len() as u64 > rounds && theirs.len() as u64 > rounds);
}

#[test]
fn refusals_of_the_holder_reach_the_attached_process_as_they_are() {
    let (folder, ids) = workspace();
    let _holder = open(folder.path()).unwrap();
    let store = open(folder.path()).unwrap();
    let nobody = Maker::new(99).conversation(0, 1).id;
    let missing = wait(store.apply(comment(nobody, "x".to_owned()))).unwrap_err();
    let expected = format!("there is no conversation {nobody} in this workspace");
    assert_eq!(missing.to_string(), expected);
    let turn = Subject::Turn(ids[0], turn_of(&Maker::new(1).conversation(0, 2), 0));
    let mut stale = comment(ids[0], "x".to_owned());
    stale.expected = vec![(turn.clone(), 7)];
    match wait(store.apply(stale)).unwrap_err() {
        StoreError::Conflict {
            subject,
            expected: 7,
            found: 1,
        } => assert_eq!(subject, turn),
        other => panic!("{other}"),
    }
}

/// What the holder answers to these bytes before it hangs up, or within a moment.
fn answer(folder: &Path, bytes: &[u8]) -> String {
    let mut stream = UnixStream::connect(folder.join("attach/holder")).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(2)))
        .unwrap();
    // A holder that hangs up early leaves the rest unread.
    let _ = stream.write_all(bytes);
    let mut text = Vec::new();
    let _ = stream.read_to_end(&mut text);
    String::from_utf8(text).unwrap()
}

fn hello(version: &str, workspace: Uuid, client: Uuid) -> Vec<u8> {
    format!(
        "{{\"protocol\":1,\"version\":\"{version}\",\"workspace\":\"{workspace}\",\"client\":\"{client}\"}}\n"
    )
    .into_bytes()
}

#[test]
fn whatever_comes_over_the_socket_the_holder_goes_on() {
    let (folder, ids) = workspace();
    let holder = open(folder.path()).unwrap();
    let ours = env!("CARGO_PKG_VERSION");
    for garbage in [
        &b"GET / HTTP/1.1\r\n\r\n"[..],
        &b"\n"[..],
        &b"{}\n"[..],
        &[0xff; 5_000][..],
        &[b'['; 5_000][..],
        &b""[..],
    ] {
        assert_eq!(answer(folder.path(), garbage), "");
    }
    let old = answer(folder.path(), &hello("0.0.1", Uuid::nil(), Uuid::nil()));
    assert!(
        old.contains("Out") && old.contains("you run 0.0.1"),
        "{old}"
    );
    let other = answer(folder.path(), &hello(ours, Uuid::max(), Uuid::nil()));
    assert!(other.contains("another workspace"), "{other}");
    let good = hello(ours, Uuid::nil(), Uuid::nil());
    for after in [
        &b"nonsense\n"[..],
        &b"{\"Change\":{\"number\":1,\"settled\":0}}\n"[..],
        &b"{\"Change\":"[..],
    ] {
        let said = answer(folder.path(), &[&good[..], after].concat());
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    let unknown = b"{\"Change\":{\"number\":1,\"settled\":0,\"change\":{\"ops\":[\"Dance\"]}}}\n";
    let said = answer(folder.path(), &[&good[..], &unknown[..]].concat());
    assert!(said.contains("means nothing here"), "{said}");
    // A line without an end is given up long before the memory is full.
    let endless = [&good[..], &vec![b'x'; 65 << 20]].concat();
    assert_eq!(answer(folder.path(), &endless).lines().count(), 1);
    // One that asks and never reads holds up nobody else.
    let mut deaf = UnixStream::connect(folder.path().join("attach/holder")).unwrap();
    deaf.set_write_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    deaf.write_all(&good).unwrap();
    let ask = b"{\"Change\":{\"number\":1,\"settled\":0,\"change\":{\"ops\":[],\"expected\":[],\"durability\":\"Batched\"}}}\n";
    while deaf.write_all(&ask.repeat(1_000)).is_ok() {}
    let store = open(folder.path()).unwrap();
    for (store, text) in [(&store, "attached"), (&holder, "holding")] {
        wait(store.apply(comment(ids[0], text.to_owned()))).unwrap();
    }
    assert_eq!(wait(comments(&holder)).len(), 2);
}

#[test]
fn another_version_of_the_workspace_is_told_apart() {
    let (folder, _) = workspace();
    let _holder = open(folder.path()).unwrap();
    let options = OpenOptions::system(Access::Together).of(Uuid::max());
    let error = SqliteStore::open(folder.path(), options).unwrap_err();
    let pid = std::process::id();
    assert!(
        matches!(error, StoreError::Apart { pid: who, .. } if who == pid),
        "{error}"
    );
}

#[test]
fn only_a_holder_on_another_machine_refuses() {
    let (folder, _) = workspace();
    let holder = open(folder.path()).unwrap();
    std::fs::write(folder.path().join("lock"), "77\nfar-away\n").unwrap();
    let error = open(folder.path()).unwrap_err().to_string();
    assert!(error.contains("process 77 on far-away"), "{error}");
    drop(holder);
    // What a dead holder left of itself keeps nobody out.
    std::fs::write(folder.path().join("lock"), "1\nfar-away\n").unwrap();
    std::fs::create_dir_all(folder.path().join("attach")).unwrap();
    let dead = std::os::unix::net::UnixListener::bind(folder.path().join("attach/holder"));
    drop(dead.unwrap());
    let store = open(folder.path()).unwrap();
    assert_eq!(*store.standing().borrow(), Standing::ALONE);
    let second = open(folder.path()).unwrap();
    assert!(!second.standing().borrow().holds());
    becomes(&store, Standing::Holding { guests: 1 });
    drop(second);
    becomes(&store, Standing::ALONE);
}

#[test]
fn a_holder_that_sleeps_does_not_keep_others_from_leaving() {
    let (folder, ids) = workspace();
    let mut holder = start(folder.path(), "holds");
    let store = open(folder.path()).unwrap();
    let stop = |signal: &str| {
        let pid = holder.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().unwrap();
        assert!(sent.success());
    };
    stop("-STOP");
    let answer = store.apply(comment(ids[0], "kept".to_owned()));
    let closed = wait(store.close()).unwrap_err();
    assert!(
        matches!(closed, StoreError::Unanswered { changes: 1, .. }),
        "{closed}"
    );
    assert!(matches!(wait(answer), Err(StoreError::Unanswered { .. })));
    stop("-CONT");
    drop(holder.stdin.take());
    holder.wait().unwrap();
}

/// What came of a change that is handed over by hand, as an attached process does.
fn handed_over(
    folder: &Path,
    client: Uuid,
    number: u64,
    settled: u64,
    change: &Change,
) -> serde_json::Value {
    let mut stream = UnixStream::connect(folder.join("attach/holder")).unwrap();
    let change = serde_json::to_string(change).unwrap();
    let told = format!(
        "{{\"Change\":{{\"number\":{number},\"settled\":{settled},\"change\":{change}}}}}\n"
    );
    stream
        .write_all(
            &[
                &hello(env!("CARGO_PKG_VERSION"), Uuid::nil(), client)[..],
                told.as_bytes(),
            ]
            .concat(),
        )
        .unwrap();
    let lines = BufReader::new(stream).lines();
    let mut said = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap());
    said.find_map(|said: serde_json::Value| said.get("Done").cloned())
        .unwrap()
}

#[test]
fn a_change_whose_answer_was_lost_is_not_done_twice() {
    let (folder, ids) = workspace();
    let (one, two) = (
        comment(ids[0], "one".to_owned()),
        comment(ids[0], "two".to_owned()),
    );
    let client = Uuid::now_v7();
    let hand_over =
        |number, settled, change| handed_over(folder.path(), client, number, settled, change);
    let holder = open(folder.path()).unwrap();
    let first = hand_over(1, 0, &one);
    assert!(first["outcome"]["Ok"]["sequence"].is_number(), "{first}");
    assert_eq!(hand_over(1, 0, &one), first);
    wait(holder.close()).unwrap();
    // The next holder knows of it too.
    let holder = open(folder.path()).unwrap();
    assert_eq!(hand_over(1, 0, &one), first);
    assert_ne!(hand_over(2, 1, &two), first);
    assert_eq!(
        wait(comments(&holder)),
        HashMap::from([("one".to_owned(), 1), ("two".to_owned(), 1)])
    );
    // What its process knows of is forgotten: the number is free again.
    let again = hand_over(1, 0, &one);
    assert_ne!(again, first);
}
