//! Work that takes time: making conversations and profiles, imports, exports, checks.
//!
//! Owns: the runner, pause and stop, the events that a job reports, the workspace as a whole (store + index + files).
//! A job writes to the store itself; whoever watches only watches.

mod event;

pub use event::{Hold, JobEnd, JobEvent, JobId, JobKind};
