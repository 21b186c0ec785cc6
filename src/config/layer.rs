//! Layers: the settings that one file, the environment or the command line gives, still as words.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::{ConfigError, Key, Notice, Source, key::nearest};
use crate::paths::Env;

/// One setting of a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub key: Key,
    pub text: String,
    pub source: Source,
}

/// What one place says, with what it says that nobody understands.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub entries: Vec<Entry>,
    pub notices: Vec<Notice>,
}

/// The table of a workspace's own file that says who it is.
const IDENTITY: &str = "workspace";
/// What the workspace itself reads there. Settings that were put below it by a slip count all the same.
const WHO: [&str; 2] = ["id", "seed"];

/// Names that look like secrets; their values are never read from our own files.
fn looks_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    name.contains("api_key") || name.contains("apikey") || name.contains("secret")
}

/// The settings of a TOML file; none when the file does not exist.
pub(super) fn of_toml(path: &Path) -> Result<Layer, ConfigError> {
    match super::read_text(path)? {
        Some(text) => of_toml_text(path, &text),
        None => Ok(Layer::default()),
    }
}

fn of_toml_text(path: &Path, text: &str) -> Result<Layer, ConfigError> {
    let table = DeTable::parse(text).map_err(|error| ConfigError::Syntax {
        path: path.to_path_buf(),
        line: error.span().map_or(1, |span| line_of(text, span.start)),
        why: error.message().to_owned(),
    })?;
    let mut layer = Layer::default();
    for (name, value) in table.get_ref() {
        match value.get_ref() {
            DeValue::Table(inner) if name.get_ref() == IDENTITY => {
                let own = |name: &str| WHO.contains(&name);
                let rest = inner.iter().filter(|(name, _)| !own(name.get_ref()));
                rest.for_each(|(name, value)| layer.add(path, text, name, value));
            }
            _ => layer.add(path, text, name, value),
        }
    }
    Ok(layer)
}

impl Layer {
    /// Takes a setting out that has no meaning in this place, and says so.
    pub(super) fn refuse(&mut self, key: Key, why: &str) {
        for entry in self.entries.extract_if(.., |entry| entry.key == key) {
            self.notices.push(Notice {
                place: entry.source,
                sentence: format!("`{key}` has no effect here: {why}"),
                next: "take the line out".to_owned(),
            });
        }
    }

    /// Takes one line of a TOML file.
    fn add(
        &mut self,
        path: &Path,
        text: &str,
        name: &Spanned<DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
    ) {
        let source = Source::File {
            path: path.to_path_buf(),
            line: line_of(text, name.span().start),
        };
        match Key::named(name.get_ref()) {
            Some(key) => self.entries.push(Entry {
                key,
                text: words_of(value.get_ref()),
                source,
            }),
            None => self.notices.push(unknown(name.get_ref(), source)),
        }
    }
}

/// How variables begin that our tests and benchmarks read; they mean nothing to the program and are no slip of the pen.
const FOR_TESTS: [&str; 7] = [
    "MUSE_BENCH_",
    "MUSE_HOLD_",
    "MUSE_KILL",
    "MUSE_REQUIRE_",
    "MUSE_SHARED",
    "MUSE_TEST_",
    "MUSE_UPDATE_",
];

fn for_tests(name: &str) -> bool {
    FOR_TESTS.iter().any(|begin| name.starts_with(begin))
}

/// The settings of the environment.
pub(super) fn of_env(env: &Env) -> Layer {
    let mut layer = Layer::default();
    let directories = crate::paths::Paths::VARIABLES.map(|(name, _)| name);
    for (name, value) in env.starting_with("MUSE_") {
        let source = Source::Environment(name.to_owned());
        match Key::ALL.into_iter().find(|key| key.variable() == name) {
            Some(key) => layer.entries.push(Entry {
                key,
                text: value.to_owned(),
                source,
            }),
            None if directories.contains(&name) || for_tests(name) => {}
            None => {
                let setting = name.trim_start_matches("MUSE_");
                layer.notices.push(unknown(setting, source));
            }
        }
    }
    layer
}

fn unknown(name: &str, place: Source) -> Notice {
    if looks_secret(name) {
        return Notice {
            place,
            sentence: format!("`{name}` does not belong here and was not read"),
            next: "give keys in the environment, such as OPENAI_API_KEY".to_owned(),
        };
    }
    let near = nearest(name, Key::ALL.map(Key::name));
    let next = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known are {}", Key::ALL.map(Key::name).join(", ")),
    };
    Notice {
        place,
        sentence: format!("`{name}` is not a setting and has no effect"),
        next,
    }
}

