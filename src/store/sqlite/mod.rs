//! The SQLite backend: a workspace in one directory of one machine.
//!
//! Owns: `muse.db`, its format and migrations, the writer thread, the read pool, the lock, the copies. Does not: fold log
//! entries (that is `review`) or keep anything that can be rebuilt from the data.
//!
//! One thread writes and commits in groups; a few threads read, each from its own snapshot, and never wait on the writer.
//! A process that may not write follows the commits of the one that does.

mod attach;
mod backend;
mod codec;
mod connection;
mod entropy;
mod error;
mod follow;
mod header;
mod lock;
mod open;
mod pool;
mod read;
mod receipt;
mod schema;
mod snapshot;
mod write;
mod writer;

pub use backend::SqliteStore;
pub use entropy::Entropy;
pub use open::{Access, Clock, OpenOptions, holder_here, obstacle};
pub use snapshot::daily_snapshot;
