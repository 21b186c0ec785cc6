//! The product index of a workspace: opened when first needed, built again from the store when it does not match it.
//!
//! The store names the state of its products with a mark, which each import replaces in the same transaction as its
//! first rows. An index generation carries the mark that it was built for. Whatever happens in between, a killed import
//! included, shows as two different marks.

use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::{Mutex, MutexGuard, OnceCell, watch};

use super::{Folder, JobError};
use crate::catalog::{IndexError, IndexState, PinnedIndex, ProductIndex};
use crate::domain::ProductId;
use crate::store::{Cursor, Op, Store};

/// The setting that holds the mark.
const MARK: &str = "products.mark";
/// How many products are read at once.
const PAGE: u32 = 2_000;

/// How far the building of the product index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Building {
    /// Products indexed.
    pub done: u64,
    /// Products in the store.
    pub total: u64,
}

/// The lazily opened index.
pub(super) struct LazyIndex {
    cell: OnceCell<ProductIndex>,
    building: watch::Sender<Option<Building>>,
    doubted: AtomicBool,
    /// The number of the latest change that the index was compared after.
    compared: AtomicU64,
    turn: Mutex<()>,
    /// Changes of single products that the index could not follow, in order.
    missed: std::sync::Mutex<Vec<Missed>>,
}

/// A change of some products from one mark of the store to the next.
struct Missed {
    before: String,
    after: String,
    changed: Vec<ProductId>,
}

/// The turn to change some products in the store and then in the index, with the mark that the store had before.
pub(super) struct Turn<'a> {
    before: String,
    _turn: MutexGuard<'a, ()>,
}

impl LazyIndex {
    /// Nothing is opened yet.
    pub(super) fn new() -> Self {
        LazyIndex {
            cell: OnceCell::new(),
            building: watch::Sender::new(None),
            doubted: AtomicBool::new(false),
            compared: AtomicU64::new(0),
            turn: Mutex::new(()),
            missed: std::sync::Mutex::new(Vec::new()),
        }
    }

    /// Has the index compared with the store before its next use, and made anew if it differs.
    pub(super) fn doubt(&self) {
        self.missed().clear();
        self.doubted.store(true, Ordering::Release);
    }

    fn missed(&self) -> std::sync::MutexGuard<'_, Vec<Missed>> {
        self.missed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The products that changed between two marks, when all changes between them are known.
    fn missed_between(&self, mut from: String, to: &str) -> Option<Vec<ProductId>> {
        let mut changed = Vec::new();
        for missed in self.missed().iter() {
            if missed.before == from {
                from.clone_from(&missed.after);
                changed.extend_from_slice(&missed.changed);
            }
        }
        (from == to && !changed.is_empty()).then_some(changed)
    }

    /// The products that changed between a generation and `turn`; `None` when that cannot be told.
    pub(super) fn edits_since(
        &self,
        generation: &PinnedIndex,
        turn: &Turn<'_>,
    ) -> Option<Vec<ProductId>> {
        let from = generation.mark().unwrap_or_default();
        if from == turn.before {
            return Some(Vec::new());
        }
        self.missed_between(from.to_owned(), &turn.before)
    }

    /// Shows a building under way.
    pub(super) fn building(&self) -> watch::Receiver<Option<Building>> {
        self.building.subscribe()
    }

