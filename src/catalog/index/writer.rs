//! Filling the index.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZero;
use std::path::PathBuf;

use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::query::TermSetQuery;
use tantivy::{FutureResult, Index, IndexWriter, SegmentMeta, TantivyError, Term};

use super::schema::Fields;
use super::{IndexError, PinnedIndex, ProductIndex};
use crate::domain::{Product, ProductId};

/// Memory of one indexing thread, in bytes: 24 MiB.
const MEMORY_PER_THREAD: usize = 24 * 1024 * 1024;
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
    /// Bringing together what is there, and a few products meanwhile.
    Merge,
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
/// changes at once and leaves that work to [`ProductIndex::settle`].
pub struct ProductWriter {
    index: ProductIndex,
    writer: IndexWriter,
    fields: Fields,
    dir: PathBuf,
    /// What was committed when it was opened; `None` when all of that is to go.
    before: Option<PinnedIndex>,
    /// Hashes of the ids added since.
    added: HashSet<u64>,
    /// Whether segments are being brought together in the background.
    settling: bool,
}

/// Segments that are being brought together on a thread of the library's.
pub(super) struct Settling(FutureResult<Option<SegmentMeta>>);

impl Settling {
    /// Waits until they are.
    pub(super) fn wait(self) -> tantivy::Result<()> {
        self.0.wait().map(drop)
    }
}

impl ProductWriter {
    pub(super) fn open(
        handle: ProductIndex,
        index: &Index,
        fields: Fields,
        size: Size,
    ) -> tantivy::Result<Self> {
        let dir = handle.dir().to_path_buf();
        let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
        let (threads, memory) = match size {
            Size::Bulk => (cores().min(MAX_THREADS), MEMORY_PER_THREAD),
            Size::Few | Size::Merge => (1, LITTLE_MEMORY),
        };
        let writer: IndexWriter = index.writer_with_num_threads(threads, threads * memory)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Self {
            before: Some(handle.pin()),
            index: handle,
            writer,
            fields,
            dir,
            added: HashSet::new(),
            settling: false,
        })
    }

    /// Adds a product, in place of the one with the same id.
    ///
    /// # Errors
    /// [`IndexError`] when an indexing thread has failed, for instance on a full disk.
    pub fn add(&mut self, product: &Product) -> Result<(), IndexError> {
        self.add_all(std::slice::from_ref(product))
    }

    /// Adds products, each in place of the one with the same id, also of one earlier in the list.
    ///
    /// # Errors
    /// As [`ProductWriter::add`].
    pub fn add_all(&mut self, products: &[Product]) -> Result<(), IndexError> {
        let failed = |error| IndexError::of(&self.dir, error);
        let fresh: Vec<bool> = products
            .iter()
            .map(|p| self.added.insert(hash(p)))
            .collect();
        let mut old = Vec::new();
        for (product, _) in products.iter().zip(&fresh).filter(|(_, fresh)| **fresh) {
            if let Some(before) = &self.before
                && before.has(&product.id)?
            {
                old.push(self.term(&product.id));
            }
        }
        // One deletion for all: the library looks for each deletion by itself, in every segment there is.
        if !old.is_empty() {
            let old = Box::new(TermSetQuery::new(old));
            self.writer.delete_query(old).map_err(failed)?;
        }
        for (product, fresh) in products.iter().zip(fresh) {
            if !fresh {
                self.delete(&product.id);
            }
            let document = self.fields.document(product);
            self.writer.add_document(document).map_err(failed)?;
        }
        Ok(())
    }

    /// Takes a product out; one that is not there is no fault.
    pub fn delete(&self, id: &ProductId) {
        self.writer.delete_term(self.term(id));
    }

    fn term(&self, id: &ProductId) -> Term {
        Term::from_field_text(self.fields.id, id.as_str())
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
    /// generation. Scores may differ a little from those of one segment until [`ProductIndex::settle`].
    ///
    /// # Errors
    /// As [`ProductWriter::commit`].
    pub fn commit_small(&mut self, mark: &str) -> Result<u64, IndexError> {
        let committed = self.commit_files(Some(mark));
        let written = committed.and_then(|()| self.merge_small());
        self.finished(written)
    }

    /// Begins to bring everything that is committed into one segment without deleted products; `None` when it is so already.
    /// Until [`ProductWriter::settled`] this writer can make small commits as before.
    pub(super) fn begin_settling(&mut self) -> Result<Option<Settling>, IndexError> {
        let failed = |error| IndexError::of(&self.dir, error);
        let segments = self.unsettled().map_err(failed)?;
        self.settling = !segments.is_empty();
        Ok(self
            .settling
            .then(|| Settling(self.writer.merge(&segments))))
    }

    /// Shows what came of [`ProductWriter::begin_settling`].
    pub(super) fn settled(&mut self, merged: tantivy::Result<()>) -> Result<u64, IndexError> {
        self.settling = false;
        self.finished(merged.map(|()| Merged::Some))
    }

    fn commit_with(&mut self, mark: Option<&str>) -> Result<u64, IndexError> {
        let committed = self.commit_files(mark);
        let written = committed.and_then(|()| self.merge_all());
        self.finished(written)
    }

    /// Shows what is committed, also when bringing it together failed.
    fn finished(&mut self, written: Result<Merged, TantivyError>) -> Result<u64, IndexError> {
        let failed = |error| IndexError::of(&self.dir, error);
        let shown = self.index.refresh();
        self.before = Some(self.index.pin());
        let merged = written.map_err(failed)?;
        shown?;
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
        // Bringing segments together takes much memory, so what is known of the products goes first.
        self.added = HashSet::new();
        Ok(())
    }

    fn merge_all(&mut self) -> Result<Merged, TantivyError> {
        let segments = self.unsettled()?;
        self.merge(&segments)
    }

    /// Every segment, or none when there is only one without deleted products.
    fn unsettled(&self) -> Result<Vec<SegmentId>, TantivyError> {
        let segments = self.writer.index().searchable_segment_metas()?;
        let settled = segments.len() <= 1 && !segments.iter().any(SegmentMeta::has_deletes);
        Ok(match settled {
            true => Vec::new(),
            false => segments.iter().map(SegmentMeta::id).collect(),
        })
    }

    /// The largest segment stays as it is: that of the whole catalogue.
    fn merge_small(&mut self) -> Result<Merged, TantivyError> {
        if self.settling {
            return Ok(Merged::None);
        }
        let mut segments = self.writer.index().searchable_segment_metas()?;
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.max_doc()));
        match segments.split_first() {
            Some((_, small)) if small.len() > MAX_SMALL => {
                let small: Vec<SegmentId> = small.iter().map(SegmentMeta::id).collect();
                self.merge(&small)
            }
            _ => Ok(Merged::None),
        }
    }

    fn merge(&mut self, segments: &[SegmentId]) -> Result<Merged, TantivyError> {
        if segments.is_empty() {
            return Ok(Merged::None);
        }
        self.writer.merge(segments).wait()?;
        Ok(Merged::Some)
    }
}

fn hash(product: &Product) -> u64 {
    let mut hasher = DefaultHasher::new();
    product.id.as_str().hash(&mut hasher);
    hasher.finish()
}
