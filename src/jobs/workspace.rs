//! A workspace as a whole: its folder, its store and its product index.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;
use uuid::Uuid;

use super::indexing::{self, Building, IndexFit, LazyIndex, Turn};
use super::{Clock, Folder, Identity, JobError};
use crate::catalog::{PinnedIndex, ProductIndex};
use crate::domain::{BulkId, ProductId};
use crate::store::{self, OpenOptions, SqliteStore, Standing, Store, StoreError};

/// Whether a workspace is opened for writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// For writing, through the process that holds it when there is one; refused when that one cannot be reached.
    Write,
    /// For writing if that can be, else for reading and following; [`Workspace::read_only`] says which.
    WriteOrRead,
    /// For reading only.
    Read,
}

/// An open workspace. Cloneable; all clones are the same workspace.
#[derive(Clone)]
pub struct Workspace(Arc<Parts>);

struct Parts {
    folder: Folder,
    identity: Identity,
    clock: Clock,
    store: Store,
    index: LazyIndex,
    /// How many searches were begun as they were typed.
    searches: Arc<AtomicU64>,
}

impl Workspace {
    /// Makes a workspace in a folder, which is made too when it is missing, and opens it for writing.
    ///
    /// # Errors
    /// When the folder is a workspace already or cannot be written.
    pub async fn create(dir: &Path, clock: Clock) -> Result<Self, JobError> {
        let (folder, founding) = (Folder::new(dir), clock.clone());
        tokio::task::spawn_blocking(move || folder.found(&founding)).await??;
        Workspace::open(dir, Access::Write, clock).await
    }

    /// Opens a workspace. The product index is opened when it is first needed; the daily copy of the database is made
    /// in the background.
    ///
    /// # Errors
    /// When the folder is no workspace, a process holds it that cannot be reached (see [`Access`]), or the store cannot be
    /// opened.
    pub async fn open(dir: &Path, access: Access, clock: Clock) -> Result<Self, JobError> {
        let (folder, opening) = (Folder::new(dir), clock.clone());
        let opened = tokio::task::spawn_blocking(move || {
            let identity = folder.identity()?;
            let store = open_store(&folder, &identity, access, &opening)?;
            Ok::<_, JobError>((folder, identity, store))
        });
        let (folder, identity, store) = opened.await??;
        let workspace = Workspace(Arc::new(Parts {
            folder,
            identity,
            clock,
            store,
            index: LazyIndex::new(),
            searches: Arc::default(),
        }));
        workspace.copy_daily();
        Ok(workspace)
    }

    /// Where its parts lie.
    pub fn folder(&self) -> &Folder {
        &self.0.folder
    }

    /// Its id and first seed.
    pub fn identity(&self) -> &Identity {
        &self.0.identity
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The wall clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// How this process stands to others that have the workspace open.
    pub fn standing(&self) -> watch::Receiver<Standing> {
        self.0.store.standing()
    }

    /// Why nothing can be written here; `None` when it can.
    pub fn read_only(&self) -> Option<String> {
        self.0.store.read_only()
    }

    /// What would keep a process from writing here, as far as files and permissions tell; `None` when nothing would. Unlike
    /// [`Workspace::read_only`] it says nothing of how this process opened the workspace, and it takes no lock.
    pub fn obstacle(&self) -> Option<String> {
        store::obstacle(self.0.folder.path())
    }

    /// The process of this machine that holds the workspace, as far as files tell.
    pub fn holder(&self) -> Option<u32> {
        store::holder_here(self.0.folder.path())
    }

    /// Refuses work that writes when nothing can be written here.
    pub(super) fn writable(&self) -> Result<(), JobError> {
        match self.read_only() {
            Some(why) => Err(StoreError::ReadOnly { why }.into()),
            None => Ok(()),
        }
    }

    /// The id of a new bulk action.
    pub(super) fn fresh_bulk(&self) -> BulkId {
        let millis = u64::try_from(self.clock().now_ms()).unwrap_or(0);
        let nanos = (millis % 1_000) as u32 * 1_000_000;
        let time = uuid::Timestamp::from_unix(uuid::NoContext, millis / 1_000, nanos);
        BulkId(Uuid::new_v7(time))
    }

    /// Says that the index may not match the store any more: it is looked at again before it is used next.
    pub(super) fn doubt_index(&self) {
        self.0.index.doubt();
    }

    /// The product index. The first call opens it, and builds it when it does not match the store.
    ///
    /// # Errors
    /// When index or store cannot be read or written.
    pub async fn index(&self) -> Result<&ProductIndex, JobError> {
        self.0.index.get(&self.0.folder, &self.0.store).await
    }

    /// The product index in one segment, for work whose results must depend on the products alone; see
    /// [`Workspace::index`]. After edits the first call takes about as long as copying the index.
    ///
    /// # Errors
    /// As [`Workspace::index`].
    pub async fn settled_index(&self) -> Result<&ProductIndex, JobError> {
        self.0.index.settled(&self.0.folder, &self.0.store).await
    }

    /// How many searches were begun as they were typed.
    pub(super) fn searches(&self) -> &Arc<AtomicU64> {
        &self.0.searches
    }

    /// Waits for the turn to change products in store and index; see [`Workspace::reindex`].
    pub(super) async fn index_turn(&self) -> Result<Turn<'_>, JobError> {
        self.0.index.turn(&self.0.store).await
    }

