//! How fast the studio answers, measured from outside through a pseudo-terminal: `cargo bench --bench latency`.
//!
//! Makes a workspace of `MUSE_BENCH_CONVERSATIONS` (50,000 by default) conversations, or takes `MUSE_BENCH_WORKSPACE`, then runs the real program at
//! 120x40 and clocks bytes when they arrive: first frame, everything browsable, one key at a time, keys while eight
//! conversations are streamed, typing in the Products pane, and silence. `MUSE_BENCH_ONLY=typing` does only that. Linux only (processor time comes from /proc).

#[path = "../tests/pty/terminal.rs"]
#[allow(dead_code, reason = "shared with the tests, which use all of it")]
mod terminal;
#[path = "support/typed_out.rs"]
mod typed_out;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use terminal::Studio;
use typed_out::TYPED;

/// Quiet after which nothing more comes for a key: longer than the rest that the list waits before it reads beside itself.
const SETTLE: Duration = Duration::from_millis(120);

/// A little less than the rest before the product under the cursor is read.
const RESTING: Duration = Duration::from_millis(36);

/// What ends a frame: the end of a synchronized update.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// Keys pressed for each figure.
const KEYS: usize = 120;

fn main() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_muse-studio"));
    let count = std::env::var("MUSE_BENCH_CONVERSATIONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(50_000_u32);
    let home = tempfile::tempdir().expect("a temporary directory");
    let space = match std::env::var_os("MUSE_BENCH_WORKSPACE") {
        Some(made_before) => PathBuf::from(made_before),
        None => workspace(&program, home.path(), count),
    };
    println!("| figure | value |\n|---|---|");
    if std::env::var("MUSE_BENCH_ONLY").as_deref() == Ok("typing") {
        typing(&program, home.path(), &space);
        return;
    }
    start_up(&program, home.path(), &space, count);
    quiet_keys(&program, home.path(), &space, count);
    silence(&program, home.path(), &space, count);
    busy_keys(&program, home.path(), &space, count);
    typing(&program, home.path(), &space);
}

fn muse(program: &Path, home: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("MUSE_HOME", home);
    command
}

