//! The search index over products.

pub(super) mod bands;
pub(super) mod facets;
pub(super) mod id_order;
mod piecewise;
pub(super) mod price_order;
mod readable;
pub(super) mod schema;
pub(super) mod sides;
mod spread;
pub(super) mod tokenizer;
mod writable;
pub(super) mod writer;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::collector::{Collector, Count};
use tantivy::directory::error::{OpenReadError, OpenWriteError};
use tantivy::directory::{Directory, MmapDirectory};
use tantivy::query::Query;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy, Searcher, TantivyError, Term};

use self::facets::Facet;
use self::id_order::{ById, Ids};
use self::piecewise::Piecewise;
use self::readable::Readable;
use self::schema::{Fields, VERSION};
use self::spread::{Columns, Matching};
use self::tokenizer::WordTokenizer;
use self::writable::Writable;
use self::writer::{ProductWriter, Size};
use super::search::asked::Order;
use super::search::query::{Facets, Hit, Hits, ProductQuery, Reading};
use super::search::rank::{self, Kept, Shelf, Statistics};
use super::search::ready::Ready;
use super::search::top::{self, Gather};
use super::search::typos::Guesses;
use crate::domain::{Currency, ProductId};

/// Searches that touch all that searches read: a letter, words of each language, an order.
const WARMING: [&str; 4] = ["", "a", "sasta kurta", "लाल साड़ी"];

/// What goes wrong with an index. It holds nothing that cannot be made again from the store.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The folder cannot be made, read or written.
    #[error("the search index in {} cannot be used: {source}; check permissions and free space", dir.display())]
    Folder {
        /// The folder.
        dir: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process writes.
    #[error("another process is writing the search index in {}; wait for it or stop it", dir.display())]
    Busy {
        /// The folder.
        dir: PathBuf,
    },
    /// The search library failed.
    #[error("the search index in {} failed: {source}; delete the folder and it is made again from the products", dir.display())]
    Broken {
        /// The folder.
        dir: PathBuf,
        /// What the library said.
        source: Box<TantivyError>,
    },
}

impl IndexError {
    pub(super) fn of(dir: &Path, source: TantivyError) -> Self {
        let dir = dir.to_path_buf();
        match source {
            TantivyError::LockFailure(..) => IndexError::Busy { dir },
            TantivyError::IoError(e) => IndexError::Folder {
                dir,
                source: io::Error::new(e.kind(), e.to_string()),
            },
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
                IndexError::Folder {
                    dir,
                    source: io::Error::new(io_error.kind(), io_error.to_string()),
                }
            }
            other => IndexError::Broken {
                dir,
                source: Box::new(other),
            },
        }
    }
}

/// Whether an index can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexState {
    /// Something was committed.
    Ready,
    /// Nothing was ever committed: it is new, of another version, or was damaged and emptied. Fill it from the store.
    NeedsRebuild,
}

/// A handle on the index of one workspace; cheap to clone, usable from every thread.
#[derive(Clone)]
pub struct ProductIndex {
    inner: Arc<Inner>,
}

struct Inner {
    dir: PathBuf,
    index: Index,
    reader: IndexReader,
    fields: Fields,
    current: RwLock<PinnedIndex>,
    /// Held while the index is settled, and by whoever opens a writer for much.
    turn: Mutex<()>,
    /// The writer that settles the index, lent to edits meanwhile.
    settling: Mutex<Option<ProductWriter>>,
}

/// One committed generation, which later commits do not change.
#[derive(Clone)]
pub struct PinnedIndex {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) dir: Arc<Path>,
    generation: u64,
    mark: Option<Arc<str>>,
    learnt: Arc<Learnt>,
}

/// What was found out about segments, which never change: it stays right over generations.
#[derive(Default)]
struct Learnt {
    columns: Columns,
    kept: Arc<Kept>,
    guesses: Guesses,
    ids: Ids,
    ready: Ready,
}

