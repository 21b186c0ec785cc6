//! How files will be read, decided from their first rows before anything is written.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::super::JobError;
use super::{ImportOptions, files, mappings};
use crate::catalog::{self, Column, Guess, Mapping, SourceName};
use crate::domain::Currency;
use crate::import::Source;
use crate::store::Store;

/// How many rows are looked at.
const LOOK_AT: usize = 500;

/// How one file would be read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FilePlan {
    /// The file.
    pub file: PathBuf,
    /// Its format in words.
    pub format: String,
    /// The source of rows that name none.
    pub source: String,
    /// Whence the source is known.
    pub source_from: SourceFrom,
    /// How many rows were looked at.
    pub rows_looked_at: usize,
    /// The columns, in the file's order.
    pub columns: Vec<Guess>,
    /// Mappings that an earlier import of this source left, as `NAME=COLUMN`.
    pub remembered: Vec<String>,
}

/// Whence a source is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceFrom {
    /// A person named it.
    Said,
    /// A column of the file names it, row by row.
    Column,
    /// The file's name.
    FileName,
}

/// A file with its plan.
pub(super) struct Planned {
    pub(super) plan: FilePlan,
    /// What was said about columns, now and before; what was said now comes first.
    pub(super) mappings: Vec<Mapping>,
    /// For the reading of its rows.
    pub(super) rows: catalog::ImportOptions,
}

impl Planned {
    /// Remembered mappings with their source.
    pub(super) fn remembered(&self) -> impl Iterator<Item = String> + '_ {
        let source = &self.plan.source;
        self.plan
            .remembered
            .iter()
            .map(move |mapping| format!("{source}: {mapping}"))
    }
}

/// Whether the rows of these files may be of more than one source.
pub(super) fn several_sources(planned: &[Planned]) -> bool {
    let mut plans = planned.iter().map(|file| &file.plan);
    let first = plans.clone().next().map(|plan| &plan.source);
    plans.any(|plan| plan.source_from == SourceFrom::Column || Some(&plan.source) != first)
}

/// Plans every file.
pub(super) async fn all(
    store: &Store,
    files: &[PathBuf],
    options: &ImportOptions,
) -> Result<Vec<Planned>, JobError> {
    let mut planned = Vec::with_capacity(files.len());
    for file in files {
        let source = options.source.clone().unwrap_or_else(|| files::stem(file));
        let remembered = mappings::remembered(store, &source, options.memory).await?;
        let (file, options) = (file.clone(), options.clone());
        let plan = move || plan(&file, source, remembered, &options);
        planned.push(tokio::task::spawn_blocking(plan).await??);
    }
    Ok(planned)
}

fn plan(
    file: &Path,
    source: String,
    remembered: Vec<Mapping>,
    options: &ImportOptions,
) -> Result<Planned, JobError> {
    let mut rows = Source::open(file)?;
    let format = rows.format().to_string();
    let seen: Vec<_> = rows
        .by_ref()
        .take(LOOK_AT)
        .filter_map(Result::ok)
        .map(|row| catalog::item_of(&row.fields).into_owned())
        .collect();
    let read = catalog::plan(&seen, &options.mappings, &remembered)
        .map_err(|what| JobError::Layer(format!("{} was not imported: {what}", file.display())))?;
    unknown_columns(file, &read.guesses, options, seen.len() < LOOK_AT)?;
    let named = read.column_of(Column::Source).is_some_and(|column| {
        seen.iter()
            .any(|row| row.get(column).is_some_and(|v| !matches!(v, Value::Null)))
    });
    let (source_from, name) = match (&options.source, named) {
        (Some(source), _) => (SourceFrom::Said, SourceName::Always(source.clone())),
        (None, true) => (SourceFrom::Column, SourceName::Otherwise(source.clone())),
        (None, false) => (SourceFrom::FileName, SourceName::Otherwise(source.clone())),
    };
    let used: Vec<Mapping> = remembered
        .into_iter()
        .filter(|old| {
            options
                .mappings
                .iter()
                .all(|new| new.meaning != old.meaning && new.column != old.column)
        })
        .collect();
    let mappings: Vec<Mapping> = options
        .mappings
        .iter()
        .cloned()
        .chain(used.clone())
        .collect();
    Ok(Planned {
        plan: FilePlan {
            file: file.to_owned(),
            format,
            source,
            source_from,
            rows_looked_at: seen.len(),
            columns: read.guesses,
            remembered: used.iter().map(Mapping::to_string).collect(),
        },
        rows: catalog::ImportOptions {
            source: name,
            default_currency: options.currency.unwrap_or(Currency::INR),
            mappings: mappings.clone(),
            layout: read.layout,
        },
        mappings,
    })
}

/// A `--map` that names no column of a file that was seen whole is a slip of the pen. With several files it is enough when
/// one has the column, so only a lone file is checked.
fn unknown_columns(
    file: &Path,
    columns: &[Guess],
    options: &ImportOptions,
    seen_whole: bool,
) -> Result<(), JobError> {
    let table = !columns.is_empty() && (seen_whole || columns.iter().all(|c| c.filled > 0));
    if options.files.len() > 1 || !table {
        return Ok(());
    }
    let missing = options
        .mappings
        .iter()
        .find(|mapping| !columns.iter().any(|guess| mapping.is_about(&guess.column)));
    match missing {
        None => Ok(()),
        Some(mapping) => {
            let names: Vec<&str> = columns.iter().take(20).map(|c| c.column.as_str()).collect();
            Err(JobError::BadOption(format!(
                "{} has no column `{}`, which --map {mapping} names; it has {}",
                file.display(),
                mapping.column,
                names.join(", ")
            )))
        }
    }
}
