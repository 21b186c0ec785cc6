//! What people decided, worked out from the log.
//!
//! Owns: the fold of log entries into the state of a conversation, undo and redo plans, filters of the queue, what a
//! verdict does to an export. Pure over log entries: it does not know the store, the clock or the terminal.

mod filter;
mod fold;
mod state;
mod undo;

pub use filter::{Filter, FilterError};
pub use fold::{fold, live_entries};
pub use state::{ConversationReview, TurnReview};
pub use undo::{plan_redo, plan_undo};
