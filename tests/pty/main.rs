//! The real program in a real terminal: start, leave, signals, sizes, work that survives a kill.

#[allow(dead_code, reason = "shared with the benches, which use all of it")]
mod terminal;

mod question;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use terminal::Studio;

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_muse-studio"))
}

/// A demonstration workspace with a few conversations, below a home of its own.
struct Home {
    dir: tempfile::TempDir,
    space: PathBuf,
}

impl Home {
    fn new(conversations: u32) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let space = dir.path().join("space");
        let home = Home { dir, space };
        let space = home.space.to_string_lossy().into_owned();
        home.muse(&["demo", "--no-open", "--dir", &space]);
        if conversations > 0 {
            let count = conversations.to_string();
            home.muse(&[
                "--workspace",
                &space,
                "generate",
                "--num-conversations",
                &count,
                "--seed",
                "7",
            ]);
        }
        home
    }

    fn muse(&self, arguments: &[&str]) -> Output {
        let done = Command::new(program())
            .args(arguments)
            .env("MUSE_HOME", self.dir.path())
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        done
    }

    fn log_length(&self) -> usize {
        let space = self.space.to_string_lossy();
        let done = self.muse(&[
            "--workspace",
            &space,
            "review",
            "log",
            "--limit",
            "1000",
            "--json",
        ]);
        String::from_utf8_lossy(&done.stdout)
            .matches("\"do\"")
            .count()
    }

    fn studio(&self, size: (u16, u16)) -> Studio {
        let space = self.space.to_string_lossy().into_owned();
        Studio::start(
            program(),
            self.dir.path(),
            &["--workspace", &space],
            size,
            &[],
        )
    }
}

/// The sequence that leaves the alternate screen.
const LEAVE: &[u8] = b"\x1b[?1049l";

fn gave_back(studio: &Studio) -> bool {
    studio
        .wrote
        .windows(LEAVE.len())
        .any(|bytes| bytes == LEAVE)
}

#[test]
fn it_opens_and_leaves_without_a_question() {
    let home = Home::new(0);
    let mut studio = home.studio((80, 24));
    studio.shows("Muse Studio");
    studio.shows("products, 50 profiles");
    studio.press("q");
    assert!(studio.wait().success());
    assert!(gave_back(&studio));
}

#[test]
fn signals_give_the_terminal_back() {
    let home = Home::new(0);
    for signal in ["TERM", "HUP", "QUIT", "INT"] {
        let mut studio = home.studio((80, 24));
        studio.shows("products, 50 profiles");
        studio.signal(signal);
        studio.wait();
        assert!(gave_back(&studio), "{signal}");
    }
}

#[test]
fn any_size_is_lived_with() {
    let home = Home::new(2);
    let mut studio = home.studio((80, 24));
    studio.shows("products, 50 profiles");
    studio.press("g3");
    studio.shows("2 conversations");
    for (cols, rows) in [(1, 1), (10, 3), (39, 9), (200, 60), (40, 10), (120, 40)] {
        studio.resize(cols, rows);
        studio.settle(Duration::from_millis(100));
    }
    studio.shows("2 conversations");
    studio.press("q");
    assert!(studio.wait().success());
}

#[test]
fn a_verdict_survives_a_kill_and_is_undone_after_it() {
    let home = Home::new(3);
    let mut studio = home.studio((80, 24));
    studio.shows("products, 50 profiles");
    studio.press("g3");
    studio.shows(">· #1");
    studio.press("\r");
    studio.shows("decided");
    studio.press("a");
    studio.shows("saved; u undoes");
    studio.signal("KILL");
    studio.wait();
    assert_eq!(home.log_length(), 1);
    let mut studio = home.studio((80, 24));
    studio.shows("products, 50 profiles");
    studio.press("u");
    studio.shows("undone: accepted, one turn");
    studio.press("q");
    studio.wait();
    assert_eq!(home.log_length(), 2);
}

#[test]
fn words_typed_before_a_kill_are_offered_again() {
    let home = Home::new(1);
    let mut studio = home.studio((80, 24));
    studio.shows("products, 50 profiles");
    studio.press("g3");
    studio.shows("#1");
    studio.press("\r");
    studio.shows("decided");
    studio.press("e");
    studio.shows("Ctrl-S saves");
    studio.press("zebra");
    studio.shows("zebra");
    studio.settle(Duration::from_millis(1_500));
    studio.signal("KILL");
    studio.wait();
    let mut studio = home.studio((80, 24));
    studio.shows("g e goes on with it");
    studio.press("ge");
    studio.shows("zebra");
    studio.press("\x13");
    studio.shows("saved; this gives");
    studio.press("q");
    studio.wait();
    let mut studio = home.studio((80, 24));
    studio.shows("products, 50 profiles");
    studio.press("ge");
    studio.shows("no edit was left unsaved");
    studio.press("\x03\x03");
    assert!(studio.wait().success());
}

#[test]
fn two_studios_work_together_and_one_outlives_the_other() {
    let home = Home::new(2);
    let mut first = home.studio((80, 24));
    first.shows("products, 50 profiles");
    let mut second = home.studio((80, 24));
    second.shows("together with process");
    first.press("g3");
    first.shows("#1");
    second.press("g3");
    second.shows("#1");
    second.press("s");
    second.shows("» #1");
    first.shows("» #1");
    first.signal("KILL");
    first.wait();
    second.shows("this process writes");
    second.press("u");
    second.shows("undone");
    second.press("q");
    assert!(second.wait().success());
    assert_eq!(home.log_length(), 2);
}

#[test]
fn a_conversation_streams_and_is_kept_when_one_leaves() {
    let home = Home::new(0);
    let mut studio = home.studio((120, 40));
    studio.shows("products, 50 profiles");
    studio.press("n");
    studio.shows("How many conversations?");
    studio.press("\x152 hi\r");
    studio.shows("running");
    studio.shows("U  ");
    studio.press("q");
    studio.shows("a job is running");
    studio.press("q");
    assert!(studio.wait().success());
    let space = home.space.to_string_lossy().into_owned();
    let list = home.muse(&["--workspace", &space, "conversations", "list", "--json"]);
    assert!(String::from_utf8_lossy(&list.stdout).contains("stopped"));
}

#[test]
fn a_detached_run_goes_on_when_the_studio_is_closed_and_is_watched_again() {
    let home = Home::new(0);
    let mut studio = home.studio((120, 40));
    studio.shows("products, 50 profiles");
    studio.press("n");
    studio.shows("How many conversations?");
    studio.press("\x15400000 en\r");
    studio.shows("running");
    studio.press("q");
    studio.shows("g d lets it go on");
    studio.press("gd");
    studio.shows("goes on with the run");
    studio.press("q");
    assert!(
        studio.wait().success(),
        "q does not ask: nothing is stopped"
    );
    let space = home.space.to_string_lossy().into_owned();
    let runs = || {
        let told = home.muse(&["--workspace", &space, "workspace", "runs", "--json"]);
        String::from_utf8(told.stdout).unwrap()
    };
    assert!(runs().contains("\"state\":\"running\"") && !runs().contains("\"pid\":null"));
    let mut studio = home.studio((120, 40));
    studio.shows("together with process");
    studio.press("g2");
    studio.shows("U  ");
    studio.press("P");
    studio.shows("another process makes these");
    studio.press("s");
    studio.shows("another process stopped after");
    studio.press("q");
    assert!(studio.wait().success());
    assert!(runs().contains("\"state\":\"stopped\""));
}

#[test]
fn without_a_terminal_it_says_what_to_do_instead() {
    let done = Command::new(program()).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("muse-studio generate"));
}
