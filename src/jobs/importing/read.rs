//! The reading side of an import: rows to products, into the index and on to the store.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use tokio::sync::mpsc;

use super::super::JobError;
use super::super::control::Pass;
use super::super::event::Bytes;
use super::super::runner::Context;
use super::Imported;
use super::journal::Journal;
use super::plan::Planned;
use super::standing::{Standing, Waiting};
use super::tally::{ListPlace, Tally, sentence};
use crate::catalog::{self, ProductWriter, TextLanguages, normalise};
use crate::domain::{Product, ProductId};
use crate::import::{Progress, RawRow, Reject, Source};
use crate::store::{Op, StoreError};

/// Rows in one change of the store.
const BATCH: u64 = 2_000;
/// Rows between two looks at whether the job was stopped.
const LOOK_EVERY: u64 = 256;
/// Rows that go from the reading thread to the understanding one at once.
const CHUNK: usize = 256;
/// Such chunks on the way.
const CHUNKS: usize = 4;

type Row = Result<RawRow, Reject>;

/// Reads files on the thread that calls it, with one more thread for the parsing.
pub(super) struct Reader {
    /// Where the list of rejects lies.
    pub(super) list: ListPlace,
    /// The job.
    pub(super) context: Context,
    /// With what each product is compared; `None` when every one is new.
    pub(super) standing: Option<Standing>,
}

/// What goes to the store in one change.
pub(super) struct Batch {
    /// New and changed products.
    pub(super) products: Vec<Product>,
    /// Where the import stands with them.
    pub(super) journal: Op,
}

/// What was read, with the index writer that holds it uncommitted.
pub(super) struct Reading {
    /// The writer.
    pub(super) writer: ProductWriter,
    /// The figures, but for added and updated.
    pub(super) imported: Imported,
    /// Products handed to store and index.
    pub(super) written: u64,
    /// Those among them that stood there before, in other words.
    pub(super) replaced: Vec<ProductId>,
}

impl Reader {
    /// Reads all files from where the journal stands, gives their products to the index writer and to `batches`.
    pub(super) fn read(
        mut self,
        files: Vec<Planned>,
        mut journal: Journal,
        mut writer: ProductWriter,
        batches: &mpsc::Sender<Batch>,
    ) -> Result<Reading, JobError> {
        let mut tally = Tally::new(journal.figures(), self.list.clone())?;
        let (first, mut skip) = journal.place();
        let (mut stopped, mut written, mut replaced) = (false, 0, Vec::new());
        for (number, file) in files.into_iter().enumerate().skip(first) {
            let source = Source::open(&file.plan.file)?;
            let mut one = OneFile {
                number,
                rows: file.rows,
                name: file.plan.file.display().to_string(),
                progress: source.progress(),
                done: skip,
                context: self.context.clone(),
                standing: self.standing.as_mut(),
                writer: &mut writer,
                tally: &mut tally,
                journal: &mut journal,
                batches,
                waiting: Vec::new(),
                since: 0,
                written: 0,
                replaced: Vec::new(),
            };
            stopped = one.read(source)?;
            written += one.written;
            replaced.append(&mut one.replaced);
            skip = 0;
            if stopped {
                break;
            }
        }
        Ok(Reading {
            writer,
            imported: tally.finish(stopped)?,
            written,
            replaced,
        })
    }
}

struct OneFile<'a> {
    number: usize,
    rows: catalog::ImportOptions,
    name: String,
    progress: Progress,
    done: u64,
    context: Context,
    standing: Option<&'a mut Standing>,
    writer: &'a mut ProductWriter,
    tally: &'a mut Tally,
    journal: &'a mut Journal,
    batches: &'a mpsc::Sender<Batch>,
    waiting: Vec<Waiting>,
    since: u64,
    written: u64,
    replaced: Vec<ProductId>,
}