    /// The index, which matches the store when this process may write. A process that only reads takes what there is.
    pub(super) async fn get(
        &self,
        folder: &Folder,
        store: &Store,
    ) -> Result<&ProductIndex, JobError> {
        let open = || async {
            let dir = folder.index();
            let index = if store.read_only().is_some() {
                let open = move || ProductIndex::open_existing(&dir);
                let found = tokio::task::spawn_blocking(open).await??;
                let path = folder.path().to_owned();
                found.ok_or(JobError::NoIndex { path })?
            } else {
                let index = tokio::task::spawn_blocking(move || ProductIndex::open(&dir)).await??;
                let alone = store.standing().borrow().holds();
                let built = self.match_store(&index, store).await;
                self.building.send_replace(None);
                match built {
                    // Another process imports: until that ends, what there is answers.
                    Err(JobError::Index(IndexError::Busy { .. })) if !alone => {}
                    other => other?,
                }
                index
            };
            let warming = index.clone();
            tokio::task::spawn_blocking(move || warming.warm());
            Ok::<_, JobError>(index)
        };
        let index = self.cell.get_or_try_init(open).await?;
        self.see_others(index, store).await?;
        if store.read_only().is_none() && self.doubted.swap(false, Ordering::AcqRel) {
            let matched = self.match_store(index, store).await;
            self.building.send_replace(None);
            if matched.is_err() {
                self.doubted.store(true, Ordering::Release);
            }
            match matched {
                // An import is under way: until it ends, what there is answers.
                Err(JobError::Index(IndexError::Busy { .. })) => {}
                other => other?,
            }
        }
        Ok(index)
    }

    /// Takes over what another process brought into the index. Whoever changes products brings them into the index itself,
    /// so that a mark that is ahead of it is nothing to act on.
    async fn see_others(&self, index: &ProductIndex, store: &Store) -> Result<(), JobError> {
        let latest = *store.watch().borrow();
        if self.compared.load(Ordering::Acquire) == latest {
            return Ok(());
        }
        let mark = mark(store).await?;
        if !matches(index, &mark) {
            let renewed = index.clone();
            tokio::task::spawn_blocking(move || renewed.refresh()).await??;
        }
        if matches(index, &mark) {
            self.compared.store(latest, Ordering::Release);
        }
        Ok(())
    }

    /// As [`LazyIndex::get`], in one segment, so that what is found and in which order depends on the products alone and
    /// not on how they came to be as they are.
    pub(super) async fn settled(
        &self,
        folder: &Folder,
        store: &Store,
    ) -> Result<&ProductIndex, JobError> {
        let index = self.get(folder, store).await?;
        if store.read_only().is_none() && !index.pin().settled() {
            let settling = index.clone();
            let settle = move || match settling.settle() {
                // An import is under way: it ends in one segment by itself.
                Err(IndexError::Busy { .. }) => Ok(()),
                other => other,
            };
            tokio::task::spawn_blocking(settle).await??;
        }
        Ok(index)
    }

    /// To be called before some products are changed in the store.
    pub(super) async fn turn(&self, store: &Store) -> Result<Turn<'_>, JobError> {
        let turn = self.turn.lock().await;
        Ok(Turn {
            before: mark(store).await?,
            _turn: turn,
        })
    }

    /// Brings some changed products into the index, when it matched the store before the change. Otherwise, and when an
    /// import is writing it, the next use finds that the marks differ.
    ///
    /// The store's new mark belongs into the transaction that changes the products, see [`put_mark_after_products`]: whoever
    /// is killed in between leaves two different marks.
    pub(super) async fn follow(
        &self,
        turn: Turn<'_>,
        folder: &Folder,
        store: &Store,
        changed: Vec<ProductId>,
    ) -> Result<(), JobError> {
        let after = mark(store).await?;
        let followed = self.follow_to(&turn, folder, store, &changed).await;
        let mut missed = self.missed();
        if matches!(followed, Ok(true)) {
            missed.clear();
        } else {
            let before = turn.before;
            missed.push(Missed {
                before,
                after,
                changed,
            });
            self.doubted.store(true, Ordering::Release);
        }
        followed.map(drop)
    }

    async fn follow_to(
        &self,
        turn: &Turn<'_>,
        folder: &Folder,
        store: &Store,
        changed: &[ProductId],
    ) -> Result<bool, JobError> {
        let index = match self.cell.get() {
            Some(index) => index.clone(),
            None => {
                let dir = folder.index();
                tokio::task::spawn_blocking(move || ProductIndex::open(&dir)).await??
            }
        };
        if !matches(&index, &turn.before) {
            return Ok(false);
        }
        let mark = mark(store).await?;
        write_changed(&index, store, changed.to_vec(), mark).await
    }

    async fn match_store(&self, index: &ProductIndex, store: &Store) -> Result<(), JobError> {
        let mark = mark(store).await?;
        let total = store.counts().await?.products;
        if matches(index, &mark) && index.pin().count() == total {
            return Ok(());
        }
        if total == 0 && index.state() == IndexState::NeedsRebuild {
            return Ok(());
        }
        let from = index.pin().mark().unwrap_or_default().to_owned();
        if let Some(changed) = self.missed_between(from, &mark) {
            if !write_changed(index, store, changed, mark.clone()).await? {
                self.doubted.store(true, Ordering::Release);
                return Ok(());
            }
            if index.pin().count() == total {
                return Ok(());
            }
        }
        let writing = index.clone();
        let mut writer = tokio::task::spawn_blocking(move || {
            let mut writer = writing.writer()?;
            writer.clear()?;
            Ok::<_, JobError>(writer)
        })
        .await??;
        let (mut cursor, mut done) = (Cursor::First, 0);
        loop {
            self.building.send_replace(Some(Building { done, total }));
            let page = store.product_page(cursor, PAGE).await?;
            let Some((last, _)) = page.items.last() else {
                break;
            };
            cursor = Cursor::After(*last);
            done += page.items.len() as u64;
            writer = tokio::task::spawn_blocking(move || {
                for (_, product) in &page.items {
                    writer.add(product)?;
                }
                Ok::<_, JobError>(writer)
            })
            .await??;
            if !page.more {
                break;
            }
        }
        tokio::task::spawn_blocking(move || writer.commit_marked(&mark)).await??;
        Ok(())
    }
}

