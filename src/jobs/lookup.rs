//! Search in the products, with the rows to show.

use super::{JobError, Workspace};
use crate::domain::{Domain, Money, Product};

/// What is looked for among the products. Empty fields do not restrict.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Lookup {
    /// Words as typed; the last one may be unfinished.
    pub words: String,
    /// Only this department.
    pub domain: Option<Domain>,
    /// Only this brand.
    pub brand: Option<String>,
    /// At least this price.
    pub min_price: Option<Money>,
    /// At most this price.
    pub max_price: Option<Money>,
    /// How many rows at most.
    pub limit: usize,
    /// How many of the best to pass over.
    pub offset: usize,
}

/// Products that a search found, best first.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Found {
    /// The rows.
    pub rows: Vec<Product>,
    /// How many there are in all.
    pub total: u64,
}

impl Workspace {
    /// Searches the products.
    ///
    /// # Errors
    /// When index or store cannot be read.
    pub async fn look_up(&self, lookup: Lookup) -> Result<Found, JobError> {
        let _ = lookup;
        Err(JobError::Layer("search is not built in yet".to_owned()))
    }
}
