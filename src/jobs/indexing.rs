//! The product index of a workspace: opened when first needed, built again from the store when it does not match it.
//!
//! The store names the state of its products with a mark, which each import replaces in the same transaction as its
//! first rows. An index generation carries the mark that it was built for. Whatever happens in between, a killed import
//! included, shows as two different marks.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{Mutex, MutexGuard, OnceCell, watch};

use super::{Folder, JobError};
use crate::catalog::{IndexError, IndexState, ProductIndex};
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
    turn: Mutex<()>,
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
            turn: Mutex::new(()),
        }
    }

    /// Has the index compared with the store before its next use.
    pub(super) fn doubt(&self) {
        self.doubted.store(true, Ordering::Release);
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
            if store.read_only().is_some() {
                let open = move || ProductIndex::open_existing(&dir);
                let found = tokio::task::spawn_blocking(open).await??;
                let path = folder.path().to_owned();
                return found.ok_or(JobError::NoIndex { path });
            }
            let index = tokio::task::spawn_blocking(move || ProductIndex::open(&dir)).await??;
            let built = self.match_store(&index, store).await;
            self.building.send_replace(None);
            built?;
            Ok(index)
        };
        let index = self.cell.get_or_try_init(open).await?;
        if store.read_only().is_some() {
            if !matches(index, &mark(store).await?) {
                let index = index.clone();
                tokio::task::spawn_blocking(move || index.refresh()).await??;
            }
        } else if self.doubted.swap(false, Ordering::AcqRel) {
            let matched = self.match_store(index, store).await;
            self.building.send_replace(None);
            matched.inspect_err(|_| self.doubt())?;
        }
        Ok(index)
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
        let followed = self.write_changed(&turn, folder, store, changed).await;
        if !matches!(followed, Ok(true)) {
            self.doubt();
        }
        followed.map(drop)
    }

    async fn write_changed(
        &self,
        turn: &Turn<'_>,
        folder: &Folder,
        store: &Store,
        changed: Vec<ProductId>,
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
        let products = store.products(changed.clone()).await?;
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

    async fn match_store(&self, index: &ProductIndex, store: &Store) -> Result<(), JobError> {
        let mark = mark(store).await?;
        let total = store.counts().await?.products;
        if matches(index, &mark) && index.pin().count() == total {
            return Ok(());
        }
        if total == 0 && index.state() == IndexState::NeedsRebuild {
            return Ok(());
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
