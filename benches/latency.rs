//! How fast the studio answers, measured from outside through a pseudo-terminal: `cargo bench --bench latency`.
//!
//! Makes a workspace of `MUSE_BENCH_CONVERSATIONS` (50,000 by default) conversations, then runs the real program at
//! 120x40 and clocks bytes when they arrive: first frame, everything browsable, one key at a time, keys while eight
//! conversations are streamed, and silence. Linux only (processor time comes from /proc).

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Quiet that ends a repaint.
const SETTLE: Duration = Duration::from_millis(40);

/// Keys pressed for each figure.
const KEYS: usize = 200;

fn main() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_muse-studio"));
    let count = std::env::var("MUSE_BENCH_CONVERSATIONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(50_000_u32);
    let home = tempfile::tempdir().expect("a temporary directory");
    let space = workspace(&program, home.path(), count);
    println!("| figure | value |\n|---|---|");
    start_up(&program, home.path(), &space, count);
    quiet_keys(&program, home.path(), &space, count);
    silence(&program, home.path(), &space, count);
    busy_keys(&program, home.path(), &space, count);
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

/// The studio in a pseudo-terminal.
struct Studio {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    spawned: Instant,
    _pty: Box<dyn MasterPty + Send>,
}

impl Studio {
    fn start(program: &Path, home: &Path, space: &Path, settings: &[(&str, &str)]) -> Self {
        let size = PtySize {
            rows: 40,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.arg("--workspace");
        command.arg(space);
        command.env("MUSE_HOME", home);
        command.env("TERM", "xterm-256color");
        for (name, value) in settings {
            command.env(name, value);
        }
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let spawned = Instant::now();
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the studio starts");
        drop(pair.slave);
        let (send, chunks) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if send
                    .send((Instant::now(), buffer[..count].to_vec()))
                    .is_err()
                {
                    return;
                }
            }
        });
        let cells = |n| std::num::NonZero::new(n).expect("not zero");
        Studio {
            child,
            writer,
            chunks,
            screen: vt100::Parser::new(cells(40), cells(120), 0),
            spawned,
            _pty: pair.master,
        }
    }

    /// Waits until the screen shows `text`; when the bytes came that made it so.
    fn shows(&mut self, text: &str) -> Instant {
        let limit = Instant::now() + Duration::from_secs(30);
        loop {
            match self
                .chunks
                .recv_timeout(limit.saturating_duration_since(Instant::now()))
            {
                Ok((at, bytes)) => {
                    self.screen.process(&bytes);
                    if self.screen.screen().contents().contains(text) {
                        return at;
                    }
                }
                Err(_) => panic!("`{text}` never came:\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Takes what comes until it is quiet; when the last bytes came, and how many there were.
    fn settle(&mut self, quiet: Duration) -> (Option<Instant>, usize) {
        let (mut last, mut count) = (None, 0);
        loop {
            match self.chunks.recv_timeout(quiet) {
                Ok((at, bytes)) => {
                    self.screen.process(&bytes);
                    (last, count) = (Some(at), count + bytes.len());
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return (last, count);
                }
            }
        }
    }

    fn press(&mut self, keys: &str) -> Instant {
        let at = Instant::now();
        self.writer
            .write_all(keys.as_bytes())
            .and_then(|()| self.writer.flush())
            .expect("the studio reads");
        at
    }

    /// Processor time so far, in seconds.
    fn cpu(&self) -> f64 {
        let pid = self.child.process_id().expect("a process");
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let after_name = stat.rsplit(") ").next().unwrap_or_default();
        let ticks: Vec<f64> = after_name
            .split(' ')
            .skip(11)
            .take(2)
            .filter_map(|n| n.parse().ok())
            .collect();
        ticks.iter().sum::<f64>() / 100.0
    }

    /// Resident memory in MB.
    fn memory(&self) -> f64 {
        let pid = self.child.process_id().expect("a process");
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS"))
            .unwrap_or_default();
        line.split_whitespace()
            .nth(1)
            .and_then(|kb| kb.parse::<f64>().ok())
            .unwrap_or(f64::NAN)
            / 1024.0
    }

    fn end(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The text that says that everything is counted.
fn counted(count: u32) -> String {
    format!("{count} conversations")
}

fn start_up(program: &Path, home: &Path, space: &Path, count: u32) {
    let (mut first, mut all, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..15 {
        let mut studio = Studio::start(program, home, space, &[]);
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
    let mut studio = Studio::start(program, home, space, &[]);
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
        let mut times = Vec::new();
        for at in 0..KEYS {
            let key = if name.starts_with("product") && at % 6 == 5 {
                "\x15"
            } else {
                key
            };
            let pressed = studio.press(key);
            if let (Some(last), _) = studio.settle(SETTLE) {
                times.push(last.duration_since(pressed));
            }
        }
        figures(&format!("{name}: key to repaint"), &mut times);
    }
    studio.end();
}

fn silence(program: &Path, home: &Path, space: &Path, count: u32) {
    let mut studio = Studio::start(program, home, space, &[]);
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
    let mut studio = Studio::start(program, home, space, &settings);
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
            let Ok((at, bytes)) = studio.chunks.recv_timeout(Duration::from_secs(5)) else {
                panic!("no answer while streaming");
            };
            studio.screen.process(&bytes);
            if studio
                .screen
                .screen()
                .contents()
                .contains("What can be done here")
                == open
            {
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
