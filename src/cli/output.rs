//! Results on standard output, as words or as JSON; notes on standard error.

use std::io::{self, Write};

use serde::Serialize;

use super::CliError;
use super::safe::{SafeJson, safe_block, safe_line};

/// In which form results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// For people.
    Words,
    /// For programs.
    Json,
}

/// Whether notes are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notes {
    /// They are.
    Shown,
    /// They are not.
    Hidden,
}

/// Where results and notes go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output {
    pub(super) form: Form,
    pub(super) notes: Notes,
}

impl Output {
    /// Prints a result: the value as one line of JSON, or the words.
    pub(super) fn result<T: Serialize>(
        self,
        value: &T,
        words: impl FnOnce(&T) -> String,
    ) -> Result<(), CliError> {
        match self.form {
            Form::Json => self.json(value),
            Form::Words => self.words(&words(value)),
        }
    }

    /// Prints a value as one line of JSON.
    pub(super) fn json<T: Serialize>(self, value: &T) -> Result<(), CliError> {
        let text = json_line(value).map_err(CliError::writing)?;
        print(&text)
    }

    /// Prints words for people; they may have many lines.
    pub(super) fn words(self, text: &str) -> Result<(), CliError> {
        print(&format!("{}\n", safe_block(text)))
    }

    /// Prints a drawing of our own, whose colours are sequences; no byte of data may be in it.
    pub(super) fn drawing(self, text: &str) -> Result<(), CliError> {
        print(text)
    }

    /// Tells how work stands, as one line of JSON beside the results.
    pub(super) fn event<T: Serialize>(self, value: &T) {
        if let (Notes::Shown, Ok(line)) = (self.notes, json_line(value)) {
            // Nobody reads standard error any more when this fails; the work goes on.
            let _ = io::stderr().write_all(line.as_bytes());
        }
    }

    /// Tells something beside the results.
    pub(super) fn note(self, text: &str) {
        if self.notes == Notes::Shown {
            // Nobody reads standard error any more when this fails; the work goes on.
            let _ = writeln!(io::stderr(), "{}", safe_line(text));
        }
    }
}

/// A value as one line of JSON that is harmless on a terminal.
pub(super) fn json_line<T: Serialize>(value: &T) -> io::Result<String> {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, SafeJson);
    value.serialize(&mut serializer).map_err(io::Error::other)?;
    out.push(b'\n');
    String::from_utf8(out).map_err(io::Error::other)
}

fn print(text: &str) -> Result<(), CliError> {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    written.map_err(CliError::writing)
}
