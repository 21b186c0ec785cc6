//! A workspace as a whole: its folder, its store and its product index.

use std::path::Path;
use std::sync::Arc;

use super::{Clock, Folder, Identity, JobError};
use crate::store::Store;

/// Whether a workspace is opened for writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// For writing; refused while another process holds it.
    Write,
    /// For writing when nobody else holds it, else for reading and following; [`Workspace::read_only`] says which.
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

    /// Opens a workspace. The product index is opened when it is first needed.
    ///
    /// # Errors
    /// When the folder is no workspace, another process holds it (see [`Access`]), or the store cannot be opened.
    pub async fn open(dir: &Path, access: Access, clock: Clock) -> Result<Self, JobError> {
        let folder = Folder::new(dir);
        let identity = folder.identity()?;
        let _ = (access, identity, clock);
        Err(JobError::Layer("no store is built in yet".to_owned()))
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

    /// Why nothing can be written here; `None` when it can.
    pub fn read_only(&self) -> Option<String> {
        self.0.store.read_only()
    }

    /// Waits until everything is on disk, then closes the store for all clones.
    ///
    /// # Errors
    /// When the disk refuses the last writes.
    pub async fn close(&self) -> Result<(), JobError> {
        Ok(self.0.store.close().await?)
    }
}
