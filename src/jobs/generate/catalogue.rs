//! The catalogue as a run searches it: one generation of the index, held for the whole run, and the store's products.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::runtime::Handle;

use super::super::JobError;
use crate::catalog::{Hits, Join, PinnedIndex, ProductQuery, Stock};
use crate::dialogue::{Need, Retrieve, StockWish};
use crate::domain::{Product, ProductId};
use crate::store::Store;

/// Products kept in memory; beyond that the memory is emptied and fills again.
const KEPT: usize = 20_000;
/// With fewer hits for all words together, any of the words will do.
const ENOUGH: u64 = 10;

/// A searchable catalogue that does not change while a run uses it. To be called on worker threads only.
pub(super) struct Catalogue {
    index: PinnedIndex,
    store: Store,
    runtime: Handle,
    kept: RwLock<HashMap<ProductId, Arc<Product>>>,
    fault: Mutex<Option<JobError>>,
}

impl Catalogue {
    /// The generation that is newest now.
    pub(super) fn new(index: PinnedIndex, store: Store, runtime: Handle) -> Self {
        Catalogue {
            index,
            store,
            runtime,
            kept: RwLock::default(),
            fault: Mutex::default(),
        }
    }

    /// The fault that made a search come back empty, if one did.
    pub(super) fn take_fault(&self) -> Option<JobError> {
        self.fault
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    /// The products of these ids that there are, in their order.
    pub(super) fn products(&self, ids: &[ProductId]) -> Vec<Arc<Product>> {
        let missing: Vec<ProductId> = {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            let missing = ids.iter().filter(|id| !kept.contains_key(*id));
            missing.cloned().collect()
        };
        let mut read: HashMap<ProductId, Arc<Product>> = HashMap::new();
        if !missing.is_empty() {
            match self.runtime.block_on(self.store.products(missing)) {
                Ok(products) => {
                    read.extend(products.into_iter().map(|p| (p.id.clone(), Arc::new(p))));
                }
                Err(error) => self.fail(error.into()),
            }
        }
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let found = ids
            .iter()
            .filter_map(|id| read.get(id).or_else(|| kept.get(id)).cloned())
            .collect();
        if kept.len() + read.len() > KEPT {
            kept.clear();
        }
        kept.extend(read);
        found
    }

    fn hits(&self, need: &Need, join: Join) -> Hits {
        let query = ProductQuery {
            text: need.query.clone(),
            domain: need.domain,
            brand: need.brand.clone(),
            max_price: need.price_cap,
            stock: match need.stock {
                StockWish::InStock => Stock::InStock,
                StockWish::Any => Stock::Any,
            },
            join,
            limit: need.limit,
            ..ProductQuery::default()
        };
        self.index.search(&query).unwrap_or_else(|error| {
            self.fail(error.into());
            Hits::default()
        })
    }

    /// The first fault is the one that is told.
    fn fail(&self, error: JobError) {
        let mut fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.get_or_insert(error);
    }
}

impl Retrieve for Catalogue {
    fn search(&self, need: &Need) -> Vec<(Product, f32)> {
        let mut hits = self.hits(need, Join::All);
        if hits.total < ENOUGH {
            hits = self.hits(need, Join::Any);
        }
        let ids: Vec<ProductId> = hits.hits.iter().map(|hit| hit.product.clone()).collect();
        let scores: HashMap<ProductId, f32> = hits
            .hits
            .into_iter()
            .map(|hit| (hit.product, hit.score))
            .collect();
        let products = self.products(&ids).into_iter();
        let scored = products.filter_map(|product| {
            let score = *scores.get(&product.id)?;
            Some((Product::clone(&product), score))
        });
        scored.collect()
    }

    fn product(&self, id: &ProductId) -> Option<Product> {
        let found = self.products(std::slice::from_ref(id));
        found.first().map(|product| Product::clone(product))
    }
}
