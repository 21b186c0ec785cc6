//! The terminal is given back after quit, error and panic: this test runs itself in a pseudo-terminal and looks at what
//! is left behind.
#![cfg(unix)]

use std::io::Read;

use muse_studio::tui::terminal::{Keyboard, Modes, Mouse, Session};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// Set for the run inside the pseudo-terminal; says how it ends.
const ENDING: &str = "STUDIO_TEST_ENDING";

/// The run inside: takes the terminal, draws, and ends as told. A pass on its own when there is no terminal to take.
#[test]
fn inside() {
    let Ok(ending) = std::env::var(ENDING) else {
        return;
    };
    let modes = Modes {
        mouse: Mouse::Captured,
        keyboard: Keyboard::Disambiguated,
    };
    let mut session = Session::enter(modes).unwrap();
    session.restorer().install_panic_hook();
    session
        .draw(|frame| frame.render_widget("drawn", frame.area()))
        .unwrap();
    match ending.as_str() {
        "quit" => session.leave().unwrap(),
        "error" => drop(session),
        "panic" => panic!("told to"),
        "suspend" => {
            session.suspend().unwrap();
            println!("another program");
            session.resume().unwrap();
            session.leave().unwrap();
        }
        other => unreachable!("{other}"),
    }
}

/// What the terminal received, and its settings after the run.
fn run(ending: &str) -> String {
    let size = PtySize {
        rows: 24,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pty = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new("sh");
    let script = "\"$0\" --exact inside --nocapture --test-threads=1; stty -a; echo the end";
    command.args(["-c", script]);
    command.arg(std::env::current_exe().unwrap());
    command.env(ENDING, ending);
    command.env("TERM", "xterm-256color");
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let mut reader = pty.master.try_clone_reader().unwrap();
    let mut seen = Vec::new();
    let mut part = [0; 4096];
    // Reading ends with an error, not an end of file, when the other side closes.
    while let Ok(count @ 1..) = reader.read(&mut part) {
        seen.extend_from_slice(&part[..count]);
    }
    child.wait().unwrap();
    String::from_utf8_lossy(&seen).into_owned()
}

fn check(ending: &str, taken: usize) -> String {
    let seen = run(ending);
    assert!(
        seen.contains("drawn") && seen.contains("the end"),
        "{ending}: {seen:?}"
    );
    for (on, off) in [
        ("\x1b[?1049h", "\x1b[?1049l"),
        ("\x1b[?2004h", "\x1b[?2004l"),
        ("\x1b[?1004h", "\x1b[?1004l"),
        ("\x1b[>1u", "\x1b[<1u"),
    ] {
        assert_eq!(seen.matches(on).count(), taken, "{ending} {on:?}");
        assert_eq!(seen.matches(off).count(), taken, "{ending} {off:?}");
    }
    let after = seen.rsplit("\x1b[?1049l").next().unwrap_or_default();
    assert!(
        after.contains("\x1b[?25h"),
        "{ending}: the cursor stays hidden"
    );
    let settings: Vec<&str> = after
        .split_whitespace()
        .map(|word| word.trim_end_matches(';'))
        .collect();
    for setting in ["icanon", "echo", "isig", "opost"] {
        assert!(
            settings.contains(&setting),
            "{ending}: {setting} is off in {after:?}"
        );
    }
    seen
}

#[test]
fn after_quitting() {
    check("quit", 1);
}

#[test]
fn after_an_error() {
    check("error", 1);
}

#[test]
fn after_a_panic_whose_report_can_be_read() {
    let seen = check("panic", 1);
    let after = seen.rsplit("\x1b[?1049l").next().unwrap_or_default();
    assert!(after.contains("told to"), "{seen:?}");
}

#[test]
fn around_another_program() {
    let seen = check("suspend", 2);
    let between = seen.split("\x1b[?1049l").nth(1).unwrap_or_default();
    assert!(
        between.starts_with("\x1b[?25hanother program"),
        "{between:?}"
    );
}
