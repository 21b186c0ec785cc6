//! Reading back what was written, before it gets its name.

use std::io::{BufRead, BufReader};

use serde::Deserialize;

use super::staged::Sealed;
use super::{ExportError, Format, muse};

/// Checks a written file: as many lines as rows were written, each one JSON of the format's shape.
pub(super) fn check(file: &Sealed, format: Format) -> Result<(), ExportError> {
    each_line(file, |line| match format {
        Format::Muse => muse::read_line(line)
            .map(|_| ())
            .map_err(|error| error.to_string()),
        Format::Sft => parse::<SftRow>(line).and_then(|row| sft(&row)),
        Format::Dpo => parse::<DpoRow>(line).and_then(|row| dpo(&row)),
    })
}

/// Checks a written sidecar: as many lines as rows were written, each one a JSON object.
pub(super) fn check_json(file: &Sealed) -> Result<(), ExportError> {
    each_line(file, |line| {
        serde_json::from_str::<serde::de::IgnoredAny>(line)
            .map(|_| ())
            .map_err(|error| error.to_string())
    })
}

fn each_line(
    file: &Sealed,
    mut look: impl FnMut(&str) -> Result<(), String>,
) -> Result<(), ExportError> {
    let fail = |line: u64, why: String| ExportError::ReadBack {
        path: file.path().to_owned(),
        line,
        why,
    };
    let mut reader = BufReader::with_capacity(256 * 1024, file.reader()?);
    let (mut line, mut rows) = (String::new(), 0);
    loop {
        line.clear();
        let read = reader.read_line(&mut line);
        if read.map_err(|source| fail(rows + 1, source.to_string()))? == 0 {
            break;
        }
        rows += 1;
        look(&line).map_err(|why| fail(rows, why))?;
    }
    let wanted = file.entry().rows;
    if rows != wanted {
        return Err(fail(rows, format!("{wanted} rows were written")));
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    role: Role,
    content: String,
}

#[derive(Deserialize, PartialEq, Eq, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Role {
    System,
    User,
    Assistant,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SftRow {
    messages: Vec<Message>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DpoRow {
    prompt: Vec<Message>,
    chosen: [Message; 1],
    rejected: [Message; 1],
}

fn parse<'de, T: Deserialize<'de>>(line: &'de str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| error.to_string())
}

fn sft(row: &SftRow) -> Result<(), String> {
    messages(&row.messages)?;
    match row.messages.last() {
        Some(last) if last.role == Role::Assistant => Ok(()),
        _ => Err("the row does not end on an assistant message".to_owned()),
    }
}

fn dpo(row: &DpoRow) -> Result<(), String> {
    messages(&row.prompt)?;
    if row.prompt.last().map(|last| last.role) != Some(Role::User) {
        return Err("the prompt does not end on a user message".to_owned());
    }
    let ([chosen], [rejected]) = (&row.chosen, &row.rejected);
    if chosen.role != Role::Assistant || rejected.role != Role::Assistant {
        return Err("an answer is not the assistant's".to_owned());
    }
    if chosen.content == rejected.content {
        return Err("chosen and rejected are the same".to_owned());
    }
    Ok(())
}

/// What holds for any list of messages: system only first, speakers in alternation, a text in each.
fn messages(list: &[Message]) -> Result<(), String> {
    if list.is_empty() {
        return Err("there is no message".to_owned());
    }
    if list[0].role == Role::Assistant {
        return Err("an assistant message comes first".to_owned());
    }
    for (at, message) in list.iter().enumerate() {
        if message.content.trim().is_empty() {
            return Err(format!("message {at} is empty"));
        }
        if at > 0 && (message.role == Role::System || message.role == list[at - 1].role) {
            return Err(format!("message {at} does not alternate"));
        }
    }
    Ok(())
}
