//! The arrows between modules, checked from the paths that the source names.
//!
//! Each offence is told with its file and line. If a better cut appears, the cut and these tables change together.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each top-level module with the modules that it may name. Everything may name `domain`.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("likeness", &[]),
    ("catalog", &["likeness"]),
    ("dialogue", &["likeness", "llm"]),
    ("export", &[]),
    ("import", &[]),
    ("llm", &[]),
    ("quality", &["likeness", "llm"]),
    ("review", &[]),
    ("store", &["review"]),
    ("paths", &[]),
    ("config", &["paths"]),
    // Whoever uses the library without a workspace needs a catalogue and a dialogue, joined, and may let a model speak; jobs
    // build on the same joint.
    ("simulate", &["catalog", "dialogue", "export", "llm"]),
    (
        "jobs",
        &[
            "catalog", "config", "dialogue", "export", "import", "llm", "paths", "quality",
            "review", "simulate", "store",
        ],
    ),
    (
        "tui",
        &[
            "catalog", "config", "dialogue", "export", "import", "jobs", "llm", "paths", "quality",
            "review", "store",
        ],
    ),
    (
        "cli",
        &[
            "catalog", "config", "dialogue", "export", "import", "jobs", "llm", "paths", "quality",
            "review", "simulate", "store", "tui",
        ],
    ),
];

/// The one place of `cli` that may name `tui`: where the studio is opened.
const STUDIO_DOOR: &str = "cli/studio.rs";

/// Each crate that only some files may name, with the beginnings of their paths under `src`.
const CRATES: &[(&str, &[&str])] = &[
    (
        "tokio",
        &["main.rs", "jobs/", "llm/", "store/", "tui/runtime"],
    ),
    (
        "tokio_util",
        &["main.rs", "jobs/", "llm/", "store/", "tui/runtime"],
    ),
    ("rusqlite", &["store/"]),
    ("tantivy", &["catalog/"]),
    ("image", &["catalog/", "tui/pictures"]),
    ("ratatui_image", &["tui/pictures"]),
    ("parquet", &["import/"]),
    ("reqwest", &["llm/"]),
    ("rustls", &["llm/"]),
    ("secrecy", &["llm/"]),
    ("color_eyre", &["main.rs"]),
    ("keyring", &["config/key_store.rs"]),
    ("rpassword", &["cli/keys.rs"]),
    ("clap", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("directories", &["paths.rs"]),
    ("ratatui", &["tui/"]),
    ("tui_textarea", &["tui/"]),
    ("unicode_width", &["tui/text"]),
    (
        "crossterm",
        &[
            "tui/runtime",
            "tui/terminal",
            "tui/backend",
            "tui/keymap",
            "tui/editor/",
        ],
    ),
];

/// Modules that do their work at once: no future is awaited in them.
const SYNCHRONOUS: &[&str] = &[
    "catalog", "config", "domain", "export", "import", "likeness", "paths", "quality", "review",
];

fn source_files(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            source_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// A file's path under `src`, and its lines without comments and string contents.
struct Source {
    name: String,
    lines: Vec<String>,
}

impl Source {
    fn module(&self) -> &str {
        let end = self.name.find(['/', '.']).unwrap_or(self.name.len());
        &self.name[..end]
    }

    /// Lines that ship: those before the file's own test module.
    fn shipped(&self) -> impl Iterator<Item = (usize, &str)> {
        let opens_tests = |pair: &[String]| {
            pair[0].trim_start().starts_with("#[cfg(test)]")
                && pair[1].trim_start().starts_with("mod ")
        };
        let tests = self.lines.windows(2).position(opens_tests);
        let is_test_file = self.name.ends_with("tests.rs") || self.name.contains("/tests/");
        let end = if is_test_file {
            0
        } else {
            tests.unwrap_or(self.lines.len())
        };
        self.lines[..end]
            .iter()
            .enumerate()
            .map(|(at, line)| (at + 1, line.as_str()))
    }
}

fn sources() -> Vec<Source> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    source_files(&src, &mut files);
    assert!(files.len() > 20, "the source is not where it is looked for");
    let read = |path: PathBuf| Source {
        name: path
            .strip_prefix(&src)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/"),
        lines: plain_lines(&fs::read_to_string(&path).unwrap()),
    };
    files.into_iter().map(read).collect()
}

/// The code with comments and the insides of strings blanked, line by line.
fn plain_lines(text: &str) -> Vec<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
            '"' if last == '#' || last == 'r' => {
                // A raw string: it ends at a quote followed by as many # as it began with.
                let hashes = out.chars().rev().take_while(|c| *c == '#').count();
                let end = format!("\"{}", "#".repeat(hashes));
                let mut seen = String::new();
                for c in chars.by_ref() {
                    out.extend((c == '\n').then_some('\n'));
                    seen.push(c);
                    if seen.ends_with(&end) {
                        break;
                    }
                }
            }
            '"' if last == '\'' => {}
            '"' => {
                let mut escaped = false;
                for c in chars.by_ref() {
                    out.extend((c == '\n').then_some('\n'));
                    if c == '"' && !escaped {
                        break;
                    }
                    escaped = !escaped && c == '\\';
                }
            }
            _ => out.push(c),
        }
        last = c;
    }
    out.lines().map(str::to_owned).collect()
}

