//! The `config.json` of the published scripts, `//` comments included.
//!
//! Owns: which of its values mean what here. Does not: write it, ever. A key in it is used, with a warning, and stays
//! in memory; placeholders such as `your_openai_key_here` are no keys.

use std::fmt;
use std::path::Path;

use serde_json::Value;

use super::layer::{Entry, Layer, line_of};
use super::{ConfigError, Key, Notice, Source, Sourced};
use crate::paths::Env;

/// A secret: it shows nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret, unless the text is empty or a placeholder.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        (!is_placeholder(text)).then(|| Secret(text.to_owned()))
    }

    /// The secret itself, for whoever must send it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}

/// Whether a text stands where a key should be put.
fn is_placeholder(text: &str) -> bool {
    let lower = text.to_lowercase();
    let marks = [
        "your_", "your-", "_here", "-here", "xxxx", "changeme", "...", "<", "$",
    ];
    lower.is_empty() || marks.iter().any(|mark| lower.contains(mark))
}

/// A key of a model provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderKey {
    /// `openai` or `anthropic`.
    pub provider: &'static str,
    /// The key.
    pub secret: Sourced<Secret>,
}

/// Where each provider's key may stand: provider, environment variable, name in the published file.
const KEYS: [(&str, &str, &str); 2] = [
    ("openai", "OPENAI_API_KEY", "openai_api_key"),
    ("anthropic", "ANTHROPIC_API_KEY", "anthropic_api_key"),
];

/// Values of the published file that are settings here, by their names there.
const SETTINGS: [&str; 4] = [
    "rate_limits.requests_per_minute",
    "rate_limits.max_retries",
    "conversation_settings.temperature",
    "conversation_settings.max_turns",
];

/// Values that are called otherwise here, with what they are called.
const RENAMED: [(&str, &[Key]); 1] = [(
    "conversation_settings.response_timeout",
    &[Key::FirstByteSeconds, Key::IdleSeconds],
)];

/// The keys in the environment.
pub(super) fn keys_of_env(env: &Env) -> Vec<ProviderKey> {
    let found = KEYS.iter().filter_map(|(provider, variable, _)| {
        Some(ProviderKey {
            provider,
            secret: Sourced {
                value: Secret::of(env.get(variable)?)?,
                source: Source::Environment((*variable).to_owned()),
            },
        })
    });
    found.collect()
}

/// What the published file at `path` says; nothing when there is none.
pub(super) fn read(path: &Path) -> Result<(Layer, Vec<ProviderKey>), ConfigError> {
    let Some(text) = super::read_text(path)? else {
        return Ok((Layer::default(), Vec::new()));
    };
    let (mut layer, keys) = read_text(path, &text)?;
    if !keys.is_empty() {
        layer.notices.extend(mode_notice(path, &text));
    }
    Ok((layer, keys))
}

fn read_text(path: &Path, text: &str) -> Result<(Layer, Vec<ProviderKey>), ConfigError> {
    let plain = blank_comments(text);
    let value: Value = serde_json::from_str(&plain).map_err(|error| ConfigError::Syntax {
        path: path.to_path_buf(),
        line: error.line().max(1),
        why: format!("this is not JSON ({error})"),
    })?;
    let (mut layer, mut keys) = (Layer::default(), Vec::new());
    for (name, value) in flatten(&value) {
        let source = Source::File {
            path: path.to_path_buf(),
            line: line_of_name(&plain, &name),
        };
        if let Some((provider, _, _)) = KEYS.iter().find(|(_, _, key)| *key == name) {
            if let Some(secret) = value.as_str().and_then(Secret::of) {
                let value = Sourced {
                    value: secret,
                    source,
                };
                keys.push(ProviderKey {
                    provider,
                    secret: value,
                });
            }
            continue;
        }
        if let Some((_, keys)) = RENAMED.iter().find(|(of, _)| *of == name) {
            layer.entries.extend(keys.iter().map(|key| Entry {
                key: *key,
                text: words(value),
                source: source.clone(),
            }));
            continue;
        }
        let last = name.rsplit('.').next().unwrap_or(&name);
        match Key::named(last) {
            Some(key) => layer.entries.push(Entry {
                key,
                text: words(value),
                source,
            }),
            None => layer.notices.push(unknown(&name, source)),
        }
    }
    Ok((layer, keys))
}

fn unknown(name: &str, place: Source) -> Notice {
    let known = KEYS.iter().map(|(_, _, key)| *key);
    let known = known.chain(RENAMED.map(|(name, _)| name)).chain(SETTINGS);
    let next = match super::key::nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "see docs/config.md for what is read".to_owned(),
    };
    Notice {
        place,
        sentence: format!("`{name}` is not a setting and has no effect"),
        next,
    }
}