impl OneFile<'_> {
    /// Reads the file to its end or until the job is stopped, and tells which.
    fn read(&mut self, source: Source) -> Result<bool, JobError> {
        let skip = self.done;
        let (rows, chunks) = sync_channel(CHUNKS);
        let stopped = std::thread::scope(|scope| {
            scope.spawn(move || parse(source, skip, &rows));
            // Dropped at the end, which ends the parsing thread as well.
            self.understand_all(chunks)
        })?;
        self.hand_over()?;
        self.tell_progress();
        Ok(stopped)
    }

    fn understand_all(&mut self, chunks: Receiver<Vec<Row>>) -> Result<bool, JobError> {
        for row in chunks.into_iter().flatten() {
            match self.understand(row) {
                Ok(waiting) => self.waiting.push(waiting),
                Err(reject) => {
                    // The first rejects are told as they come; the list has them all.
                    if self.tally.tells_more() {
                        self.context.reporter.left_out(sentence(&reject));
                    }
                    self.tally.reject(&reject)?;
                }
            }
            self.done += 1;
            self.since += 1;
            if self.since == BATCH {
                self.hand_over()?;
            }
            if self.done.is_multiple_of(LOOK_EVERY) && self.look() == Pass::Stopped {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn understand(&mut self, row: Row) -> Result<Waiting, Reject> {
        self.tally.figures.read += 1;
        let row = row?;
        let understood = normalise::product(&row.fields, &self.rows)
            .map_err(|error| Reject::of(&self.name, &row, Some(error.field), error.reason))?;
        for note in &row.notes {
            self.tally.note("text", row.line, &note.text);
        }
        for note in &understood.notes {
            self.tally.note(&note.field, row.line, &note.reason);
        }
        let languages = TextLanguages::of(&understood.product);
        self.tally.figures.languages.add(&languages);
        Ok(Waiting {
            line: row.line,
            product: understood.product,
        })
    }

    fn look(&mut self) -> Pass {
        self.tell_progress();
        tokio::runtime::Handle::current().block_on(self.context.gate.pass())
    }

    fn tell_progress(&self) {
        let bytes = Bytes {
            read: self.progress.read(),
            total: self.progress.total(),
        };
        let figures = &self.tally.figures;
        self.context
            .reporter
            .reading(figures.read, figures.rejected, bytes);
    }

    /// Indexes what waits and hands it over, with where the import stands then.
    fn hand_over(&mut self) -> Result<(), JobError> {
        if self.since == 0 {
            return Ok(());
        }
        let waiting = std::mem::take(&mut self.waiting);
        let products = self.index(waiting)?;
        self.written += products.len() as u64;
        self.since = 0;
        let figures = self.tally.flushed()?;
        let journal = self.journal.step(self.number, self.done, figures);
        // The other end goes away only when the store has failed, and then that is what is told.
        self.batches
            .blocking_send(Batch { products, journal })
            .map_err(|_| JobError::Store(StoreError::Closed))
    }

    /// Indexes products and gives what the store gets of them.
    fn index(&mut self, waiting: Vec<Waiting>) -> Result<Vec<Product>, JobError> {
        let Some(standing) = &mut self.standing else {
            let products: Vec<Product> = waiting.into_iter().map(|row| row.product).collect();
            self.writer.add_all(&products)?;
            return Ok(products);
        };
        let compared = standing.compare(waiting)?;
        self.writer.add_all(&compared.shown)?;
        standing.handed_over(compared.shown);
        self.tally.figures.unchanged += compared.unchanged;
        for (line, id) in &compared.taken {
            let note = format!(
                "id {id} is another source's product already, so the source stands before it"
            );
            self.tally.note("id", *line, &note);
        }
        self.replaced.extend(compared.replaced);
        Ok(compared.products)
    }
}

/// Reads rows ahead, until nobody takes them any more. Rows that an earlier start did are read and dropped.
fn parse(source: Source, skip: u64, rows: &SyncSender<Vec<Row>>) {
    let mut source = source.skip(usize::try_from(skip).unwrap_or(usize::MAX));
    loop {
        let chunk: Vec<Row> = source.by_ref().take(CHUNK).collect();
        if chunk.is_empty() || rows.send(chunk).is_err() {
            return;
        }
    }
}