/// The modules that a line names through `crate::` or, in the binary, `muse_studio::`.
fn named_modules(line: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for root in ["crate::", "muse_studio::"] {
        let mut rest = line;
        while let Some(at) = rest.find(root) {
            let before = rest[..at].chars().next_back();
            rest = &rest[at + root.len()..];
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            match rest.strip_prefix('{') {
                Some(list) => found.extend(first_words(list)),
                None => found.extend(word(rest)),
            }
        }
    }
    found
}

/// The first word of each part of a `{a::x, b::{c, d}}` list.
fn first_words(list: &str) -> Vec<String> {
    let (mut depth, mut words, mut start) = (0, Vec::new(), 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                words.extend(word(list[start..at].trim_start()));
                return words;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                words.extend(word(list[start..at].trim_start()));
                start = at + 1;
            }
            _ => {}
        }
    }
    words.extend(word(list[start..].trim_start()));
    words
}

fn word(text: &str) -> Option<String> {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// Whether a line names a crate by a path or by `use`.
fn names_crate(line: &str, name: &str) -> bool {
    let mut from = 0;
    while let Some(at) = line[from..].find(name) {
        let (start, end) = (from + at, from + at + name.len());
        let before = line[..start].chars().next_back();
        let inside =
            before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '.');
        let after = &line[end..];
        let used = line.trim_start().starts_with("use ") && after.starts_with([';', ' ']);
        if !inside && (after.starts_with("::") || used) {
            return true;
        }
        from = end;
    }
    false
}

/// Lists that begin on one line and go on below are read as one line.
fn joined(source: &Source) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (number, line) in source.shipped() {
        if open && let Some((_, text)) = out.last_mut() {
            text.push_str(line.trim());
        } else {
            out.push((number, line.to_owned()));
        }
        let text = out.last().map_or("", |(_, text)| text.as_str());
        let is_use = text
            .trim_start()
            .trim_start_matches("pub ")
            .starts_with("use ");
        open = is_use && !text.contains(';');
    }
    out
}

#[test]
fn modules_name_only_what_they_may() {
    let known: Vec<&str> = ARROWS.iter().map(|(module, _)| *module).collect();
    let mut offences = Vec::new();
    for source in sources() {
        let module = source.module().to_owned();
        if ["lib", "main"].contains(&module.as_str()) {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
            offences.push(format!(
                "src/{}: `{module}` has no place among the layers",
                source.name
            ));
            continue;
        };
        for (number, line) in joined(&source) {
            for target in named_modules(&line) {
                let free =
                    target == "domain" || target == module || !known.contains(&target.as_str());
                let door = target != "tui" || source.name == STUDIO_DOOR || module != "cli";
                if !free && (!allowed.contains(&target.as_str()) || !door) {
                    offences.push(format!(
                        "src/{}:{number}: {module} must not know {target}",
                        source.name
                    ));
                }
            }
        }
    }
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn only_some_files_name_these_crates() {
    let mut offences = Vec::new();
    for source in sources() {
        for (number, line) in source.shipped() {
            for (name, places) in CRATES {
                let allowed = places.iter().any(|place| source.name.starts_with(place));
                if !allowed && names_crate(line, name) {
                    offences.push(format!(
                        "src/{}:{number}: {name} may only be named in {places:?}",
                        source.name
                    ));
                }
            }
        }
    }
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn the_layers_that_compute_do_not_wait() {
    let mut offences = Vec::new();
    for source in sources() {
        if !SYNCHRONOUS.contains(&source.module()) {
            continue;
        }
        for (number, line) in source.shipped() {
            if line.contains("async fn") || line.contains(".await") {
                offences.push(format!(
                    "src/{}:{number}: this layer is synchronous",
                    source.name
                ));
            }
        }
    }
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn panes_do_not_import_panes() {
    let mut offences = Vec::new();
    for source in sources() {
        let Some(rest) = source.name.strip_prefix("tui/panes/") else {
            continue;
        };
        let own = rest.split(['/', '.']).next().unwrap_or("");
        for (number, line) in joined(&source) {
            let Some(at) = line.find("panes::") else {
                continue;
            };
            let target = word(&line[at + "panes::".len()..]).unwrap_or_default();
            let is_module = target.chars().next().is_some_and(char::is_lowercase);
            if own != "mod" && is_module && target != own {
                offences.push(format!(
                    "src/{}:{number}: pane {own} must not know pane {target}",
                    source.name
                ));
            }
        }
    }
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn the_readers_of_lines_see_what_is_there() {
    let names = |line: &str| named_modules(line).into_iter().collect::<Vec<_>>();
    assert_eq!(names("use crate::store::{Store, Page};"), ["store"]);
    assert_eq!(names("use crate::{jobs::{A, B}, tui};"), ["jobs", "tui"]);
    assert_eq!(
        names("let x = crate::cli::run(crate::paths::Env::of([]));"),
        ["cli", "paths"]
    );
    assert!(names("mycrate::store").is_empty());
    assert!(names_crate("use tokio::sync::watch;", "tokio"));
    assert!(names_crate("    tokio::spawn(x)", "tokio"));
    assert!(!names_crate("tokio_util::x", "tokio"));
    assert!(!names_crate("self.tantivy::x", "tantivy"));
    let plain = plain_lines("a // crate::cli\n\"crate::tui\" b '\"' c \"d\" r#\"x\"crate::y\"# e");
    assert_eq!(plain[0].trim(), "a");
    assert!(!plain[1].contains("crate"), "{plain:?}");
    assert!(
        plain[1].contains('b') && plain[1].contains('c') && plain[1].contains('e'),
        "{plain:?}"
    );
}
