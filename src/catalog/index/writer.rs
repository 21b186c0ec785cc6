//! Filling the index.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZero;
use std::path::PathBuf;

use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter, SegmentMeta, TantivyError, Term};

use super::schema::Fields;
use super::{IndexError, PinnedIndex, ProductIndex};
use crate::domain::{Product, ProductId};

/// Memory of one indexing thread, in bytes: 64 MiB.
const MEMORY_PER_THREAD: usize = 64 * 1024 * 1024;
/// Memory of the thread for few products, in bytes: 16 MiB, about the least that the library takes.
const LITTLE_MEMORY: usize = 16 * 1024 * 1024;
/// More threads than this gain little.
const MAX_THREADS: usize = 4;

/// As many small segments may stand beside the large one before they are brought together.
const MAX_SMALL: usize = 8;

/// How much a writer is made for.
#[derive(Clone, Copy)]
pub(super) enum Size {
    /// A whole catalogue: several threads with much memory.
    Bulk,
    /// A few products.
    Few,
}

/// Whether segments were brought together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Merged {
    None,
    Some,
}

/// Adds and deletes products; nothing shows before a commit, and a writer that is dropped or killed before leaves the last
/// committed generation as it was.
///
/// [`ProductWriter::commit`] leaves one segment without deleted products, so that scores depend on the catalogue alone and
/// not on how it came about. That costs about as much as copying the index. [`ProductWriter::commit_small`] shows a few
/// changes at once and leaves that work to [`ProductWriter::settle`].
pub struct ProductWriter {
    index: ProductIndex,
    writer: IndexWriter,
    fields: Fields,
    dir: PathBuf,
    /// What was committed when it was opened; `None` when all of that is to go.
    before: Option<PinnedIndex>,
    /// Hashes of the ids added since.
    added: HashSet<u64>,
}

impl ProductWriter {
    pub(super) fn open(
        handle: ProductIndex,
        index: &Index,
        fields: Fields,
        size: Size,
    ) -> Result<Self, IndexError> {
        let dir = handle.dir().to_path_buf();
        let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
        let (threads, memory) = match size {
            Size::Bulk => (cores().min(MAX_THREADS), MEMORY_PER_THREAD),
            Size::Few => (1, LITTLE_MEMORY),
        };
        let writer: IndexWriter = index
            .writer_with_num_threads(threads, threads * memory)
            .map_err(|error| IndexError::of(&dir, error))?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Self {
            before: Some(handle.pin()),
            index: handle,
            writer,
            fields,
            dir,
            added: HashSet::new(),
        })
    }

    /// Adds a product, in place of the one with the same id.
    ///
    /// # Errors
    /// [`IndexError`] when an indexing thread has failed, for instance on a full disk.
    pub fn add(&mut self, product: &Product) -> Result<(), IndexError> {
        if self.may_have(&product.id)? {
            self.delete(&product.id);
        }
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

    /// Whether there may be a product with this id: the library keeps every deletion in memory until the commit and then
    /// looks for it in every segment, too dear for the products of a first import.
    fn may_have(&mut self, id: &ProductId) -> Result<bool, IndexError> {
        let mut hasher = DefaultHasher::new();
        id.as_str().hash(&mut hasher);
        if !self.added.insert(hasher.finish()) {
            return Ok(true);
        }
        match &self.before {
            Some(before) => before.has(id),
            None => Ok(false),
        }
    }

    /// Takes every product out, before filling the index anew.
    ///
    /// # Errors
    /// [`IndexError`] when the files cannot be changed.
    pub fn clear(&mut self) -> Result<(), IndexError> {
        self.writer
            .delete_all_documents()
            .map_err(|error| IndexError::of(&self.dir, error))?;
        self.before = None;
        self.added.clear();
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

    /// Makes a few changes durable and visible at once, in a small segment beside the others, and leaves a word with the
    /// generation. Scores may differ a little from those of one segment until [`ProductWriter::settle`].
    ///
    /// # Errors
    /// As [`ProductWriter::commit`].
    pub fn commit_small(&mut self, mark: &str) -> Result<u64, IndexError> {
        let write = |writer: &mut Self| {
            writer.commit_files(Some(mark))?;
            writer.merge_small()
        };
        let written = write(self);
        self.finished(written)
    }

    /// Brings everything that is committed into one segment without deleted products; does nothing when it is so already.
    ///
    /// # Errors
    /// As [`ProductWriter::commit`].
    pub fn settle(&mut self) -> Result<u64, IndexError> {
        let written = self.merge_all();
        self.finished(written)
    }

    fn commit_with(&mut self, mark: Option<&str>) -> Result<u64, IndexError> {
        let write = |writer: &mut Self| {
            writer.commit_files(mark)?;
            writer.merge_all()
        };
        let written = write(self);
        self.finished(written)
    }

    fn finished(&self, written: Result<Merged, TantivyError>) -> Result<u64, IndexError> {
        let failed = |error| IndexError::of(&self.dir, error);
        let merged = written.map_err(failed)?;
        self.index.refresh()?;
        if merged == Merged::Some {
            // Only now does this process not read the old files any more.
            self.writer.garbage_collect_files().wait().map_err(failed)?;
        }
        Ok(self.index.pin().generation())
    }

    fn commit_files(&mut self, mark: Option<&str>) -> Result<(), TantivyError> {
        let mut commit = self.writer.prepare_commit()?;
        if let Some(mark) = mark {
            commit.set_payload(mark);
        }
        commit.commit()?;
        Ok(())
    }

    fn merge_all(&mut self) -> Result<Merged, TantivyError> {
        let segments = self.writer.index().searchable_segment_metas()?;
        if segments.len() > 1 || segments.iter().any(|s| s.has_deletes()) {
            return self.merge(&segments);
        }
        Ok(Merged::None)
    }

    /// The largest segment stays as it is: that of the whole catalogue.
    fn merge_small(&mut self) -> Result<Merged, TantivyError> {
        let mut segments = self.writer.index().searchable_segment_metas()?;
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.max_doc()));
        match segments.split_first() {
            Some((_, small)) if small.len() > MAX_SMALL => self.merge(small),
            _ => Ok(Merged::None),
        }
    }

    fn merge(&mut self, segments: &[SegmentMeta]) -> Result<Merged, TantivyError> {
        let ids: Vec<_> = segments.iter().map(|s| s.id()).collect();
        self.writer.merge(&ids).wait()?;
        Ok(Merged::Some)
    }
}
