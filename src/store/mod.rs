//! Storage: the only module that touches the database.
//!
//! Owns: the schema and its migrations, durability, the writer, the read pool, the lock on a workspace, snapshots.
//! Does not: decide what a log entry means (that is `review`), know files of other formats, or know the terminal.
//!
//! A write is one [`Change`], a value; a read is a keyset [`Page`]. Both are answered by futures, so that no caller
//! waits on the disk. No SQL, no driver type and no closure transaction shows through this interface.

mod change;
mod error;
mod ledger;
mod page;
mod product;
mod sqlite;
mod standing;
mod traits;

pub use change::{Applied, Change, Draft, Durability, Op};
pub use error::StoreError;
pub use ledger::{CallPilot, CallRecord, CallSum, KnownCall, Spread};
pub use page::{Counts, Cursor, Page, ProfileFilter, Reviewed, Summary};
pub use product::{
    Origin, ProductGroup, ProductRecord, ProductTally, ProductVersion, TurnUse, Use,
};
pub use sqlite::{
    Access, Clock, Entropy, OpenOptions, SqliteStore, daily_snapshot, holder_here, obstacle,
};
pub use standing::Standing;
pub use traits::{
    Backend, Calls, Conversations, Maintenance, Products, Profiles, Reply, ReviewLog, Runs, Store,
    Writes,
};
