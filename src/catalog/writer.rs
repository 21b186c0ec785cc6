//! Filling the index.

use std::num::NonZero;
use std::path::PathBuf;

use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter, TantivyError, Term};

use super::index::{IndexError, ProductIndex};
use super::schema::Fields;
use crate::domain::{Product, ProductId};

/// Memory of one indexing thread, in bytes: 64 MiB.
const MEMORY_PER_THREAD: usize = 64 * 1024 * 1024;
/// More threads than this gain little.
const MAX_THREADS: usize = 4;

/// Adds and deletes products; nothing shows before [`ProductWriter::commit`], and a writer that is dropped or killed before
/// leaves the last committed generation as it was.
///
/// A commit leaves one segment without deleted products, so that scores depend on the catalogue alone and not on how it
/// came about. That costs about as much as copying the index; gather changes before committing.
pub struct ProductWriter {
    index: ProductIndex,
    writer: IndexWriter,
    fields: Fields,
    dir: PathBuf,
}

impl ProductWriter {
    pub(super) fn open(
        handle: ProductIndex,
        index: &Index,
        fields: Fields,
    ) -> Result<Self, IndexError> {
        let dir = handle.dir().to_path_buf();
        let threads = std::thread::available_parallelism()
            .map_or(1, NonZero::get)
            .min(MAX_THREADS);
        let writer: IndexWriter = index
            .writer_with_num_threads(threads, threads * MEMORY_PER_THREAD)
            .map_err(|error| IndexError::of(&dir, error))?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Self {
            index: handle,
            writer,
            fields,
            dir,
        })
    }

    /// Adds a product, in place of the one with the same id.
    ///
    /// # Errors
    /// [`IndexError`] when an indexing thread has failed, for instance on a full disk.
    pub fn add(&mut self, product: &Product) -> Result<(), IndexError> {
        self.delete(&product.id);
        self.writer
            .add_document(self.fields.document(product))
            .map_err(|error| IndexError::of(&self.dir, error))?;
        Ok(())
    }

    /// Takes a product out; one that is not there is no fault.
    pub fn delete(&mut self, id: &ProductId) {
        self.writer
            .delete_term(Term::from_field_text(self.fields.id, id.as_str()));
    }

    /// Takes every product out, before filling the index anew.
    ///
    /// # Errors
    /// [`IndexError`] when the files cannot be changed.
    pub fn clear(&mut self) -> Result<(), IndexError> {
        self.writer
            .delete_all_documents()
            .map_err(|error| IndexError::of(&self.dir, error))?;
        Ok(())
    }

    /// Makes everything since the last commit durable and visible, and gives the new generation.
    ///
    /// # Errors
    /// [`IndexError`] when the files cannot be written; the last generation stays.
    pub fn commit(&mut self) -> Result<u64, IndexError> {
        self.commit_with(None)
    }

    /// As [`ProductWriter::commit`], and leaves a word with the generation, such as the store's state that it shows.
    ///
    /// # Errors
    /// As [`ProductWriter::commit`].
    pub fn commit_marked(&mut self, mark: &str) -> Result<u64, IndexError> {
        self.commit_with(Some(mark))
    }

    fn commit_with(&mut self, mark: Option<&str>) -> Result<u64, IndexError> {
        self.write(mark)
            .map_err(|error| IndexError::of(&self.dir, error))?;
        self.index.refresh()?;
        Ok(self.index.pin().generation())
    }

    fn write(&mut self, mark: Option<&str>) -> Result<(), TantivyError> {
        let mut commit = self.writer.prepare_commit()?;
        if let Some(mark) = mark {
            commit.set_payload(mark);
        }
        commit.commit()?;
        let segments = self.writer.index().searchable_segment_metas()?;
        if segments.len() > 1 || segments.iter().any(|s| s.has_deletes()) {
            let ids: Vec<_> = segments.iter().map(|s| s.id()).collect();
            self.writer.merge(&ids).wait()?;
            self.writer.garbage_collect_files().wait()?;
        }
        Ok(())
    }
}
