//! What an import counts on the way: rejects with their list, notes by field.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::{JobError, plural};
use super::Imported;
use crate::catalog::LanguageCounts;
use crate::import::{Reject, RejectWriter};

/// How many rejects are told in words; the list has them all.
const TOLD: u64 = 20;
/// How many different reasons are counted one by one.
const REASONS: usize = 200;

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

/// The figures of an import so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Figures {
    /// Rows read.
    pub(super) read: u64,
    /// Rows left out.
    pub(super) rejected: u64,
    /// Products that were there just so.
    pub(super) unchanged: u64,
    /// The languages of the texts that were read.
    #[serde(default)]
    pub(super) languages: LanguageCounts,
    told: Vec<String>,
    reasons: BTreeMap<String, u64>,
    notes: BTreeMap<String, Note>,
    list: Option<List>,
}

impl Figures {
    /// Nothing counted yet; what is left out goes on after what stands in this list.
    pub(super) fn going_on_in(list: &Path) -> Result<Self, JobError> {
        let meta = fs::metadata(list).map_err(JobError::file(list, "read"))?;
        let list = List {
            path: list.to_owned(),
            bytes: meta.len(),
        };
        Ok(Figures {
            list: Some(list),
            ..Figures::default()
        })
    }
}

/// The list of rejects and how much of it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct List {
    path: PathBuf,
    bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Note {
    count: u64,
    line: u64,
    example: String,
}

/// Where the list of rejects lies.
#[derive(Clone, Debug)]
pub(super) enum ListPlace {
    /// In a new file of this folder.
    NewIn(PathBuf),
    /// In this file, which is replaced.
    File(PathBuf),
}

/// The running figures of an import.
pub(super) struct Tally {
    /// What is counted.
    pub(super) figures: Figures,
    place: ListPlace,
    list: Option<(PathBuf, RejectWriter<BufWriter<File>>)>,
}

impl Tally {
    /// Goes on from these figures. What an interrupted import wrote into its list after its last batch is taken off again.
    pub(super) fn new(figures: Figures, place: ListPlace) -> Result<Self, JobError> {
        let list = match &figures.list {
            None => None,
            Some(list) => Some(reopen(list)?),
        };
        Ok(Tally {
            figures,
            place,
            list,
        })
    }

    /// Whether the next reject is still told in words.
    pub(super) fn tells_more(&self) -> bool {
        self.figures.rejected < TOLD
    }

    /// Counts and lists a row that was left out.
    pub(super) fn reject(&mut self, reject: &Reject) -> Result<(), JobError> {
        if self.tells_more() {
            self.figures.told.push(sentence(reject));
        }
        self.figures.rejected += 1;
        let reasons = &mut self.figures.reasons;
        if let Some(count) = reasons.get_mut(&reject.reason) {
            *count += 1;
        } else if reasons.len() < REASONS {
            reasons.insert(reject.reason.clone(), 1);
        } else {
            *reasons.entry("other reasons".to_owned()).or_default() += 1;
        }
        if self.list.is_none() {
            self.list = Some(open_list(&self.place)?);
        }
        if let Some((path, list)) = &mut self.list {
            list.write(reject)
                .map_err(JobError::file(path, "written"))?;
        }
        Ok(())
    }

    /// Counts something that was left empty or repaired.
    pub(super) fn note(&mut self, field: &str, line: u64, reason: &str) {
        if let Some(note) = self.figures.notes.get_mut(field) {
            note.count += 1;
            return;
        }
        let note = Note {
            count: 1,
            line,
            example: reason.to_owned(),
        };
        self.figures.notes.insert(field.to_owned(), note);
    }

    /// The figures so far, after all that they tell of is in the list's file.
    pub(super) fn flushed(&mut self) -> Result<Figures, JobError> {
        if let Some((path, list)) = &mut self.list {
            let bytes = list.flush().and_then(|()| fs::metadata(&*path));
            let bytes = bytes.map_err(JobError::file(path, "written"))?.len();
            self.figures.list = Some(List {
                path: path.clone(),
                bytes,
            });
        }
        Ok(self.figures.clone())
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
        let mut reasons: Vec<(String, u64)> = self.figures.reasons.into_iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(Imported {
            read: self.figures.read,
            rejected: self.figures.rejected,
            unchanged: self.figures.unchanged,
            languages: self.figures.languages,
            reasons,
            rejects: self.figures.told,
            rejects_file,
            notes: self.figures.notes.into_iter().map(sentence).collect(),
            stopped,
            ..Imported::default()
        })
    }
}

type OpenList = (PathBuf, RejectWriter<BufWriter<File>>);

/// The file asked for, or the first free `rejects-1.jsonl`, `rejects-2.jsonl` ...
fn open_list(place: &ListPlace) -> Result<OpenList, JobError> {
    let folder = match place {
        ListPlace::File(path) => {
            if let Some(folder) = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
            {
                fs::create_dir_all(folder).map_err(JobError::file(folder, "made"))?;
            }
            let file = File::create(path).map_err(JobError::file(path, "written"))?;
            return Ok((path.clone(), RejectWriter::new(BufWriter::new(file))));
        }
        ListPlace::NewIn(folder) => folder,
    };
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

fn reopen(list: &List) -> Result<OpenList, JobError> {
    let open = |path: &Path| -> std::io::Result<File> {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        // Who took the list away wants a new one, not one that begins with a gap.
        file.set_len(list.bytes.min(file.metadata()?.len()))?;
        file.seek(SeekFrom::End(0))?;
        Ok(file)
    };
    let file = open(&list.path).map_err(JobError::file(&list.path, "written"))?;
    Ok((list.path.clone(), RejectWriter::new(BufWriter::new(file))))
}
