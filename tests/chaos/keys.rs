//! A planted key: through answers, failures, a kill and every verb that says something of a run, it is in no file and on no
//! screen, also when the server sends it back with each complaint.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::chaos_kit::{ALL_FAULTS, Chaos, Spoken, Temper, generate, home, key_of};
use crate::cli_kit::{Home, Said, files_below};
use crate::llm_kit::{Server, json};

/// A key like no other text, without the beginnings that keys are known by.
const KEY: &str = "plantedQ7m3xZ0Lr9KeNobodyHasThis";
/// So much of it is too much.
const PART: usize = 12;

/// Whether these bytes hold the key or a part of it.
fn holds(bytes: &[u8]) -> bool {
    let parts: Vec<&[u8]> = KEY.as_bytes().windows(PART).collect();
    bytes.windows(PART).any(|window| parts.contains(&window))
}

/// How a run comes by its key.
#[derive(Clone, Copy)]
enum From {
    Variable,
    File,
}

/// A home that has the key.
struct Keyed {
    home: Home,
    address: String,
    spoken: Spoken,
}

impl Keyed {
    fn new(spoken: Spoken, from: From, address: String) -> Self {
        let home = home()
            .with("MUSE_LOG_LEVEL", "trace")
            .with("MUSE_MODEL_URL", &address)
            .with("MUSE_MODEL", "small")
            .with("MUSE_PROVIDER", spoken.provider());
        let temporary = home.at("tmp");
        std::fs::create_dir(&temporary).unwrap();
        let home = home.with("TMPDIR", temporary.to_str().unwrap());
        let file = home.at("the-key");
        let home = match from {
            From::Variable => home
                .with("MUSE_MODEL_KEY_VARIABLE", "MY_KEY")
                .with("MY_KEY", KEY),
            From::File => {
                std::fs::write(&file, format!("{KEY}\n")).unwrap();
                only_mine(&file);
                home.with("MUSE_MODEL_KEY_FILE", file.to_str().unwrap())
            }
        };
        Keyed {
            home,
            address,
            spoken,
        }
    }

    /// Runs the program; what it says holds no key.
    fn muse(&self, words: &[&str]) -> Said {
        let said = self.home.muse(words);
        assert!(
            !holds(said.out.as_bytes()) && !holds(said.err.as_bytes()),
            "{words:?}"
        );
        said
    }

    fn generate<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        generate(self.spoken, &self.address, more)
    }

    /// No file holds the key but the one that it lies in. How many there are.
    fn looked_through(&self) -> usize {
        let mut files = files_below(&self.home.at(""));
        files.retain(|file| file.file_name().unwrap() != "the-key");
        for file in &files {
            // Sockets and files that another process just took away hold nothing.
            let bytes = std::fs::read(file).unwrap_or_default();
            assert!(!holds(&bytes), "{}", file.display());
        }
        files.len()
    }

    /// Kills a run in its middle and looks at what it leaves, the journal of the database among it.
    fn killed(&self, server: &Chaos) {
        let words = self.generate(&["-n", "9", "--seed", "2"]);
        let mut process = self.home.process(&words);
        let mut child = process
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (asked, begun) = (server.seen().len(), Instant::now());
        while server.seen().len() < asked + 12 {
            assert!(
                begun.elapsed() < Duration::from_secs(120),
                "the run stands still"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let journal = self.home.at("cwd/muse.db-wal");
        assert!(std::fs::metadata(journal).unwrap().len() > 0);
        self.looked_through();
    }
}

#[cfg(unix)]
fn only_mine(file: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn only_mine(_: &std::path::Path) {}

fn a_key_reaches_no_file(spoken: Spoken, from: From) {
    let server = Chaos::start(Temper {
        seed: 8,
        faults: 30,
        kinds: ALL_FAULTS,
        thinks: Duration::from_millis(20),
    });
    let keyed = Keyed::new(spoken, from, server.address());
    // Workspaces of a test have other ills; what counts is that the server is asked and the key is not told.
    keyed.muse(&["doctor", "--json"]);
    keyed.muse(&["doctor"]);
    let made = keyed
        .muse(&keyed.generate(&["-n", "2", "--seed", "1"]))
        .json();
    assert_eq!(made["kept"], 2, "{made}");
    keyed.killed(&server);
    keyed.muse(&keyed.generate(&["--resume", "--max-retries", "0"]));
    for words in [
        &["workspace", "ledger"][..],
        &["workspace", "ledger", "--json"],
        &["workspace", "runs", "--json"],
        &["conversations", "list", "--json"],
        &["conversations", "show", "#1", "--json"],
        &["review", "auto", "--judge", "model", "--json"],
    ] {
        keyed.muse(words);
    }
    for format in ["muse", "sft", "dpo"] {
        // Conversations that were given up are left out, and told.
        keyed.muse(&["export", "--format", format, "--status", "any"]);
        let file = format!("cwd/exports/{format}.jsonl");
        assert!(keyed.home.at(&file).is_file(), "{file}");
    }
    let files = keyed.looked_through();
    assert!(files > 8, "{files} files");
    let keys: Vec<String> = server
        .requests()
        .iter()
        .filter_map(|one| key_of(one))
        .collect();
    assert!(
        keys.len() > 30 && keys.iter().all(|key| key == KEY),
        "{}",
        keys.len()
    );
    assert!(
        server
            .seen()
            .iter()
            .filter(|one| one.fault.is_some())
            .count()
            > 9
    );
}

#[test]
fn a_key_from_a_variable_reaches_no_file() {
    a_key_reaches_no_file(Spoken::Completions, From::Variable);
}

#[test]
fn a_key_from_a_file_reaches_no_other_file() {
    a_key_reaches_no_file(Spoken::Messages, From::File);
}

#[test]
fn a_key_that_is_refused_and_sent_back_reaches_no_file() {
    let server = Server::deciding(|request| {
        let key = key_of(request).unwrap();
        let body =
            format!(r#"{{"error": {{"code": "invalid_api_key", "message": "{key} is no key"}}}}"#);
        json(401, &body)
    });
    let address = format!("{}/v1", server.address);
    let keyed = Keyed::new(Spoken::Responses, From::Variable, address);
    let said = keyed
        .muse(&keyed.generate(&["-n", "2"]))
        .told(1, &["refuses the key"]);
    assert!(said.err.contains("[key] is no key"), "{}", said.err);
    keyed.muse(&["doctor"]);
    keyed.muse(&["workspace", "ledger"]).ended(0);
    keyed.looked_through();
}