/// A TOML value as the words that a setting is read from.
fn words_of(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(items) => {
            let words = items.iter().map(|item| words_of(item.get_ref()));
            words.collect::<Vec<_>>().join(",")
        }
        DeValue::Table(table) => {
            let pairs = table
                .iter()
                .map(|(name, value)| format!("{}={}", name.get_ref(), words_of(value.get_ref())));
            pairs.collect::<Vec<_>>().join(",")
        }
    }
}

/// The line, from 1, that holds the byte at `offset`.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    1 + before.filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_settings_with_their_lines() {
        let text = "# mine\nseed = 7\n\nlanguages = { en = 1, hi = 2 }\n";
        let layer = of_toml_text(Path::new("c.toml"), text).unwrap();
        let found: Vec<_> = layer
            .entries
            .iter()
            .map(|e| (e.key, e.text.as_str(), e.source.to_string()))
            .collect();
        assert!(found.contains(&(Key::Seed, "7", "c.toml:2".to_owned())));
        assert!(found.contains(&(Key::Languages, "en=1,hi=2", "c.toml:4".to_owned())));
    }

    #[test]
    fn an_unknown_key_is_reported_with_line_and_nearest() {
        let layer = of_toml_text(Path::new("c.toml"), "\nsed = 7\n").unwrap();
        let notice = layer.notices[0].to_string();
        assert!(notice.starts_with("c.toml:2: `sed`"), "{notice}");
        assert!(notice.contains("did you mean `seed`?"), "{notice}");
    }

    #[test]
    fn settings_below_the_workspaces_table_are_not_lost() {
        let text = "[workspace]\nid = \"x\"\nseed = 3\nmax_turns = 4\nthmee = \"light\"\n";
        let layer = of_toml_text(Path::new("muse.toml"), text).unwrap();
        let keys: Vec<Key> = layer.entries.iter().map(|entry| entry.key).collect();
        assert_eq!(keys, [Key::MaxTurns]);
        assert!(
            layer.notices[0]
                .to_string()
                .starts_with("muse.toml:5: `thmee`")
        );
    }

    #[test]
    fn a_key_in_our_own_file_is_never_read() {
        let text = "openai_api_key = \"sk-planted\"\n";
        let layer = of_toml_text(Path::new("c.toml"), text).unwrap();
        assert!(layer.entries.is_empty());
        assert!(!layer.notices[0].to_string().contains("planted"));
    }

    #[test]
    fn variables_of_tests_are_no_unknown_settings() {
        let env = Env::of([
            ("MUSE_REQUIRE_POSTGRES", "1"),
            ("MUSE_SHARED", "/s"),
            ("MUSE_SEDE", "1"),
        ]);
        let notices = of_env(&env).notices;
        assert_eq!(notices.len(), 1, "{notices:?}");
        assert!(notices[0].to_string().contains("MUSE_SEDE"), "{notices:?}");
    }

    /// Every variable that a test or a benchmark names is one that the program knows or passes over.
    #[test]
    fn the_variables_of_all_tests_are_known() {
        let mut files = Vec::new();
        for folder in ["tests", "benches"] {
            rust_files(
                &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
                &mut files,
            );
        }
        // Written wrong on purpose.
        let slips = ["MUSE_SEDE"];
        let mut seen = 0;
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            for name in text.split('"').filter(|word| is_variable(word)) {
                seen += 1;
                let notices = of_env(&Env::of([(name, "1")])).notices;
                assert!(
                    notices.is_empty() || slips.contains(&name),
                    "{name} in {}",
                    file.display()
                );
            }
        }
        assert!(seen > 20, "{seen}");
    }

    fn is_variable(word: &str) -> bool {
        word.strip_prefix("MUSE_").is_some_and(|rest| {
            !rest.is_empty() && rest.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        })
    }

    fn rust_files(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => rust_files(&path, files),
                Some(end) if end == "rs" => files.push(path),
                _ => {}
            }
        }
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let error = of_toml_text(Path::new("c.toml"), "seed = 7\ntheme = \n").unwrap_err();
        assert!(error.to_string().starts_with("c.toml:2:"), "{error}");
    }
}
