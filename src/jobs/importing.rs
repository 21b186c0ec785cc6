//! The job that brings products into the workspace: file to rows, rows to products, products to store and index.
//!
//! One thread reads, one understands and indexes; the store's own thread writes. The store gets a new mark with the first
//! rows and the index the same mark with its commit, so that whatever stops the job in between shows on the next open.
//! With every batch the store also gets the journal, so that the same import, begun again, goes on after its last batch.

mod files;
mod journal;
mod mappings;
mod pictures;
mod plan;
mod read;
mod standing;
mod tally;

use std::path::PathBuf;

use tokio::sync::mpsc;
use uuid::Uuid;

use self::files::Inputs;
use self::journal::Journal;
pub use self::plan::{FilePlan, SourceFrom};
use self::plan::{Planned, several_sources};
use self::read::{Batch, Reader, Reading};
use self::standing::Standing;
pub(super) use self::tally::sentence;
use super::indexing::put_mark;
use super::runner::{Context, Report};
use super::{JobError, JobHandle, JobKind, Runner, Workspace, plural};
use crate::catalog::{LanguageCounts, Mapping, PinnedIndex, ProductWriter};
use crate::domain::{Currency, ProductId};
use crate::store::{Change, Op, ProductTally};

/// Batches between reader and store.
const QUEUE: usize = 4;

/// What is to be imported.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The files: JSON, JSONL, CSV, TSV (each also as .gz or .zst) or Parquet; a folder holds pictures named by product id.
    pub files: Vec<PathBuf>,
    /// Folders of pictures named by product id, taken after the files.
    pub pictures: Vec<PathBuf>,
    /// The source of every row; `None` takes what the row says, else the file's name.
    pub source: Option<String>,
    /// What a person said about columns. It is kept for the source, and used again at its next import.
    pub mappings: Vec<Mapping>,
    /// What becomes of what was said about columns at earlier imports of the source.
    pub memory: Memory,
    /// The currency of bare numbers where the file names none; `None` is the rupee.
    pub currency: Option<Currency>,
    /// Where the rows that were left out are listed.
    pub rejects: Rejects,
}

/// What becomes of remembered mappings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Memory {
    /// They are used.
    #[default]
    Use,
    /// They are forgotten.
    Forget,
}

/// Where the rows that were left out are listed.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Rejects {
    /// In a new file of the workspace's `rejects` folder.
    #[default]
    Workspace,
    /// In this file, which is replaced.
    File(PathBuf),
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Imported {
    /// Rows read, those of an earlier, interrupted start of the same import included.
    pub read: u64,
    /// Products that are new.
    pub added: u64,
    /// Products that replaced one of the same id, which may stand earlier in the same file.
    pub updated: u64,
    /// Products that were in the workspace already, just so.
    pub unchanged: u64,
    /// Rows left out.
    pub rejected: u64,
    /// In which languages and scripts the texts of the rows are that were taken.
    pub languages: LanguageCounts,
    /// Why, each with a count, the most frequent first.
    pub reasons: Vec<(String, u64)>,
    /// The first rows left out, each a sentence with file, line and reason; all are in `rejects_file`.
    pub rejects: Vec<String>,
    /// The list of all rows left out, as JSON Lines; `None` when there were none.
    pub rejects_file: Option<PathBuf>,
    /// What was left empty or repaired, a sentence for each field with a count and an example.
    pub notes: Vec<String>,
    /// Mappings of columns that were remembered from earlier imports, as `SOURCE: NAME=COLUMN`.
    pub remembered: Vec<String>,
    /// After how many rows an interrupted import went on.
    pub resumed_after: Option<u64>,
    /// Products that got a picture, and those whose picture was there already.
    pub pictures: Pictures,
    /// Whether a person stopped it; the rows before that are in.
    pub stopped: bool,
}

/// What an import of pictures did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Pictures {
    /// Products whose picture is new.
    pub set: u64,
    /// Products that had just this picture.
    pub unchanged: u64,
}