/// A workspace made by the program itself.
fn workspace(program: &Path, home: &Path, count: u32) -> PathBuf {
    let space = home.join("space");
    let products = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data/products.jsonl");
    let run = |arguments: &[&str]| {
        let done = muse(program, home)
            .arg("--workspace")
            .arg(&space)
            .args(arguments)
            .output()
            .expect("the program runs");
        assert!(
            done.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    };
    let made = muse(program, home)
        .arg("init")
        .arg(&space)
        .output()
        .expect("the program runs");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    run(&["products", "import", &products.to_string_lossy()]);
    run(&["profiles", "generate", "--num-profiles", "1000"]);
    let began = Instant::now();
    run(&[
        "generate",
        "--num-conversations",
        &count.to_string(),
        "--seed",
        "7",
    ]);
    eprintln!(
        "made {count} conversations in {:.1} s",
        began.elapsed().as_secs_f64()
    );
    space
}

fn start(program: &Path, home: &Path, space: &Path, settings: &[(&str, &str)]) -> Studio {
    let space = space.to_string_lossy();
    Studio::start(program, home, &["--workspace", &space], (120, 40), settings)
}

/// The text that says that everything is counted.
fn counted(count: u32) -> String {
    format!("{count} conversations")
}

fn start_up(program: &Path, home: &Path, space: &Path, count: u32) {
    let (mut first, mut all, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..15 {
        let mut studio = start(program, home, space, &[]);
        let spawned = studio.spawned;
        first.push(studio.shows("Muse Studio").duration_since(spawned));
        all.push(studio.shows(&counted(count)).duration_since(spawned));
        studio.settle(SETTLE);
        memory.push(studio.memory());
        studio.end();
    }
    row("first frame ms, p50 / max of 15 starts", &mut first);
    row(
        "counts of everything shown ms, p50 / max of 15 starts",
        &mut all,
    );
    memory.sort_by(f64::total_cmp);
    println!(
        "| resident memory MB, median | {:.0} |",
        memory[memory.len() / 2]
    );
}

fn row(name: &str, times: &mut [Duration]) {
    times.sort();
    let at =
        |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1e3;
    println!("| {name} | {:.1} / {:.1} |", at(0.5), at(1.0));
}

fn figures(name: &str, times: &mut [Duration]) {
    times.sort();
    let at =
        |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1e3;
    println!(
        "| {name}, p50 / p95 / p99 ms | {:.2} / {:.2} / {:.2} |",
        at(0.5),
        at(0.95),
        at(0.99)
    );
}

/// One key at a time, each waited for until the repaint is over.
fn quiet_keys(program: &Path, home: &Path, space: &Path, count: u32) {
    let mut studio = start(program, home, space, &[]);
    studio.shows(&counted(count));
    studio.settle(SETTLE);
    for (name, into, key) in [
        ("queue, Down", "g3", "\x1b[B"),
        ("queue, PageDown", "", "\x1b[6~"),
        ("reader, next turn", "\r", "j"),
        ("product search, a letter", "\x1bg4", "a"),
    ] {
        studio.press(into);
        studio.settle(Duration::from_millis(300));
        let (mut frames, mut ends) = (Vec::new(), Vec::new());
        for at in 0..KEYS {
            let key = if name.starts_with("product") && at % 6 == 5 {
                "\x15"
            } else {
                key
            };
            let pressed = studio.press(key);
            let Some(frame) = studio.ends_with(FRAME_END, SETTLE) else {
                continue;
            };
            frames.push(frame.duration_since(pressed));
            let last = studio.settle(SETTLE).0.unwrap_or(frame);
            ends.push(last.duration_since(pressed));
        }
        figures(&format!("{name}: key to repaint"), &mut frames);
        figures(
            &format!("{name}: key to the last byte of all that follows"),
            &mut ends,
        );
    }
    studio.end();
}

/// The Products pane: until it shows, then every key of some searches until the last byte of its answer, facets included.
fn typing(program: &Path, home: &Path, space: &Path) {
    let mut shown = Vec::new();
    for _ in 0..7 {
        let mut studio = start(program, home, space, &[]);
        studio.shows("Muse Studio");
        studio.settle(Duration::from_millis(500));
        let pressed = studio.press("g4");
        let last = answered(&mut studio).unwrap_or(pressed);
        shown.push(last.duration_since(pressed));
        studio.end();
    }
    row(
        "Products pane opened, to the last byte of the list ms, p50 / max of 7",
        &mut shown,
    );
    let mut studio = start(program, home, space, &[]);
    studio.shows("Muse Studio");
    studio.press("g4");
    studio.settle(Duration::from_secs(1));
    studio.press("/");
    studio.settle(Duration::from_millis(300));
    let mut times = Vec::new();
    for text in TYPED {
        for key in text.chars() {
            let pressed = studio.press(key.encode_utf8(&mut [0; 4]));
            if let Some(last) = answered(&mut studio) {
                times.push(last.duration_since(pressed));
            }
        }
        studio.press("\x15");
        studio.settle(Duration::from_millis(300));
    }
    figures(
        "Products, a letter typed: key to the last byte of the answer",
        &mut times,
    );
    println!("| the same: resident memory MB | {:.0} |", studio.memory());
    studio.end();
}

/// When the last byte of an answer came: list, counts and facets. The product under the cursor is read into the detail only
/// when the cursor has rested 40 ms, so that what comes after such a silence is the detail, unless all that came before it
/// is one frame: the letter itself in its field.
fn answered(studio: &mut Studio) -> Option<Instant> {
    let mut bursts: Vec<(Instant, usize)> = Vec::new();
    for (at, bytes) in studio.pieces(SETTLE) {
        let frames = bytes
            .windows(FRAME_END.len())
            .filter(|end| *end == FRAME_END)
            .count();
        match bursts.last_mut() {
            Some((last, so_far)) if at.duration_since(*last) < RESTING => {
                *last = at;
                *so_far += frames;
            }
            _ => bursts.push((at, frames)),
        }
    }
    let letter_only = bursts.first().is_some_and(|(_, frames)| *frames <= 1);
    let at = usize::from(letter_only && bursts.len() > 1);
    bursts.get(at).map(|(end, _)| *end)
}

fn silence(program: &Path, home: &Path, space: &Path, count: u32) {
    let mut studio = start(program, home, space, &[]);
    studio.shows(&counted(count));
    studio.press("g3");
    studio.settle(Duration::from_secs(2));
    let (before, seconds) = (studio.cpu(), 10.0);
    let (_, bytes) = studio.settle(Duration::from_secs_f64(seconds));
    let used = (studio.cpu() - before) / seconds * 100.0;
    println!("| idle for {seconds:.0} s: CPU %, bytes | {used:.2}, {bytes} |");
    studio.end();
}

/// Keys while eight conversations stream at 200 pieces a second each.
fn busy_keys(program: &Path, home: &Path, space: &Path, count: u32) {
    let settings = [("MUSE_CONCURRENCY", "8"), ("MUSE_PACE", "200")];
    let mut studio = start(program, home, space, &settings);
    studio.shows(&counted(count));
    studio.press(":");
    studio.settle(SETTLE);
    studio.press("generate 400\r");
    studio.shows("running");
    let before = studio.cpu();
    let began = Instant::now();
    let mut times = Vec::new();
    for at in 0..KEYS {
        // Help opens and closes: a whole overlay, told from the streams' own frames by its title.
        let open = at % 2 == 0;
        let pressed = studio.press(if open { "?" } else { "\x1b" });
        loop {
            let at = studio
                .next(Duration::from_secs(5))
                .expect("an answer while streaming");
            if studio.text().contains("What can be done here") == open {
                times.push(at.duration_since(pressed));
                break;
            }
        }
        std::thread::sleep(Duration::from_millis(60));
    }
    figures(
        "while 8 conversations stream at 200 a second: key to repaint",
        &mut times,
    );
    let used = (studio.cpu() - before) / began.elapsed().as_secs_f64() * 100.0;
    println!("| the same: CPU % of one core | {used:.1} |");
    studio.end();
}