    /// The products that people changed between a generation of the index and `turn` and that the index could not follow;
    /// `None` when that cannot be told.
    pub(super) fn edits_since(
        &self,
        generation: &PinnedIndex,
        turn: &Turn<'_>,
    ) -> Option<Vec<ProductId>> {
        self.0.index.edits_since(generation, turn)
    }

    /// Shows products in searches as they are in the store now, after a change for which `turn` was taken before.
    pub(super) async fn reindex(
        &self,
        turn: Turn<'_>,
        changed: Vec<ProductId>,
    ) -> Result<(), JobError> {
        let parts = &self.0;
        parts
            .index
            .follow(turn, &parts.folder, &parts.store, changed)
            .await
    }

    /// How the product index stands to the products, found out without changing it.
    ///
    /// # Errors
    /// When index or store cannot be read.
    pub async fn index_fit(&self) -> Result<IndexFit, JobError> {
        indexing::fit(&self.0.folder, &self.0.store).await
    }

    /// Shows how far the building of the product index is; `None` while none is being built.
    pub fn index_building(&self) -> watch::Receiver<Option<Building>> {
        self.0.index.building()
    }

    /// Waits until everything is on disk, then closes the store for all clones.
    ///
    /// # Errors
    /// When the disk refuses the last writes.
    pub async fn close(&self) -> Result<(), JobError> {
        // What is made ready ahead of a search is of no use any more.
        self.0.searches.fetch_add(1, Ordering::Relaxed);
        Ok(self.0.store.close().await?)
    }

    /// Nobody waits for the copy, and a disk without room for it must not keep anybody from working.
    fn copy_daily(&self) {
        // Once is enough for all processes.
        if !self.standing().borrow().holds() {
            return;
        }
        let store = self.0.store.clone();
        let dir = self.0.folder.path().to_owned();
        let now = jiff::Timestamp::from_millisecond(self.0.clock.now_ms());
        let today = now.unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC);
        tokio::spawn(async move {
            match store::daily_snapshot(&store, &dir, today.date()).await {
                Ok(Some(copy)) => tracing::info!(copy = %copy.display(), "copied the database"),
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "the daily copy could not be made"),
            }
        });
    }
}

fn open_store(
    folder: &Folder,
    identity: &Identity,
    access: Access,
    clock: &Clock,
) -> Result<Store, StoreError> {
    let clock = clock.clone();
    let tell: store::Clock = Arc::new(move || clock.now_ms());
    let open = |access| {
        let options = OpenOptions::new(access, tell.clone()).of(identity.id);
        SqliteStore::open(folder.path(), options)
    };
    match access {
        Access::Write => open(store::Access::Together),
        Access::Read => open(store::Access::ReadOnly),
        Access::WriteOrRead => match open(store::Access::Together) {
            Err(StoreError::Held { .. } | StoreError::Apart { .. }) => {
                open(store::Access::ReadOnly)
            }
            other => other,
        },
    }
}
