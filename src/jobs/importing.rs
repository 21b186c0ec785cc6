//! The job that brings products into the workspace: file to rows, rows to products, products to store and index.
//!
//! One thread reads, understands and indexes; the store's own thread writes. The store gets a new mark with the first
//! rows and the index the same mark with its commit, so that whatever stops the job in between shows on the next open.

mod read;
mod tally;

use std::path::PathBuf;

use tokio::sync::mpsc;
use uuid::Uuid;

use self::read::{Reader, Reading};
pub(super) use self::tally::sentence;
use super::indexing::put_mark;
use super::runner::{Context, Report};
use super::{JobEnd, JobError, JobHandle, JobKind, Runner, plural};
use crate::catalog;
use crate::domain::Product;
use crate::import::Source;
use crate::store::{Change, Op, Store};

/// Batches between reader and store.
const QUEUE: usize = 4;

/// What is to be imported.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The files: JSON, JSONL or CSV, each also gzipped.
    pub files: Vec<PathBuf>,
    /// How their rows are understood.
    pub rows: catalog::ImportOptions,
    /// Where the rows that were left out are listed; `None` takes the workspace's `rejects` folder.
    pub rejects: Option<PathBuf>,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Imported {
    /// Rows read.
    pub read: u64,
    /// Products that are new.
    pub added: u64,
    /// Products that replaced one of the same id, which may stand earlier in the same file.
    pub updated: u64,
    /// Rows left out.
    pub rejected: u64,
    /// The first rows left out, each a sentence with file, line and reason; all are in `rejects_file`.
    pub rejects: Vec<String>,
    /// The list of all rows left out, as JSON Lines; `None` when there were none.
    pub rejects_file: Option<PathBuf>,
    /// What was left empty or repaired, a sentence for each field with a count and an example.
    pub notes: Vec<String>,
    /// Whether a person stopped it; the rows before that are in.
    pub stopped: bool,
}

impl Report for Imported {
    fn end(&self) -> JobEnd {
        match (self.stopped, self.rejected) {
            (true, _) => JobEnd::Stopped,
            (false, 0) => JobEnd::Done,
            (false, _) => JobEnd::Partial,
        }
    }

    fn summary(&self) -> String {
        let mut text = format!(
            "{} read: {} added, {} updated, {} left out",
            plural(self.read, "row"),
            self.added,
            self.updated,
            self.rejected
        );
        if let Some(file) = &self.rejects_file {
            text.push_str(&format!(", listed in {}", file.display()));
        }
        if self.stopped {
            text.push_str("; stopped, import the file again to go on");
        }
        text
    }
}

impl Runner {
    /// Brings products in.
    pub fn import_products(&self, options: ImportOptions) -> JobHandle<Imported> {
        self.start(JobKind::Import, |context| import(context, options))
    }
}

async fn import(context: Context, options: ImportOptions) -> Result<Imported, JobError> {
    let workspace = context.workspace.clone();
    workspace.writable()?;
    let sources = open_all(options.files.clone()).await?;
    let title = format!("import {}", names(&options.files));
    context.reporter.started(title, None, None);
    let store = workspace.store();
    let before = store.counts().await?.products;
    let index = workspace.index().await?.clone();
    let folder = options.rejects;
    let reader = Reader {
        rows: options.rows,
        rejects: folder.unwrap_or_else(|| workspace.folder().rejects()),
        context: context.clone(),
    };
    let (batches, inbox) = mpsc::channel(QUEUE);
    let reading = tokio::task::spawn_blocking(move || reader.read(sources, &index, &batches));
    let mark = Uuid::now_v7().to_string();
    let written = write_all(store, inbox, &mark).await;
    // The reader sees that nobody listens any more, and ends.
    let read = reading.await?;
    let finished = match (written, read) {
        (Ok(()), Ok(read)) => commit(read, mark).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let mut imported = finished.inspect_err(|_| workspace.doubt_index())?;
    let after = store.counts().await?.products;
    imported.added = after.saturating_sub(before);
    let accepted = imported.read - imported.rejected;
    imported.updated = accepted.saturating_sub(imported.added);
    Ok(imported)
}

async fn open_all(files: Vec<PathBuf>) -> Result<Vec<Source>, JobError> {
    if files.is_empty() {
        let text = "name at least one file of products: JSON, JSONL or CSV, each also as .gz";
        return Err(JobError::BadOption(text.to_owned()));
    }
    let open = move || {
        let sources = files.iter().map(|file| Source::open(file));
        sources.collect::<Result<Vec<_>, _>>()
    };
    Ok(tokio::task::spawn_blocking(open).await??)
}

fn names(files: &[PathBuf]) -> String {
    let names = files.iter().filter_map(|file| file.file_name());
    let names: Vec<_> = names.map(|name| name.to_string_lossy()).collect();
    names.join(", ")
}

/// Writes batches as they come; the next one is handed over while the last one is being written.
async fn write_all(
    store: &Store,
    mut inbox: mpsc::Receiver<Vec<Product>>,
    mark: &str,
) -> Result<(), JobError> {
    let mut marking = Some(put_mark(mark));
    let mut under_way = None;
    while let Some(products) = inbox.recv().await {
        let mut ops: Vec<Op> = marking.take().into_iter().collect();
        ops.push(Op::PutProducts(products));
        let next = store.apply(Change::batched(ops));
        if let Some(last) = under_way.replace(next) {
            last.await?;
        }
    }
    if let Some(last) = under_way {
        last.await?;
    }
    Ok(())
}

/// Makes the index match what the store got. Without any product nothing has changed on either side.
async fn commit(read: Reading, mark: String) -> Result<Imported, JobError> {
    let Reading {
        mut writer,
        imported,
    } = read;
    if imported.read > imported.rejected {
        tokio::task::spawn_blocking(move || writer.commit_marked(&mark)).await??;
    }
    Ok(imported)
}
