//! A run whose process is killed: the workspace opens, and the run goes on to the bytes of an uninterrupted one.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::jobs_support::{asked, muse_bytes, reopened, stocked};
use muse_studio::domain::RunState;
use muse_studio::jobs::{GenerateOptions, JobEvent, Runner};

const FOLDER: &str = "MUSE_TEST_KILL_FOLDER";

/// The child: makes conversations slowly and says so, until it is killed. Does nothing when no folder is named.
#[tokio::test(flavor = "multi_thread")]
async fn makes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let (runner, mut events) = Runner::new(reopened(Path::new(&folder)).await);
    let slow = GenerateOptions {
        pace: Some(1_500.0),
        ..asked(16, 3)
    };
    let handle = runner.generate(slow);
    let ended = handle.run_to_end(&mut events, |event| {
        if let JobEvent::TurnDone { .. } = event {
            println!("turn");
        }
    });
    ended.await.unwrap();
}

fn kill_after(folder: &Path, turns: usize) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["kill::makes_until_it_is_killed", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let seen = lines
        .map_while(Result::ok)
        .filter(|line| line.ends_with("turn"));
    assert_eq!(seen.take(turns).count(), turns);
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_run_goes_on_to_the_same_bytes() {
    let whole = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(whole.path()).await;
    runner.generate(asked(16, 3)).finish().await.unwrap();
    let expected = muse_bytes(&runner, whole.path(), "muse.jsonl").await;
    for turns in [1, 30] {
        let dir = tempfile::tempdir().unwrap();
        let (runner, events) = stocked(dir.path()).await;
        runner.workspace().close().await.unwrap();
        drop((runner, events));
        kill_after(dir.path(), turns);
        let (runner, _events) = Runner::new(reopened(dir.path()).await);
        let store = runner.workspace().store();
        assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
        let runs = store.runs().await.unwrap();
        assert_eq!((runs.len(), runs[0].state), (1, RunState::Running));
        runner.resume_run(runs[0].id).finish().await.unwrap();
        let bytes = muse_bytes(&runner, dir.path(), "muse.jsonl").await;
        assert!(bytes == expected, "the kill after {turns} turns shows");
    }
}
