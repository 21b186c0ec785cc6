//! The store: one suite that every backend must pass, and what each backend must show besides.

mod attach;
mod conformance;
mod files;
mod kill;
mod migration;
mod sqlite;
