//! The catalogue as a run searches it: one generation of the index, held for the whole run, and the store's products.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::runtime::Handle;

use super::super::JobError;
use crate::catalog::{Hit, Hits, PinnedIndex};
use crate::dialogue::{Need, Retrieve};
use crate::domain::{Product, ProductId};
use crate::simulate::hits;
use crate::store::Store;

/// Products kept in memory; beyond that the memory is emptied and fills again.
const KEPT: usize = 20_000;
/// Searches whose hits are kept, about 3 KB each; beyond that they are forgotten and kept anew.
const KEPT_SEARCHES: usize = 4_096;

/// A searchable catalogue that does not change while a run uses it. To be called on worker threads only.
pub(super) struct Catalogue {
    index: PinnedIndex,
    store: Store,
    runtime: Handle,
    kept: RwLock<HashMap<ProductId, Arc<Product>>>,
    /// Shoppers ask for the same again and again, in a conversation and from one to the next.
    searches: RwLock<HashMap<String, Arc<[Hit]>>>,
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
            searches: RwLock::default(),
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
        let mut found: Vec<Option<Arc<Product>>> = {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            ids.iter().map(|id| kept.get(id).cloned()).collect()
        };
        let unknown = ids.iter().zip(&found).filter(|(_, one)| one.is_none());
        let missing: Vec<ProductId> = unknown.map(|(id, _)| id.clone()).collect();
        if !missing.is_empty() {
            let read = self.read(missing);
            for (id, one) in ids.iter().zip(&mut found).filter(|(_, one)| one.is_none()) {
                *one = read.get(id).cloned();
            }
            let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
            if kept.len() + read.len() > KEPT {
                kept.clear();
            }
            kept.extend(read);
        }
        found.into_iter().flatten().collect()
    }

    fn read(&self, ids: Vec<ProductId>) -> HashMap<ProductId, Arc<Product>> {
        match self.runtime.block_on(self.store.products(ids)) {
            Ok(products) => products
                .into_iter()
                .map(|p| (p.id.clone(), Arc::new(p)))
                .collect(),
            Err(error) => {
                self.fail(error.into());
                HashMap::new()
            }
        }
    }

    /// The hits of a need: from memory when it was asked for before.
    fn found(&self, need: &Need) -> Arc<[Hit]> {
        let key = format!("{need:?}");
        let known = {
            let searches = self.searches.read();
            let searches = searches.unwrap_or_else(PoisonError::into_inner);
            searches.get(&key).cloned()
        };
        if let Some(hits) = known {
            return hits;
        }
        let hits = hits(&self.index, need).unwrap_or_else(|error| {
            self.fail(error.into());
            Hits::default()
        });
        let hits: Arc<[Hit]> = hits.hits.into();
        let searches = self.searches.write();
        let mut searches = searches.unwrap_or_else(PoisonError::into_inner);
        if searches.len() >= KEPT_SEARCHES {
            searches.clear();
        }
        searches.insert(key, hits.clone());
        hits
    }

    /// The first fault is the one that is told.
    fn fail(&self, error: JobError) {
        let mut fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.get_or_insert(error);
    }
}

impl Retrieve for Catalogue {
    fn search(&self, need: &Need) -> Vec<(Arc<Product>, f32)> {
        let hits = self.found(need);
        let ids: Vec<ProductId> = hits.iter().map(|hit| hit.product.clone()).collect();
        let mut scores = hits.iter();
        let products = self.products(&ids).into_iter();
        // Products come in the order of the hits; one that is gone from the store is passed over.
        let scored = products.filter_map(|product| {
            let hit = scores.find(|hit| hit.product == product.id)?;
            Some((product, hit.score))
        });
        scored.collect()
    }

    fn companions(&self, product: &Product, limit: usize) -> Vec<Arc<Product>> {
        let pairs = self.index.pairs(product, limit).unwrap_or_else(|error| {
            self.fail(error.into());
            Vec::new()
        });
        let ids: Vec<ProductId> = pairs.into_iter().map(|pair| pair.product).collect();
        self.products(&ids)
    }

    fn product(&self, id: &ProductId) -> Option<Arc<Product>> {
        self.products(std::slice::from_ref(id)).pop()
    }
}