impl ProductIndex {
    /// Opens the index in `dir`, or makes an empty one. The files lie in a subfolder named by the index's version; those of
    /// older versions are deleted, and a damaged one is emptied: see [`ProductIndex::state`].
    ///
    /// # Errors
    /// A folder that cannot be made, read or written.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        let folder = dir.join(format!("v{VERSION}"));
        let io_error = |source| IndexError::Folder {
            dir: folder.clone(),
            source,
        };
        fs::create_dir_all(&folder).map_err(io_error)?;
        delete_older(dir);
        match Self::open_folder(&folder) {
            Err(error) if damaged(&error) => {
                fs::remove_dir_all(&folder).map_err(io_error)?;
                fs::create_dir_all(&folder).map_err(io_error)?;
                Self::open_folder(&folder)
            }
            other => other,
        }
        .map_err(|error| IndexError::of(&folder, error))
    }

    /// Opens the index in `dir` for whoever may only read: nothing is made, emptied or deleted. `None` when there is none of
    /// this version that could answer.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn open_existing(dir: &Path) -> Result<Option<Self>, IndexError> {
        let folder = dir.join(format!("v{VERSION}"));
        if !folder.join("meta.json").is_file() {
            return Ok(None);
        }
        let open = || Self::open_in(&folder, Readable(MmapDirectory::open(&folder)?));
        match open() {
            Err(error) if damaged(&error) => Ok(None),
            Ok(index) if index.state() == IndexState::NeedsRebuild => Ok(None),
            other => other
                .map(Some)
                .map_err(|error| IndexError::of(&folder, error)),
        }
    }

    fn open_folder(folder: &Path) -> tantivy::Result<Self> {
        Self::open_in(folder, Writable::open(folder)?)
    }

    fn open_in(folder: &Path, directory: impl Directory) -> tantivy::Result<Self> {
        let (schema, fields) = Fields::build();
        let index = if Index::exists(&directory)? {
            Index::open(directory)?
        } else {
            Index::create(directory, schema.clone(), IndexSettings::default())?
        };
        if index.schema() != schema {
            return Err(TantivyError::SchemaError("other fields".to_owned()));
        }
        let index = with_words(index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let current = snapshot(&index, &reader, fields, &Arc::from(folder), &Arc::default())?;
        Ok(Self {
            inner: Arc::new(Inner {
                dir: folder.to_path_buf(),
                index,
                reader,
                fields,
                current: RwLock::new(current),
                turn: Mutex::new(()),
                settling: Mutex::new(None),
            }),
        })
    }

    /// Whether the index can answer or has to be filled first.
    pub fn state(&self) -> IndexState {
        match self.pin().generation {
            0 => IndexState::NeedsRebuild,
            _ => IndexState::Ready,
        }
    }

    /// The one writer of this index. Waits while [`ProductIndex::settle`] is at work in this process.
    ///
    /// # Errors
    /// [`IndexError::Busy`] while another writer lives, in this process or another.
    pub fn writer(&self) -> Result<ProductWriter, IndexError> {
        let _turn = locked(&self.inner.turn);
        self.write(Size::Bulk)
    }

    /// Changes a few products: opens a writer that costs little, or takes the one with which [`ProductIndex::settle`] is at
    /// work in this process, which nobody has to wait for. What `change` does shows when it has committed it, see
    /// [`ProductWriter::commit_small`].
    ///
    /// # Errors
    /// As [`ProductIndex::writer`], and those of `change`.
    pub fn edit<T>(
        &self,
        change: impl FnOnce(&mut ProductWriter) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        let mut settling = locked(&self.inner.settling);
        match settling.as_mut() {
            Some(writer) => change(writer),
            None => change(&mut self.write(Size::Few)?),
        }
    }

    /// Brings everything that is committed into one segment without deleted products, as [`ProductWriter::commit`] leaves it.
    /// Searches and [`ProductIndex::edit`] go on meanwhile, and edits made meanwhile lie beside that segment afterwards.
    ///
    /// # Errors
    /// As [`ProductIndex::writer`] and [`ProductWriter::commit`].
    pub fn settle(&self) -> Result<(), IndexError> {
        let _turn = locked(&self.inner.turn);
        let under_way = {
            let mut settling = locked(&self.inner.settling);
            let mut writer = self.write(Size::Merge)?;
            let Some(under_way) = writer.begin_settling()? else {
                return Ok(());
            };
            *settling = Some(writer);
            under_way
        };
        let merged = under_way.wait();
        match locked(&self.inner.settling).take() {
            Some(mut writer) => writer.settled(merged).map(drop),
            None => Ok(()),
        }
    }

    fn write(&self, size: Size) -> Result<ProductWriter, IndexError> {
        let open = || {
            let index = match size {
                Size::Few => Index::open(Writable::open(&self.inner.dir)?)?,
                Size::Bulk | Size::Merge => Index::open(Piecewise::open(&self.inner.dir)?)?,
            };
            ProductWriter::open(self.clone(), &with_words(index), self.inner.fields, size)
        };
        open().map_err(|error| IndexError::of(&self.inner.dir, error))
    }

    /// Finds products in the newest generation that this handle knows.
    ///
    /// # Errors
    /// [`IndexError::Broken`] when the files are damaged.
    pub fn search(&self, query: &ProductQuery) -> Result<Hits, IndexError> {
        self.pin().search(query)
    }

    /// Holds the newest generation that this handle knows, for as long as the result lives.
    pub fn pin(&self) -> PinnedIndex {
        self.inner
            .current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Has whatever the first searches read found beforehand, so that the first key is answered as soon as the tenth: the
    /// words of the languages, how the catalogue is spread, the pages of the files. Belongs on a thread that nobody waits for.
    pub fn warm(&self) {
        let pinned = self.pin();
        for text in WARMING {
            // A damaged index is told by the search that somebody waits for.
            let _ = pinned.search(&ProductQuery::listed(text));
        }
    }

    /// Looks for commits of other processes; a writer of this process does so by itself.
    ///
    /// # Errors
    /// [`IndexError::Broken`] when the files are damaged.
    pub fn refresh(&self) -> Result<(), IndexError> {
        let inner = &self.inner;
        let newest = snapshot(
            &inner.index,
            &inner.reader,
            inner.fields,
            &Arc::from(inner.dir.as_path()),
            &self.pin().learnt,
        )
        .map_err(|error| IndexError::of(&inner.dir, error))?;
        *inner
            .current
            .write()
            .unwrap_or_else(PoisonError::into_inner) = newest;
        Ok(())
    }

    pub(super) fn dir(&self) -> &Path {
        &self.inner.dir
    }
}

impl PinnedIndex {
    /// Which generation this is; 0 before the first commit, rising with every later one.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// What [`ProductWriter::commit_marked`] left with this generation.
    pub fn mark(&self) -> Option<&str> {
        self.mark.as_deref()
    }

    /// How many products it holds.
    pub fn count(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Whether it has, or had and not yet forgot, a product with this id.
    pub(super) fn has(&self, id: &ProductId) -> Result<bool, IndexError> {
        let term = Term::from_field_text(self.fields.id, id.as_str());
        let found = self.searcher.doc_freq(&term);
        found
            .map(|count| count > 0)
            .map_err(|error| IndexError::of(&self.dir, error))
    }

    /// The words of this generation.
    pub(super) fn shelf(&self) -> Shelf<'_> {
        Shelf {
            searcher: &self.searcher,
            fields: &self.fields,
            guesses: &self.learnt.guesses,
            generation: self.generation,
        }
    }

    /// The filters that searches had lately.
    pub(super) fn kept(&self) -> &Arc<Kept> {
        &self.learnt.kept
    }

    /// Answers of this generation that are kept.
    pub(super) fn ready(&self) -> &Ready {
        &self.learnt.ready
    }

    /// The order of products by id.
    pub(super) fn by_id(&self) -> tantivy::Result<ById> {
        self.learnt.ids.order(&self.searcher)
    }

    /// The currency that most products with a price have.
    pub(super) fn currency(&self) -> tantivy::Result<Currency> {
        self.learnt.columns.currency(&self.searcher)
    }

    /// Whether it is one segment without deleted products, so that scores depend on the catalogue alone.
    pub fn settled(&self) -> bool {
        let segments = self.searcher.segment_readers();
        segments.len() <= 1 && segments.iter().all(|segment| !segment.has_deletes())
    }

    /// Finds products in this generation: the same query always gets the same answer.
    ///
    /// # Errors
    /// [`IndexError::Broken`] when the files are damaged.
    pub fn search(&self, query: &ProductQuery) -> Result<Hits, IndexError> {
        let empty = Hits {
            generation: self.generation,
            ..Hits::default()
        };
        if self.searcher.num_docs() == 0 {
            return Ok(empty);
        }
        let answer = if lists_all(query) {
            self.list(query)
        } else if query.reading == Reading::Shopper {
            return self.shop(query);
        } else {
            let Some(built) = rank::build(&self.fields, &self.learnt.kept, query) else {
                return Ok(empty);
            };
            self.run(&built, query, query.order.unwrap_or_default())
        };
        answer
            .map(|found| Hits {
                hits: found.hits,
                total: found.total,
                facets: found.facets,
                ..empty
            })
            .map_err(|error| IndexError::of(&self.dir, error))
    }

    /// Every product, by id: read off the ids' own list, since there is nothing to compare.
    fn list(&self, query: &ProductQuery) -> tantivy::Result<Answer> {
        Ok(Answer {
            hits: top::first_by_id(&self.searcher, self.fields.id, query.limit)?,
            total: self.searcher.num_docs(),
            facets: match query.facets {
                Facets::None => Vec::new(),
                Facets::Most(most) => self.learnt.columns.whole(&self.searcher, most)?,
            },
        })
    }

    /// Runs a query: the first products in this order, and what else was asked for.
    pub(super) fn run(
        &self,
        built: &impl Gather,
        query: &ProductQuery,
        order: Order,
    ) -> tantivy::Result<Answer> {
        let limit = query.limit.min(self.searcher.num_docs() as usize);
        Ok(match query.facets {
            Facets::None => {
                let (hits, total) = top::best(self, built, order, limit, Count)?;
                Answer {
                    hits,
                    total: total as u64,
                    facets: Vec::new(),
                }
            }
            Facets::Most(most) => {
                let (hits, matching) = top::best(self, built, order, limit, Matching)?;
                Answer {
                    hits,
                    total: spread::total(&matching) as u64,
                    facets: self.learnt.columns.some(&self.searcher, &matching, most)?,
                }
            }
        })
    }

    /// Runs a query with scores that depend on the catalogue alone.
    pub(super) fn collect<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
    ) -> tantivy::Result<C::Fruit> {
        let statistics = Statistics {
            searcher: &self.searcher,
            fields: &self.fields,
        };
        self.searcher
            .search_with_statistics_provider(query, collector, &statistics)
    }
}

