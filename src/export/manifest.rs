//! The manifest: what went in, what came out, what was left out and why, with checksums.
//!
//! It holds no clock value and no path, so that the same input gives the same bytes.

use serde::Serialize;

use super::{Format, LeftOut, Options, Partial, Reviewers, System, Take, Why};
use crate::domain::{Engine, RunId};

/// A run that conversations come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunInput {
    /// The run.
    pub id: RunId,
    /// Its seed, as decimal text.
    pub seed: String,
    /// How many runs of this seed came before it.
    pub number: u32,
    /// What worded it.
    pub engine: Engine,
}

/// Where the conversations come from.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Inputs {
    /// The workspace's id, or what the caller calls it.
    pub workspace: String,
    /// The filter that chose conversations before their verdicts did; empty for all.
    pub filter: String,
    /// The runs.
    pub runs: Vec<RunInput>,
}

/// A file of the export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileEntry {
    /// Its name, without the directory.
    pub name: String,
    /// Its lines.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// How many were left out for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WhyCount {
    /// The reason's word.
    pub why: Why,
    /// The reason in words.
    pub sentence: &'static str,
    /// How many conversations, turn ranges and pairs.
    pub count: u64,
}

/// Counts of an export.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Conversations that were offered.
    pub conversations_in: u64,
    /// Conversations that gave at least one row.
    pub conversations_out: u64,
    /// Rows of the main file.
    pub rows: u64,
    /// Conversations left out by `--status`, or for pairs because nothing in them was edited.
    pub filtered: u64,
    /// Conversations and pairs that were asked for and gave no row.
    pub rows_left_out: u64,
    /// Conversations that are in the file without all their turns.
    pub cut: u64,
    /// Turns that are missing from conversations that are in the file.
    pub turns_left_out: u64,
    /// Turns joined to the one before because the same speaker goes on.
    pub turns_merged: u64,
    /// What was left out, by reason.
    pub by_reason: Vec<WhyCount>,
}

impl Counts {
    pub(super) fn left_out(&mut self, entry: &LeftOut) {
        match entry.is_missing_row() {
            true => self.rows_left_out += 1,
            false if entry.why.is_filter() => self.filtered += 1,
            false => self.turns_left_out += u64::from(entry.turns),
        }
        match self.by_reason.binary_search_by_key(&entry.why, |c| c.why) {
            Ok(at) => self.by_reason[at].count += 1,
            Err(at) => self.by_reason.insert(
                at,
                WhyCount {
                    why: entry.why,
                    sentence: entry.why.sentence(),
                    count: 1,
                },
            ),
        }
    }
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Which conversations.
    pub status: Take,
    /// What happened to partly judged ones.
    pub partial: Partial,
    /// Whose verdicts counted; left out when only people's did.
    #[serde(skip_serializing_if = "Reviewers::is_people")]
    pub reviewers: Reviewers,
    /// The system message; `None` for the lossless format.
    pub system: Option<System>,
}

/// Everything that lies beside the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// The program.
    pub program: &'static str,
    /// Its version.
    pub program_version: &'static str,
    /// The kind of file.
    pub format: Format,
    /// The version of its shape.
    pub format_version: u32,
    /// What was asked for.
    pub options: Asked,
    /// Where the conversations come from.
    pub inputs: Inputs,
    /// The figures.
    pub counts: Counts,
    /// The files.
    pub files: Vec<FileEntry>,
    /// Everything that is not in the file, in the order of the conversations.
    pub left_out: Vec<LeftOut>,
}

impl Manifest {
    pub(super) fn new(
        options: &Options,
        counts: Counts,
        files: Vec<FileEntry>,
        left_out: Vec<LeftOut>,
    ) -> Self {
        Manifest {
            program: env!("CARGO_PKG_NAME"),
            program_version: env!("CARGO_PKG_VERSION"),
            format: options.format,
            format_version: options.format.version(),
            options: Asked {
                status: options.taken(),
                partial: options.partly(),
                reviewers: options.reviewers,
                system: options.format.has_meta().then(|| options.system.clone()),
            },
            inputs: options.inputs.clone(),
            counts,
            files,
            left_out,
        }
    }

    /// Indented JSON, but each left-out entry on one line, so that lines can be counted and searched.
    pub(super) fn to_text(&self) -> serde_json::Result<String> {
        let head = Manifest {
            left_out: Vec::new(),
            ..self.clone_head()
        };
        let mut text = serde_json::to_string_pretty(&head)?;
        const EMPTY: &str = "[]\n}";
        if self.left_out.is_empty() || !text.ends_with(EMPTY) {
            text.push('\n');
            return Ok(text);
        }
        text.truncate(text.len() - EMPTY.len());
        text.push('[');
        for (at, entry) in self.left_out.iter().enumerate() {
            text.push_str(if at == 0 { "\n    " } else { ",\n    " });
            text.push_str(&serde_json::to_string(entry)?);
        }
        text.push_str("\n  ]\n}\n");
        Ok(text)
    }

    fn clone_head(&self) -> Manifest {
        Manifest {
            program: self.program,
            program_version: self.program_version,
            format: self.format,
            format_version: self.format_version,
            options: self.options.clone(),
            inputs: self.inputs.clone(),
            counts: self.counts.clone(),
            files: self.files.clone(),
            left_out: Vec::new(),
        }
    }
}
