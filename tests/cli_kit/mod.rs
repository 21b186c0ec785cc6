//! A home of its own for each test of the command line.

#![allow(dead_code)]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// What a call of the program gave.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The one JSON object on standard output.
    pub fn json(&self) -> Value {
        assert_eq!(
            self.out.lines().count(),
            1,
            "one object: {}\n{}",
            self.out,
            self.err
        );
        serde_json::from_str(&self.out).unwrap()
    }

    /// The JSON objects on standard output, one a line.
    pub fn lines(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The same, when it ended with this code.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "stdout:\n{}\nstderr:\n{}",
            self.out, self.err
        );
        self
    }

    /// The same, when it failed with a sentence that holds these words, and without a report of the program's inside.
    #[track_caller]
    pub fn told(self, code: i32, words: &[&str]) -> Self {
        let said = self.ended(code);
        for word in words {
            assert!(
                said.err.contains(word),
                "`{word}` is missing in:\n{}",
                said.err
            );
        }
        for noise in ["panicked", "BACKTRACE", "src/", "RUST_BACKTRACE"] {
            assert!(!said.err.contains(noise), "{}", said.err);
        }
        assert!(!said.err.contains('\u{1b}'), "{:?}", said.err);
        said
    }
}

/// A user's home, with a current directory in it.
pub struct Home {
    dir: tempfile::TempDir,
    env: Vec<(String, String)>,
}

impl Home {
    pub fn new() -> Self {
        let home = Home {
            dir: tempfile::tempdir().unwrap(),
            env: Vec::new(),
        };
        std::fs::create_dir(home.at("cwd")).unwrap();
        home
    }

    /// The same home with one more variable.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Writes a file into the current directory.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at("cwd").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The program, ready to run in this home and no other.
    pub fn command(&self, arguments: &[&str]) -> Command {
        Command::from_std(self.process(arguments))
    }

    /// The same for whoever watches the process, or ends it.
    pub fn process(&self, arguments: &[&str]) -> std::process::Command {
        let program = assert_cmd::cargo::cargo_bin("muse-studio");
        let mut command = std::process::Command::new(program);
        command
            .args(arguments)
            .current_dir(self.at("cwd"))
            .env_clear()
            .env("MUSE_HOME", self.at("home"))
            .env("LANG", "C.UTF-8")
            .env("USER", "tester")
            .envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }

    pub fn muse(&self, arguments: &[&str]) -> Said {
        said(&mut self.command(arguments))
    }

    pub fn muse_fed(&self, arguments: &[&str], input: &[u8]) -> Said {
        said(self.command(arguments).write_stdin(input))
    }

    /// A home whose current directory is a workspace with products.
    pub fn with_products() -> Self {
        let home = Home::new();
        home.muse(&["init", "."]).ended(0);
        let file = home.put("shop.jsonl", products());
        let file = file.to_str().unwrap();
        home.muse(&["products", "import", file]).ended(0);
        home
    }
}

fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Every file below a directory.
pub fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![dir.to_path_buf()];
    while let Some(dir) = todo.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path)
            } else {
                found.push(path)
            }
        }
    }
    found
}

/// A small shop of 48 products in the four departments, one JSON object a line.
pub fn products() -> String {
    let kinds = [
        ("fashion", "kurta", "कुर्ता", "Tarang", 899),
        ("electronics", "earphones", "ईयरफ़ोन", "Dhwani", 1499),
        ("home_garden", "lamp", "लैंप", "Deepak", 749),
        ("books", "novel", "उपन्यास", "Kitabghar", 299),
    ];
    let colours = [("blue", "नीला"), ("red", "लाल"), ("white", "सफ़ेद")];
    let mut out = String::new();
    for round in 0..4 {
        for (domain, kind, kind_hi, brand, price) in kinds {
            for (colour, colour_hi) in colours {
                let row = serde_json::json!({
                    "id": format!("{kind}-{colour}-{round}"),
                    "domain": domain,
                    "title": format!("{brand} {colour} {kind} {round}"),
                    "title_hi": format!("{brand} {colour_hi} {kind_hi} {round}"),
                    "brand": brand,
                    "categories": [domain, kind],
                    "price": {"minor": (price + 100 * round) * 100, "currency": "INR"},
                    "stock": 5,
                    "attributes": {"color": [colour], "material": ["cotton"]},
                });
                out.push_str(&format!("{row}\n"));
            }
        }
    }
    out
}

/// A file of each bad kind, by name, with its bytes.
pub fn bad_files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("empty.jsonl", Vec::new()),
        ("binary.jsonl", (0u8..=255).cycle().take(5000).collect()),
        ("latin1.csv", b"id,title,price\n1,caf\xe9,10\n".to_vec()),
        ("half.json", b"[{\"id\": \"a\", \"title\": \"b\"".to_vec()),
        ("other.json", b"{\"weather\": \"fine\"}".to_vec()),
        ("not.jsonl.gz", b"this is not gzip".to_vec()),
        ("words.jsonl", b"hello\nworld\n".to_vec()),
    ]
}

/// The conversations of the workspace, as the list gives them.
pub fn conversations(home: &Home) -> Vec<Value> {
    home.muse(&["conversations", "list", "--json"])
        .ended(0)
        .lines()
}

/// The number that names a conversation.
pub fn number(line: &Value) -> String {
    format!("#{}", line["number"])
}
