//! The jobs that read the conversations of a file and write nothing: checking them against the catalogue, and taking the figures
//! of the set.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::control::Pass;
use super::facts::Known;
use super::importing::sentence;
use super::measuring::{Measured, Set};
use super::runner::Context;
use super::{Evaluated, JobError, JobHandle, JobKind, Runner};
use crate::export::muse::{self, Record};
use crate::import::{Comments, RawRow, Source};
use crate::quality::Measure;
use crate::store::Store;

/// How many conversations are in memory at once.
const PAGE: usize = 200;

impl Runner {
    /// Checks the conversations of a file in the `muse` form: one of them, an array, or one a line, also gzipped. Neither
    /// the file nor the store is changed, so the workspace may be open for reading only.
    pub fn evaluate_file(&self, file: PathBuf) -> JobHandle<Evaluated> {
        self.start(JobKind::Evaluate, |context| evaluate(context, file))
    }

    /// Takes the figures of the conversations of such a file. What cannot be read is left out; [`Runner::evaluate_file`] names
    /// it.
    pub fn measure_file(&self, file: PathBuf, measure: Measure) -> JobHandle<Measured> {
        self.start(JobKind::Evaluate, move |context| {
            measured(context, file, measure)
        })
    }
}

async fn evaluate(mut context: Context, file: PathBuf) -> Result<Evaluated, JobError> {
    let store = context.workspace.store().clone();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let title = format!("check {name} against the catalogue");
    context.reporter.started(title, None, None);
    if store.counts().await?.products == 0 {
        return Err(JobError::NoProducts {
            restriction: String::new(),
        });
    }
    let mut source = tokio::task::spawn_blocking(move || open(&file)).await??;
    let mut found = Evaluated::nothing();
    loop {
        if context.gate.pass().await == Pass::Stopped {
            found.stopped = true;
            return Ok(found);
        }
        let page = tokio::task::spawn_blocking(move || Page::read(source)).await?;
        source = page.source;
        for reject in page.rejects {
            found.leave_out(reject);
        }
        found = check(&store, page.records, found).await?;
        context
            .reporter
            .progress(found.conversations, found.left_out, None);
        if page.ended {
            return Ok(found);
        }
    }
}

async fn measured(
    mut context: Context,
    file: PathBuf,
    measure: Measure,
) -> Result<Measured, JobError> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let title = format!("measure the set in {name}");
    context.reporter.started(title, None, None);
    let mut source = tokio::task::spawn_blocking(move || open(&file)).await??;
    let mut set = Set::default();
    loop {
        if context.gate.pass().await == Pass::Stopped {
            return Ok(Measured {
                stopped: true,
                ..Measured::default()
            });
        }
        let read = move || {
            let page = Page::read(source);
            let set = page.records.iter().fold(set, Set::with_record);
            (page.source, page.ended, set)
        };
        let (rest, ended, grown) = tokio::task::spawn_blocking(read).await?;
        (source, set) = (rest, grown);
        context.reporter.progress(set.len(), 0, None);
        if ended {
            return Ok(tokio::task::spawn_blocking(move || set.finish(measure)).await?);
        }
    }
}

fn open(file: &Path) -> Result<Source, JobError> {
    Ok(Source::open_with(file, Comments::Refuse)?)
}

/// Some rows of the file.
struct Page {
    source: Source,
    records: Vec<Record>,
    rejects: Vec<String>,
    ended: bool,
}

impl Page {
    fn read(mut source: Source) -> Self {
        let (mut records, mut rejects) = (Vec::new(), Vec::new());
        while records.len() + rejects.len() < PAGE {
            let record = match source.next() {
                None => {
                    return Page {
                        source,
                        records,
                        rejects,
                        ended: true,
                    };
                }
                Some(Ok(row)) => {
                    let read = record(&row);
                    read.map_err(|reason| source.reject(&row, None, reason))
                }
                Some(Err(reject)) => Err(reject),
            };
            match record {
                Ok(record) => records.push(record),
                Err(reject) => rejects.push(sentence(&reject)),
            }
        }
        Page {
            source,
            records,
            rejects,
            ended: false,
        }
    }
}

/// Reads a row, or says why it is no conversation.
fn record(row: &RawRow) -> Result<Record, String> {
    let text = serde_json::to_string(&row.fields).map_err(|error| error.to_string())?;
    let error = match muse::read_line(&text) {
        Ok(record) => return Ok(record),
        Err(error) => error,
    };
    let looks_like_one = row.fields.get("turns").is_some_and(Value::is_array);
    if !looks_like_one {
        return Err("this is no conversation of the muse form: it has no `turns`".to_owned());
    }
    // The reader's own line and column count in one row, not in the file.
    let why = error.to_string();
    let why = why.split(" at line ").next().unwrap_or(&why);
    Err(why.to_owned())
}

/// Checks conversations in the texts that are in force.
async fn check(
    store: &Store,
    records: Vec<Record>,
    mut found: Evaluated,
) -> Result<Evaluated, JobError> {
    let known = Known::read(store, records.iter().map(|record| &record.conversation)).await?;
    let checked = tokio::task::spawn_blocking(move || {
        for record in &records {
            let findings = known.check_record(record);
            found.count(&record.conversation, &findings);
        }
        found
    });
    Ok(checked.await?)
}
