//! What people decided, worked out from the log.
//!
//! Owns: the fold of log entries into the state of a conversation or a product, undo and redo plans, filters of the queue.
//! Does not: know the store, the clock or the terminal. Pure over log entries.

mod filter;
mod fold;
#[cfg(test)]
mod laws;
mod product;
mod raters;
mod state;
mod undo;

pub use filter::{Filter, FilterError};
pub use fold::{EntryKind, counting_entries, fold, live_entries};
pub use product::{ProductEdits, product_edits};
pub use raters::{Raters, Said};
pub use state::{ConversationReview, Progress, TurnReview};
pub use undo::{inverse, plan_redo, plan_undo};
