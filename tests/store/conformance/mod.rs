//! What every backend of the store must do. A backend's own test calls these functions with a way to make empty stores.

pub mod catalogue;
pub mod conversations;
pub mod ledger;
pub mod products;
pub mod review;
pub mod sample;
pub mod undo;
pub mod uses;
pub mod writes;

use std::future::Future;

/// Runs a case to its end.
pub fn wait<T>(case: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime.unwrap().block_on(case)
}
