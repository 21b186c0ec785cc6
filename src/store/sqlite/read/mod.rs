//! Reads: queries that turn rows into domain values, one file per trait.

pub(super) mod conversations;
pub(super) mod counts;
pub(super) mod filter;
pub(super) mod groups;
pub(super) mod history;
pub(super) mod ledger;
pub(super) mod log;
pub(super) mod paging;
pub(super) mod products;
pub(super) mod profiles;
pub(super) mod runs;
pub(super) mod uses;
