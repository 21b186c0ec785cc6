//! What an import counts on the way: rejects with their list, notes by field.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::PathBuf;

use super::super::{JobError, plural};
use super::Imported;
use crate::import::{Reject, RejectWriter};

/// How many rejects are told in words; the list has them all.
const TOLD: u64 = 20;

/// A reject as a sentence with its place.
pub(in crate::jobs) fn sentence(reject: &Reject) -> String {
    let Reject {
        file, line, reason, ..
    } = reject;
    match &reject.field {
        Some(field) if !reason.contains(field.as_str()) => {
            format!("{file}, line {line}, field {field}: {reason}")
        }
        _ => format!("{file}, line {line}: {reason}"),
    }
}

/// The running figures of an import.
pub(super) struct Tally {
    /// Rows read.
    pub(super) read: u64,
    /// Rows left out.
    pub(super) rejected: u64,
    folder: PathBuf,
    list: Option<(PathBuf, RejectWriter<BufWriter<File>>)>,
    told: Vec<String>,
    notes: BTreeMap<String, Note>,
}

struct Note {
    count: u64,
    line: u64,
    example: String,
}

impl Tally {
    /// Nothing counted; the list will lie in `folder`.
    pub(super) fn new(folder: PathBuf) -> Self {
        Tally {
            read: 0,
            rejected: 0,
            folder,
            list: None,
            told: Vec::new(),
            notes: BTreeMap::new(),
        }
    }

    /// Whether the next reject is still told in words.
    pub(super) fn tells_more(&self) -> bool {
        self.rejected < TOLD
    }

    /// Counts and lists a row that was left out.
    pub(super) fn reject(&mut self, reject: &Reject) -> Result<(), JobError> {
        if self.tells_more() {
            self.told.push(sentence(reject));
        }
        self.rejected += 1;
        if self.list.is_none() {
            self.list = Some(open_list(&self.folder)?);
        }
        if let Some((path, list)) = &mut self.list {
            list.write(reject)
                .map_err(JobError::file(path, "written"))?;
        }
        Ok(())
    }

    /// Counts something that was left empty or repaired.
    pub(super) fn note(&mut self, field: &str, line: u64, reason: &str) {
        if let Some(note) = self.notes.get_mut(field) {
            note.count += 1;
            return;
        }
        let note = Note {
            count: 1,
            line,
            example: reason.to_owned(),
        };
        self.notes.insert(field.to_owned(), note);
    }

    /// Closes the list and gives the figures.
    pub(super) fn finish(self, stopped: bool) -> Result<Imported, JobError> {
        let rejects_file = match self.list {
            None => None,
            Some((path, list)) => {
                list.finish().map_err(JobError::file(&path, "written"))?;
                Some(path)
            }
        };
        let sentence = |(field, note): (String, Note)| {
            format!(
                "{field}: {}, first in line {}: {}",
                plural(note.count, "row"),
                note.line,
                note.example
            )
        };
        Ok(Imported {
            read: self.read,
            rejected: self.rejected,
            rejects: self.told,
            rejects_file,
            notes: self.notes.into_iter().map(sentence).collect(),
            stopped,
            ..Imported::default()
        })
    }
}

/// The first free `rejects-1.jsonl`, `rejects-2.jsonl` ...
fn open_list(folder: &PathBuf) -> Result<(PathBuf, RejectWriter<BufWriter<File>>), JobError> {
    fs::create_dir_all(folder).map_err(JobError::file(folder, "made"))?;
    let mut number = 1u32;
    loop {
        let path = folder.join(format!("rejects-{number}.jsonl"));
        match File::create_new(&path) {
            Ok(file) => return Ok((path, RejectWriter::new(BufWriter::new(file)))),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(JobError::file(&path, "written")(error)),
        }
    }
}
