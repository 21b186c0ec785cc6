//! The interface of a store: small traits, and the handle that callers hold.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use tokio::sync::watch;

use super::{
    Applied, CallPilot, CallRecord, CallSum, Change, Counts, Cursor, Draft, KnownCall, Page,
    ProductGroup, ProductRecord, ProductVersion, ProfileFilter, Reviewed, Standing, StoreError,
    Summary, Use,
};
use crate::domain::{
    ConversationId, Engine, LogEntry, Product, ProductId, Profile, ProfileId, RequestHash,
    ReviewerId, Run, RunId,
};
use crate::review::Filter;

/// A future answer of the store.
pub type Reply<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

/// Reads of products.
pub trait Products {
    /// The products with these ids, in the order asked for; unknown ids are left out.
    fn products(&self, ids: Vec<ProductId>) -> Reply<'_, Vec<Product>>;
    /// A page of all products, in order of first import.
    fn product_page(&self, cursor: Cursor, limit: u32) -> Reply<'_, Page<Product>>;
    /// A product with its version and what stands behind it.
    fn product_record(&self, id: ProductId) -> Reply<'_, Option<ProductRecord>>;
    /// Every version of a product, oldest first, the one in force last; empty when there is no such product.
    fn product_history(&self, id: ProductId) -> Reply<'_, Vec<ProductVersion>>;
    /// A page of the conversations that name a product, in queue order. Those of discarded runs are left out.
    fn uses_of(&self, id: ProductId, cursor: Cursor, limit: u32) -> Reply<'_, Page<Use>>;
    /// How many conversations name each of these products, in the order asked for.
    fn use_counts(&self, ids: Vec<ProductId>) -> Reply<'_, Vec<u64>>;
    /// The group that a product is in.
    fn group_of(&self, id: ProductId) -> Reply<'_, Option<ProductGroup>>;
    /// A page of the groups, in the order in which they were put.
    fn groups(&self, cursor: Cursor, limit: u32) -> Reply<'_, Page<ProductGroup>>;
}

/// Reads of profiles.
pub trait Profiles {
    /// The profile with this id.
    fn profile(&self, id: ProfileId) -> Reply<'_, Option<Profile>>;
    /// A page of the profiles that the filter keeps, in order of first import.
    fn profile_page(
        &self,
        filter: ProfileFilter,
        cursor: Cursor,
        limit: u32,
    ) -> Reply<'_, Page<Profile>>;
}

/// Reads of conversations.
pub trait Conversations {
    /// A conversation with its review state and findings.
    fn conversation(&self, id: ConversationId) -> Reply<'_, Option<Reviewed>>;
    /// A page of whole conversations that the filter keeps, in queue order: for exports and reports.
    fn conversation_page(
        &self,
        filter: Filter,
        cursor: Cursor,
        limit: u32,
    ) -> Reply<'_, Page<Reviewed>>;
    /// A page of the queue. Conversations of discarded runs are left out.
    fn summaries(&self, filter: Filter, cursor: Cursor, limit: u32) -> Reply<'_, Page<Summary>>;
    /// How many conversations the filter keeps.
    fn count(&self, filter: Filter) -> Reply<'_, u64>;
    /// How many there are of everything.
    fn counts(&self) -> Reply<'_, Counts>;
    /// The place of a conversation in the queue, as a cursor key.
    fn key_of(&self, id: ConversationId) -> Reply<'_, Option<i64>>;
}

/// Reads of the review log.
pub trait ReviewLog {
    /// A page of the log in the order in which this workspace got the entries.
    fn log_page(&self, cursor: Cursor, limit: u32) -> Reply<'_, Page<LogEntry>>;
    /// All entries about one conversation.
    fn log_of(&self, conversation: ConversationId) -> Reply<'_, Vec<LogEntry>>;
    /// All entries about one product.
    fn log_of_product(&self, product: ProductId) -> Reply<'_, Vec<LogEntry>>;
    /// This reviewer's unsaved drafts.
    fn drafts(&self, reviewer: ReviewerId) -> Reply<'_, Vec<Draft>>;
}

/// Reads of runs and settings.
pub trait Runs {
    /// Every run, oldest first.
    fn runs(&self) -> Reply<'_, Vec<Run>>;
    /// One run.
    fn run(&self, id: RunId) -> Reply<'_, Option<Run>>;
    /// A small value of the user interface.
    fn setting(&self, key: String) -> Reply<'_, Option<String>>;
}

/// Reads of the ledger: what was asked of language models, and what came of it.
pub trait Calls {
    /// What is known of a request.
    fn known_call(&self, request: RequestHash) -> Reply<'_, KnownCall>;
    /// A page of the calls, in the order in which they left: those of one run, or all.
    fn calls(&self, run: Option<RunId>, cursor: Cursor, limit: u32) -> Reply<'_, Page<CallRecord>>;
    /// The sums over the calls of one run, or of all.
    fn call_sums(&self, run: Option<RunId>) -> Reply<'_, Vec<CallSum>>;
    /// What the conversations took that this model worded.
    fn call_pilot(&self, engine: Engine, model: String) -> Reply<'_, CallPilot>;
}

/// Writes.
pub trait Writes {
    /// Does a change, all of it or nothing, and answers when it is as durable as it asked to be.
    fn apply(&self, change: Change) -> Reply<'_, Applied>;
    /// Wakes whenever something was committed, by this process or another.
    fn watch(&self) -> watch::Receiver<u64>;
    /// How this process stands to others that have the workspace open. Wakes when that changes.
    fn standing(&self) -> watch::Receiver<Standing>;
    /// Why nothing can be written here; `None` when it can.
    fn read_only(&self) -> Option<String>;
}

/// Copies and health.
pub trait Maintenance {
    /// Writes a consistent copy of the database to a new file, while in use.
    fn snapshot(&self, to: PathBuf) -> Reply<'_, ()>;
    /// Checks the database; each string is a fault, none is healthy.
    fn check(&self) -> Reply<'_, Vec<String>>;
    /// Where the database lies, for messages.
    fn place(&self) -> &Path;
    /// Waits until everything is on disk, then closes; later calls answer [`StoreError::Closed`].
    fn close(&self) -> Reply<'_, ()>;
}

/// Everything that a database must be able to do to hold a workspace.
pub trait Backend:
    Products + Profiles + Conversations + ReviewLog + Runs + Calls + Writes + Maintenance + Send + Sync
{
}

impl<T> Backend for T where
    T: Products
        + Profiles
        + Conversations
        + ReviewLog
        + Runs
        + Calls
        + Writes
        + Maintenance
        + Send
        + Sync
{
}

/// A cloneable handle of a store.
#[derive(Clone)]
pub struct Store(Arc<dyn Backend>);

impl Store {
    /// A handle of this backend.
    pub fn new(backend: impl Backend + 'static) -> Self {
        Store(Arc::new(backend))
    }
}

impl Deref for Store {
    type Target = dyn Backend;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.0.place().display())
    }
}