impl Report for Imported {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        self.rejected
    }

    fn summary(&self) -> String {
        let mut text = format!(
            "{} read: {} added, {} updated, {} unchanged, {} left out",
            plural(self.read, "row"),
            self.added,
            self.updated,
            self.unchanged,
            self.rejected
        );
        if self.pictures != Pictures::default() {
            let Pictures { set, unchanged } = self.pictures;
            text.push_str(&format!(
                "; {} set, {unchanged} unchanged",
                plural(set, "picture")
            ));
        }
        if let Some(file) = &self.rejects_file {
            text.push_str(&format!(", listed in {}", file.display()));
        }
        if let Some(rows) = self.resumed_after {
            text.push_str(&format!("; went on after {}", plural(rows, "row")));
        }
        if self.stopped {
            text.push_str("; stopped, import the same again to go on");
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

impl Workspace {
    /// Shows how files would be read: the meaning of every column, with examples. Nothing is changed.
    ///
    /// # Errors
    /// A file that cannot be read or holds no products.
    pub async fn plan_import(&self, options: &ImportOptions) -> Result<Vec<FilePlan>, JobError> {
        let inputs = Inputs::of(options)?;
        let planned = plan::all(self.store(), &inputs.files, options).await?;
        Ok(planned.into_iter().map(|planned| planned.plan).collect())
    }
}

async fn import(context: Context, options: ImportOptions) -> Result<Imported, JobError> {
    let workspace = context.workspace.clone();
    workspace.writable()?;
    let inputs = Inputs::of(&options)?;
    let planned = plan::all(workspace.store(), &inputs.files, &options).await?;
    context.reporter.started(inputs.title(), None, None);
    let mut imported = match planned.is_empty() {
        true => Imported::default(),
        false => rows(&context, planned, &options).await?,
    };
    if !imported.stopped && !inputs.pictures.is_empty() {
        pictures::import(&context, &inputs.pictures, &options, &mut imported).await?;
    }
    Ok(imported)
}

/// Imports the rows of all files.
async fn rows(
    context: &Context,
    planned: Vec<Planned>,
    options: &ImportOptions,
) -> Result<Imported, JobError> {
    let workspace = &context.workspace;
    let store = workspace.store();
    let before = store.counts().await?.products;
    let journal = Journal::find(store, &planned, before).await?;
    let remembered = planned.iter().flat_map(Planned::remembered).collect();
    let memory = mappings::keep(&planned, options)?;
    let list = match &options.rejects {
        Rejects::Workspace => tally::ListPlace::NewIn(workspace.folder().rejects()),
        Rejects::File(file) => tally::ListPlace::File(file.clone()),
    };
    let (resumed_after, before) = (journal.rows(), journal.before());
    let stocked = store.counts().await?.products > 0;
    let compares = stocked || several_sources(&planned);
    let reader = Reader {
        list,
        context: context.clone(),
        standing: compares.then(|| Standing::new(store.clone())),
    };
    let end = journal.end();
    let (batches, inbox) = mpsc::channel(QUEUE);
    let (writer, generation) = take_index(workspace).await?;
    let mut writing = Writing::new(workspace, generation);
    let reading =
        tokio::task::spawn_blocking(move || reader.read(planned, journal, writer, &batches));
    let written = writing.write_all(inbox).await;
    // The reader sees that nobody listens any more, and ends.
    let read = reading.await?;
    let finished = match (written, read) {
        (Ok(()), Ok(read)) => writing.commit(read).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let mut imported = finished.inspect_err(|_| workspace.doubt_index())?;
    let mut last = memory;
    if !imported.stopped {
        last.push(end);
    }
    store.apply(Change::batched(last)).await?;
    let after = store.counts().await?.products;
    imported.added = after.saturating_sub(before);
    let accepted = imported.read - imported.rejected - imported.unchanged;
    imported.updated = accepted.saturating_sub(imported.added);
    imported.resumed_after = resumed_after;
    imported.remembered = remembered;
    Ok(imported)
}

/// Takes the index for the import, when no edit is just being written to it, and tells what it holds.
async fn take_index(workspace: &Workspace) -> Result<(ProductWriter, PinnedIndex), JobError> {
    let index = workspace.index().await?.clone();
    let _turn = workspace.index_turn().await?;
    let open = move || Ok::<_, JobError>((index.writer()?, index.pin()));
    tokio::task::spawn_blocking(open).await?
}

/// How many products are read at once where people's edits stand over the import.
const PAGE: usize = 2_000;

/// The writing side of an import: into the store as batches come, and in the end the mark under which the index matches it.
struct Writing<'a> {
    workspace: &'a Workspace,
    /// The index as it was before.
    before: PinnedIndex,
    mark: String,
    marked: bool,
    tally: ProductTally,
    /// What people changed after the index was taken for the import and before the store got its mark; `None` when that
    /// cannot be told.
    edited: Option<Vec<ProductId>>,
}

impl<'a> Writing<'a> {
    fn new(workspace: &'a Workspace, before: PinnedIndex) -> Self {
        Writing {
            workspace,
            before,
            mark: Uuid::now_v7().to_string(),
            marked: false,
            tally: ProductTally::default(),
            edited: Some(Vec::new()),
        }
    }

    /// Writes batches as they come; the next one is handed over while the last one is being written.
    async fn write_all(&mut self, mut inbox: mpsc::Receiver<Batch>) -> Result<(), JobError> {
        let store = self.workspace.store();
        let mut under_way = None;
        while let Some(batch) = inbox.recv().await {
            let mut ops = vec![batch.journal];
            if batch.products.is_empty() {
                store.apply(Change::batched(ops)).await?;
                continue;
            }
            ops.push(Op::PutProducts(batch.products));
            if !self.marked {
                self.write_first(ops).await?;
                continue;
            }
            let next = store.apply(Change::batched(ops));
            if let Some(last) = under_way.replace(next) {
                self.tally += last.await?.products;
            }
        }
        if let Some(last) = under_way {
            self.tally += last.await?.products;
        }
        Ok(())
    }

    /// Writes the first products together with the mark. An edit stands before it or after it, never across.
    async fn write_first(&mut self, mut ops: Vec<Op>) -> Result<(), JobError> {
        let turn = self.workspace.index_turn().await?;
        self.edited = self.workspace.edits_since(&self.before, &turn);
        ops.push(put_mark(&self.mark));
        let written = self.workspace.store().apply(Change::batched(ops)).await?;
        self.tally += written.products;
        self.marked = true;
        Ok(())
    }

    /// Makes the index match what the store got. Without any product written nothing has changed on either side.
    async fn commit(self, read: Reading) -> Result<Imported, JobError> {
        let Reading {
            mut writer,
            mut imported,
            written,
            mut replaced,
        } = read;
        let store = self.workspace.store();
        imported.unchanged += self.tally.unchanged;
        if self.tally.edits_kept > 0 {
            let products = plural(self.tally.edits_kept, "product");
            imported.notes.push(format!(
                "edits: what people changed stands over the file in {products}"
            ));
        } else {
            replaced.clear();
        }
        // With a mark that the store does not have, the index is made anew when it is next used.
        let mark = self.edited.as_ref().map_or_else(String::new, |_| self.mark);
        replaced.extend(self.edited.unwrap_or_default());
        // The index got the file's words, or those from before an edit; what is in force is in the store.
        for ids in replaced.chunks(PAGE) {
            writer.add_all(&store.products(ids.to_vec()).await?)?;
        }
        if written > 0 {
            tokio::task::spawn_blocking(move || writer.commit_marked(&mark)).await??;
        }
        Ok(imported)
    }
}