/// A warning when others on this machine can read the file.
#[cfg(unix)]
fn mode_notice(path: &Path, text: &str) -> Option<Notice> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
    let place = Source::File {
        path: path.to_path_buf(),
        line: line_of_name(text, KEYS[0].2).max(1),
    };
    let sentence = if mode & 0o077 == 0 {
        "a key stands in this file; it is read and never written".to_owned()
    } else {
        format!("a key stands in this file and others can read it (mode {mode:03o})")
    };
    let next = if mode & 0o077 == 0 {
        "an environment variable such as OPENAI_API_KEY is safer".to_owned()
    } else {
        format!("run: chmod 600 {}", path.display())
    };
    Some(Notice {
        place,
        sentence,
        next,
    })
}

/// A reminder that the file holds a key.
#[cfg(not(unix))]
fn mode_notice(path: &Path, text: &str) -> Option<Notice> {
    Some(Notice {
        place: Source::File {
            path: path.to_path_buf(),
            line: line_of_name(text, KEYS[0].2).max(1),
        },
        sentence: "a key stands in this file; it is read and never written".to_owned(),
        next: "an environment variable such as OPENAI_API_KEY is safer".to_owned(),
    })
}

/// The leaves of an object with their dotted names.
fn flatten(value: &Value) -> Vec<(String, &Value)> {
    let mut leaves = Vec::new();
    let mut todo: Vec<(String, &Value)> = vec![(String::new(), value)];
    while let Some((name, value)) = todo.pop() {
        match value {
            Value::Object(map) => todo.extend(map.iter().rev().map(|(key, value)| {
                let dotted = if name.is_empty() {
                    key.clone()
                } else {
                    format!("{name}.{key}")
                };
                (dotted, value)
            })),
            _ if name.is_empty() => {}
            leaf => leaves.push((name, leaf)),
        }
    }
    leaves
}

fn words(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The line where the last part of a dotted name stands as a key.
fn line_of_name(text: &str, name: &str) -> usize {
    let last = name.rsplit('.').next().unwrap_or(name);
    let quoted = format!("\"{last}\"");
    text.find(&quoted).map_or(1, |at| line_of(text, at))
}

/// The text with every `//` and `/* */` comment outside strings turned into blanks, so that places stay the same.
pub(super) fn blank_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let (mut in_string, mut escaped) = (false, false);
    while let Some(c) = chars.next() {
        if in_string {
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
            out.push(c);
        } else if c == '/' && chars.peek() == Some(&'/') {
            out.push(' ');
            while let Some(c) = chars.next_if(|c| *c != '\n') {
                out.extend(std::iter::repeat_n(' ', c.len_utf8()));
            }
        } else if c == '/' && chars.peek() == Some(&'*') {
            out.push(' ');
            let mut last = ' ';
            for c in chars.by_ref() {
                out.push(if c == '\n' { '\n' } else { ' ' });
                if last == '*' && c == '/' {
                    break;
                }
                last = c;
            }
        } else {
            in_string = c == '"';
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = r#"{
  "openai_api_key": "your_openai_key_here", // put yours
  "anthropic_api_key": "sk-ant-planted//not-a-comment",
  "rate_limits": { "requests_per_minute": 60, "max_retries": 3 },
  "conversation_settings": { "max_turns": 6, "temperature": 0.7, "respons_timeout": 30 }
}"#;

    #[test]
    fn the_published_file_is_read_comments_included() {
        let (layer, keys) = read_text(Path::new("config.json"), PUBLISHED).unwrap();
        let read: Vec<(Key, &str)> = layer
            .entries
            .iter()
            .map(|entry| (entry.key, entry.text.as_str()))
            .collect();
        let given = [
            (Key::RequestsPerMinute, "60"),
            (Key::MaxRetries, "3"),
            (Key::MaxTurns, "6"),
            (Key::Temperature, "0.7"),
        ];
        assert_eq!(read, given);
        assert_eq!(layer.entries[2].source.to_string(), "config.json:5");
        assert_eq!(keys.len(), 1, "a placeholder is no key");
        assert_eq!(keys[0].provider, "anthropic");
        assert_eq!(
            keys[0].secret.value.expose(),
            "sk-ant-planted//not-a-comment"
        );
        assert!(!format!("{keys:?}").contains("planted"));
    }

    #[test]
    fn an_unknown_name_is_reported_with_the_nearest() {
        let (layer, _) = read_text(Path::new("config.json"), PUBLISHED).unwrap();
        let notice = layer.notices[0].to_string();
        assert!(notice.starts_with("config.json:5:"), "{notice}");
        assert!(
            notice.contains("`conversation_settings.response_timeout`"),
            "{notice}"
        );
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let error = read_text(Path::new("config.json"), "{\n  \"a\": ,\n}").unwrap_err();
        assert!(error.to_string().starts_with("config.json:2:"), "{error}");
    }

    #[test]
    fn placeholders_are_no_keys() {
        for text in [
            "",
            "your_openai_key_here",
            "YOUR-KEY",
            "sk-xxxxxxxx",
            "<key>",
            "$KEY",
            "sk-...",
        ] {
            assert!(Secret::of(text).is_none(), "{text}");
        }
        assert!(Secret::of("sk-proj-4f9a").is_some());
    }
}