/// The index with the tokenizer that its fields name.
fn with_words(index: Index) -> Index {
    let words = TextAnalyzer::builder(WordTokenizer::default()).build();
    index.tokenizers().register(tokenizer::NAME, words);
    index
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was found.
pub(super) struct Answer {
    pub(super) hits: Vec<Hit>,
    pub(super) total: u64,
    pub(super) facets: Vec<Facet>,
}

/// Whether a search lets every product through, in the order of ids.
fn lists_all(query: &ProductQuery) -> bool {
    let everything = ProductQuery {
        facets: query.facets,
        limit: query.limit,
        style: query.style,
        join: query.join,
        reading: query.reading,
        order: query.order.filter(|order| *order != Order::Relevance),
        ..ProductQuery::default()
    };
    *query == everything
}

/// A searcher together with the generation that it shows.
fn snapshot(
    index: &Index,
    reader: &IndexReader,
    fields: Fields,
    dir: &Arc<Path>,
    learnt: &Arc<Learnt>,
) -> tantivy::Result<PinnedIndex> {
    let mut before = index.load_metas()?;
    loop {
        reader.reload()?;
        let searcher = reader.searcher();
        let after = index.load_metas()?;
        // A commit between the two would put one generation's number on another's files.
        if after.opstamp == before.opstamp {
            return Ok(PinnedIndex {
                searcher,
                fields,
                dir: Arc::clone(dir),
                generation: after.opstamp,
                mark: after.payload.map(Arc::from),
                learnt: Arc::clone(learnt),
            });
        }
        before = after;
    }
}

fn damaged(error: &TantivyError) -> bool {
    matches!(
        error,
        TantivyError::DataCorruption(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::SchemaError(_)
            | TantivyError::OpenReadError(
                OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_)
            )
    )
}

/// Deletes the folders of older versions; what cannot be deleted stays, it does no harm.
fn delete_older(dir: &Path) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let version = name
            .to_str()
            .and_then(|n| n.strip_prefix('v'))
            .and_then(|n| n.parse::<u32>().ok());
        if version.is_some_and(|v| v < VERSION) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
