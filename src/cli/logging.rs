//! The log: a file a day in the state directory, seven kept, never the terminal, keys blotted out.

use std::io::{self, Write};
use std::path::Path;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::{LogLevel, ProviderKey};

/// How many days are kept.
const DAYS: usize = 7;
/// What stands where a key stood.
const BLOT: &str = "[key]";
/// Beginnings of keys that providers give out.
const KEY_STARTS: [&str; 2] = ["sk-", "Bearer "];
/// Names after which a key stands.
const KEY_NAMES: [&str; 3] = ["authorization", "x-api-key", "api_key"];

/// Starts the log of this process.
///
/// # Errors
/// When the folder cannot be written; the caller says so and goes on without a log.
pub(super) fn start(folder: &Path, level: LogLevel, keys: &[ProviderKey]) -> io::Result<()> {
    if level == LogLevel::Off {
        return Ok(());
    }
    std::fs::create_dir_all(folder)?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("muse-studio")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder)
        .map_err(io::Error::other)?;
    let filter = EnvFilter::new(format!("warn,muse_studio={level}"));
    let secrets = keys.iter().map(|key| key.secret.expose().to_owned());
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(Redacted {
            file,
            secrets: secrets.collect(),
        })
        .finish();
    // A second start in one process keeps the first log.
    let _ = tracing::subscriber::set_global_default(subscriber);
    Ok(())
}

/// Blots keys out of everything that is written to the file.
struct Redacted {
    file: RollingFileAppender,
    secrets: Vec<String>,
}

impl<'a> MakeWriter<'a> for Redacted {
    type Writer = RedactedLine<'a>;

    fn make_writer(&'a self) -> Self::Writer {
        RedactedLine {
            to: self,
            line: Vec::new(),
        }
    }
}

/// One event; written whole when it is complete, so that no key is split.
struct RedactedLine<'a> {
    to: &'a Redacted,
    line: Vec<u8>,
}

impl Write for RedactedLine<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for RedactedLine<'_> {
    fn drop(&mut self) {
        let text = String::from_utf8_lossy(&self.line);
        let clean = redact(&text, &self.to.secrets);
        // Nobody can be told that the log is full; the work itself goes on.
        let _ = self.to.file.make_writer().write_all(clean.as_bytes());
    }
}

/// The text without the known secrets and without whatever looks like one.
fn redact(text: &str, secrets: &[String]) -> String {
    let mut out = text.to_owned();
    for secret in secrets {
        out = out.replace(secret.as_str(), BLOT);
    }
    for start in KEY_STARTS {
        out = blot_after(&out, start, 0);
    }
    for name in KEY_NAMES {
        out = blot_after(&out, name, 4);
    }
    out
}

/// Blots the word that begins at, or up to `gap` signs after, each occurrence of `mark` (capitals do not matter).
fn blot_after(text: &str, mark: &str, gap: usize) -> String {
    let lower = text.to_ascii_lowercase();
    let mark = mark.to_ascii_lowercase();
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    while let Some(found) = lower[from..].find(&mark) {
        let after = from + found + mark.len();
        let signs = text[after..].chars().take(gap);
        let skip: usize = signs
            .take_while(|c| "\"': =".contains(*c))
            .map(char::len_utf8)
            .sum();
        let start = after + skip;
        let word = text[start..]
            .find(|c: char| !is_of_key(c))
            .unwrap_or(text.len() - start);
        out.push_str(&text[from..start]);
        if word > 0 {
            out.push_str(BLOT);
        }
        from = start + word;
    }
    out.push_str(&text[from..]);
    out
}

fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.+/=~".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_blotted_and_words_stay() {
        let text = "sent x-api-key: abc123 and Authorization: Bearer tok.en to api; sk-proj-9f; \"api_key\":\"zz\" done";
        let clean = redact(text, &[]);
        for planted in ["abc123", "tok.en", "proj-9f", "zz"] {
            assert!(!clean.contains(planted), "{clean}");
        }
        assert!(
            clean.contains("sent ") && clean.ends_with(" done"),
            "{clean}"
        );
        assert_eq!(redact("my own", &["own".to_owned()]), "my [key]");
        assert_eq!(redact("काम हो गया", &[]), "काम हो गया");
    }

    #[test]
    fn the_file_gets_clean_lines() {
        let dir = tempfile::tempdir().unwrap();
        let file = RollingFileAppender::new(Rotation::NEVER, dir.path(), "log");
        let redacted = Redacted {
            file,
            secrets: vec!["planted".to_owned()],
        };
        let mut line = redacted.make_writer();
        line.write_all(b"a plan").unwrap();
        line.write_all(b"ted key").unwrap();
        drop(line);
        drop(redacted);
        let text = std::fs::read_to_string(dir.path().join("log")).unwrap();
        assert_eq!(text, "a [key] key");
    }
}
