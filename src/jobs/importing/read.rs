//! The reading side of an import: rows to products, into the index and on to the store.

use std::path::PathBuf;

use tokio::sync::mpsc;

use super::super::JobError;
use super::super::control::Pass;
use super::super::runner::Context;
use super::Imported;
use super::tally::{Tally, sentence};
use crate::catalog::{self, ProductIndex, ProductWriter, normalise};
use crate::domain::Product;
use crate::import::{RawRow, Reject, Source};

/// Products in one change of the store.
const BATCH: usize = 2_000;
/// Rows between two looks at whether the job was stopped.
const LOOK_EVERY: u64 = 256;

/// Reads files on the thread that calls it.
pub(super) struct Reader {
    /// How rows are understood.
    pub(super) rows: catalog::ImportOptions,
    /// The folder for the list of rejects.
    pub(super) rejects: PathBuf,
    /// The job.
    pub(super) context: Context,
}

/// What was read, with the index writer that holds it uncommitted.
pub(super) struct Reading {
    /// The writer.
    pub(super) writer: ProductWriter,
    /// The figures, but for added and updated.
    pub(super) imported: Imported,
}

impl Reader {
    /// Reads all sources, indexes their products and hands them to `batches`.
    pub(super) fn read(
        mut self,
        sources: Vec<Source>,
        index: &ProductIndex,
        batches: &mpsc::Sender<Vec<Product>>,
    ) -> Result<Reading, JobError> {
        let mut writer = index.writer()?;
        let mut tally = Tally::new(self.rejects.clone());
        let mut stopped = false;
        for source in sources {
            stopped = self.read_one(source, &mut writer, &mut tally, batches)?;
            if stopped {
                break;
            }
        }
        let imported = tally.finish(stopped)?;
        Ok(Reading { writer, imported })
    }

    /// Reads one source; tells whether the job was stopped.
    fn read_one(
        &mut self,
        mut source: Source,
        writer: &mut ProductWriter,
        tally: &mut Tally,
        batches: &mpsc::Sender<Vec<Product>>,
    ) -> Result<bool, JobError> {
        let mut batch = Vec::with_capacity(BATCH);
        let mut stopped = false;
        while let Some(row) = source.next() {
            match self.understand(&source, row, tally) {
                Ok(product) => {
                    writer.add(&product)?;
                    batch.push(product);
                }
                Err(reject) => {
                    self.tell(&reject, tally);
                    tally.reject(&reject)?;
                }
            }
            if batch.len() == BATCH {
                let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                hand_over(full, batches)?;
            }
            if tally.read.is_multiple_of(LOOK_EVERY) && self.look(tally) == Pass::Stopped {
                stopped = true;
                break;
            }
        }
        hand_over(batch, batches)?;
        self.context
            .reporter
            .progress(tally.read, tally.rejected, None);
        Ok(stopped)
    }

    fn understand(
        &self,
        source: &Source,
        row: Result<RawRow, Reject>,
        tally: &mut Tally,
    ) -> Result<Product, Reject> {
        tally.read += 1;
        let row = row?;
        let understood = normalise::product(&row.fields, &self.rows)
            .map_err(|error| source.reject(&row, Some(error.field), error.reason))?;
        for note in &row.notes {
            tally.note("text", row.line, &note.text);
        }
        for note in &understood.notes {
            tally.note(&note.field, row.line, &note.reason);
        }
        Ok(understood.product)
    }

    /// The first rejects are told as they come; the list has them all.
    fn tell(&self, reject: &Reject, tally: &Tally) {
        if tally.tells_more() {
            self.context.reporter.left_out(sentence(reject));
        }
    }

    fn look(&mut self, tally: &Tally) -> Pass {
        let reporter = &self.context.reporter;
        reporter.progress(tally.read, tally.rejected, None);
        tokio::runtime::Handle::current().block_on(self.context.gate.pass())
    }
}

fn hand_over(batch: Vec<Product>, batches: &mpsc::Sender<Vec<Product>>) -> Result<(), JobError> {
    if batch.is_empty() {
        return Ok(());
    }
    // The other end goes away only when the store has failed, and then that is what is told.
    batches
        .blocking_send(batch)
        .map_err(|_| JobError::Store(crate::store::StoreError::Closed))
}