/// Brings products into the index as the store has them now, beside what is there, with the mark that they come to; whether
/// nobody else was writing it.
async fn write_changed(
    index: &ProductIndex,
    store: &Store,
    changed: Vec<ProductId>,
    mark: String,
) -> Result<bool, JobError> {
    let products = store.products(changed.clone()).await?;
    let index = index.clone();
    let write = move || {
        let written = index.edit(|writer| {
            changed.iter().for_each(|id| writer.delete(id));
            writer.add_all(&products)?;
            writer.commit_small(&mark)
        });
        match written {
            Err(IndexError::Busy { .. }) => Ok(false),
            other => other.map(|_| true),
        }
    };
    Ok(tokio::task::spawn_blocking(write).await??)
}

/// How the index stands to the products of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexFit {
    /// It was built for them, or there are none.
    Fits,
    /// It was built for others: an import is under way or was cut off.
    Stale,
    /// There is none.
    Missing,
}

/// Compares index and store without changing either.
pub(super) async fn fit(folder: &Folder, store: &Store) -> Result<IndexFit, JobError> {
    let total = store.counts().await?.products;
    if total == 0 {
        return Ok(IndexFit::Fits);
    }
    let (dir, mark) = (folder.index(), mark(store).await?);
    let compare = move || {
        Ok::<_, JobError>(match ProductIndex::open_existing(&dir)? {
            None => IndexFit::Missing,
            Some(index) if matches(&index, &mark) && index.pin().count() == total => IndexFit::Fits,
            Some(_) => IndexFit::Stale,
        })
    };
    tokio::task::spawn_blocking(compare).await?
}

fn matches(index: &ProductIndex, mark: &str) -> bool {
    index.pin().mark().unwrap_or_default() == mark
}

/// The state of the products of a store.
pub(super) async fn mark(store: &Store) -> Result<String, JobError> {
    Ok(store.setting(MARK.to_owned()).await?.unwrap_or_default())
}

/// The step that gives the products of the store a new mark if the steps before it in its change altered any.
pub(super) fn put_mark_after_products() -> Op {
    Op::PutSettingAfterProducts(MARK.to_owned(), uuid::Uuid::now_v7().to_string())
}

/// The step that gives the products of the store a new mark; belongs to the first change of an import.
pub(super) fn put_mark(mark: &str) -> Op {
    Op::PutSetting(MARK.to_owned(), Some(mark.to_owned()))
}
