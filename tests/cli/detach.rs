//! Runs in processes of their own: they outlive the terminal, are seen, and stop when told.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::cli_kit::Home;
use serde_json::Value;

/// Waits until something comes about.
#[track_caller]
fn until(what: &str, mut come: impl FnMut() -> bool) {
    let start = Instant::now();
    while !come() {
        assert!(start.elapsed().as_secs() < 60, "{what} never came");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn signal(name: &str, pid: &str) {
    let sent = Command::new("kill").args([name, pid]).status().unwrap();
    assert!(sent.success());
}

/// The runs of the workspace.
fn runs(home: &Home) -> Vec<Value> {
    home.muse(&["workspace", "runs", "--json"]).ended(0).lines()
}

/// Ends a process when a test fails half-way.
struct Guard(String);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = Command::new("kill")
            .args(["-KILL", &self.0])
            .stderr(Stdio::null())
            .status();
    }
}

#[test]
fn a_detached_run_outlives_its_terminal_and_stops_when_told() {
    let home = Home::with_products();
    let begun = home
        .muse(&[
            "generate", "-n", "1000000", "--seed", "5", "--detach", "--json",
        ])
        .ended(0)
        .json();
    let pid = begun["pid"].to_string();
    let _guard = Guard(pid.clone());
    let run = begun["run"].as_str().unwrap();
    let seen = runs(&home).remove(0);
    assert_eq!(
        (
            seen["run"].as_str(),
            seen["pid"].to_string(),
            seen["state"].as_str()
        ),
        (Some(run), pid.clone(), Some("running"))
    );
    assert!(std::path::Path::new(begun["log"].as_str().unwrap()).is_file());
    signal("-HUP", &pid);
    let made = |home: &Home| runs(home)[0]["conversations"].as_u64().unwrap();
    let before = made(&home);
    until("another conversation", || made(&home) > before);
    // Nobody else makes the same run, and everybody works beside it.
    home.muse(&["generate", "--resume", run])
        .told(1, &["cannot go on", &format!("process {pid} is making it")]);
    home.muse(&["review", "accept", "#1"]).ended(0);
    let stopped = home.muse(&["generate", "--stop", "--json"]).ended(0).json();
    assert_eq!(
        (stopped["run"].as_str(), stopped["stopped"].as_bool()),
        (Some(run), Some(true))
    );
    let seen = runs(&home).remove(0);
    assert_eq!(
        (&seen["pid"], seen["state"].as_str()),
        (&Value::Null, Some("stopped"))
    );
    home.muse(&["generate", "--stop"])
        .told(1, &["no run is being made"]);
}

#[test]
fn a_detached_run_ends_by_itself_and_makes_what_another_would() {
    let (detached, plain) = (Home::with_products(), Home::with_products());
    let words = ["generate", "-n", "6", "--seed", "3", "--json"];
    let begun = detached
        .muse(&[&words[..], &["--detach"]].concat())
        .ended(0)
        .json();
    let made = plain.muse(&words).ended(0).json();
    assert_eq!(begun["run"], made["run"]);
    until("its end", || runs(&detached)[0]["state"] == "done");
    let texts = |home: &Home| {
        let list = home.muse(&[
            "export",
            "--format",
            "muse",
            "--status",
            "any",
            "--output-file",
            "all.jsonl",
        ]);
        list.ended(0);
        std::fs::read_to_string(home.at("cwd/all.jsonl")).unwrap()
    };
    assert_eq!(texts(&detached), texts(&plain));
}

#[test]
fn a_start_that_fails_says_why_with_its_exit_code() {
    let home = Home::new();
    home.muse(&["init", "set"]).ended(0);
    let words = ["--workspace", "set", "generate", "--detach"];
    home.muse(&words).told(1, &["no products"]);
    let wrong = [
        &words[..],
        &[
            "--conversation-length-range",
            "9,20",
            "--languages",
            "tamil",
        ],
    ]
    .concat();
    assert_eq!(home.muse(&wrong).code, 2);
    home.muse(&["--workspace", "set", "generate", "--detach", "--dry-run"])
        .told(2, &["cannot be used with"]);
}

#[test]
fn the_end_of_the_terminal_stops_a_run_that_hangs_on_it() {
    let home = Home::with_products();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("muse-studio"));
    command
        .args(["--quiet", "generate", "-n", "1000000", "--seed", "1"])
        .env("MUSE_HOME", home.at("home"))
        .current_dir(home.at("cwd"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let _guard = Guard(child.id().to_string());
    let begun = |home: &Home| {
        home.muse(&["workspace", "runs", "--json"])
            .out
            .lines()
            .any(|line| line.contains(&format!("\"pid\":{}", child.id())))
    };
    until("the run", || begun(&home));
    signal("-HUP", &child.id().to_string());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(runs(&home)[0]["state"], "stopped");
}
